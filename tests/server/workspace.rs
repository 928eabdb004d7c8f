//! What the workspace says: its Python, its settings, its folders.

use std::time::Instant;

use serde_json::{Value, json};

use crate::support::{PATIENCE, file};
use crate::{Session, WALRUS, markdown, notes, text};

/// Initializes a session with these folders below its own.
fn initialize(session: &mut Session, capabilities: Value, folders: &[&str], options: Value) {
    let folders: Vec<_> = folders
        .iter()
        .map(|name| json!({"uri": file(&session.folder.path().join(name)), "name": name}))
        .collect();
    session.client.initialize_with(json!({
        "processId": null, "capabilities": capabilities, "workspaceFolders": folders,
        "initializationOptions": options,
    }));
}

fn uri(session: &Session, name: &str) -> String {
    file(&session.folder.path().join(name))
}

#[test]
fn a_construct_that_the_projects_python_lacks_is_told() {
    let mut session = Session::before_initialize();
    session.write(
        "work/pyproject.toml",
        "[project]\nrequires-python = \">=3.7\"\n",
    );
    session.write(
        "work/new/pyproject.toml",
        "[project]\nrequires-python = \">=3.12\"\n",
    );
    session.write("pyproject.toml", "[project]\nrequires-python = \">=3.0\"\n");
    initialize(&mut session, markdown(), &["work", "other"], Value::Null);
    let old = uri(&session, "work/sub/app.py");
    session.client.open(&old, WALRUS);
    let until = Instant::now() + PATIENCE;
    while !text(&session.client.hover(&old, 0, 13)).contains("this project allows 3.7") {
        assert!(Instant::now() < until, "it is not told");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // The nearest file counts, and none outside of the workspace.
    for name in ["work/new/app.py", "other/app.py"] {
        let other = uri(&session, name);
        session.client.open(&other, WALRUS);
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!text(&session.client.hover(&other, 0, 13)).contains("allows"));
    }
    session.client.close();
}

#[test]
fn the_workspaces_settings_hold_where_the_editor_says_nothing() {
    let mut session = Session::before_initialize();
    session.write(
        "work/pyproject.toml",
        "[tool.pygloss]\nguides = [\"docs\"]\nlens.mode = \"off\"\nhover.detail = \"off\"\n",
    );
    session.write("work/docs/notes.md", notes("What does the team say?"));
    let own = session.write("mine.md", notes("What do I say?"));
    let options = json!({"guides": [own], "hover": {"detail": "full"}});
    initialize(&mut session, markdown(), &["work"], options);
    let app = uri(&session, "work/app.py");
    session.client.open(&app, WALRUS);
    assert_eq!(session.client.lenses(&app), []);
    let hover = session.client.hover(&app, 0, 13);
    let (mine, team) = (
        text(&hover).find("What do I say"),
        text(&hover).find("What does the team"),
    );
    assert!(mine.unwrap() < team.unwrap(), "{hover}");
    session.client.close();
}

#[test]
fn a_file_may_not_lead_out_of_the_workspace() {
    let mut session = Session::before_initialize();
    session.write("secret.md", notes("What is the secret?"));
    session.write(
        "work/pygloss.toml",
        "guides = [\"../secret.md\", \"docs\", \"link\"]\nlens.mode = 3\n",
    );
    session.write("work/docs/notes.md", notes("What does the team say?"));
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        session.folder.path(),
        session.folder.path().join("work/link"),
    )
    .unwrap();
    initialize(&mut session, markdown(), &["work"], Value::Null);
    let shown = session.client.expect_shown();
    for part in ["pygloss.toml", "../secret.md", "link", "`lens.mode`"] {
        assert!(shown.contains(part), "{shown}");
    }
    let guides = session.client.request("pygloss/guides", Value::Null);
    let names: Vec<_> = guides
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].clone())
        .collect();
    assert_eq!(names, ["docs", "pygloss"]);
    session.client.close();
}

#[test]
fn settings_files_are_followed() {
    let mut session = Session::before_initialize();
    session.write("work/pygloss.toml", "lens.mode = \"off\"\n");
    initialize(&mut session, json!({}), &["work"], Value::Null);
    let app = uri(&session, "work/app.py");
    session.client.open(&app, WALRUS);
    assert_eq!(session.client.lenses(&app), []);
    let changed = session.write("work/pygloss.toml", "lens.mode = \"first\"\n");
    let params = json!({"changes": [{"uri": file(&changed), "type": 2}]});
    session
        .client
        .notify("workspace/didChangeWatchedFiles", params);
    session.client.expect_logged(" entries on ");
    assert_eq!(session.client.lenses(&app).len(), 1);
    session.client.close();
}

#[test]
fn folders_come_and_go() {
    let mut session = Session::before_initialize();
    session.write("one/a.py", "(n := 1)\n");
    session.write("two/b.py", "(n := 1)\n");
    initialize(&mut session, json!({}), &["one"], Value::Null);
    let folder = |session: &Session, name: &str| json!([{"uri": uri(session, name), "name": name}]);
    let count = |session: &mut Session| {
        let params = json!({"concept": "syntax.walrus"});
        let used = session.client.request("pygloss/usages", params);
        used["locations"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut session), 1);
    let event = json!({"event": {"added": folder(&session, "two"), "removed": []}});
    session
        .client
        .notify("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(count(&mut session), 2);
    let event = json!({"event": {"added": [], "removed": folder(&session, "one")}});
    session
        .client
        .notify("workspace/didChangeWorkspaceFolders", event);
    session.client.expect_logged(" entries on ");
    assert_eq!(count(&mut session), 1);
    session.client.close();
}

#[test]
fn documents_of_other_schemes_get_empty_answers_and_odd_paths_work() {
    let mut session = Session::new(markdown(), Value::Null);
    let client = &mut session.client;
    for uri in [
        "git:/tmp/a.py?ref",
        "vsls:/a.py",
        "https://example.org/a.py",
        "output:x",
    ] {
        client.open(uri, WALRUS);
        assert!(client.hover(uri, 0, 13).is_null(), "{uri}");
        let params = json!({"textDocument": {"uri": uri}});
        assert!(
            client.request("textDocument/codeLens", params).is_null(),
            "{uri}"
        );
    }
    for uri in [
        "untitled:Untitled-1",
        "file:///c%3A/My%20Work/%C3%BC.py",
        "file:///tmp/a%23b.py",
    ] {
        client.open(uri, WALRUS);
        assert!(!client.hover(uri, 0, 13).is_null(), "{uri}");
    }
    session.client.close();
}
