//! Markdown documents, and the guides as shelves.

use serde_json::{Value, json};

use crate::support::{Client, file};
use crate::{Session, markdown, notes, plain, text};

const NOTES: &str = "file:///tmp/work/any.md";

fn open(client: &mut Client, uri: &str, text: &str) {
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
}

#[test]
fn python_blocks_of_markdown_have_hovers() {
    let mut session = Session::new(markdown(), Value::Null);
    let client = &mut session.client;
    let page = "# A\n\n- b\n\n  ```python\n  é = (n := 1)\n  ```\n\n```sh\n(n := 1)\n```\n\n```pycon\n>>> (n := 1)\n1\n```\n";
    open(client, NOTES, page);
    let hover = client.hover(NOTES, 5, 9);
    assert!(text(&hover).contains("walrus"), "{hover}");
    assert_eq!(hover["range"]["start"], json!({"line": 5, "character": 9}));
    assert!(client.hover(NOTES, 9, 4).is_null());
    assert!(text(&client.hover(NOTES, 13, 8)).contains("walrus"));
    assert!(client.hover(NOTES, 0, 2).is_null());
    let params = json!({"textDocument": {"uri": NOTES}});
    assert_eq!(client.request("textDocument/codeLens", params), json!([]));
    session.client.close();
}

#[test]
fn guides_files_and_problems_are_listed() {
    let mut session = Session::before_initialize();
    let team = session.write(
        "team/sub/one.md",
        "## What is X?\n\n## What is Y?\n\nIt. [b](gone.md)\n",
    );
    session.write("team/two.md", "# Two\n\n## What is Z?\n\nThis.\n");
    let own = session.write("mine.md", notes("Why?"));
    let folder = session.folder.path().join("team");
    session
        .client
        .initialize(json!({}), json!({"guides": [folder, own]}));
    let client = &mut session.client;
    let guides = client.request("pygloss/guides", Value::Null);
    let names: Vec<_> = guides
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].clone())
        .collect();
    assert_eq!(names, ["mine", "team", "pygloss"]);
    assert_eq!(guides[0]["uri"], file(&own));
    assert_eq!(guides[1]["files"], 2);
    assert_eq!(guides[1]["questions"], 3);
    assert_eq!(guides[1]["problems"], 2);
    assert_eq!(guides[2]["builtin"], true);
    assert!(guides[2]["files"].as_u64().unwrap() > 50);

    let files = client.request("pygloss/browse", json!({}));
    let files = files.as_array().unwrap();
    let titles: Vec<_> = files
        .iter()
        .take(3)
        .map(|one| one["title"].clone())
        .collect();
    assert_eq!(titles, ["Notes", "one", "Two"]);
    assert_eq!(files[1]["folder"], json!(["sub"]));
    assert!(files[4]["folder"][0].as_str().unwrap().starts_with("01-"));
    let entries = client.request("pygloss/browse", json!({"uri": file(&team)}));
    assert_eq!(entries[1]["title"], "What is Y?");
    let unknown = json!({"uri": "file:///no/such.md"});
    assert_eq!(client.request("pygloss/browse", unknown), json!([]));

    let problems = client.request("pygloss/check", Value::Null);
    assert_eq!(problems.as_array().unwrap().len(), 1, "{problems:#}");
    assert_eq!(problems[0]["uri"], file(&team));
    let codes: Vec<_> = problems[0]["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].clone())
        .collect();
    assert_eq!(codes, ["unanswered", "dangling-link"]);
    session.client.close();
}

#[test]
fn an_entry_comes_with_its_answer_alone() {
    let mut session = plain();
    let client = &mut session.client;
    let found = client.request("pygloss/search", json!({"query": "walrus", "limit": 20}));
    let mut questions = found.as_array().unwrap().iter();
    let question = questions.find(|entry| entry["kind"] == "question").unwrap();
    let whole = client.request("pygloss/entry", json!({"id": question["id"]}));
    let (markdown, answer) = (whole["markdown"].as_str(), whole["answer"].as_str());
    assert!(!answer.unwrap().starts_with('#'));
    assert!(
        markdown.unwrap().ends_with(answer.unwrap()) || markdown.unwrap().contains(answer.unwrap())
    );
    session.client.close();
}
