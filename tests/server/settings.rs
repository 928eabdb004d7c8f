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
