//! `pygloss/search`, `pygloss/entry` and `pygloss/concepts`.

use serde_json::{Value, json};

use crate::{Session, markdown, plain};

#[test]
fn a_search_finds_entries_that_can_be_opened() {
    let mut session = Session::new(markdown(), Value::Null);
    session.wait_until_unpacked();
    let client = &mut session.client;
    let found = client.request(
        "pygloss/search",
        json!({"query": "walrus operator", "limit": 3}),
    );
    let found = found.as_array().unwrap();
    assert!((1..=3).contains(&found.len()), "{found:?}");
    for entry in found {
        assert!(
            entry["uri"].as_str().unwrap().starts_with("file://"),
            "{entry}"
        );
        assert!(["question", "topic"].contains(&entry["kind"].as_str().unwrap()));
        assert!(entry["range"]["start"]["line"].is_u64());
    }
    assert!(
        found[0]["title"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .contains("walrus")
    );
    assert_eq!(
        client.request("pygloss/search", json!({"query": ""})),
        json!([])
    );
    assert_eq!(client.request_error("pygloss/search", json!({})).0, -32602);
    session.client.close();
}

#[test]
fn an_entry_comes_with_its_text_and_links_that_lead_somewhere() {
    let mut session = Session::new(markdown(), Value::Null);
    session.wait_until_unpacked();
    let client = &mut session.client;
    let concepts = client.request("pygloss/concepts", Value::Null);
    let mut seen = std::collections::HashSet::new();
    let (mut entries, mut links) = (0, 0);
    for concept in concepts.as_array().unwrap() {
        for id in concept["entries"].as_array().unwrap() {
            if entries == 150 || !seen.insert(id.as_str().unwrap().to_owned()) {
                continue;
            }
            let entry = client.request("pygloss/entry", json!({"id": id}));
            assert_eq!(entry["id"], *id);
            let markdown = entry["markdown"].as_str().unwrap();
            assert!(markdown.starts_with('#'), "{markdown}");
            // `HANDLERS[command](message)` is no link: every second piece is code.
            let prose: String = markdown.split('`').step_by(2).collect();
            for link in prose.split("](").skip(1) {
                let target = link.split(')').next().unwrap();
                assert!(target.contains("://"), "{id}: {target}");
                links += usize::from(target.starts_with("file://"));
            }
            entries += 1;
        }
    }
    assert!(
        entries == 150 && links > 10,
        "{entries} entries, {links} links"
    );
    assert_eq!(
        client
            .request_error("pygloss/entry", json!({"id": "no#entry"}))
            .0,
        -32602
    );
    session.client.close();
}

#[test]
fn the_catalogue_says_what_the_guides_have() {
    let mut session = plain();
    let concepts = session.client.request("pygloss/concepts", Value::Null);
    let concepts = concepts.as_array().unwrap();
    let walrus = concepts
        .iter()
        .find(|concept| concept["id"] == "syntax.walrus")
        .unwrap();
    assert_eq!(walrus["family"], "syntax");
    assert_eq!(walrus["since"], "3.8");
    assert!(!walrus["entries"].as_array().unwrap().is_empty());
    session.client.close();
}
