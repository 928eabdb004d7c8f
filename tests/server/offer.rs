//! What the server offers to which client.

use expect_test::expect;
use serde_json::{Value, json};

use crate::Session;

#[test]
fn a_client_that_can_do_nothing_is_offered_what_needs_nothing() {
    let mut session = Session::before_initialize();
    let offered = session.client.initialize(json!({}), Value::Null);
    expect![[r#"
        {
          "codeActionProvider": true,
          "codeLensProvider": {},
          "executeCommandProvider": {
            "commands": [
              "pygloss.openEntry",
              "pygloss.quizHere",
              "pygloss.markKnown",
              "pygloss.markLearning",
              "pygloss.showUsages",
              "pygloss.debugInformation"
            ],
            "workDoneProgress": true
          },
          "hoverProvider": true,
          "positionEncoding": "utf-16",
          "referencesProvider": {
            "workDoneProgress": true
          },
          "textDocumentSync": {
            "change": 2,
            "openClose": true,
            "save": true
          },
          "workspace": {
            "workspaceFolders": {
              "changeNotifications": true,
              "supported": true
            }
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&offered).unwrap());
    session.client.close();
}

#[test]
fn the_clients_first_encoding_is_taken() {
    for (offered, taken) in [
        (json!(["utf-8", "utf-16"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-32"),
        (json!(["utf-16", "utf-8"]), "utf-16"),
        (json!(["latin-1"]), "utf-16"),
        (json!([]), "utf-16"),
    ] {
        let mut session = Session::before_initialize();
        let general = json!({"general": {"positionEncodings": offered}});
        let capabilities = session.client.initialize(general, Value::Null);
        assert_eq!(capabilities["positionEncoding"], taken);
        session.client.close();
    }
}
