//! Settings, from the start and while the session lasts.

use serde_json::{Value, json};

use crate::support::Client;
use crate::{Session, URI, WALRUS, plain, text};

#[test]
fn settings_that_cannot_be_used_are_named_in_one_message() {
    let mut session = Session::before_initialize();
    session
        .client
        .initialize(json!({}), json!({"hover": {"detail": "loud"}, "lenz": 1}));
    let shown = session.client.expect_shown();
    assert!(
        shown.contains("`hover.detail` is \"loud\"") && shown.contains("`lenz`"),
        "{shown}"
    );
    session.client.open(URI, WALRUS);
    assert!(!session.client.hover(URI, 0, 13).is_null());
    session.client.close();
}

#[test]
fn what_is_wrong_at_the_start_and_asked_for_again_is_told_once() {
    let capabilities = json!({"workspace": {"configuration": true}});
    let wrong = json!({"hover": {"detail": "loud"}});
    let mut session = Session::before_initialize();
    let client = &mut session.client;
    client.initialize(capabilities, wrong.clone());
    assert!(client.expect_shown().contains("`hover.detail` is \"loud\""));
    let mut limit = 0;
    let mut answer = |client: &mut Client, mut settings: Value| {
        limit += 1;
        settings["usages"] = json!({"limit": limit});
        let question = client.expect("workspace/configuration");
        client.answer(&question, json!([settings]));
        let until = std::time::Instant::now() + crate::support::PATIENCE;
        let report = json!({"command": "pygloss.debugInformation", "arguments": []});
        while !client
            .request("workspace/executeCommand", report.clone())
            .as_str()
            .is_some_and(|report| report.contains(&format!("usages_limit: {limit} ")))
        {
            assert!(std::time::Instant::now() < until, "not in force");
        }
        client.notify(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        );
    };
    answer(client, wrong.clone());
    answer(client, wrong.clone());
    answer(client, json!({"hover": {"detail": "full"}}));
    // Mended and wrong again it is news, and so is something else.
    answer(client, wrong);
    assert!(client.expect_shown().contains("`hover.detail`"));
    answer(client, json!({"lenz": 3}));
    assert!(client.expect_shown().contains("`lenz`"));
    // What was told more than once would be unread now.
    client.expect("workspace/configuration");
    session.client.close();
}

#[test]
fn a_setting_that_is_no_longer_named_is_at_its_default_again() {
    let initial = json!({"hover": {"detail": "full"}, "lens": {"mode": "off"}});
    let mut session = Session::new(json!({}), initial);
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let full = text(&client.hover(URI, 0, 13)).to_owned();
    let set = |client: &mut Client, settings: Value| {
        let params = json!({ "settings": settings });
        client.notify("workspace/didChangeConfiguration", params);
    };
    // Clients that have nothing to say say so; what they sent at the start stands.
    for nothing in [json!(null), json!({}), json!({"pygloss": null})] {
        set(client, nothing);
        assert_eq!(text(&client.hover(URI, 0, 13)), full);
        assert!(client.lenses(URI).is_empty());
    }
    set(client, json!({"pygloss": {"hover": {"detail": "full"}}}));
    assert_eq!(text(&client.hover(URI, 0, 13)), full);
    assert_eq!(client.lenses(URI).len(), 1);
    set(client, json!({}));
    assert!(text(&client.hover(URI, 0, 13)).len() < full.len());
    session.client.close();
}

#[test]
fn the_built_in_guide_can_be_left_out_and_taken_in_again() {
    let mut session = Session::new(json!({}), json!({"builtinGuide": true}));
    let client = &mut session.client;
    let count = |client: &mut Client| {
        let guides = client.request("pygloss/guides", json!({}));
        guides.as_array().unwrap().len()
    };
    assert_eq!(count(client), 1);
    for (is_used, guides) in [(false, 0), (true, 1)] {
        let settings = json!({"pygloss": {"builtinGuide": is_used}});
        client.notify(
            "workspace/didChangeConfiguration",
            json!({ "settings": settings }),
        );
        client.expect_logged(&format!(" of {guides} guides"));
        assert_eq!(count(client), guides);
        client.open(URI, WALRUS);
        assert_eq!(client.lenses(URI).len(), guides);
        client.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": URI}}),
        );
    }
    session.client.close();
}

#[test]
fn settings_take_effect_at_once() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let compact = text(&client.hover(URI, 0, 13)).to_owned();
    let set = |client: &mut Client, settings: Value| {
        let params = json!({"settings": {"pygloss": settings}});
        client.notify("workspace/didChangeConfiguration", params);
    };
    set(
        client,
        json!({"hover": {"detail": "full"}, "lens": {"mode": "off"}}),
    );
    assert!(text(&client.hover(URI, 0, 13)).len() > compact.len());
    assert!(client.lenses(URI).is_empty());
    set(client, json!({"hover": {"detail": "off"}}));
    assert!(client.hover(URI, 0, 13).is_null());
    assert_eq!(client.lenses(URI).len(), 1);
    set(client, json!({}));
    assert_eq!(text(&client.hover(URI, 0, 13)), compact);
    session.client.close();
}

#[test]
fn a_client_that_can_be_asked_for_settings_is_asked() {
    let capabilities = json!({"workspace": {
        "configuration": true,
        "codeLens": {"refreshSupport": true},
        "didChangeConfiguration": {"dynamicRegistration": true},
    }});
    let mut session = Session::new(capabilities, json!({"hover": {"detail": "full"}}));
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let registration = client.expect("client/registerCapability");
    let registered = &registration["params"]["registrations"][0];
    assert_eq!(registered["method"], "workspace/didChangeConfiguration");
    client.answer(&registration, Value::Null);
    let question = client.expect("workspace/configuration");
    assert_eq!(question["params"]["items"][0]["section"], "pygloss");
    client.answer(&question, json!([{"lens": {"mode": "off"}}]));
    let refresh = client.expect("workspace/codeLens/refresh");
    client.answer(&refresh, Value::Null);
    assert!(client.lenses(URI).is_empty());

    // What the notification holds does not count: the client's answer does.
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    let question = client.expect("workspace/configuration");
    client.answer(&question, json!([null]));
    let refresh = client.expect("workspace/codeLens/refresh");
    client.answer(&refresh, Value::Null);
    assert_eq!(client.lenses(URI).len(), 1);
    session.client.close();
}
