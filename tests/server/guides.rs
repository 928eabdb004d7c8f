//! A person's own guides: their order, their problems, and how they are read again.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, PATIENCE, file};
use crate::{Session, URI, WALRUS, notes, open_entry, selected, shows_documents};

fn guides(paths: &[&Path]) -> Value {
    json!({ "guides": paths })
}

/// The title of the lens of [`WALRUS`].
fn lens(client: &mut Client) -> String {
    client.lenses(URI).remove(0).1
}

#[test]
fn a_later_guide_stands_before_an_earlier_one_and_both_before_the_built_in_one() {
    let mut session = Session::before_initialize();
    let team = session.write(
        "team/notes.md",
        notes("What does the team say of the walrus operator?"),
    );
    let own = session.write(
        "own/notes.md",
        notes("What do I say of the walrus operator?"),
    );
    session
        .client
        .initialize(shows_documents(), guides(&[&team, &own]));
    session.client.open(URI, WALRUS);
    let params = json!({"textDocument": {"uri": URI}});
    let lenses = session.client.request("textDocument/codeLens", params);
    let ids = lenses[0]["command"]["arguments"].as_array().unwrap();
    assert!(ids[0].as_str().unwrap().contains("/own/"), "{ids:?}");
    assert!(ids[1].as_str().unwrap().contains("/team/"), "{ids:?}");
    assert!(ids[2].as_str().unwrap().starts_with("pygloss:/"), "{ids:?}");

    let client = &mut session.client;
    client.request("workspace/executeCommand", open_entry(&json!([ids[0]])));
    let request = client.expect("window/showDocument");
    assert_eq!(request["params"]["uri"], file(&own));
    assert!(selected(&request).starts_with("### What do I say"));
    client.answer(&request, json!({"success": true}));
    session.client.close();
}

#[test]
fn guides_are_looked_for_in_the_workspace() {
    let mut session = Session::before_initialize();
    session.write(
        "work/docs/notes.md",
        notes("What do I say of the walrus operator?"),
    );
    let root = file(&session.folder.path().join("work"));
    session.client.initialize_with(json!({
        "capabilities": {},
        "workspaceFolders": [{"uri": root, "name": "work"}],
        "initializationOptions": {"guides": ["docs"]},
    }));
    session.client.open(URI, WALRUS);
    assert!(lens(&mut session.client).contains("What do I say"));
    session.client.close();
}

#[test]
fn guides_that_cannot_be_used_are_told_and_the_others_answer() {
    let mut session = Session::before_initialize();
    let latin = session.write("latin.md", b"**Q: What does caf\xe9 mean?**\n");
    let empty = session.write("empty/readme.md", "");
    let missing = session.folder.path().join("missing");
    let paths = [&*latin, empty.parent().unwrap(), &missing];
    session.client.initialize(json!({}), guides(&paths));
    let shown = session.client.expect_shown();
    for (path, reason) in [
        ("latin.md", "UTF-8"),
        ("empty", "nothing in it was recognised"),
        ("missing", "no such file or folder"),
    ] {
        let told = shown
            .lines()
            .any(|line| line.contains(path) && line.contains(reason));
        assert!(told, "{path}: {reason}: {shown}");
    }
    session.client.open(URI, WALRUS);
    assert!(!session.client.hover(URI, 0, 13).is_null());
    session.client.close();
}

#[test]
fn a_guide_without_questions_is_told_in_the_log() {
    let mut session = Session::before_initialize();
    let topics = session.write("topics.md", "# The walrus operator\n\nIt assigns.\n");
    session.client.initialize(json!({}), guides(&[&topics]));
    session.client.expect_logged("topics.md: topics only");
    session.client.open(URI, WALRUS);
    assert!(!session.client.hover(URI, 0, 13).is_null());
    session.client.close();
}

#[test]
fn a_guide_that_is_saved_is_read_again() {
    let mut session = Session::before_initialize();
    let path = session.write("notes.md", notes("Before: the walrus operator?"));
    let refresh = json!({"workspace": {"codeLens": {"refreshSupport": true}}});
    session.client.initialize(refresh, guides(&[&path]));
    session.client.open(URI, WALRUS);
    assert!(lens(&mut session.client).contains("Before"));
    session.write("notes.md", notes("After: the walrus operator?"));
    let client = &mut session.client;
    client.notify(
        "textDocument/didSave",
        json!({"textDocument": {"uri": URI}}),
    );
    client.notify(
        "textDocument/didSave",
        json!({"textDocument": {"uri": file(&path)}}),
    );
    client.expect_logged(" entries on ");
    let request = client.expect("workspace/codeLens/refresh");
    client.answer(&request, Value::Null);
    assert!(lens(client).contains("After"));
    session.client.close();
}

