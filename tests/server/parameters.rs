//! Our own requests with little or nothing in them: what a person would expect, or an error that
//! says what is missing.

use serde_json::{Value, json};

use crate::support::framed;
use crate::{Session, URI, WALRUS, markdown, plain};

/// Each of our requests, and what has to be in it.
const OWN: [(&str, Option<&str>); 12] = [
    ("pygloss/search", Some("`query`")),
    ("pygloss/entry", Some("`id`")),
    ("pygloss/concepts", None),
    ("pygloss/constructs", Some("`textDocument`")),
    ("pygloss/quiz", Some("`textDocument`")),
    ("pygloss/mark", Some("`concepts`")),
    ("pygloss/rate", Some("`entry`")),
    ("pygloss/guides", None),
    ("pygloss/browse", None),
    ("pygloss/check", None),
    ("pygloss/usages", Some("takes a concept, an entry")),
    ("pygloss/studyPlan", None),
];

#[test]
fn nothing_can_be_said_in_four_ways() {
    let mut session = Session::new(markdown(), Value::Null);
    // The addresses of pages change with it.
    session.wait_until_unpacked();
    let client = &mut session.client;
    let mut id = 1000;
    for (method, missing) in OWN {
        let mut first = None;
        for params in [None, Some(Value::Null), Some(json!([])), Some(json!({}))] {
            id += 1;
            let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
            if let Some(params) = &params {
                message["params"] = params.clone();
            }
            client.write(&framed(&message));
            let mut response = client.response(id);
            match missing {
                Some(name) => {
                    assert_eq!(response["error"]["code"], -32602, "{method} {params:?}");
                    let told = response["error"]["message"].as_str().unwrap();
                    assert!(told.contains(name), "{method} {params:?}: {told}");
                }
                None => assert!(response["result"].is_array(), "{method}: {response}"),
            }
            response["id"] = Value::Null;
            assert_eq!(*first.get_or_insert(response.clone()), response, "{method}");
        }
    }
    session.client.close();
}

#[test]
fn what_cannot_be_parameters_is_refused_and_what_is_more_is_passed_over() {
    let mut session = plain();
    let client = &mut session.client;
    for (method, _) in OWN {
        for wrong in [json!("text"), json!(3), json!(true), json!([{"a": 1}])] {
            let (code, told) = client.request_error(method, wrong.clone());
            assert_eq!(code, -32602, "{method} {wrong}: {told}");
            assert!(!told.is_empty());
        }
    }
    for method in ["guides", "check", "concepts", "browse", "studyPlan"] {
        let more = json!({"workDoneToken": "t", "colour": "red", "limit": null, "uri": null});
        let id = client.ask(&format!("pygloss/{method}"), more);
        let response = client.response(id);
        assert!(response["result"].is_array(), "{method}: {response}");
    }
    // The plan takes a token.
    assert_eq!(client.received("$/progress").len(), 2);
    client.open(URI, WALRUS);
    let whole = json!({"textDocument": {"uri": URI}, "position": null, "limit": null});
    for method in ["pygloss/quiz", "pygloss/constructs"] {
        let id = client.ask(method, whole.clone());
        let response = client.response(id);
        assert!(response["result"][0].is_object(), "{method}: {response}");
    }
    session.client.close();
}
