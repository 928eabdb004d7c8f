//! Code as people type it: what was explained before goes on being explained.

use serde_json::json;

use crate::support::{Client, replace};
use crate::{URI, plain, text};

/// What a client sends of an edit.
#[derive(Clone, Copy)]
enum Sync {
    /// The edit.
    Edit,
    /// The whole text as it is then.
    Text,
}

#[test]
fn what_unfinished_code_swallows_is_still_explained() {
    explains(Sync::Edit);
}

#[test]
fn it_is_also_where_the_client_sends_the_whole_text() {
    explains(Sync::Text);
}

fn explains(sync: Sync) {
    let mut session = plain();
    let client = &mut session.client;
    let source = "import functools\n\n\ndef f(a, b):\n    return a\n\n\n@functools.wraps(f)\ndef g(xs):\n    return [x for x in xs if (y := x)]\n";
    client.open(URI, source);
    let places = [(7, 0), (7, 12), (9, 14), (9, 32)];
    let said = |client: &mut Client, down: u32| {
        let hover = |(line, column)| text(&client.hover(URI, line + down, column)).to_owned();
        let said = places.map(hover);
        assert!(said.iter().all(|said| !said.is_empty()), "{said:?}");
        said
    };
    let before = said(client, 0);
    let lenses = client.lenses(URI);
    assert!(!lenses.is_empty());
    for (version, typed) in (2..).step_by(2).zip([
        "x = (",
        "print(a, [",
        "\"\"\"Half a ",
        "class A(",
        "def h(a, *, b",
        "if a and",
        "for x in",
        "x = {\"a\": ",
        "with open(",
        "@",
        "lambda x",
        "x = f\"{",
        "match x:\n    case [",
        "try:",
    ]) {
        let (above, below) = source.split_at(source.find("\n\n@functools").unwrap() + 1);
        let change = match sync {
            Sync::Edit => replace((5, 0), (5, 0), typed),
            Sync::Text => json!({"text": format!("{above}{typed}{below}")}),
        };
        client.change(URI, version, &json!([change]));
        let down = u32::try_from(typed.matches('\n').count()).unwrap();
        assert_eq!(said(client, down), before, "{typed:?}");
        let moved = lenses.iter().cloned();
        let moved: Vec<_> = moved
            .map(|(line, title)| (line + u64::from(down), title))
            .collect();
        assert_eq!(client.lenses(URI), moved, "{typed:?}");
        let last = typed.rsplit('\n').next().unwrap();
        let end = (5 + down, u32::try_from(last.len()).unwrap());
        let change = match sync {
            Sync::Edit => replace((5, 0), end, ""),
            Sync::Text => json!({ "text": source }),
        };
        client.change(URI, version + 1, &json!([change]));
    }
    session.client.close();
}
