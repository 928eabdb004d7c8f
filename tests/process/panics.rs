//! A handler that panics: it answers, and everything goes on.

use serde_json::json;

use crate::edits::text;
use crate::support::replace;
use crate::{URI, initialized};

#[test]
fn a_handler_that_panics_answers_and_the_next_request_works() {
    let (mut client, _cache) = initialized();
    client.open(URI, "x = 1\n");
    for params in [json!({}), json!({"late": true})] {
        let (code, message) = client.request_error("pygloss/testPanic", params);
        assert_eq!(code, -32603);
        assert!(message.contains("pygloss/testPanic"), "{message}");
        assert_eq!(text(&mut client), json!({"text": "x = 1\n", "version": 1}));
    }
    client.close();
}

#[test]
fn a_panic_while_the_lock_is_held_loses_no_document() {
    let (mut client, _cache) = initialized();
    client.open(URI, "x = 1\n");
    client.notify("pygloss/testPanicWithLock", json!({}));
    client.change(URI, 2, &json!([replace((0, 4), (0, 5), "2")]));
    assert_eq!(text(&mut client), json!({"text": "x = 2\n", "version": 2}));
    client.close();
}
