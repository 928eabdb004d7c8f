//! Thousands of edits, in every encoding, one by one and in one write: none is lost, none is late.

use serde_json::{Value, json};

use crate::support::{Client, Numbers, change, framed, replace};
use crate::{URI, program};

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
            let mut text = (*numbers.of(&PIECES)).to_owned();
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

/// The text and version of the document, as the server has them.
pub fn text(client: &mut Client) -> Value {
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
