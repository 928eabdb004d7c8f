//! `workspace/executeCommand`, for clients with nothing of their own.

use serde_json::{Value, json};

use crate::support::place;
use crate::{Session, URI, WALRUS, plain, shows_documents};

fn command(name: &str, arguments: Value) -> Value {
    json!({"command": name, "arguments": arguments})
}

#[test]
fn a_question_is_asked_and_its_answer_comes_on_request() {
    let mut session = plain();
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let quiz = command("pygloss.quizHere", json!([place(URI, 0, 13)]));
    assert!(
        client
            .request("workspace/executeCommand", quiz.clone())
            .is_null()
    );
    let question = client.expect("window/showMessageRequest");
    assert!(
        question["params"]["message"]
            .as_str()
            .unwrap()
            .contains('?')
    );
    client.answer(&question, question["params"]["actions"][0].clone());
    let answer = client.expect("window/showMessageRequest");
    assert!(answer["params"]["message"].as_str().unwrap().len() > 20);
    assert_eq!(answer["params"]["actions"][2]["title"], "Easy");
    client.answer(&answer, answer["params"]["actions"][2].clone());
    // Rated, it makes way for another one.
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    loop {
        client.request("workspace/executeCommand", quiz.clone());
        let next = client.expect("window/showMessageRequest");
        client.answer(&next, Value::Null);
        if next["params"]["message"] != question["params"]["message"] {
            break;
        }
        assert!(std::time::Instant::now() < until, "it is asked again");
    }
    let nowhere = command("pygloss.quizHere", json!([place(URI, 5, 0)]));
    client.request("workspace/executeCommand", nowhere);
    assert!(client.expect_shown().contains("no question"));
    session.client.close();
}

#[test]
fn concepts_are_marked_by_commands() {
    let capabilities = json!({"experimental": {"pygloss": {"stateNotifications": true}}});
    let mut session = Session::new(capabilities, Value::Null);
    let client = &mut session.client;
    client.open(URI, WALRUS);
    for (name, lenses) in [("pygloss.markKnown", 0), ("pygloss.markLearning", 1)] {
        client.request(
            "workspace/executeCommand",
            command(name, json!(["syntax.walrus"])),
        );
        client.expect("pygloss/stateChanged");
        assert_eq!(client.lenses(URI).len(), lenses);
    }
    let wrong = command("pygloss.markKnown", json!(["syntax.nonsense"]));
    client.request("workspace/executeCommand", wrong);
    assert!(client.expect_shown().contains("syntax.nonsense"));
    let wrong = command("pygloss.markKnown", json!([1]));
    assert_eq!(
        client.request_error("workspace/executeCommand", wrong).0,
        -32602
    );
    session.client.close();
}

#[test]
fn places_are_offered_by_a_client_that_does_not_show_them() {
    let mut session = Session::new(shows_documents(), Value::Null);
    let client = &mut session.client;
    client.open(URI, "(a := 1)\n(b := 2)\n");
    let usages = command("pygloss.showUsages", json!([place(URI, 0, 3)]));
    let found = client.request("workspace/executeCommand", usages);
    assert_eq!(found.as_array().unwrap().len(), 2);
    let question = client.expect("window/showMessageRequest");
    assert_eq!(
        question["params"]["actions"][1]["title"],
        "/tmp/work/app.py:2"
    );
    client.answer(&question, question["params"]["actions"][1].clone());
    let show = client.expect("window/showDocument");
    assert_eq!(show["params"]["selection"], found[1]["range"]);
    client.answer(&show, json!({"success": true}));
    session.client.close();
}

#[test]
fn a_client_that_shows_places_gets_them_and_progress_of_the_servers_making() {
    let capabilities = json!({
        "window": {"workDoneProgress": true},
        "experimental": {"pygloss": {"showsUsages": true}},
    });
    let mut session = Session::new(capabilities, Value::Null);
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let usages = command("pygloss.showUsages", json!([{"concept": "syntax.walrus"}]));
    let found = client.request("workspace/executeCommand", usages);
    assert_eq!(found[0]["uri"], URI);
    let create = client.expect("window/workDoneProgress/create");
    client.answer(&create, Value::Null);
    let token = &create["params"]["token"];
    for kind in ["begin", "report", "end"] {
        let progress = client.expect("$/progress");
        assert_eq!(progress["params"]["token"], *token);
        assert_eq!(progress["params"]["value"]["kind"], kind);
    }
    session.client.close();
}

#[test]
fn the_report_says_what_a_bug_report_needs_and_nothing_of_files() {
    let mut session = Session::before_initialize();
    let notes = session.write("notes.md", crate::notes("What is my secret?"));
    session.client.initialize_with(json!({
        "capabilities": {}, "clientInfo": {"name": "test", "version": "7"},
        "initializationOptions": {"guides": [notes], "hover": {"detail": "full"}},
    }));
    session.client.open(URI, "secret = (n := 1)\n");
    let report = session.client.request(
        "workspace/executeCommand",
        command("pygloss.debugInformation", json!([])),
    );
    let report = report.as_str().unwrap();
    for part in [
        env!("CARGO_PKG_VERSION"),
        "test 7",
        "Full",
        "notes.md | 1 | 1 | 1 | 0 |",
        "built in",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(!report.contains("secret"), "{report}");
    session.client.close();
}

#[test]
fn hovers_link_to_the_commands_that_the_client_names() {
    let capabilities = json!({
        "textDocument": {"hover": {"contentFormat": ["markdown"]}},
        "experimental": {"commands": ["pygloss.openEntry", "pygloss.markKnown"]},
    });
    let mut session = Session::new(capabilities, Value::Null);
    let client = &mut session.client;
    client.open(URI, WALRUS);
    let hover = client.hover(URI, 0, 13);
    let text = crate::text(&hover);
    assert!(text.contains("[I know this](command:pygloss.markKnown?%5B%22syntax.walrus%22%5D)"));
    // The idiom of a class with slots raises the same question as the special name.
    client.open(
        "file:///tmp/work/slots.py",
        "class A:\n    __slots__ = ('x',)\n",
    );
    let slots = client.hover("file:///tmp/work/slots.py", 1, 6);
    let both = "markKnown?%5B%22dunder.__slots__%22%2C%22idiom.slots%22%5D";
    assert!(crate::text(&slots).contains(both), "{slots}");
    assert!(!text.contains("showUsages"), "{text}");
    assert!(
        text.lines().filter(|line| !line.is_empty()).count() <= 8,
        "{text}"
    );
    session.client.close();
}
