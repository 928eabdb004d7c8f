//! Sessions inside this process, one small test for each thing that a client can ask for.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod browse;
mod cancel;
mod commands;
mod diagnostics;
mod documents;
mod guides;
mod hostile;
mod hover;
mod lenient;
mod lens;
mod lifecycle;
mod notebooks;
mod notes;
mod offer;
mod open;
mod parameters;
mod settings;
mod study;
#[path = "../support/mod.rs"]
mod support;
mod unfinished;
mod usages;
mod workspace;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use pygloss::lsp::Options;
use serde_json::{Value, json};
use support::Client;

const URI: &str = "file:///tmp/work/app.py";
const WALRUS: &str = "while (line := read()):\n    print(line)\n";

/// A session with the built-in guide, unpacked in a folder of its own.
struct Session {
    client: Client,
    folder: tempfile::TempDir,
}

impl Session {
    fn new(capabilities: Value, options: Value) -> Self {
        let mut session = Self::before_initialize();
        session.client.initialize(capabilities, options);
        session
    }

    fn before_initialize() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::inside(Options {
            builtin: true,
            cache: Some(folder.path().join("cache")),
            state: Some(folder.path().join("state")),
            ..Options::default()
        });
        Self { client, folder }
    }

    /// Writes a file below the session's folder.
    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Waits until the built-in guide can be opened.
    fn wait_until_unpacked(&mut self) {
        self.client.open("file:///tmp/probe.py", WALRUS);
        let until = Instant::now() + support::PATIENCE;
        while !text(&self.client.hover("file:///tmp/probe.py", 0, 13)).contains("](file://") {
            assert!(Instant::now() < until, "the guide is not unpacked");
            std::thread::sleep(Duration::from_millis(5));
        }
        let closed = json!({"textDocument": {"uri": "file:///tmp/probe.py"}});
        self.client.notify("textDocument/didClose", closed);
    }
}

fn plain() -> Session {
    Session::new(json!({}), Value::Null)
}

fn markdown() -> Value {
    json!({"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}})
}

/// The text of a hover.
fn text(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or_default()
}

/// The title and the entries of each code action at a place.
fn actions(client: &mut Client, uri: &str, line: u32, character: u32) -> Vec<(String, Value)> {
    let at = json!({"line": line, "character": character});
    let params = json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at},
        "context": {"diagnostics": []}});
    let found = client.request("textDocument/codeAction", params);
    let action = |action: &Value| {
        let title = action["title"].as_str().unwrap().to_owned();
        (title, action["arguments"].clone())
    };
    found.as_array().unwrap().iter().map(action).collect()
}

fn open_entry(ids: &Value) -> Value {
    json!({"command": "pygloss.openEntry", "arguments": ids})
}

/// A page of notes with one question about the walrus operator.
fn notes(question: &str) -> String {
    format!(
        "---\ntitle: Notes\nexplains: [syntax.walrus]\n---\n\n# Notes\n\n\
         The walrus operator assigns inside an expression.\n\n\
         ## Questions\n\n### {question}\n\n*Level: easy*\n\nIt saves a line.\n"
    )
}

/// The capability of showing documents.
fn shows_documents() -> Value {
    json!({"window": {"showDocument": {"support": true}}})
}

/// The line of the file that a `window/showDocument` selects.
fn selected(request: &Value) -> String {
    let params = &request["params"];
    let path = params["uri"]
        .as_str()
        .unwrap()
        .strip_prefix("file://")
        .unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let selection = &params["selection"];
    assert_eq!(selection["start"]["line"], selection["end"]["line"]);
    let line = usize::try_from(selection["start"]["line"].as_u64().unwrap()).unwrap();
    text.lines().nth(line).unwrap().to_owned()
}
