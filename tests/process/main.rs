//! The real program on its standard streams: how it starts, what it survives, how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[cfg(feature = "test-hooks")]
mod edits;
mod faults;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(feature = "test-hooks")]
mod panics;
mod pipes;
#[path = "../support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Client, framed, place, replace};

const URI: &str = "file:///tmp/work/app.py";

/// The program with a cache folder of its own.
fn program() -> (Client, tempfile::TempDir) {
    let cache = tempfile::tempdir().unwrap();
    let client = Client::program(|command| {
        command.env("XDG_CACHE_HOME", cache.path().join("cache"));
        command.env("XDG_STATE_HOME", cache.path().join("state"));
    });
    (client, cache)
}

fn initialized() -> (Client, tempfile::TempDir) {
    let (mut client, cache) = program();
    client.initialize(json!({}), Value::Null);
    (client, cache)
}

/// `exit` while standard input stays open: ends at once, with this status.
fn exits(mut client: Client, status: i32) {
    let asked = Instant::now();
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(client.exit_code(), Some(status));
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "{:?}",
        asked.elapsed()
    );
}

#[test]
fn exit_after_shutdown_is_success_though_the_input_stays_open() {
    let (mut client, _cache) = initialized();
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    exits(client, 0);
}

#[test]
fn exit_without_shutdown_is_failure() {
    let (client, _cache) = initialized();
    exits(client, 1);
    let (client, _cache) = program();
    exits(client, 1);
}

#[test]
fn the_end_of_input_ends_the_program() {
    let (mut client, _cache) = initialized();
    client.close_input();
    assert_eq!(client.exit_code(), Some(1));

    let (mut client, _cache) = initialized();
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn what_was_asked_before_the_end_of_input_is_answered() {
    let (mut client, _cache) = initialized();
    client.open(URI, &"x = [n for n in y]\n".repeat(6000));
    let id = client.ask("textDocument/hover", place(URI, 0, 4));
    client.close_input();
    assert!(client.response(id).get("result").is_some());
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn the_program_ends_with_the_editor_that_started_it() {
    let mut editor = std::process::Command::new("sleep")
        .arg("600")
        .spawn()
        .unwrap();
    let (mut client, _cache) = program();
    client.initialize_with(json!({"processId": editor.id(), "capabilities": {}}));
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    editor.kill().unwrap();
    // Not waited for before: a dead process that is still listed is gone all the same.
    let status = client.exit_code();
    editor.wait().unwrap();
    assert_eq!(status, Some(0));
}

#[test]
fn a_parent_that_is_not_there_is_no_reason_to_end() {
    let (mut client, _cache) = program();
    client.initialize_with(json!({"processId": 4_000_000, "capabilities": {}}));
    std::thread::sleep(Duration::from_millis(700));
    assert!(client.hover(URI, 0, 0).is_null());
    client.close();
}

#[test]
fn broken_messages_are_answered_and_survived() {
    let (mut client, _cache) = initialized();
    client.write(b"Content-Length: 5\r\n\r\n{\"a\":");
    client.write(b"nonsense\r\n\r\n");
    client.write(&framed(&json!([1, 2])));
    client.write(&framed(
        &json!({"jsonrpc": "1.0", "method": "x", "id": 1000}),
    ));
    client.write(&framed(&json!({"jsonrpc": "2.0", "method": 3, "id": 1001})));
    for expected in [
        (Value::Null, -32700),
        (Value::Null, -32700),
        (Value::Null, -32600),
    ] {
        let error = client.expect_error(expected.0);
        assert_eq!(error, expected.1);
    }
    assert_eq!(client.expect_error(json!(1000)), -32600);
    assert_eq!(client.expect_error(json!(1001)), -32600);
    // Answers to nothing, and with nothing in them.
    client.write(&framed(&json!({"jsonrpc": "2.0", "id": 77, "result": 1})));
    client.write(&framed(&json!({"jsonrpc": "2.0", "id": 78})));
    client.write(&framed(&json!({"jsonrpc": "2.0", "id": {}, "result": 1})));
    assert!(client.hover(URI, 0, 0).is_null());
    client.close();
}

#[test]
fn a_client_that_reads_nothing_does_not_keep_the_program_alive() {
    let (mut child, mut input) = {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pygloss"))
            .arg("--no-builtin-guide")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        (child, input)
    };
    use std::io::Write;
    // Far more answers than the pipe holds, and nobody reads them.
    for id in 0..3000 {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "no/such/method"});
        input.write_all(&framed(&request)).unwrap();
    }
    input
        .write_all(&framed(&json!({"jsonrpc": "2.0", "method": "exit"})))
        .unwrap();
    let until = Instant::now() + support::PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < until, "it hangs");
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_closed_output_ends_the_program() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .arg("--no-builtin-guide")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    use std::io::Write;
    let mut input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let request = json!({"jsonrpc": "2.0", "id": 1, "method": "no/such/method"});
    input.write_all(&framed(&request)).unwrap();
    let until = Instant::now() + support::PATIENCE;
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "it hangs");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn four_questions_that_the_client_never_answers_hold_up_nothing() {
    let (mut client, _cache) = program();
    client.initialize(
        json!({"window": {"showDocument": {"support": true}}}),
        Value::Null,
    );
    client.open(URI, "if (n := 1):\n    pass\n");
    let entry = client.entry_at(URI, 0, 7);
    let command = json!({"command": "pygloss.openEntry", "arguments": [entry]});
    for _ in 0..8 {
        assert!(
            client
                .request("workspace/executeCommand", command.clone())
                .is_null()
        );
        client.expect("window/showDocument");
    }
    client.change(URI, 2, &json!([replace((0, 0), (0, 0), "\n")]));
    assert!(!client.hover(URI, 1, 6).is_null());
    client.close();
}

#[cfg(not(feature = "test-hooks"))]
#[test]
fn without_test_hooks_nothing_can_be_made_to_fail() {
    let (mut client, _cache) = initialized();
    assert_eq!(
        client.request_error("pygloss/testPanic", json!({})).0,
        -32601
    );
    client.close();
}
