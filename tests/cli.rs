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
