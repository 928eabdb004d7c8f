//! Any bytes and any messages to the server: what it writes is whole messages, every request is
//! answered once, no handler panics, and the session ends when its input does.

use std::collections::HashMap;
use std::time::Duration;

use pygloss::lsp::{self, Options};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::bytes::Bytes;

const URI: &str = "file:///fuzz/app.py";
/// No longer than this, whatever a machine does beside it.
const PATIENCE: Duration = Duration::from_secs(30);
/// As JSON-RPC calls what a panic is answered with.
const INTERNAL_ERROR: i64 = -32603;

/// Methods that neither read nor write a file of the machine that runs this.
const METHODS: [&str; 20] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/hover",
    "textDocument/codeLens",
    "textDocument/codeAction",
    "textDocument/references",
    "textDocument/definition",
    "textDocument/diagnostic",
    "notebookDocument/didOpen",
    "notebookDocument/didChange",
    "notebookDocument/didClose",
    "$/cancelRequest",
    "$/setTrace",
    "pygloss/search",
    "pygloss/entry",
    "pygloss/concepts",
    "pygloss/constructs",
    "pygloss/browse",
    "window/workDoneProgress/cancel",
];

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    if bytes.byte() & 1 == 0 {
        before_initialize(bytes);
    } else {
        initialized(bytes);
    }
}

/// Raw bytes and framed ones to a server that was not initialized, and so does nothing.
fn before_initialize(mut bytes: Bytes<'_>) {
    let has = |bytes: &[u8], word: &[u8]| {
        let mut parts = bytes.windows(word.len());
        parts.any(|part| part.eq_ignore_ascii_case(word))
    };
    if has(bytes.0, b"nitialize") || has(bytes.0, b"exit") {
        return;
    }
    let inside = has(bytes.0, b"content-");
    let (mut input, mut raw) = (Vec::new(), Vec::new());
    while !bytes.is_empty() {
        let is_framed = bytes.byte() & 1 == 1;
        let piece = bytes.piece();
        if is_framed {
            input.extend(framed(piece));
        } else {
            input.extend(piece);
            raw.extend(piece);
        }
    }
    // Pieces may make a header together.
    let could_swallow = inside || has(&raw, b"content-");
    input.extend(b"\r\n\r\n");
    input.extend(request(json!("last"), "textDocument/hover", &json!({})));
    let output = serve(input);
    if !could_swallow {
        assert!(
            output.iter().any(|message| message["id"] == "last"),
            "{output:?}"
        );
    }
}

/// Messages with any parameters to a server that was.
fn initialized(mut bytes: Bytes<'_>) {
    let start = json!({"processId": null, "capabilities": {}});
    let mut input = request(json!(0), "initialize", &start);
    input.extend(notification("initialized", &json!({})));
    let document = json!({"uri": URI, "languageId": "python", "version": 1,
        "text": "def f(x=[]):\n    return [n for n in x]\n"});
    input.extend(notification(
        "textDocument/didOpen",
        &json!({"textDocument": document}),
    ));
    let mut asked = 0;
    while !bytes.is_empty() {
        let kind = bytes.byte();
        let method = METHODS[usize::from(bytes.byte()) % METHODS.len()];
        let place = |line: u8, column: u8| json!({"line": line, "character": column});
        let document = json!({"uri": URI, "version": kind});
        match kind % 4 {
            0 => {
                let range = json!({"start": place(bytes.byte(), bytes.byte()),
                    "end": place(bytes.byte(), bytes.byte())});
                let changes = json!([{"range": range, "text": bytes.text()}]);
                let params = json!({"textDocument": document, "contentChanges": changes});
                input.extend(notification("textDocument/didChange", &params));
            }
            1 => {
                asked += 1;
                let at = place(bytes.byte(), bytes.byte());
                let params = json!({"textDocument": document, "position": at,
                    "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
                input.extend(request(json!(asked), method, &params));
            }
            other => {
                let params: Value = serde_json::from_slice(bytes.piece()).unwrap_or_default();
                if other == 2 {
                    asked += 1;
                    input.extend(request(json!(asked), method, &params));
                } else {
                    input.extend(notification(method, &params));
                }
            }
        }
    }
    let output = serve(input);
    let mut answers = HashMap::new();
    for message in &output {
        if message.get("method").is_none() {
            *answers.entry(message["id"].to_string()).or_insert(0) += 1;
        }
    }
    for id in 0..=asked {
        assert_eq!(answers.get(&id.to_string()), Some(&1), "{id}: {output:?}");
    }
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut message = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    message.extend(body);
    message
}

fn request(id: Value, method: &str, params: &Value) -> Vec<u8> {
    let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
    framed(message.to_string().as_bytes())
}

fn notification(method: &str, params: &Value) -> Vec<u8> {
    let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
    framed(message.to_string().as_bytes())
}

/// All that the server says to `input`.
fn serve(input: Vec<u8>) -> Vec<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let output = runtime.block_on(async {
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let (their_input, their_output) = tokio::io::split(theirs);
        // Nothing can be kept below a file.
        let nowhere = Some("/dev/null/pygloss".into());
        let options = Options {
            cache: nowhere.clone(),
            state: nowhere,
            ..Options::default()
        };
        let (mut from, mut to) = tokio::io::split(ours);
        let writing = async {
            // It may have had enough before.
            let _ = to.write_all(&input).await;
            let _ = to.shutdown().await;
        };
        let mut said = Vec::new();
        let serving = async { lsp::serve(their_input, their_output, options).await };
        let session = async { tokio::join!(writing, serving, from.read_to_end(&mut said)) };
        let ended = tokio::time::timeout(PATIENCE, session).await;
        assert!(ended.is_ok(), "the session does not end");
        said
    });
    runtime.shutdown_background();
    messages(&output)
}

/// The messages in `output`, which is nothing else.
fn messages(mut output: &[u8]) -> Vec<Value> {
    let mut found = Vec::new();
    while !output.is_empty() {
        let rest = output.strip_prefix(b"Content-Length: ").expect("a header");
        let end = rest
            .windows(4)
            .position(|part| part == b"\r\n\r\n")
            .unwrap();
        let length: usize = std::str::from_utf8(&rest[..end]).unwrap().parse().unwrap();
        let body = &rest[end + 4..];
        let message: Value = serde_json::from_slice(&body[..length]).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        assert_ne!(message["error"]["code"], INTERNAL_ERROR, "{message}");
        found.push(message);
        output = &body[length..];
    }
    found
}