#[test]
fn a_guide_that_is_open_answers_as_it_stands_in_the_editor() {
    let mut session = Session::before_initialize();
    let path = session.write("notes.md", notes("Before: the walrus operator?"));
    let refresh = json!({"workspace": {"codeLens": {"refreshSupport": true}}});
    session.client.initialize(refresh, guides(&[&path]));
    session.client.open(URI, WALRUS);
    assert!(lens(&mut session.client).contains("Before"));
    let client = &mut session.client;
    let text = notes("Typed: the walrus operator?");
    client.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": file(&path), "languageId": "markdown", "version": 1,
            "text": text}}),
    );
    let request = client.expect("workspace/codeLens/refresh");
    client.answer(&request, Value::Null);
    assert!(lens(client).contains("Typed"));

    client.change(
        &file(&path),
        2,
        &json!([{"range": null, "text": text.replace("Typed", "Typed again")}]),
    );
    let request = client.expect("workspace/codeLens/refresh");
    client.answer(&request, Value::Null);
    assert!(lens(client).contains("Typed again"));

    // Closed without having been saved.
    let closed = json!({"textDocument": {"uri": file(&path)}});
    client.notify("textDocument/didClose", closed);
    let request = client.expect("workspace/codeLens/refresh");
    client.answer(&request, Value::Null);
    assert!(lens(client).contains("Before"));
    session.client.close();
}

#[test]
fn a_guide_that_changes_on_the_disk_is_read_again() {
    let mut session = Session::before_initialize();
    let path = session.write("notes.md", notes("Before: the walrus operator?"));
    session.client.initialize(json!({}), guides(&[&path]));
    session.client.open(URI, WALRUS);
    assert!(lens(&mut session.client).contains("Before"));
    // Seen as it is, then as it becomes, then gone.
    std::thread::sleep(Duration::from_millis(3500));
    session.write("notes.md", notes("After that: the walrus operator?"));
    session.client.expect_logged(" entries on ");
    assert!(lens(&mut session.client).contains("After"));
    std::fs::remove_file(&path).unwrap();
    session.client.expect_logged(" entries on ");
    assert!(session.client.expect_shown().contains("no such file"));
    assert!(!lens(&mut session.client).contains("After"));
    session.client.close();
}

#[test]
fn a_client_that_watches_files_tells_when_a_guide_changed() {
    let mut session = Session::before_initialize();
    let path = session.write("guide/notes.md", notes("Before: the walrus operator?"));
    let folder = path.parent().unwrap().to_owned();
    let watched = json!({"dynamicRegistration": true, "relativePatternSupport": true});
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": watched}});
    session.client.initialize(capabilities, guides(&[&folder]));
    let client = &mut session.client;
    let registration = client.expect("client/registerCapability");
    let registered = &registration["params"]["registrations"][0];
    assert_eq!(registered["method"], "workspace/didChangeWatchedFiles");
    let watchers = json!([{"globPattern": {"baseUri": file(&folder),
        "pattern": "**/*.{md,markdown,mdx,ipynb}"}}]);
    assert_eq!(registered["registerOptions"]["watchers"], watchers);
    client.answer(&registration, Value::Null);
    client.open(URI, WALRUS);
    assert!(lens(client).contains("Before"));

    session.write("guide/notes.md", notes("After: the walrus operator?"));
    let client = &mut session.client;
    let changes = json!({"changes": [{"uri": file(&path), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
    client.expect_logged(" entries on ");
    let until = Instant::now() + PATIENCE;
    while !lens(client).contains("After") {
        assert!(Instant::now() < until);
    }

    // Other guides: the old watch goes, a new one comes.
    let params = json!({"settings": {"guides": []}});
    client.notify("workspace/didChangeConfiguration", params);
    client.expect_logged(" entries on ");
    let unregistration = client.expect("client/unregisterCapability");
    assert_eq!(
        unregistration["params"]["unregisterations"][0]["id"],
        *registered_id(&registration)
    );
    client.answer(&unregistration, Value::Null);
    session.client.close();
}

fn registered_id(registration: &Value) -> &Value {
    &registration["params"]["registrations"][0]["id"]
}
