//! `textDocument/codeLens`.

use serde_json::{Value, json};

use crate::support::replace;
use crate::{Session, URI, WALRUS, plain};

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
fn lenses_stand_where_the_person_wants_them() {
    let source =
        "def f(a=[]):\n    return (n := lambda: a), [x for x in a]\n\n\nif (m := 1):\n    pass\n";
    let lines = |mode: &str| {
        let mut session = Session::new(json!({}), json!({"lens": {"mode": mode}}));
        session.client.open(URI, source);
        let lenses = session.client.lenses(URI);
        session.client.close();
        lenses.into_iter().map(|(line, _)| line).collect::<Vec<_>>()
    };
    let first = lines("first");
    let all = lines("all");
    assert_eq!(lines("summary"), [0]);
    assert_eq!(lines("definitions"), [0]);
    assert_eq!(lines("off"), [0_u64; 0]);
    assert_eq!(all, [0, 1, 4]);
    // The second walrus operator is not the first one.
    assert_eq!(first, [0, 1]);
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

#[test]
fn families_and_concepts_can_be_turned_off() {
    let options = json!({"lens": {"disable": ["syntax.walrus"]}, "hover.disable": ["syntax"]});
    let mut session = Session::new(json!({}), options);
    let client = &mut session.client;
    client.open(URI, WALRUS);
    assert_eq!(client.lenses(URI), []);
    let hover = client.hover(URI, 0, 13);
    assert!(!crate::text(&hover).contains("since"), "{hover}");
    assert!(client.hover(URI, 0, 1)["contents"].is_object());
    session.client.close();
}

#[test]
fn definitions_bear_what_is_asked_about_their_own_lines() {
    let options = json!({"lens": {"mode": "definitions"}});
    let mut session = Session::new(json!({}), options);
    let client = &mut session.client;
    client.open(
        URI,
        "(a := 1)\n\nclass A:\n    def f(self):\n        return (n := 1)\n\n    def g(self):\n        return 1\n",
    );
    let lenses = client.lenses(URI);
    assert_eq!(lenses.len(), 1, "{lenses:?}");
    assert_eq!(lenses[0].0, 3);
    session.client.close();
}
