//! Messages on a stream of bytes: a header with `Content-Length`, an empty line, JSON (LSP 3.17,
//! "Base Protocol").
//!
//! The framework's own reader ends the session at the first message that it cannot read. This one
//! says what was wrong and goes on with the next message that it can find.

use std::io;

use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// The longest message that is read, in bytes: well above any file that an editor opens.
const LONGEST_MESSAGE: u64 = 512 << 20;
/// How much of a header line is looked at, in bytes.
const LONGEST_LINE: u64 = 4096;

const LENGTH: &str = "content-length:";

/// What was found on the stream.
#[derive(Debug, PartialEq)]
pub enum Frame {
    /// A JSON value, of whatever shape.
    Message(Value),
    /// Something that is no message; says why.
    Broken(String),
}

/// The next message; `None` at the end of the stream. Not safe to cancel: a message that was read
/// in part is lost.
pub async fn read(input: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<Frame>> {
    let length = match read_header(input).await? {
        Header::End => return Ok(None),
        Header::Broken(reason) => return Ok(Some(Frame::Broken(reason))),
        Header::Length(length) => length,
    };
    let mut body = Vec::new();
    let got = input.take(length).read_to_end(&mut body).await?;
    if (got as u64) < length {
        // Whoever wrote this is gone; half a message is nobody's.
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => Frame::Message(message),
        Err(error) => Frame::Broken(format!("a message is not JSON: {error}")),
    }))
}

enum Header {
    Length(u64),
    Broken(String),
    End,
}

/// Reads up to the empty line that ends a header.
async fn read_header(input: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Header> {
    let mut length = None;
    let mut broken = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut *input)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .await?;
        if read == 0 {
            return Ok(Header::End);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            match (length, broken.take()) {
                (Some(length), None) => return Ok(Header::Length(length)),
                (_, Some(reason)) => return Ok(Header::Broken(reason)),
                // Blank lines between messages do no harm.
                (None, None) => continue,
            }
        }
        match field(text) {
            Field::Length(Ok(bytes)) => {
                length = Some(bytes);
                // A good length after rubbish begins a message again.
                if let Some(reason) = broken.take() {
                    tracing::warn!("skipped to the next message: {reason}");
                }
            }
            Field::Length(Err(reason)) => broken = Some(reason),
            Field::Other => {}
            Field::Rubbish => {
                broken.get_or_insert_with(|| "bytes between messages that are no header".into());
            }
        }
    }
}

enum Field {
    Length(Result<u64, String>),
    Other,
    Rubbish,
}

/// What a header line says. The remains of a broken message may stand before it on the same line.
fn field(line: &str) -> Field {
    let lower = line.to_ascii_lowercase();
    if let Some(at) = lower.rfind(LENGTH) {
        let value = line[at + LENGTH.len()..].trim();
        return Field::Length(match value.parse() {
            Ok(length) if length <= LONGEST_MESSAGE => Ok(length),
            Ok(_) => Err(format!("a message of {value} bytes is too long")),
            Err(_) => Err("a Content-Length that is no number".to_owned()),
        });
    }
    let name = line.split(':').next().unwrap_or_default();
    let is_name = name.len() < line.len()
        && !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name {
        Field::Other
    } else {
        Field::Rubbish
    }
}

/// Writes one message. The caller flushes.
pub async fn write(output: &mut (impl AsyncWrite + Unpin), body: &[u8]) -> io::Result<()> {
    let header = format!("Content-Length: {}\r\n\r\n", body.len());
    output.write_all(header.as_bytes()).await?;
    output.write_all(body).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn frames(mut input: &[u8]) -> Vec<Frame> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut found = Vec::new();
            while let Some(frame) = read(&mut input).await.unwrap() {
                found.push(frame);
            }
            found
        })
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// The frames of `broken` are all broken, and the message after them is found.
    fn survives(broken: &str) {
        let found = frames(format!("{broken}{}", framed("{\"next\":1}")).as_bytes());
        let (last, before) = found.split_last().unwrap();
        assert_eq!(
            last,
            &Frame::Message(json!({"next": 1})),
            "{broken:?}: {found:?}"
        );
        assert!(
            before.iter().all(|frame| matches!(frame, Frame::Broken(_))),
            "{broken:?}: {found:?}"
        );
    }

    #[test]
    fn messages_follow_each_other() {
        let input = format!(
            "{}Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 2\r\n\r\n[]",
            framed("{\"a\":\"é\"}")
        );
        let expected = vec![Frame::Message(json!({"a": "é"})), Frame::Message(json!([]))];
        assert_eq!(frames(input.as_bytes()), expected);
    }

    #[test]
    fn a_broken_message_does_not_end_the_session() {
        survives(&framed("{\"a\":"));
        survives(&framed("{\"a\":\u{1}}"));
        survives(&framed(&"[".repeat(10_000)));
        survives("Content-Length: -3\r\n\r\n");
        survives("Content-Length: 99999999999999999999999\r\n\r\n");
        survives("Content-Length: 99999999999999\r\n\r\n");
        survives("Content-Length: many\r\n\r\n{}");
        survives("Content-Length: 3\r\n\r\n{\"a\":1}");
        survives("nonsense\r\n\r\n");
        survives("\r\n\n\r\n");
        survives(&"x".repeat(3 * LONGEST_LINE as usize));
        survives("Content-Type: text/plain\r\n\r\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_told_as_broken() {
        let mut input = b"Content-Length: 4\r\n\r\n\"\xff\xfe\"".to_vec();
        input.extend(framed("1").as_bytes());
        let found = frames(&input);
        assert!(matches!(found[0], Frame::Broken(_)), "{found:?}");
        assert_eq!(found[1], Frame::Message(json!(1)));
    }

    #[test]
    fn half_a_message_is_none() {
        assert_eq!(frames(b"Content-Length: 20\r\n\r\n{\"a\":"), vec![]);
        assert_eq!(frames(b"Content-Le"), vec![]);
        assert_eq!(frames(b""), vec![]);
    }
}
