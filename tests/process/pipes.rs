//! Pipes that close at any moment: the program ends, in order and soon.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::URI;
use crate::support::{Frames, PATIENCE, framed, place};

/// How many of the moments of a session are tried, all over it.
const MOMENTS: usize = 24;

fn spawned() -> Child {
    Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .arg("--no-builtin-guide")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A message, with its id where it asks something.
type Message = (Option<i64>, Vec<u8>);

fn request(id: i64, method: &str, params: &Value) -> Message {
    let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
    (Some(id), framed(&message))
}

fn notification(method: &str, params: &Value) -> Message {
    let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
    (None, framed(&message))
}

/// A session up to what ends it.
fn day() -> Vec<Message> {
    let document = json!({"uri": URI, "languageId": "python", "version": 1,
        "text": "def f(x=[]):\n    return [n for n in x]\n"});
    let change = json!({"textDocument": {"uri": URI, "version": 2},
        "contentChanges": [{"text": "x = 1 if y else 2\n"}]});
    let alone = json!({"capabilities": {}, "processId": null});
    vec![
        request(1, "initialize", &alone),
        notification("initialized", &json!({})),
        notification("textDocument/didOpen", &json!({"textDocument": document})),
        request(2, "textDocument/hover", &place(URI, 1, 4)),
        request(
            3,
            "textDocument/codeLens",
            &json!({"textDocument": {"uri": URI}}),
        ),
        notification("textDocument/didChange", &change),
        request(4, "textDocument/hover", &place(URI, 0, 6)),
    ]
}

fn bytes(messages: &[Message]) -> Vec<u8> {
    messages
        .iter()
        .flat_map(|(_, bytes)| bytes.clone())
        .collect()
}

/// The status with which it ends by itself.
fn status(child: &mut Child, moment: usize) -> Option<i32> {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("it hangs after {moment} bytes");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn the_input_may_end_after_any_byte() {
    let mut day = day();
    day.push(request(5, "shutdown", &Value::Null));
    let all = bytes(&day);
    for moment in (0..=MOMENTS).map(|part| all.len() * part / MOMENTS) {
        let mut child = spawned();
        let mut input = child.stdin.take().unwrap();
        let mut output = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut said = Vec::new();
            output.read_to_end(&mut said).unwrap();
            said
        });
        input.write_all(&all[..moment]).unwrap();
        drop(input);
        let expected = if moment == all.len() { 0 } else { 1 };
        assert_eq!(status(&mut child, moment), Some(expected), "{moment} bytes");
        let mut frames = Frames::default();
        let said = frames.push(&reader.join().unwrap());
        assert!(frames.is_done(), "half a message after {moment} bytes");
        let mut end = 0;
        for (id, message) in &day {
            end += message.len();
            let answered = id.is_none() || said.iter().any(|message| message["id"].as_i64() == *id);
            assert!(
                end > moment || answered,
                "{id:?} after {moment} bytes: {said:?}"
            );
        }
    }
}

#[test]
fn the_output_may_close_after_any_byte() {
    let whole = {
        let mut child = spawned();
        let mut output = child.stdout.take().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(&bytes(&day()))
            .unwrap();
        let mut said = Vec::new();
        output.read_to_end(&mut said).unwrap();
        assert_eq!(status(&mut child, 0), Some(1));
        said.len()
    };
    assert!(whole > 1000, "{whole}");
    for moment in (0..MOMENTS).map(|part| whole * part / MOMENTS) {
        let mut child = spawned();
        let mut input = child.stdin.take().unwrap();
        let mut output = child.stdout.take().unwrap();
        input.write_all(&bytes(&day())).unwrap();
        let mut said = vec![0; moment];
        output.read_exact(&mut said).unwrap();
        drop(output);
        let asked = Instant::now();
        // It learns that nobody reads when it has something to say.
        for id in 10.. {
            let hover = request(id, "textDocument/hover", &place(URI, 0, 6));
            if input.write_all(&hover.1).is_err() || child.try_wait().unwrap().is_some() {
                break;
            }
            assert!(
                asked.elapsed() < PATIENCE,
                "it goes on after {moment} bytes"
            );
            std::thread::sleep(Duration::from_millis(2));
        }
        assert_eq!(status(&mut child, moment), Some(1), "{moment} bytes");
    }
}
