//! Work that nobody wants any more stops, wherever in a file it is. How often a large document was
//! looked at, and how often that was stopped, is told by the report for bug reports: no clock is
//! asked here.

use serde_json::{Value, json};

use crate::support::{Client, PATIENCE, file, place, replace};
use crate::{Session, URI, plain};

/// One statement that takes far longer than a message on its way.
fn one_statement(pairs: usize) -> String {
    let pair = "    'a': [n for n in range(3) if (m := n)],\n";
    format!("data = {{\n{}}}\n", pair.repeat(pairs))
}

const LONG: usize = 40_000;

/// How often a large document was looked at, and how often it was stopped.
fn looks(client: &mut Client) -> (u64, u64) {
    let command = json!({"command": "pygloss.debugInformation", "arguments": []});
    let report = client.request("workspace/executeCommand", command);
    let line = report.as_str().unwrap().lines();
    let mut line = line.filter_map(|line| line.strip_prefix("- large documents looked at: "));
    let (begun, stopped) = line.next().unwrap().split_once(", stopped: ").unwrap();
    (begun.parse().unwrap(), stopped.parse().unwrap())
}

fn wait_until_looks(client: &mut Client, wanted: (u64, u64)) {
    let until = std::time::Instant::now() + PATIENCE;
    loop {
        match looks(client) {
            found if found == wanted => return,
            found => assert!(
                std::time::Instant::now() < until,
                "{found:?}, not {wanted:?}"
            ),
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
fn work_inside_of_one_statement_stops_when_the_request_is_cancelled() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, &one_statement(LONG));
    for (number, method) in (1..).zip(["textDocument/hover", "textDocument/codeLens"]) {
        let id = client.ask(method, place(URI, 1, 10));
        wait_until_looks(client, (number, number - 1));
        client.notify("$/cancelRequest", json!({ "id": id }));
        assert_eq!(client.response(id)["error"]["code"], -32800);
        // Were it done, it would not count as stopped, and whoever asks next would find it.
        wait_until_looks(client, (number, number));
    }
    session.client.close();
}

#[test]
fn a_newer_version_stops_work_on_the_older_one() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, &one_statement(LONG));
    let id = client.ask("textDocument/hover", place(URI, 1, 40));
    wait_until_looks(client, (1, 0));
    // The answer is about the text as it is now, for a client that copes with nothing else.
    client.change(
        URI,
        2,
        &json!([{"text": "data = {\n    'a': [n for n in range(3) if (m := n)],\n}\n"}]),
    );
    let response = client.response(id);
    assert!(response["result"]["contents"].is_object(), "{response}");
    assert_eq!(looks(client), (2, 1));
    session.client.close();
}

#[test]
fn a_client_that_copes_is_told_that_the_content_was_modified() {
    let stale = json!({"general": {"staleRequestSupport":
        {"cancel": true, "retryOnContentModified": []}}});
    let mut session = Session::new(stale, Value::Null);
    let client = &mut session.client;
    client.open(URI, &one_statement(LONG));
    let id = client.ask("textDocument/hover", place(URI, 1, 40));
    wait_until_looks(client, (1, 0));
    client.change(URI, 2, &json!([replace((0, 0), (0, 0), "\n")]));
    assert_eq!(client.response(id)["error"]["code"], -32801);
    assert_eq!(looks(client), (1, 1));
    session.client.close();
}

#[test]
fn a_document_that_is_closed_is_worked_on_no_more() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, &one_statement(LONG));
    let id = client.ask("textDocument/hover", place(URI, 1, 40));
    wait_until_looks(client, (1, 0));
    client.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": URI}}),
    );
    assert!(client.response(id)["result"].is_null());
    assert_eq!(looks(client), (1, 1));
    session.client.close();
}

#[test]
fn a_search_for_places_stops_inside_of_a_file() {
    let mut session = Session::before_initialize();
    session.write("work/large.py", one_statement(LONG));
    let root = session.folder.path().join("work");
    session.client.initialize_with(json!({
        "processId": null, "capabilities": {},
        "workspaceFolders": [{"uri": file(&root), "name": "work"}],
    }));
    let client = &mut session.client;
    let wanted = json!({"concept": "syntax.walrus", "workDoneToken": "mine"});
    let id = client.ask("pygloss/usages", wanted.clone());
    client.expect("$/progress");
    // A hover waits for no scan.
    client.open(URI, crate::WALRUS);
    assert!(!client.hover(URI, 0, 13).is_null());
    assert_eq!(client.lenses(URI).len(), 1);
    client.notify("window/workDoneProgress/cancel", json!({"token": "mine"}));
    let used = client.response(id)["result"].take();
    // What was found so far: nothing, for the only file was not done.
    assert_eq!(
        (&used["complete"], &used["locations"]),
        (&json!(false), &json!([]))
    );
    client.forget_unread();
    session.client.close();
}
