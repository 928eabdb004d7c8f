//! `textDocument/hover`.

use serde_json::{Value, json};

use crate::support::Client;
use crate::{Session, URI, WALRUS, actions, markdown, plain, text};

#[test]
fn a_hover_says_what_it_is_and_links_to_the_guide() {
    let mut session = Session::new(markdown(), Value::Null);
    session.wait_until_unpacked();
    session.client.open(URI, WALRUS);
    let hover = session.client.hover(URI, 0, 13);
    let range = json!({"start": {"line": 0, "character": 12}, "end": {"line": 0, "character": 14}});
    assert_eq!(hover["range"], range);
    assert_eq!(hover["contents"]["kind"], "markdown");
    let said = text(&hover);
    assert!(
        said.starts_with("**") && said.contains("assignment expression"),
        "{said}"
    );
    assert!(said.contains("walrus-operator.md#L"), "{said}");
    assert!(said.lines().count() <= 9, "{said}");
    session.client.close();
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let mut session = plain();
    session.client.open(URI, WALRUS);
    let hover = session.client.hover(URI, 0, 13);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!text(&hover).contains(['*', '`', ']']), "{}", text(&hover));
    session.client.close();
}

#[test]
fn hovers_are_the_same_in_every_encoding() {
    let lines = [
        "x = '👩\u{200d}👩\u{200d}👧' if (y := 1) else 0",
        "\tz = 'e\u{301}' \u{c} if (y := 1) else 0",
        "s = '\u{2028}题𝒳' if (y := 1) else 0",
    ];
    let source = lines.join("\r\n");
    let mut said = Vec::new();
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut session = Session::before_initialize();
        let general = json!({"general": {"positionEncodings": [encoding]}});
        session.client.initialize(general, Value::Null);
        session.client.open(URI, &source);
        for (number, line) in lines.iter().enumerate() {
            let before = &line[..line.find(":=").unwrap()];
            let column: usize = match encoding {
                "utf-8" => before.len(),
                "utf-16" => before.encode_utf16().count(),
                _ => before.chars().count(),
            };
            let (number, column) = (
                u32::try_from(number).unwrap(),
                u32::try_from(column).unwrap(),
            );
            let hover = session.client.hover(URI, number, column + 1);
            let range = &hover["range"];
            assert_eq!(
                range["start"],
                json!({"line": number, "character": column}),
                "{encoding}"
            );
            assert_eq!(
                range["end"],
                json!({"line": number, "character": column + 2})
            );
            assert!(session.client.hover(URI, number, column + 2).is_null());
            said.push((number, text(&hover).to_owned()));
        }
        session.client.close();
    }
    assert_eq!(said[..3], said[3..6]);
    assert_eq!(said[..3], said[6..]);
}

#[test]
fn positions_past_the_end_are_answered_with_nothing() {
    let mut session = plain();
    session.client.open(URI, WALRUS);
    for (line, character) in [(0, 900), (900, 0), (2, 0), (900, 900), (u32::MAX, u32::MAX)] {
        assert!(session.client.hover(URI, line, character).is_null());
        assert!(actions(&mut session.client, URI, line, character).is_empty());
    }
    session.client.close();
}

#[test]
fn what_is_not_python_or_not_open_is_answered_with_nothing() {
    let mut session = plain();
    let open = |client: &mut Client, uri: &str, language: &str| {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": WALRUS});
        client.notify("textDocument/didOpen", json!({"textDocument": document}));
    };
    let client = &mut session.client;
    open(client, "git:/tmp/work/app.py?ref", "python");
    open(client, "strange+scheme:app.py", "python");
    open(client, "file:///tmp/work/app.rb", "ruby");
    open(client, "untitled:Untitled-1", "python");
    for uri in [
        "git:/tmp/work/app.py?ref",
        "strange+scheme:app.py",
        "file:///tmp/work/app.rb",
        "file:///tmp/never/opened.py",
    ] {
        assert!(client.hover(uri, 0, 13).is_null(), "{uri}");
        let params = json!({"textDocument": {"uri": uri}});
        assert!(
            client.request("textDocument/codeLens", params).is_null(),
            "{uri}"
        );
    }
    assert!(!client.hover("untitled:Untitled-1", 0, 13).is_null());
    session.client.close();
}

#[test]
fn a_persons_own_notes_speak_before_the_built_in_guide() {
    for (notes, said) in [
        ("# The walrus operator\n\nMine.\n", "Mine."),
        // The token's id where the place has a more special one.
        (
            "---\nexplains: [operator.walrus]\n---\n# A\n\nMine.\n",
            "Mine.",
        ),
        // Keywords are no gloss.
        ("# The walrus operator\n\nPython 3.8+\n", "gives a name"),
    ] {
        let mut session = Session::before_initialize();
        let own = session.write("own.md", format!("{notes}\n## What is X?\n\nIt.\n"));
        let settings = json!({"guides": [own]});
        session.client.initialize(markdown(), settings);
        session.client.open(URI, WALRUS);
        let hover = session.client.hover(URI, 0, 13);
        assert!(text(&hover).contains(said), "{notes}: {hover}");
        session.client.close();
    }
}

#[test]
fn a_pitfall_shows_the_bad_and_the_good_form() {
    let mut session = Session::new(markdown(), Value::Null);
    let client = &mut session.client;
    client.open(
        URI,
        "if x == None: pass\n\ndef f():\n    try: g()\n    finally: return 1\n",
    );
    let said = text(&client.hover(URI, 0, 6)).to_owned();
    assert!(
        said.contains("`if total == None:` → `if total is None:`"),
        "{said}"
    );
    // Forms of several lines would make a short hover long.
    assert!(!text(&client.hover(URI, 4, 14)).contains("save()"));
    let settings = json!({"settings": {"pygloss": {"hover": {"detail": "full"}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    let said = text(&client.hover(URI, 4, 14)).to_owned();
    let forms =
        "```python\ntry:\n    save()\nfinally:\n    return True\n```\n\nBetter:\n\n```python\n";
    assert!(said.contains(forms), "{said}");
    session.client.close();
}

#[test]
fn a_page_on_the_matter_that_never_names_a_function_leaves_the_word_to_the_catalogue() {
    let page = "---\nexplains: [stdlib.sys.getrefcount]\n---\n# Counting\n\nPYGLOSS.\n\n## What is X?\n\nIt.\n";
    for (page, said) in [
        (page.to_owned(), "How many references"),
        (
            page.replace("PYGLOSS", "`getrefcount` tells it"),
            "tells it",
        ),
    ] {
        let mut session = Session::before_initialize();
        let own = session.write("own.md", &page);
        let settings = json!({"guides": [own]});
        session.client.initialize(markdown(), settings);
        session.client.open(URI, "import sys\nsys.getrefcount(1)\n");
        let hover = session.client.hover(URI, 1, 6);
        assert!(text(&hover).contains(said), "{page}: {hover}");
        session.client.close();
    }
}

#[test]
fn what_has_no_page_keeps_its_own_sentence_whatever_else_stands_there() {
    let mut session = Session::new(markdown(), Value::Null);
    let source = "from django.db import models\nmodels.CharField(max_length=3)\n";
    session.client.open(URI, source);
    let said = text(&session.client.hover(URI, 1, 9)).to_owned();
    assert!(said.contains("Text of limited length."), "{said}");
    session.client.close();
}
