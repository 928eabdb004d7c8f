//! What the program holds on to: open documents, and nothing of those that were closed.

use serde_json::{Value, json};

use crate::support::{Client, replace};
use crate::{URI, initialized};

/// How much memory the program has, in KiB.
fn resident(client: &Client) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.unwrap().trim().split(' ').next().unwrap();
    number.parse().unwrap()
}

#[test]
fn closed_documents_take_no_memory() {
    let (mut client, _cache) = initialized();
    let source = "x = [n for n in range(3) if (m := n)]\n".repeat(800);
    let mut before = 0;
    let day = |client: &mut Client, number: usize| {
        let uri = URI.replace("app", &format!("app{number}"));
        client.open(&uri, &source);
        assert!(!client.hover(&uri, 0, 7).is_null());
        client.change(&uri, 2, &json!([replace((0, 0), (0, 0), "\n")]));
        assert!(!client.lenses(&uri).is_empty());
        client.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
        let idle = client.request("pygloss/search", json!({"query": ""}));
        assert_eq!(idle, Value::Array(Vec::new()));
    };
    for number in 0..150 {
        if number == 30 {
            before = resident(&client);
        }
        day(&mut client, number);
    }
    // Of 120 documents of 30 KB; the tree of one alone takes about half a megabyte.
    let more = resident(&client).saturating_sub(before);
    assert!(more < 20 << 10, "{more} KiB more than {before}");
    client.close();
}
