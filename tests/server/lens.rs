//! `textDocument/codeLens`.

use serde_json::{Value, json};

use crate::support::replace;
use crate::{URI, WALRUS, plain};

#[test]
fn lenses_stand_above_notable_constructs_and_are_resolved() {
    let mut session = plain();
    session.client.open(URI, WALRUS);
    let params = json!({"textDocument": {"uri": URI}});
    let lenses = session.client.request("textDocument/codeLens", params);
    let lens = &lenses[0];
    let range = json!({"start": {"line": 0, "character": 12}, "end": {"line": 0, "character": 14}});
    assert_eq!(lens["range"], range);
    assert_eq!(lens["command"]["command"], "pygloss.openEntry");
    let title = lens["command"]["title"].as_str().unwrap();
    assert!(
        title.contains("question") && title.contains("walrus"),
        "{title}"
    );
    let ids = lens["command"]["arguments"].as_array().unwrap();
    assert!(ids.iter().all(Value::is_string), "{ids:?}");
    session.client.close();
}

#[test]
fn lenses_stay_while_the_source_does_not_parse() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let before = client.lenses(URI);
    assert_eq!(before.len(), 1);
    client.change(URI, 2, &json!([replace((0, 0), (0, 0), "call((\n")]));
    let broken = client.lenses(URI);
    assert_eq!(broken, [(1, before[0].1.clone())]);
    client.change(URI, 3, &json!([replace((1, 12), (1, 14), "==")]));
    assert_eq!(client.lenses(URI), []);
    client.change(URI, 4, &json!([replace((0, 0), (1, 0), "")]));
    assert_eq!(client.lenses(URI), []);
    session.client.close();
}
