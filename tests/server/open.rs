//! Ways into the guide: code actions and `pygloss.openEntry`.

use pygloss::lsp::Options;
use serde_json::{Value, json};

use crate::support::Client;
use crate::{Session, URI, WALRUS, actions, open_entry, plain, selected, shows_documents};

#[test]
fn actions_open_the_entries_about_what_stands_here() {
    let mut session = plain();
    session.client.open(URI, WALRUS);
    let found = actions(&mut session.client, URI, 0, 13);
    assert!(found.len() > 1, "{found:?}");
    for (title, arguments) in &found {
        assert!(title.starts_with("Open guide: "), "{title}");
        assert!(arguments[0].is_string(), "{arguments}");
    }
    assert!(actions(&mut session.client, URI, 0, 8).is_empty());
    session.client.close();
}

#[test]
fn actions_come_only_when_a_person_asked_for_their_kind() {
    let literals = json!({"textDocument": {"codeAction": {"codeActionLiteralSupport":
        {"codeActionKind": {"valueSet": []}}}}});
    let mut session = Session::new(literals, Value::Null);
    session.client.open(URI, WALRUS);
    let mut count = |context: Value| {
        let at = json!({"line": 0, "character": 13});
        let params = json!({"textDocument": {"uri": URI}, "range": {"start": at, "end": at},
            "context": context});
        let found = session.client.request("textDocument/codeAction", params);
        let found = found.as_array().cloned().unwrap_or_default();
        for action in &found {
            assert_eq!(action["kind"], "pygloss.openGuide");
            assert_eq!(action["command"]["command"], "pygloss.openEntry");
        }
        found.len()
    };
    let all = count(json!({"diagnostics": []}));
    assert!(all > 0);
    assert_eq!(count(json!({"diagnostics": [], "triggerKind": 1})), all);
    assert_eq!(count(json!({"diagnostics": [], "only": ["pygloss"]})), all);
    assert_eq!(
        count(json!({"diagnostics": [], "only": ["refactor", ""]})),
        all
    );
    assert_eq!(count(json!({"diagnostics": [], "triggerKind": 2})), 0);
    assert_eq!(count(json!({"diagnostics": [], "only": ["refactor"]})), 0);
    assert_eq!(count(json!({"diagnostics": [], "only": ["pyg"]})), 0);
    session.client.close();
}

#[test]
fn an_entry_opens_at_its_heading() {
    let mut session = Session::new(shows_documents(), Value::Null);
    session.client.open(URI, WALRUS);
    for (title, ids) in actions(&mut session.client, URI, 0, 13) {
        let client = &mut session.client;
        assert!(
            client
                .request("workspace/executeCommand", open_entry(&ids))
                .is_null()
        );
        let request = client.expect("window/showDocument");
        assert_eq!(request["params"]["takeFocus"], true);
        let line = selected(&request).replace('`', "");
        let title = title.trim_start_matches("Open guide: ");
        assert!(
            line.starts_with('#') && line.ends_with(title),
            "{line}: {title}"
        );
        client.answer(&request, json!({"success": true}));
    }
    session.client.close();
}

#[test]
fn of_several_entries_the_person_chooses() {
    let mut session = Session::new(shows_documents(), Value::Null);
    session.client.open(URI, WALRUS);
    let params = json!({"textDocument": {"uri": URI}});
    let lenses = session.client.request("textDocument/codeLens", params);
    let ids = &lenses[0]["command"]["arguments"];
    let client = &mut session.client;

    client.request("workspace/executeCommand", open_entry(ids));
    let question = client.expect("window/showMessageRequest");
    let offered = question["params"]["actions"].as_array().unwrap();
    assert_eq!(offered.len(), ids.as_array().unwrap().len());
    client.answer(&question, offered[1].clone());
    let request = client.expect("window/showDocument");
    assert!(
        selected(&request)
            .replace('`', "")
            .ends_with(offered[1]["title"].as_str().unwrap())
    );
    client.answer(&request, json!({"success": true}));

    // Dismissed: nothing opens.
    client.request("workspace/executeCommand", open_entry(ids));
    let question = client.expect("window/showMessageRequest");
    client.answer(&question, Value::Null);
    session.client.close();
}

#[test]
fn a_client_that_cannot_show_documents_is_told_the_place() {
    let mut session = plain();
    session.client.open(URI, WALRUS);
    let id = session.client.entry_at(URI, 0, 13);
    session
        .client
        .request("workspace/executeCommand", open_entry(&json!([[id]])));
    let shown = session.client.expect_shown();
    let place = shown.rsplit(" is in ").next().unwrap();
    let (path, line) = place.rsplit_once(':').unwrap();
    let page = std::fs::read_to_string(path).unwrap();
    let line: usize = line.parse().unwrap();
    assert!(
        page.lines().nth(line - 1).unwrap().starts_with('#'),
        "{shown}"
    );
    session.client.close();
}

#[test]
fn a_client_that_does_not_open_it_is_told_so() {
    let mut session = Session::new(shows_documents(), Value::Null);
    session.client.open(URI, WALRUS);
    let id = session.client.entry_at(URI, 0, 13);
    let client = &mut session.client;
    client.request("workspace/executeCommand", open_entry(&json!([id])));
    let request = client.expect("window/showDocument");
    client.answer(&request, json!({"success": false}));
    assert!(client.expect_shown().contains("did not open"));
    session.client.close();
}

#[test]
fn a_folder_that_cannot_be_written_costs_only_the_opening() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, "").unwrap();
    let mut client = Client::inside(Options {
        builtin: true,
        cache: Some(blocked.join("below")),
        state: Some(folder.path().join("state")),
        ..Options::default()
    });
    client.initialize(shows_documents(), Value::Null);
    client.expect_logged("could not be unpacked");
    client.open(URI, WALRUS);
    assert!(!client.hover(URI, 0, 13).is_null());
    let id = client.entry_at(URI, 0, 13);
    client.request("workspace/executeCommand", open_entry(&json!([id])));
    assert!(client.expect_shown().contains("could not be unpacked"));
    client.close();
}

#[test]
fn commands_that_make_no_sense_are_refused() {
    let mut session = plain();
    let client = &mut session.client;
    let mut refused = |command: Value| client.request_error("workspace/executeCommand", command);
    assert_eq!(refused(json!({"command": "pygloss.dance"})).0, -32602);
    assert_eq!(refused(open_entry(&json!([]))).0, -32602);
    assert_eq!(refused(open_entry(&json!([1]))).0, -32602);
    let (code, message) = refused(open_entry(&json!(["no/such/page.md#entry"])));
    assert_eq!(code, -32803);
    assert!(message.contains("no/such/page.md#entry"), "{message}");
    session.client.close();
}
