//! A handler that panics: it answers, tells the editor's log once, and everything goes on.

use serde_json::json;

use crate::edits::text;
use crate::support::replace;
use crate::{URI, initialized};

#[test]
fn a_handler_that_panics_answers_and_the_next_request_works() {
    let (mut client, _cache) = initialized();
    client.open(URI, "x = 1\n");
    for params in [
        json!({}),
        json!({"late": true}),
        // Away from the threads that carry messages.
        json!({"away": true}),
    ] {
        let (code, message) = client.request_error("pygloss/testPanic", params);
        assert_eq!(code, -32603);
        assert!(message.contains("pygloss/testPanic"), "{message}");
        let logged = client.expect_logged("pygloss/testPanic failed");
        // With its place.
        assert!(logged.contains("on purpose"), "{logged}");
        assert!(logged.contains("src/lsp/"), "{logged}");
        assert_eq!(text(&mut client), json!({"text": "x = 1\n", "version": 1}));
    }
    // What was logged twice would be unread here.
    client.close();
}

#[test]
fn a_panic_while_the_lock_is_held_loses_no_document() {
    let (mut client, _cache) = initialized();
    client.open(URI, "x = 1\n");
    client.notify("pygloss/testPanicWithLock", json!({}));
    client.expect_logged("pygloss/testPanicWithLock failed");
    client.change(URI, 2, &json!([replace((0, 4), (0, 5), "2")]));
    assert_eq!(text(&mut client), json!({"text": "x = 2\n", "version": 2}));
    client.close();
}
