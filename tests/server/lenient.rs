//! Clients that are not quite what the specification describes, and what they mean all the same.

use serde_json::{Value, json};

use crate::support::replace;
use crate::{Session, URI, WALRUS, notes, plain, text};

#[test]
fn a_start_that_cannot_be_read_whole_is_a_start_all_the_same() {
    for params in [
        Value::Null,
        json!({}),
        json!({"capabilities": null}),
        // An empty table of Lua may come as a list.
        json!({"capabilities": []}),
        json!({"capabilities": {"textDocument": [], "window": {"showDocument": []}}}),
        json!({"capabilities": {}, "processId": -1, "rootUri": "", "trace": "compact"}),
        json!({"capabilities": {}, "workspaceFolders": [{"uri": "file:///tmp/work"}]}),
        json!({"capabilities": {}, "clientInfo": {}, "initializationOptions": null}),
        json!({"capabilities": {"textDocument": {"codeAction":
            {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": 3}}}}}}),
    ] {
        let mut session = Session::before_initialize();
        let offered = session.client.initialize_with(params.clone());
        assert_eq!(offered["positionEncoding"], "utf-16", "{params}");
        session.client.open(URI, WALRUS);
        assert!(!session.client.hover(URI, 0, 13).is_null(), "{params}");
        session.client.close();
    }
}

#[test]
fn what_can_be_read_of_a_start_counts_beside_what_cannot() {
    let mut session = Session::before_initialize();
    session.write("work/pygloss.toml", "guides = [\"notes.md\"]\n");
    session.write("work/notes.md", notes("What does the team say?"));
    let work = crate::support::file(&session.folder.path().join("work"));
    let offered = session.client.initialize_with(json!({
        "processId": "12", "trace": 3,
        "capabilities": {
            "general": {"positionEncodings": ["utf-8"]},
            "textDocument": {
                "hover": {"contentFormat": ["html", "markdown"]},
                "completion": {"completionItem": {"insertTextModeSupport": {"valueSet": [99]}}},
            },
        },
        "workspaceFolders": [{"uri": 3, "name": "x"}, {"uri": work, "name": "work"}],
    }));
    assert_eq!(offered["positionEncoding"], "utf-8");
    session.client.open(URI, WALRUS);
    let hover = session.client.hover(URI, 0, 13);
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(text(&hover).contains("What does the team say"), "{hover}");
    session.client.close();
}

#[test]
fn the_folder_may_be_named_by_its_path_alone() {
    let mut session = Session::before_initialize();
    session.write("my work/pygloss.toml", "guides = [\"notes.md\"]\n");
    session.write("my work/notes.md", notes("What does the team say?"));
    let path = session.folder.path().join("my work");
    session
        .client
        .initialize_with(json!({"capabilities": {}, "rootUri": null, "rootPath": path}));
    session.client.open(URI, WALRUS);
    let hover = session.client.hover(URI, 0, 13);
    assert!(text(&hover).contains("What does the team say"), "{hover}");
    session.client.close();
}

#[test]
fn initialized_and_shutdown_are_taken_with_any_parameters() {
    for params in [None, Some(json!(null)), Some(json!([])), Some(json!({}))] {
        let mut session = Session::before_initialize();
        let client = &mut session.client;
        let asking = json!({"workspace": {"configuration": true}});
        client.request("initialize", json!({"capabilities": asking}));
        let mut message = json!({"jsonrpc": "2.0", "method": "initialized"});
        let mut last = json!({"jsonrpc": "2.0", "method": "shutdown", "id": "last"});
        if let Some(params) = params {
            message["params"] = params.clone();
            last["params"] = params;
        }
        client.send(&message);
        let question = client.expect("workspace/configuration");
        client.answer(&question, json!([null]));
        client.expect_logged(" entries on ");
        client.send(&last);
        assert_eq!(client.expect_answer(&json!("last"))["result"], Value::Null);
        client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
        assert!(client.wait_for_the_end());
    }
}

#[test]
fn addresses_that_are_not_encoded_are_read() {
    let mut session = plain();
    let client = &mut session.client;
    for uri in [
        "file:///tmp/my work/app.py",
        "file:///tmp/ü/日本語.py",
        "file:///tmp/[x]{y}|z^`\"<>.py",
        "file:///tmp/100%.py",
        "file:///tmp/a#b#c.py",
        "file:///C:\\Users\\x\\app.py",
        "untitled:Untitled 1",
        "vscode-notebook-cell:/tmp/my book.ipynb#X1",
        "inmemory://model/1",
    ] {
        client.open(uri, WALRUS);
        assert!(!client.hover(uri, 0, 13).is_null(), "{uri}");
        client.change(uri, 2, &json!([replace((0, 0), (0, 0), "\n")]));
        assert!(!client.hover(uri, 1, 13).is_null(), "{uri}");
        let close = json!({"textDocument": {"uri": uri}});
        client.notify("textDocument/didClose", close);
        assert!(client.hover(uri, 1, 13).is_null(), "{uri}");
    }
    // The same document, whichever way it is written.
    client.open("file:///tmp/a b.py", WALRUS);
    assert!(!client.hover("file:///tmp/a%20b.py", 0, 13).is_null());
    session.client.close();
}

#[test]
fn a_change_is_made_whatever_its_version_and_however_far_its_end() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let document = json!({"uri": URI});
    let mut breaks = 0;
    let mut change = |client: &mut crate::support::Client, version: Option<Value>, end: Value| {
        breaks += 1;
        let mut document = document.clone();
        if let Some(version) = version {
            document["version"] = version;
        }
        let all = json!({"start": {"line": 0, "character": 0.0}, "end": end});
        let text = "\n".repeat(breaks) + WALRUS;
        let changes = json!([{"range": all, "text": text}]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        client.notify("textDocument/didChange", params.clone());
        let hover = client.hover(URI, u32::try_from(breaks).unwrap(), 13);
        assert!(!hover.is_null(), "{params}");
    };
    let end = json!({"line": 99, "character": 0});
    for version in [json!(null), json!("2"), json!(2.0), json!(1u64 << 40)] {
        change(client, Some(version), end.clone());
    }
    change(client, None, end);
    for far in [json!(u32::MAX), json!((1u64 << 53) - 1), json!(1e300)] {
        let end = json!({"line": far, "character": far});
        change(client, Some(json!(9)), end);
    }
    client.expect_logged("versions that do not go up");
    session.client.close();
}

#[test]
fn what_a_client_does_at_each_key_is_told_once() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    for _ in 0..50 {
        client.change(URI, 1, &json!([{"text": WALRUS}]));
        client.change("file:///tmp/other.py", 1, &json!([{"text": WALRUS}]));
        client.open(URI, WALRUS);
    }
    assert!(!client.hover(URI, 0, 13).is_null());
    for part in ["do not go up", "is not open", "opened twice"] {
        client.expect_logged(part);
    }
    // What was told more than once would be unread now.
    session.client.close();
}

#[test]
fn a_command_without_arguments_may_have_null_for_them() {
    let mut session = plain();
    let command = json!({"command": "pygloss.debugInformation", "arguments": null});
    let report = session.client.request("workspace/executeCommand", command);
    assert!(report.is_string(), "{report}");
    session.client.close();
}

#[test]
fn the_format_that_the_client_prefers_is_taken() {
    for (formats, taken) in [
        (json!(["plaintext", "markdown"]), "plaintext"),
        (json!(["markdown", "plaintext"]), "markdown"),
        (json!(["plaintext"]), "plaintext"),
        (json!([]), "plaintext"),
    ] {
        let hover = json!({"textDocument": {"hover": {"contentFormat": formats}}});
        let mut session = Session::new(hover, Value::Null);
        session.client.open(URI, WALRUS);
        let kind = session.client.hover(URI, 0, 13)["contents"]["kind"].take();
        assert_eq!(kind, taken);
        session.client.close();
    }
}
