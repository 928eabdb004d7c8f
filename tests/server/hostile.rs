//! Messages that nobody should send: by the thousand, and none may hang the server or cost a document.

use serde_json::{Value, json};

use crate::support::{Client, Numbers, framed};
use crate::{URI, WALRUS, plain};

const METHODS: [&str; 38] = [
    "textDocument/references",
    "textDocument/definition",
    "textDocument/diagnostic",
    "notebookDocument/didOpen",
    "notebookDocument/didChange",
    "notebookDocument/didSave",
    "notebookDocument/didClose",
    "workspace/didChangeWorkspaceFolders",
    "window/workDoneProgress/cancel",
    "pygloss/search",
    "pygloss/entry",
    "pygloss/concepts",
    "pygloss/constructs",
    "pygloss/quiz",
    "pygloss/mark",
    "pygloss/rate",
    "pygloss/guides",
    "pygloss/browse",
    "pygloss/check",
    "pygloss/usages",
    "pygloss/studyPlan",
    "pygloss/nothing",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "textDocument/hover",
    "textDocument/codeLens",
    "textDocument/codeAction",
    "workspace/executeCommand",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "initialize",
    "initialized",
    "$/cancelRequest",
    "$/setTrace",
    "",
    "\u{0}",
];

/// A value that is wrong in one of many ways.
fn value(numbers: &mut Numbers, depth: usize) -> Value {
    let uris = [
        URI,
        "",
        "file:",
        "file:///%zz",
        "untitled:x",
        "no uri at all",
        "file:///\u{0}",
    ];
    match numbers.below(if depth > 4 { 8 } else { 11 }) {
        0 => Value::Null,
        1 => json!(numbers.below(3)),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!(u64::MAX),
        5 => json!("\u{1f469}\u{200d}x\r\n"),
        6 => json!(numbers.of(&uris)),
        7 => json!(true),
        8 => Value::Array(
            (0..numbers.below(4))
                .map(|_| value(numbers, depth + 1))
                .collect(),
        ),
        _ => {
            let names = [
                "textDocument",
                "uri",
                "position",
                "line",
                "character",
                "version",
                "range",
                "start",
                "end",
                "contentChanges",
                "text",
                "command",
                "arguments",
                "settings",
                "pygloss",
                "guides",
                "hover",
                "context",
                "id",
                "capabilities",
                "languageId",
                "notebookDocument",
                "cellTextDocuments",
                "cells",
                "change",
                "structure",
                "array",
                "deleteCount",
                "query",
                "limit",
                "concept",
                "concepts",
                "entry",
                "workDoneToken",
                "partialResultToken",
                "token",
                "event",
                "added",
                "removed",
            ];
            let fields = (0..numbers.below(6))
                .map(|_| ((*numbers.of(&names)).to_owned(), value(numbers, depth + 1)));
            Value::Object(fields.collect())
        }
    }
}

/// Parameters of the right shape with wild numbers and texts.
fn edit(numbers: &mut Numbers) -> Value {
    let mut at = || json!({"line": numbers.below(9), "character": numbers.below(70_000)});
    let range = json!({"start": at(), "end": at()});
    let text = *numbers.of(&["", "x", "\n", "\u{1f469}", "(((", "\u{0}", "\r"]);
    json!({"textDocument": {"uri": URI, "version": numbers.below(9)},
        "contentChanges": [{"range": range, "text": text}]})
}

fn hostile(numbers: &mut Numbers) -> Vec<u8> {
    let ids = [
        json!(1),
        json!("a"),
        json!(i64::MAX),
        json!(null),
        json!(-7),
        json!({}),
        json!(0.5),
        json!("x".repeat(5000)),
    ];
    match numbers.below(12) {
        0 => {
            let mut bytes = framed(&json!({"jsonrpc": "2.0", "method": "textDocument/hover"}));
            let at = 22 + numbers.below(bytes.len() - 22);
            bytes[at] ^= 1 << numbers.below(8);
            bytes
        }
        1 => b"Content-Length: 7\r\n\r\n\xff\xfe{}[]x".to_vec(),
        2 => format!(
            "Content-Length: {}\r\n\r\n",
            numbers.of(&["-1", "x", "", "1e9"])
        )
        .into_bytes(),
        3 => framed(&(0..100).fold(Value::Null, |inner, _| json!([inner]))),
        4 => {
            let deep = "[".repeat(100_000);
            format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).into_bytes()
        }
        5 => framed(
            &json!({"jsonrpc": "2.0", "method": "textDocument/didChange",
            "params": edit(numbers)}),
        ),
        6 => {
            framed(&json!({"jsonrpc": "2.0", "id": numbers.of(&ids), "result": value(numbers, 0)}))
        }
        7 => framed(&value(numbers, 0)),
        8 => framed(&json!({"jsonrpc": "2.0", "method": numbers.of(&METHODS),
            "params": value(numbers, 0)})),
        _ => framed(&json!({"jsonrpc": "2.0", "id": numbers.of(&ids),
            "method": numbers.of(&METHODS), "params": value(numbers, 0)})),
    }
}

/// Reads what there is until the answer to a hover on the walrus operator comes.
fn is_well(client: &mut Client, id: i64) {
    let uri = "file:///tmp/well.py";
    let document = json!({"uri": uri, "languageId": "python", "version": 1, "text": WALRUS});
    // What a broken header swallowed is over with the next whole message.
    client.write(b"\r\n\r\n");
    for _ in 0..2 {
        client.notify("textDocument/didOpen", json!({"textDocument": document}));
    }
    let position = json!({"line": 0, "character": 13});
    let params = json!({"textDocument": {"uri": uri}, "position": position});
    client.send(
        &json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover",
        "params": params}),
    );
    let response = client.response(id);
    assert!(response["result"]["contents"].is_object(), "{response}");
    client.forget_unread();
}

#[test]
fn a_notification_with_an_id_is_answered() {
    let mut session = plain();
    let document = json!({"textDocument": {"uri": URI}});
    for method in ["textDocument/didSave", "notebookDocument/didClose"] {
        for params in [json!({}), document.clone()] {
            let (code, message) = session.client.request_error(method, params);
            assert!(code == -32600 || code == -32602, "{code}: {message}");
        }
    }
    session.client.close();
}

#[test]
fn ten_thousand_hostile_messages_are_survived() {
    let mut session = plain();
    let client = &mut session.client;
    let mut numbers = Numbers(42);
    for number in 0..10_000 {
        let bytes = hostile(&mut numbers);
        client.write(&bytes);
        if number % 500 == 499 {
            is_well(client, 1_000_000 + number);
        }
    }
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert!(client.wait_for_the_end());
    client.forget_unread();
}
