//! Messages and their parameters, as bytes and as JSON.

use std::path::Path;

use serde_json::{Value, json};

/// `message` with its header.
pub fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Parameters of a question about a place.
pub fn place(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

/// Parameters of `textDocument/didChange`.
pub fn change(uri: &str, version: i32, changes: &Value) -> Value {
    json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})
}

/// One change: `text` in the place of a range.
pub fn replace(start: (u32, u32), end: (u32, u32), text: &str) -> Value {
    json!({
        "range": {
            "start": {"line": start.0, "character": start.1},
            "end": {"line": end.0, "character": end.1},
        },
        "text": text,
    })
}

/// The `file:` address of a path without special characters.
pub fn file(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Takes a stream of bytes apart. Only what the protocol says is understood.
#[derive(Default)]
pub struct Frames {
    rest: Vec<u8>,
}

impl Frames {
    /// Takes `bytes` in, and gives the messages that are whole by now.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Value> {
        self.rest.extend(bytes);
        let mut found = Vec::new();
        while let Some(end) = self
            .rest
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
        {
            let header = std::str::from_utf8(&self.rest[..end]).expect("a header of text");
            let length = header.strip_prefix("Content-Length: ").expect("a length");
            let length: usize = length.parse().expect("a number");
            let body = end + 4..end + 4 + length;
            if self.rest.len() < body.end {
                break;
            }
            found.push(serde_json::from_slice(&self.rest[body.clone()]).expect("JSON"));
            self.rest.drain(..body.end);
        }
        found
    }

    /// Whether every message was whole.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }
}
