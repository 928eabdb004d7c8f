//! Bytes of a file to text: UTF-8, UTF-16 with its mark, else Windows-1252, which holds Latin-1.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::problem::Problem;
use crate::text::Span;

/// How many of a file's first bytes decide whether it is text.
const SAMPLE: usize = 8192;

/// The text in `bytes`, and what was unusual about it. A file that is no text is refused.
///
/// NUL bytes in text stay in it as U+FFFD would lose offsets; they are a problem in words.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Problem>), Problem> {
    let mut problems = Vec::new();
    let at = Span::default();
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if broken {
            problems.push(Problem::warning(
                at,
                "encoding",
                format!(
                    "not all of it is valid {}; what is not reads as \u{fffd}",
                    encoding.name()
                ),
            ));
        }
        return Ok((text.into_owned(), problems));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = sample.iter().filter(|&&byte| byte == 0).count();
    if zeros * 10 > sample.len() {
        return Err(Problem::error(
            at,
            "not-text",
            "this is no text, or UTF-16 without its mark: save it as UTF-8",
        ));
    }
    if zeros > 0 {
        problems.push(Problem::warning(
            at,
            "nul-byte",
            "there are NUL bytes in it",
        ));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            let (text, _): (Cow<'_, str>, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            let line = bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count()
                + 1;
            problems.push(Problem::warning(
                at,
                "encoding",
                format!(
                    "it is not valid UTF-8 (line {line}): read as Windows-1252; save it as UTF-8"
                ),
            ));
            text.into_owned()
        }
    };
    Ok((text, problems))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_and_utf_16_with_marks() {
        assert_eq!(decode(b"\xef\xbb\xbfa\r\nb").unwrap().0, "a\r\nb");
        assert_eq!(
            decode(b"\xff\xfea\0\x3d\xd8\x34\xdd").unwrap().0,
            "a\u{1f534}"
        );
        assert_eq!(
            decode("naïve".as_bytes()).unwrap(),
            ("naïve".to_owned(), Vec::new())
        );
    }

    #[test]
    fn latin_1_is_read_with_a_warning() {
        let (text, problems) = decode(b"caf\xe9 \x97 ok").unwrap();
        assert_eq!(text, "café — ok");
        assert_eq!(problems[0].code, "encoding");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"\0\0\0\x01").unwrap_err().code, "not-text");
        let (text, problems) = decode(b"some text with one \0 in it").unwrap();
        assert!(text.contains('\0') && problems[0].code == "nul-byte");
        assert_eq!(decode(b"").unwrap().0, "");
    }
}
