//! The other way: from a concept or an entry to the places in the workspace.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, file};
use crate::{Session, markdown, notes};

/// A session over a workspace with three files that use the walrus operator and one that does not.
fn workspace(capabilities: Value) -> Session {
    let mut session = Session::before_initialize();
    session.write("work/a.py", "if (n := 1):\n    pass\n");
    session.write("work/sub/b.py", "é = 1\nprint(é, (é := 2), (é := 3))\n");
    session.write("work/c.py", "print(1)\n");
    session.write("work/.gitignore", "ignored/\n");
    session.write("work/ignored/d.py", "(n := 1)\n");
    session.write("work/.git/HEAD", "");
    session.write("work/env/pyvenv.cfg", "");
    session.write("work/env/lib/e.py", "(n := 1)\n");
    session.write("work/notes.md", notes("Why the walrus?"));
    let root = session.folder.path().join("work");
    session.client.initialize_with(json!({
        "processId": null,
        "capabilities": capabilities,
        "workspaceFolders": [{"uri": file(&root), "name": "work"}],
        "initializationOptions": {"guides": ["notes.md"]},
    }));
    session
}

fn places(used: &Value) -> Vec<(String, u64, u64)> {
    let locations = used["locations"].as_array().unwrap().iter();
    locations
        .map(|location| {
            let name = location["uri"].as_str().unwrap().rsplit('/').next();
            let start = &location["range"]["start"];
            let (line, character) = (start["line"].as_u64(), start["character"].as_u64());
            (name.unwrap().to_owned(), line.unwrap(), character.unwrap())
        })
        .collect()
}

fn walrus(client: &mut Client) -> Value {
    client.request("pygloss/usages", json!({"concept": "syntax.walrus"}))
}

#[test]
fn the_places_of_a_concept_in_the_workspace() {
    let mut session = workspace(json!({}));
    let used = walrus(&mut session.client);
    assert_eq!(used["concepts"], json!(["syntax.walrus"]));
    assert_eq!(used["complete"], true);
    let expected = [("a.py", 0, 6), ("b.py", 1, 12), ("b.py", 1, 22)];
    let expected = expected.map(|(name, line, column)| (name.to_owned(), line, column));
    assert_eq!(places(&used), expected);
    // Again, from memory; and after a file has changed and another has gone.
    assert_eq!(places(&walrus(&mut session.client)), expected);
    session.write("work/c.py", "print((n := 1))\n");
    std::fs::remove_file(session.folder.path().join("work/a.py")).unwrap();
    let found = places(&walrus(&mut session.client));
    assert_eq!(found[0], ("c.py".to_owned(), 0, 9));
    assert_eq!(found.len(), 3);
    session.client.close();
}

#[test]
fn open_documents_count_as_the_editor_has_them() {
    let mut session = workspace(json!({}));
    let uri = file(&session.folder.path().join("work/a.py"));
    session.client.open(&uri, "\n\n[n := 1]\n");
    session.client.open("untitled:Untitled-1", "(n := 1)\n");
    let used = walrus(&mut session.client);
    let found = places(&used);
    assert_eq!(found[0].0, "untitled:Untitled-1");
    assert_eq!(found[1], ("a.py".to_owned(), 2, 3));
    let at = json!({"textDocument": {"uri": uri}, "position": {"line": 2, "character": 4}});
    let here = session.client.request("pygloss/usages", at);
    assert_eq!(here, used);
    session.client.close();
}

#[test]
fn an_entry_leads_to_the_places_of_what_it_is_about() {
    let mut session = workspace(json!({}));
    let guide = file(&session.folder.path().join("work/notes.md"));
    let entries = session
        .client
        .request("pygloss/browse", json!({"uri": guide}));
    let mut question = entries.as_array().unwrap().iter();
    let question = question.rfind(|entry| entry["kind"] == "question").unwrap();
    assert_eq!(question["concepts"][0]["id"], "syntax.walrus");
    let used = session
        .client
        .request("pygloss/usages", json!({"entry": question["id"]}));
    assert_eq!(places(&used).len(), 3);
    for wrong in [
        json!({}),
        json!({"entry": "no"}),
        json!({"concept": "syntax.nonsense"}),
    ] {
        assert_eq!(
            session.client.request_error("pygloss/usages", wrong).0,
            -32602
        );
    }
    session.client.close();
}

