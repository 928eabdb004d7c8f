//! Documents and their edits, sensible or not.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, place, replace};
use crate::{Session, URI, WALRUS, plain};

#[test]
fn edits_that_make_no_sense_are_logged_and_survived() {
    let mut session = plain();
    let client = &mut session.client;
    client.change(URI, 2, &json!([{"text": "x"}]));
    client.expect_logged("is not open");
    client.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": URI}}),
    );
    client.expect_logged("is not open");
    client.open(URI, "gone\n");
    client.open(URI, WALRUS);
    client.expect_logged("opened twice");
    assert!(!client.hover(URI, 0, 13).is_null());

    // Past the end, ends swapped, overlapping: taken for the nearest thing there is.
    client.change(
        URI,
        9,
        &json!([replace((90, 0), (99, 9), "y = [z for z in x]\n")]),
    );
    assert!(!client.hover(URI, 2, 4).is_null());
    client.change(
        URI,
        10,
        &json!([replace((0, 5), (0, 0), ""), replace((0, 0), (0, 2), " ")]),
    );
    client.change(URI, 10, &json!([{"text": WALRUS}]));
    client.expect_logged("versions that do not go up");
    assert!(!client.hover(URI, 0, 13).is_null());
    client.notify("textDocument/didChange", json!({"textDocument": 3}));
    assert!(!client.hover(URI, 0, 13).is_null());
    session.client.close();
}

#[test]
fn empty_broken_and_strange_sources_are_answered() {
    let mut session = plain();
    let client = &mut session.client;
    for source in [
        "",
        "\n",
        "\u{feff}",
        "def (((:\n  class\n\t\"\"\"",
        "\0\0",
        "λ = '\u{10ffff}'",
    ] {
        client.open(URI, source);
        client.hover(URI, 0, 0);
        client.lenses(URI);
        client.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": URI}}),
        );
    }
    session.client.close();
}

#[test]
fn a_large_document_can_be_asked_and_the_asking_cancelled() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, &WALRUS.repeat(6000));
    let id = client.ask("textDocument/hover", place(URI, 0, 13));
    let cancelled = Instant::now();
    client.notify("$/cancelRequest", json!({"id": id}));
    let response = client.response(id);
    assert_eq!(response["error"]["code"], -32800, "{response}");
    assert!(
        cancelled.elapsed() < Duration::from_millis(500),
        "{:?}",
        cancelled.elapsed()
    );
    assert!(!client.hover(URI, 0, 13).is_null());
    session.client.close();
}

#[test]
fn a_question_about_an_earlier_version_is_given_up_where_the_client_copes() {
    let stale = json!({"general": {"staleRequestSupport":
        {"cancel": true, "retryOnContentModified": []}}});
    let mut session = Session::new(stale, Value::Null);
    let client = &mut session.client;
    client.open(URI, &WALRUS.repeat(6000));
    let asked: Vec<_> = (0..5)
        .map(|number| {
            let id = client.ask("textDocument/hover", place(URI, 0, 13));
            client.change(URI, number + 2, &json!([replace((0, 0), (0, 0), "\n")]));
            id
        })
        .collect();
    let last = client.ask("textDocument/hover", place(URI, 5, 13));
    let mut given_up = 0;
    for id in asked {
        let response = client.response(id);
        match &response["error"]["code"] {
            Value::Null => assert!(!response["result"].is_null()),
            code => {
                assert_eq!(*code, -32801);
                given_up += 1;
            }
        }
    }
    assert!(given_up >= 4, "{given_up}");
    assert!(!client.response(last)["result"].is_null());
    session.client.close();
}

#[test]
fn a_document_of_more_than_five_megabytes_gets_hovers_and_no_lenses() {
    let mut session = plain();
    let client = &mut session.client;
    let data = "and so on\n".repeat(530_000);
    let source = format!("{WALRUS}data = \"\"\"{data}\"\"\"\n");
    client.open(URI, &source);
    client.expect_logged("so large");
    assert!(!client.hover(URI, 0, 13).is_null());
    assert!(client.lenses(URI).is_empty());
    // It is told once, however often the document is opened; of another one that grows also.
    let close = json!({"textDocument": {"uri": URI}});
    client.notify("textDocument/didClose", close);
    client.open(URI, &source);
    assert!(client.lenses(URI).is_empty());
    let other = "file:///tmp/work/other.py";
    client.open(other, WALRUS);
    assert_eq!(client.lenses(other).len(), 1);
    client.change(other, 2, &json!([{"text": source}]));
    assert!(client.expect_logged("so large").contains("other.py"));
    client.change(other, 3, &json!([replace((0, 0), (0, 0), "\n")]));
    assert!(client.lenses(other).is_empty());
    session.client.close();
}

#[test]
fn documents_that_are_closed_are_forgotten() {
    let mut session = Session::new(json!({}), json!({"hints": {"enable": true}}));
    let client = &mut session.client;
    let open = |client: &mut Client| {
        let command = json!({"command": "pygloss.debugInformation", "arguments": []});
        let report = client.request("workspace/executeCommand", command);
        let report = report.as_str().unwrap();
        let line = report.split("open Python documents: ").nth(1).unwrap();
        line.lines().next().unwrap().to_owned()
    };
    let uris: Vec<_> = (0..20)
        .map(|number| format!("file:///tmp/{number}.py"))
        .collect();
    for uri in &uris {
        client.open(uri, WALRUS);
        assert!(!client.hover(uri, 0, 13).is_null());
    }
    assert_eq!(open(client), "20");
    for uri in &uris {
        client.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
        assert!(client.hover(uri, 0, 13).is_null());
    }
    assert_eq!(open(client), "0");
    session.client.close();
}
