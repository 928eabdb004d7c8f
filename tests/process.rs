//! The real program on its standard streams: how it starts, what it survives, how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Client, change, framed, place, replace};

const URI: &str = "file:///tmp/work/app.py";

/// The program with a cache folder of its own.
fn program() -> (Client, tempfile::TempDir) {
    let cache = tempfile::tempdir().unwrap();
    let client = Client::program(|command| {
        command.env("XDG_CACHE_HOME", cache.path());
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

#[cfg(feature = "test-hooks")]
mod with_test_hooks {
    use super::*;

    /// A plain list of characters that takes the same edits.
    struct Reference(Vec<Vec<char>>);

    impl Reference {
        fn text(&self) -> String {
            let lines: Vec<String> = self.0.iter().map(|line| line.iter().collect()).collect();
            lines.join("\n")
        }

        fn replace(&mut self, start: (usize, usize), end: (usize, usize), text: &str) {
            let mut joined: Vec<char> = self.0[start.0][..start.1].to_vec();
            joined.extend(text.chars());
            joined.extend(&self.0[end.0][end.1..]);
            let joined: String = joined.into_iter().collect();
            let lines = joined.split('\n').map(|line| line.chars().collect());
            self.0.splice(start.0..=end.0, lines);
        }
    }

    /// Numbers that look random and are the same every time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }
    }

    const PIECES: [&str; 8] = [
        "x",
        "é",
        "👩",
        "e\u{301}",
        "\n",
        "def f():\n",
        "(",
        "\u{2028}",
    ];

    /// 3,000 edits, some messages with several; returns the messages and the text at the end.
    fn edits(width: fn(char) -> usize) -> (Vec<Value>, String) {
        let mut numbers = Numbers(7);
        let mut reference = Reference(vec![vec![]]);
        let mut messages = Vec::new();
        let mut made = 0;
        while made < 3000 {
            let mut changes = Vec::new();
            for _ in 0..=numbers.below(3).saturating_sub(1) {
                let line = numbers.below(reference.0.len());
                let last = (line + numbers.below(2)).min(reference.0.len() - 1);
                let column = numbers.below(reference.0[line].len() + 1);
                let mut end = numbers.below(reference.0[last].len() + 1);
                let mut text = PIECES[numbers.below(PIECES.len())].to_owned();
                if last == line {
                    end = end.max(column).min(column + 3);
                }
                if numbers.below(40) == 0 {
                    text = "import os\n".repeat(30);
                }
                let units = |line: usize, count: usize| {
                    let total: usize = reference.0[line][..count].iter().map(|&c| width(c)).sum();
                    u32::try_from(total).unwrap()
                };
                let at = |line: usize, count| (u32::try_from(line).unwrap(), units(line, count));
                changes.push(replace(at(line, column), at(last, end), &text));
                reference.replace((line, column), (last, end), &text);
                made += 1;
            }
            let version = i32::try_from(messages.len()).unwrap() + 2;
            messages.push(change(URI, version, &Value::Array(changes)));
        }
        (messages, reference.text())
    }

    fn text(client: &mut Client) -> Value {
        client.request("pygloss/testText", json!({"uri": URI}))
    }

    fn edits_arrive(encoding: &str, width: fn(char) -> usize) {
        let (messages, expected) = edits(width);
        assert!(
            expected.chars().count() > 2000,
            "edits that leave something"
        );
        let version = messages.len() + 1;

        // One after the other, with questions between them that work on what came before.
        let (mut client, _cache) = program();
        let general = json!({"general": {"positionEncodings": [encoding]}});
        let capabilities = client.initialize(general.clone(), Value::Null);
        assert_eq!(capabilities["positionEncoding"], encoding);
        client.open(URI, "");
        let mut asked = Vec::new();
        for (number, message) in messages.iter().enumerate() {
            client.notify("textDocument/didChange", message.clone());
            if number % 100 == 0 {
                asked.push(client.ask(
                    "textDocument/codeLens",
                    json!({"textDocument": {"uri": URI}}),
                ));
            }
        }
        for id in asked {
            assert!(client.response(id)["result"].is_array());
        }
        assert_eq!(
            text(&mut client),
            json!({"text": expected, "version": version})
        );
        client.close();

        // All in one write, with a question in the same breath.
        let (mut client, _cache) = program();
        client.initialize(general, Value::Null);
        client.open(URI, "");
        let mut bytes: Vec<u8> = messages
            .iter()
            .flat_map(|message| {
                let method = "textDocument/didChange";
                framed(&json!({"jsonrpc": "2.0", "method": method, "params": message}))
            })
            .collect();
        let params = json!({"uri": URI});
        let question = json!({"jsonrpc": "2.0", "id": 5000, "method": "pygloss/testText",
            "params": params});
        bytes.extend(framed(&question));
        client.write(&bytes);
        let answer = client.response(5000);
        assert_eq!(
            answer["result"],
            json!({"text": expected, "version": version})
        );
        client.close();
    }

    #[test]
    fn three_thousand_edits_arrive_in_order_in_utf_8() {
        edits_arrive("utf-8", char::len_utf8);
    }

    #[test]
    fn three_thousand_edits_arrive_in_order_in_utf_16() {
        edits_arrive("utf-16", char::len_utf16);
    }

    #[test]
    fn three_thousand_edits_arrive_in_order_in_utf_32() {
        edits_arrive("utf-32", |_| 1);
    }

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