#[test]
fn progress_and_partial_results_come_before_the_answer() {
    let mut session = workspace(json!({}));
    let used = session.client.request(
        "pygloss/usages",
        json!({"concept": "syntax.walrus", "workDoneToken": 7, "partialResultToken": "part"}),
    );
    assert_eq!(used["locations"], json!([]));
    let mut kinds = Vec::new();
    let mut places = 0;
    // All of them are here already: nothing is waited for.
    for progress in session.client.received("$/progress") {
        let params = &progress["params"];
        if params["token"] == 7 {
            kinds.push(params["value"]["kind"].as_str().unwrap().to_owned());
        } else {
            assert_eq!(params["token"], "part");
            places += params["value"].as_array().unwrap().len();
        }
    }
    assert_eq!(kinds, ["begin", "report", "end"]);
    assert_eq!(places, 3);
    session.client.close();
}

#[test]
fn the_limit_holds_and_is_told() {
    let mut session = workspace(json!({}));
    let settings =
        json!({"settings": {"pygloss": {"usages": {"limit": 2}, "guides": ["notes.md"]}}});
    session
        .client
        .notify("workspace/didChangeConfiguration", settings);
    let used = walrus(&mut session.client);
    assert_eq!(places(&used).len(), 2);
    assert_eq!(used["complete"], false);
    session.client.close();
}

#[test]
fn a_cancelled_search_stops() {
    let mut session = workspace(json!({}));
    let long = "x = [i for i in range(10) if (n := i)]\n".repeat(1500);
    for number in 0..60 {
        session.write(&format!("work/big/{number}.py"), &long);
    }
    let params = json!({"concept": "syntax.walrus", "workDoneToken": "w"});
    let id = session.client.ask("pygloss/usages", params.clone());
    session.client.expect("$/progress");
    let cancelled = Instant::now();
    session.client.notify("$/cancelRequest", json!({"id": id}));
    let answer = session.client.response(id);
    assert_eq!(answer["error"]["code"], -32800);
    // The answer is early, and so is the end of the work.
    let until = Instant::now() + crate::support::PATIENCE;
    let mut is_over = false;
    while !is_over {
        assert!(Instant::now() < until, "the work goes on");
        is_over = session.client.expect("$/progress")["params"]["value"]["kind"] == "end";
    }
    assert!(
        cancelled.elapsed() < Duration::from_secs(2),
        "{:?}",
        cancelled.elapsed()
    );

    // The person's own way to cancel: what was found so far is the answer.
    let id = session.client.ask("pygloss/usages", params);
    session.client.expect("$/progress");
    session
        .client
        .notify("window/workDoneProgress/cancel", json!({"token": "w"}));
    let answer = session.client.response(id);
    assert_eq!(answer["result"]["complete"], false, "{}", answer["error"]);
    session.client.received("$/progress");
    session.client.close();
}

#[test]
fn a_plan_names_what_stands_often_and_is_not_known() {
    let mut session = workspace(json!({}));
    let plan = |session: &mut Session| {
        session
            .client
            .request("pygloss/studyPlan", json!({"limit": 50}))
    };
    let first = plan(&mut session);
    let find = |plan: &Value| {
        let steps = plan.as_array().unwrap().clone();
        steps
            .into_iter()
            .find(|step| step["concept"]["id"] == "syntax.walrus")
    };
    assert_eq!(find(&first).unwrap()["places"], 3);
    assert!(
        !find(&first).unwrap()["entries"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let known = json!({"concepts": ["syntax.walrus"], "state": "known"});
    session.client.request("pygloss/mark", known);
    assert_eq!(find(&plan(&mut session)), None);
    session.client.close();
}

#[test]
fn guide_files_lead_to_the_code() {
    let mut session = workspace(markdown());
    let guide = session.folder.path().join("work/notes.md");
    let (uri, text) = (file(&guide), std::fs::read_to_string(&guide).unwrap());
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
    session
        .client
        .notify("textDocument/didOpen", json!({"textDocument": document}));
    let before = session.client.lenses(&uri);
    let line = text
        .lines()
        .position(|line| line.starts_with("###"))
        .unwrap() as u64;
    assert!(
        before.contains(&(line, "Places in this workspace".to_owned())),
        "{before:?}"
    );
    let at = json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": 5}});
    assert_eq!(
        places(&session.client.request("pygloss/usages", at)).len(),
        3
    );
    let after = session.client.lenses(&uri);
    assert!(
        after.contains(&(line, "3 places in this workspace".to_owned())),
        "{after:?}"
    );
    // The id of a concept in the front matter.
    let hover = session.client.hover(&uri, 2, 14);
    assert!(crate::text(&hover).contains("walrus"), "{hover}");
    session.client.close();
}
