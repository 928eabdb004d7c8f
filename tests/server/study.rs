//! What a person has learned: `pygloss/mark`, `pygloss/rate`, and what follows from them.

use serde_json::{Value, json};

use crate::{Session, URI, WALRUS, markdown, plain, text};

fn mark(session: &mut Session, state: Value) {
    let params = json!({"concepts": ["syntax.walrus"], "state": state});
    assert!(session.client.request("pygloss/mark", params).is_null());
}

#[test]
fn what_is_known_gets_no_lens_and_one_line_of_hover() {
    let mut session = Session::new(markdown(), Value::Null);
    // From then on hovers link to the pages.
    session.wait_until_unpacked();
    session.client.open(URI, WALRUS);
    let lens = session.client.lenses(URI);
    let whole = text(&session.client.hover(URI, 0, 13)).to_owned();
    assert!(whole.lines().count() > 1 && lens.len() == 1);
    mark(&mut session, json!("known"));
    assert_eq!(session.client.lenses(URI), []);
    let short = text(&session.client.hover(URI, 0, 13)).to_owned();
    assert!(
        short.contains("known") && short.lines().count() == 1,
        "{short}"
    );
    mark(&mut session, json!("learning"));
    assert_eq!(session.client.lenses(URI), lens);
    mark(&mut session, Value::Null);
    assert_eq!(text(&session.client.hover(URI, 0, 13)), whole);
    session.client.close();
}

#[test]
fn a_client_is_asked_to_ask_again_when_states_change() {
    let capabilities = json!({
        "workspace": {"codeLens": {"refreshSupport": true}},
        "experimental": {"pygloss": {"stateNotifications": true}},
    });
    let mut session = Session::new(capabilities, Value::Null);
    mark(&mut session, json!("known"));
    let refresh = session.client.expect("workspace/codeLens/refresh");
    session.client.answer(&refresh, Value::Null);
    let told = session.client.expect("pygloss/stateChanged");
    assert_eq!(told["params"], json!({}));
    // The same again changes nothing.
    mark(&mut session, json!("known"));
    session.client.close();
}

#[test]
fn what_another_server_marked_is_noticed() {
    let capabilities = json!({"experimental": {"pygloss": {"stateNotifications": true}}});
    let mut session = Session::new(capabilities, Value::Null);
    session.client.open(URI, WALRUS);
    assert_eq!(session.client.lenses(URI).len(), 1);
    session.write(
        "state/study.json",
        r#"{"concepts": {"syntax.walrus": "known"}}"#,
    );
    session.client.expect("pygloss/stateChanged");
    assert_eq!(session.client.lenses(URI), []);
    session.client.close();
}

#[test]
fn a_rated_question_comes_again_later_and_what_is_due_comes_first() {
    let mut session = plain();
    session.client.open(URI, WALRUS);
    let quiz = |session: &mut Session| -> Vec<String> {
        let params = json!({"textDocument": {"uri": URI}, "limit": 500});
        let asked = session.client.request("pygloss/quiz", params);
        let asked = asked.as_array().unwrap().iter();
        asked
            .map(|one| one["entry"]["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = quiz(&mut session);
    assert!(before.len() > 2, "{before:?}");
    let rate = |session: &mut Session, id: &str, rating: &str| {
        let params = json!({"entry": id, "rating": rating});
        let rated = session.client.request("pygloss/rate", params);
        rated["due"].as_str().unwrap().to_owned()
    };
    let last = before.last().unwrap();
    let today = rate(&mut session, last, "again");
    let later = rate(&mut session, &before[0], "easy");
    assert!(later > today, "{later} {today}");
    let after = quiz(&mut session);
    assert_eq!(after.first(), Some(last));
    assert_eq!(after.last(), Some(&before[0]));
    assert_eq!(after.len(), before.len());
    let wrong = json!({"entry": "no#entry", "rating": "good"});
    assert_eq!(
        session.client.request_error("pygloss/rate", wrong).0,
        -32602
    );
    let wrong = json!({"entry": last, "rating": "fine"});
    assert_eq!(
        session.client.request_error("pygloss/rate", wrong).0,
        -32602
    );
    session.client.close();
}

#[test]
fn states_outlive_the_session_and_stand_in_a_file_that_people_can_read() {
    let mut session = plain();
    mark(&mut session, json!("learning"));
    let folder = session.folder.path().join("state");
    let kept = std::fs::read_to_string(folder.join("study.json")).unwrap();
    assert!(kept.contains("\"syntax.walrus\": \"learning\""), "{kept}");
    session.client.close();

    let other = tempfile::tempdir().unwrap();
    let mut client = crate::support::Client::inside(pygloss::lsp::Options {
        builtin: true,
        cache: Some(other.path().join("cache")),
        state: Some(folder),
        ..Default::default()
    });
    client.initialize(json!({}), Value::Null);
    let concepts = client.request("pygloss/concepts", Value::Null);
    let mut concepts = concepts.as_array().unwrap().iter();
    let walrus = concepts.find(|one| one["id"] == "syntax.walrus").unwrap();
    assert_eq!(walrus["state"], "learning");
    client.close();
}

#[test]
fn a_file_that_is_no_state_is_named_and_kept() {
    let mut session = Session::before_initialize();
    let path = session.write("state/study.json", "notes to myself");
    session.client.initialize(json!({}), Value::Null);
    assert!(session.client.expect_shown().contains("study.json"));
    let params = json!({"concepts": ["syntax.walrus"], "state": "known"});
    let (code, message) = session.client.request_error("pygloss/mark", params);
    assert_eq!(code, -32803);
    assert!(message.contains("study.json"), "{message}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "notes to myself");
    session.client.open(URI, WALRUS);
    assert!(!session.client.hover(URI, 0, 13).is_null());
    session.client.close();
}

#[test]
fn concepts_that_do_not_exist_cannot_be_marked_but_forgotten() {
    let mut session = plain();
    let client = &mut session.client;
    let params = json!({"concepts": ["syntax.nonsense"], "state": "known"});
    let (code, message) = client.request_error("pygloss/mark", params);
    assert_eq!(code, -32602);
    assert!(message.contains("syntax.nonsense"), "{message}");
    let params = json!({"concepts": ["syntax.nonsense"], "state": null});
    assert!(client.request("pygloss/mark", params).is_null());
    session.client.close();
}

#[test]
fn constructs_of_a_file_and_of_a_place() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let all = client.request("pygloss/constructs", json!({"textDocument": {"uri": URI}}));
    let ids = |found: &Value| -> Vec<String> {
        let found = found.as_array().unwrap().iter();
        found
            .map(|one| one["concept"]["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&all)[0], "syntax.walrus");
    assert!(ids(&all).len() > 2, "{:?}", ids(&all));
    let at = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 13}});
    let here = client.request("pygloss/constructs", at);
    assert_eq!(ids(&here)[0], "syntax.walrus");
    assert_eq!(here[0]["range"]["start"]["character"], 12);
    let nothing = json!({"textDocument": {"uri": "file:///not/open.py"}});
    assert_eq!(client.request("pygloss/constructs", nothing), json!([]));
    session.client.close();
}
