//! The command line, by running the program.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn pygloss(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        std::fs::write(folder.path().join(name), contents).unwrap();
    }
    folder
}

#[test]
fn the_tour_shows_each_notable_concept_once_with_its_questions() {
    let output = pygloss(project(), &["explain", "tests/data/tour.py"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    for expected in [
        "assignment expression",
        "__slots__",
        "decorator",
        "? What does the walrus operator do",
    ] {
        assert!(text.contains(expected), "no `{expected}` in\n{text}");
    }
    let walrus = text
        .lines()
        .filter(|line| line.starts_with("assignment expression"))
        .count();
    assert_eq!(walrus, 1);
}

#[test]
fn explain_says_at_a_place_what_a_hover_says() {
    let folder = folder_with(&[("a.py", b"print(n := 3)\n")]);
    let output = pygloss(folder.path(), &["explain", "a.py:1:9", "--format", "json"]);
    let stops: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(stops[0]["concepts"][0]["id"], "syntax.walrus");
    assert_eq!(
        (&stops[0]["line"], &stops[0]["column"]),
        (&1.into(), &9.into())
    );
    let line = pygloss(folder.path(), &["explain", "a.py:1", "--format", "json"]);
    let stops: Vec<Value> = serde_json::from_slice(&line.stdout).unwrap();
    assert!(
        stops.len() >= 2,
        "print and := are both explained: {stops:?}"
    );
}

#[test]
fn explain_past_the_end_says_that_there_is_nothing() {
    let folder = folder_with(&[("a.py", b"x = 1\n")]);
    let output = pygloss(folder.path(), &["explain", "a.py:99:99"]);
    assert!(output.status.success());
    assert!(stdout(&output).is_empty());
    assert!(stderr(&output).contains("nothing to explain there"));
}

#[test]
fn scan_prints_json_lines_in_code_points_from_one() {
    let folder = folder_with(&[("a.py", "s = '😀'; print(n := 3)\r\n".as_bytes())]);
    let output = pygloss(
        folder.path(),
        &[
            "scan",
            "a.py",
            "--format",
            "jsonl",
            "--concept",
            "syntax.walrus",
        ],
    );
    let found: Value = serde_json::from_str(stdout(&output).trim()).unwrap();
    let expected = serde_json::json!({
        "concept": "syntax.walrus", "file": "a.py",
        "line": 1, "column": 16, "end_line": 1, "end_column": 22,
        "focus": [[1, 18, 1, 20]],
    });
    assert_eq!(found, expected);
}

#[test]
fn scan_tells_what_it_cannot_read_and_goes_on() {
    let folder = folder_with(&[
        ("good.py", b"print(1)\n"),
        ("latin.py", b"s = '\xe9'\n"),
        ("cookie.py", b"# coding: latin-1\nprint('\xe9')\n"),
        ("empty.py", b""),
        ("broken.py", b"def f(:\n  print(\n"),
    ]);
    let output = pygloss(
        folder.path(),
        &[
            "scan",
            ".",
            "--format",
            "jsonl",
            "--concept",
            "builtin.print",
            "--sort",
        ],
    );
    assert!(output.status.success());
    assert_eq!(
        stderr(&output),
        "pygloss: ./latin.py: line 1 is not UTF-8, and no encoding is declared\n"
    );
    let text = stdout(&output);
    let files: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["file"].clone())
        .collect();
    assert_eq!(files, ["./broken.py", "./cookie.py", "./good.py"], "{text}");
}

#[test]
fn a_missing_path_is_told_and_the_rest_is_scanned() {
    let folder = folder_with(&[("a.py", b"print(1)\n")]);
    let output = pygloss(
        folder.path(),
        &["scan", "nowhere", "a.py", "--format", "jsonl"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        "pygloss: nowhere: no such file or folder\n"
    );
    assert!(stdout(&output).contains("builtin.print"));
}

#[test]
fn an_unknown_concept_is_told() {
    let output = pygloss(
        project(),
        &["scan", "tests/data", "--concept", "syntax.goto"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`syntax.goto` is no concept"));
}

#[test]
fn a_file_named_explicitly_is_read_whatever_it_is_called() {
    let folder = folder_with(&[("script", b"print(1)\n")]);
    let output = pygloss(folder.path(), &["scan", "script", "--format", "jsonl"]);
    assert!(stdout(&output).contains("builtin.print"));
}

#[test]
fn a_guide_that_cannot_be_used_is_told_with_the_way_out() {
    let folder = folder_with(&[
        ("a.py", b"print(1)\n"),
        ("blank.md", b"\n"),
        ("bad.md", b"# \xff\xfe?\n"),
    ]);
    let explain = |guide: &str| {
        let output = pygloss(folder.path(), &["--guide", guide, "explain", "a.py:1:1"]);
        assert!(
            stdout(&output).contains("print"),
            "the built-in guide still answers"
        );
        stderr(&output)
    };
    assert!(explain("nowhere").contains("nowhere: no such file or folder; check the path"));
    assert!(explain("blank.md").contains("blank.md: nothing in it was recognised"));
}

#[test]
fn a_person_s_own_notes_answer_first() {
    let folder = folder_with(&[
        ("a.py", b"print(n := 3)\n"),
        (
            "mine.md",
            b"**Q: When do I reach for the walrus operator?**\n\n**A:** To read in a loop.\n",
        ),
    ]);
    let arguments = [
        "--guide", "mine.md", "explain", "a.py:1:9", "--format", "json",
    ];
    let stops: Value = serde_json::from_slice(&pygloss(folder.path(), &arguments).stdout).unwrap();
    let first = &stops[0]["concepts"][0]["questions"][0]["title"];
    assert_eq!(first, "When do I reach for the walrus operator?");
}

#[test]
fn a_large_file_is_explained() {
    let line = "value = [item for item in range(10) if (half := item // 2)]\n";
    let folder = folder_with(&[("large.py", line.repeat(5 << 20 >> 6).as_bytes())]);
    let output = pygloss(folder.path(), &["explain", "large.py:40000:46"]);
    assert!(output.status.success());
    assert!(
        stdout(&output).contains("assignment expression"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn output_that_nobody_reads_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .current_dir(project())
        .args(["scan", "tests", "--format", "jsonl"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_idiom_does_not_hide_the_construct_that_it_is_made_of() {
    let source = b"from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n\n\
        class B:\n    __slots__ = ('x',)\n\nif __name__ == '__main__':\n    pass\n";
    let folder = folder_with(&[("a.py", source)]);
    let first = |place: &str| {
        let output = pygloss(folder.path(), &["explain", place, "--format", "json"]);
        let stops: Value = serde_json::from_slice(&output.stdout).unwrap();
        stops[0]["concepts"][0]["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(first("a.py:2:4"), "stdlib.dataclasses.dataclass");
    assert_eq!(first("a.py:7:6"), "dunder.__slots__");
    assert_eq!(first("a.py:9:5"), "idiom.main-guard");
}

const CONCEPTS: &[u8] = br#"
[[concept]]
id = "lib.mylib.retry"
name = "our retry"
gloss = "Tries again what failed, three times."

[[concept]]
id = "idiom.route"
name = "a route of our service"
gloss = "Every route is listed in routes.md."
recognise = ["@app.route"]

[[concept]]
id = "pitfall.bare-assert"
name = "assertion without a message"
gloss = "Our style asks for a message."
recognise = [{ query = '''
  ((assert_statement . (_) @focus .) @extent
    (#not-eq? @focus "False"))
''' }]

[[concept]]
id = "idiom.group-by"
name = "grouping"
recognise = ["pandas.DataFrame.groupby"]
"#;

#[test]
fn a_guide_may_define_concepts_by_names_and_queries() {
    let source = b"from mylib import retry as again
import pandas as pd
@app.route(\"/\")
def f(retry):
    assert f
    assert False
    assert f, retry
    again(f); pd.DataFrame.groupby
";
    let folder = folder_with(&[("concepts.toml", CONCEPTS), ("a.py", source)]);
    let scan = |paths: &[&str]| {
        let own = [
            "lib.mylib.retry",
            "idiom.route",
            "pitfall.bare-assert",
            "idiom.group-by",
        ];
        let mut arguments = vec!["scan", "--format", "jsonl"];
        arguments.extend(paths);
        arguments.extend(own.iter().flat_map(|id| ["--concept", *id]));
        let output = pygloss(folder.path(), &arguments);
        let text = stdout(&output) + &stderr(&output);
        let lines = text.lines().map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            let at = |key: &str| row[key].as_u64().unwrap();
            (
                row["concept"].as_str().unwrap().to_owned(),
                at("line"),
                at("column"),
            )
        });
        let mut found: Vec<_> = lines.collect();
        found.sort_by_key(|(_, line, column)| (*line, *column));
        found
    };
    let expected = [
        ("idiom.route", 3, 1),
        ("pitfall.bare-assert", 5, 5),
        ("lib.mylib.retry", 8, 5),
        ("idiom.group-by", 8, 15),
    ];
    let expected = expected.map(|(id, line, column)| (id.to_owned(), line, column));
    assert_eq!(scan(&["--guide", ".", "a.py"]), expected);
    assert_eq!(scan(&["--guide", "concepts.toml", "a.py"]), expected);
    let place = ["--guide", ".", "explain", "a.py:8:5"];
    let explained = stdout(&pygloss(folder.path(), &place));
    assert!(explained.contains("three times"), "{explained}");
}

#[test]
fn a_page_may_define_the_concepts_that_it_explains() {
    let page = b"---
title: Our retry
explains: [lib.mylib.retry]
concepts:
  - id: lib.mylib.retry
    name: our retry
    recognise: [mylib.retry, \"@retry\"]
---
# Our retry

Tries again what failed.
";
    let folder = folder_with(&[
        ("retry.md", page),
        (
            "a.py",
            b"import mylib as m\n@m.retry\ndef f(): pass\n@retry(3)\ndef g(): pass\n",
        ),
    ]);
    let arguments = [
        "--guide",
        ".",
        "--no-builtin-guide",
        "explain",
        "--format",
        "json",
    ];
    for place in ["a.py:2:4", "a.py:4:2"] {
        let output = pygloss(folder.path(), &[&arguments[..], &[place]].concat());
        let stops: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(stops[0]["concepts"][0]["id"], "lib.mylib.retry", "{place}");
    }
    assert!(pygloss(folder.path(), &["check", "."]).status.success());
}

#[test]
fn what_is_broken_about_a_concept_is_told_with_its_line_and_the_rest_works() {
    let broken = b"[[concept]]
id = \"idiom.one\"
name = \"one\"
recognise = [{ query = \"\"\"
(call
  function: (nothing) @focus)
\"\"\" }]

[[concept]]
id = \"idiom.two\"
name = \"two\"
recognise = [{ node = \"assert_statement\" }, \"my lib\", { node = \"asert\" }]

[[concept]]
id = \"no family\"
name = \"three\"

[[concept]]
id = \"idiom.four\"
name = \"four\"
recognise = [{ query = \"(call)\" }]

[[concept]]
id = \"syntax.walrus\"
name = \"five\"
";
    let folder = folder_with(&[("concepts.toml", broken), ("a.py", b"assert (x := 1)\n")]);
    let output = pygloss(folder.path(), &["check", "."]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let places = ["6:14", "12:45", "12:55", "14:1", "21:25", "23:1"];
    for place in places {
        let start = format!("concepts.toml:{place}:");
        assert!(text.contains(&start), "no {start} in\n{text}");
    }
    assert_eq!(text.lines().count(), places.len(), "{text}");
    let scanned = pygloss(
        folder.path(),
        &["--guide", ".", "scan", "--concept", "idiom.two", "a.py"],
    );
    assert!(
        stdout(&scanned).contains("idiom.two"),
        "{}",
        stderr(&scanned)
    );
    assert!(
        stderr(&scanned).contains("concepts.toml:6: "),
        "{}",
        stderr(&scanned)
    );
    // The same for a text that is no TOML at all.
    std::fs::write(folder.path().join("concepts.toml"), "[[concept]]\nid = \n").unwrap();
    let output = pygloss(folder.path(), &["check", "."]);
    assert!(
        stdout(&output).contains("concepts.toml:2:"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_query_cannot_stop_the_program() {
    // Each `(_)` may be any of the thousands of arguments, in order.
    let any = "(_)".repeat(12);
    let concepts = format!(
        "[[concept]]\nid = \"idiom.bomb\"\nname = \"bomb\"\nrecognise = [{{ query = '(argument_list {any} @focus)' }}]\n"
    );
    let source = format!("f({})\nlambda: 0\n", "x, ".repeat(20_000));
    let folder = folder_with(&[
        ("concepts.toml", concepts.as_bytes()),
        ("a.py", source.as_bytes()),
    ]);
    let started = std::time::Instant::now();
    let output = pygloss(
        folder.path(),
        &["--guide", ".", "scan", "--concept", "syntax.lambda", "a.py"],
    );
    assert!(stdout(&output).contains("syntax.lambda"));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn of_constructs_in_one_place_the_more_special_is_told_first() {
    let folder = folder_with(&[(
        "a.py",
        b"def f(x):\n    \"\"\"About f.\"\"\"\n    return f'{x}'\n",
    )]);
    for (place, id) in [
        ("a.py:2:5", "syntax.docstring"),
        ("a.py:3:12", "syntax.f-string"),
    ] {
        let output = pygloss(folder.path(), &["explain", "--format", "json", place]);
        let stops: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(stops[0]["concepts"][0]["id"], id, "{place}");
    }
}
