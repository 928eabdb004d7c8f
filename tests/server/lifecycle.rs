//! Requests at the right time and at the wrong one.

use serde_json::{Value, json};

use crate::support::place;
use crate::{Session, URI, plain};

#[test]
fn requests_at_the_wrong_time_are_refused() {
    let mut session = Session::before_initialize();
    let client = &mut session.client;
    assert_eq!(
        client
            .request_error("textDocument/hover", place(URI, 0, 0))
            .0,
        -32002
    );
    assert_eq!(client.request_error("shutdown", Value::Null).0, -32002);
    client.notify("textDocument/didOpen", json!({"early": true}));
    client.initialize(json!({}), Value::Null);
    assert_eq!(
        client
            .request_error("initialize", json!({"capabilities": {}}))
            .0,
        -32600
    );
    assert_eq!(client.request_error("no/such/method", json!({})).0, -32601);
    assert_eq!(client.request_error("$/unknown", json!({})).0, -32601);
    client.notify("$/unknown", json!({}));
    client.notify("no/such/notification", json!({}));
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    assert_eq!(
        client
            .request_error("textDocument/hover", place(URI, 0, 0))
            .0,
        -32600
    );
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert!(client.wait_for_the_end());
}

#[test]
fn the_end_of_input_without_shutdown_is_no_orderly_end() {
    let mut session = plain();
    session.client.close_input();
    assert!(!session.client.wait_for_the_end());
}
