//! Diagnostics of guides, hints at pitfalls, references and definitions.

use serde_json::{Value, json};

use crate::support::{Client, change, file, place};
use crate::{Session, URI, WALRUS, notes};

const DEFAULT: &str = "def f(x=[]):\n    pass\n";

fn open_markdown(client: &mut Client, uri: &str, text: &str) {
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
}

fn codes(diagnostics: &Value) -> Vec<String> {
    let all = diagnostics.as_array().unwrap().iter();
    all.map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_open_guide_file_is_checked_as_it_is_written() {
    let mut session = Session::before_initialize();
    let guide = session.write("notes.md", "## What is X?\n\nIt.\n");
    session
        .client
        .initialize(json!({}), json!({"guides": [guide]}));
    let client = &mut session.client;
    let uri = file(&guide);
    open_markdown(client, &uri, "## What is X?\n\nIt.\n");
    client.notify(
        "textDocument/didChange",
        change(
            &uri,
            2,
            &json!([{"text": "## What is X?\n\nIt.\n\n## What is Y?\n"}]),
        ),
    );
    let sent = client.expect("textDocument/publishDiagnostics");
    assert_eq!(codes(&sent["params"]["diagnostics"]), ["unanswered"]);
    assert_eq!(sent["params"]["version"], 2);
    assert_eq!(
        sent["params"]["diagnostics"][0]["range"]["start"]["line"],
        4
    );
    let closed = json!({"textDocument": {"uri": uri}});
    client.notify("textDocument/didClose", closed);
    let sent = client.expect("textDocument/publishDiagnostics");
    assert_eq!(sent["params"]["diagnostics"], json!([]));
    session.client.close();
}

#[test]
fn a_client_that_asks_for_diagnostics_gets_them_and_none_unasked() {
    let mut session = Session::before_initialize();
    let guide = session.write("notes.md", "## What is X?\n");
    let capabilities = json!({"textDocument": {"diagnostic": {}}});
    let offered = session.client.initialize(
        capabilities,
        json!({"guides": [guide], "hints": {"enable": true}}),
    );
    assert_eq!(offered["diagnosticProvider"]["workspaceDiagnostics"], false);
    let client = &mut session.client;
    let ask = |client: &mut Client, uri: &str| {
        let params = json!({"textDocument": {"uri": uri}});
        let report = client.request("textDocument/diagnostic", params);
        assert_eq!(report["kind"], "full");
        report["items"].clone()
    };
    open_markdown(client, &file(&guide), "## What is X?\n");
    assert_eq!(codes(&ask(client, &file(&guide))), ["unanswered"]);
    client.open(URI, DEFAULT);
    let hints = ask(client, URI);
    assert_eq!(codes(&hints), ["pitfall.mutable-default"]);
    assert_eq!(hints[0]["severity"], 4);
    assert_eq!(hints[0]["range"]["start"]["line"], 0);
    assert_eq!(ask(client, "file:///not/open.py"), json!([]));
    session.client.close();
}

#[test]
fn hints_are_off_until_they_are_wanted() {
    let mut session = Session::new(json!({}), Value::Null);
    let client = &mut session.client;
    client.open(URI, DEFAULT);
    let set = |client: &mut Client, is_on: bool| {
        let settings = json!({"settings": {"pygloss": {"hints": {"enable": is_on}}}});
        client.notify("workspace/didChangeConfiguration", settings);
    };
    set(client, true);
    let sent = client.expect("textDocument/publishDiagnostics");
    assert_eq!(
        codes(&sent["params"]["diagnostics"]),
        ["pitfall.mutable-default"]
    );
    set(client, false);
    let sent = client.expect("textDocument/publishDiagnostics");
    assert_eq!(sent["params"]["diagnostics"], json!([]));
    session.client.close();
}

#[test]
fn references_of_a_heading_are_places_in_the_code_and_python_has_none() {
    let mut session = Session::before_initialize();
    let guide = session.write("notes.md", notes("Why the walrus?"));
    session
        .client
        .initialize(json!({}), json!({"guides": [guide]}));
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let text = std::fs::read_to_string(&guide).unwrap();
    open_markdown(client, &file(&guide), &text);
    let line = u32::try_from(
        text.lines()
            .position(|line| line.starts_with("###"))
            .unwrap(),
    )
    .unwrap();
    let references = |client: &mut Client, uri: &str, line: u32| {
        let mut params = place(uri, line, 5);
        params["context"] = json!({"includeDeclaration": true});
        client.request("textDocument/references", params)
    };
    let found = references(client, &file(&guide), line);
    assert_eq!(found[0]["uri"], URI);
    assert!(references(client, URI, 0).is_null());
    session.client.close();
}

#[test]
fn definitions_are_for_those_who_want_them() {
    let capabilities = json!({"textDocument": {
        "definition": {"dynamicRegistration": true}, "hover": {"contentFormat": ["markdown"]}}});
    let mut session = Session::before_initialize();
    let offered = session.client.initialize(capabilities, Value::Null);
    assert!(offered.get("definitionProvider").is_none());
    session.wait_until_unpacked();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    assert!(
        client
            .request("textDocument/definition", place(URI, 0, 13))
            .is_null()
    );
    let settings = json!({"settings": {"pygloss": {"definition": {"enable": true}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    let registration = client.expect("client/registerCapability");
    let method = &registration["params"]["registrations"][0]["method"];
    assert_eq!(method, "textDocument/definition");
    client.answer(&registration, Value::Null);
    let found = client.request("textDocument/definition", place(URI, 0, 13));
    assert!(
        found["uri"]
            .as_str()
            .unwrap()
            .ends_with("walrus-operator.md"),
        "{found}"
    );
    let settings = json!({"settings": {"pygloss": {}}});
    client.notify("workspace/didChangeConfiguration", settings);
    let removed = client.expect("client/unregisterCapability");
    client.answer(&removed, Value::Null);
    session.client.close();

    let mut session = Session::before_initialize();
    let offered = session
        .client
        .initialize(json!({}), json!({"definition.enable": true}));
    assert_eq!(offered["definitionProvider"], true);
    session.client.close();
}
