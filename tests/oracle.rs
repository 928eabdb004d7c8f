//! What the scan says of CPython's own library, held against what CPython itself says of it.
//!
//! The machine's `python3` (3.11 or later) reads each file of its library folder, `test` included,
//! with `ast`, `symtable` and `tokenize` (see `tests/oracle/oracle.py`), and every id with a fixed
//! meaning must be found where it says: precision and recall of at least 0.999 each. What is known
//! to differ is listed here with its reason; anything else that differs is shown. The same is asked of
//! random programs (see `tests/oracle/random_python.py`).
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::print_stdout)] // what was compared, and what was not

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

/// What the oracle prints.
#[derive(Deserialize)]
struct Verdict {
    python: String,
    files: usize,
    /// By id: how many CPython has, how many of them are missing, how many are found besides.
    totals: BTreeMap<String, [usize; 3]>,
    /// `missing` or `extra`, the id, the file, line and column.
    differences: Vec<(String, String, String, usize, usize)>,
    /// Files that CPython itself refuses, with its reason.
    skipped: Vec<(String, String)>,
}

/// Files of the library that are no Python: what is refused there is refused on purpose.
const NO_PYTHON: [&str; 3] = ["lib2to3/tests/data", "test/tokenizedata", "badsyntax"];

/// How many of a hundred thousand have to agree.
const ENOUGH: usize = 99_900;

fn python(arguments: &[&str]) -> Option<String> {
    let output = Command::new("python3").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

#[test]
fn the_scan_of_the_standard_library_says_what_cpython_says() {
    let version = python(&["-c", "import sys; print(sys.version_info >= (3, 11))"]);
    assert_eq!(
        version.as_deref(),
        Some("True"),
        "this test asks `python3`, 3.11 or later"
    );
    let library = python(&[
        "-c",
        "import sysconfig; print(sysconfig.get_path('stdlib'))",
    ])
    .unwrap();
    // Packages that were installed into the library folder are no part of the library.
    let mut scanned = Vec::new();
    for entry in std::fs::read_dir(&library).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let python_file = path.extension().is_some_and(|extension| extension == "py");
        if python_file || path.is_dir() && name != "site-packages" && name != "__pycache__" {
            scanned.push(path);
        }
    }
    check(&compared(&scanned));
}

/// What the oracle says of the scan of `paths`.
fn compared(paths: &[PathBuf]) -> Verdict {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = folder.join("tests/oracle/oracle.py");
    let ids = python(&[script.to_str().unwrap(), "--ids"]).unwrap();
    let mut scan = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(["scan", "--format", "jsonl"])
        .args(ids.lines().map(|id| format!("--concept={id}")))
        .args(paths)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let oracle = Command::new("python3")
        .arg(&script)
        .arg("--catalogue")
        .arg(folder.join("content/concepts"))
        .args(paths)
        .stdin(scan.stdout.take().unwrap())
        .output()
        .unwrap();
    assert!(scan.wait().unwrap().success());
    assert!(
        oracle.status.success(),
        "{}",
        String::from_utf8_lossy(&oracle.stderr)
    );
    serde_json::from_slice(&oracle.stdout).unwrap()
}

fn check(verdict: &Verdict) {
    let mut wrong = String::new();
    let compared = verdict.files - verdict.skipped.len();
    eprintln!("Python {}: {compared} files compared", verdict.python);
    assert!(compared > 500, "that is no library");
    for (file, reason) in &verdict.skipped {
        eprintln!("not compared: {file}: {reason}");
        if !NO_PYTHON.iter().any(|part| file.contains(part)) {
            writeln!(wrong, "{file} was not compared: {reason}").unwrap();
        }
    }
    for (concept, [expected, missing, extra]) in &verdict.totals {
        let right = expected - missing;
        let found = right + extra;
        if right * 100_000 < expected * ENOUGH || right * 100_000 < found * ENOUGH {
            writeln!(
                wrong,
                "{concept}: CPython has {expected}; {missing} are missing and {extra} are none"
            )
            .unwrap();
        }
    }
    for (what, concept, file, line, column) in &verdict.differences {
        eprintln!("{what}: {concept} at {file}:{line}:{column}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Real code says most things in the same few ways; this says them in all that the grammar lets.
#[test]
fn the_scan_of_random_python_says_what_cpython_says() {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/random_python.py");
    let files = folder.path().to_str().unwrap();
    let options = ["--files", "1500", "--seed", "1"];
    python(&[&[script.to_str().unwrap(), files][..], &options].concat()).unwrap();
    let mut verdict = compared(&[folder.path().to_owned()]);
    // From 3.12 on `symtable` puts what comprehensions bind into the scope around them.
    if python(&["-c", "import sys; print(sys.version_info >= (3, 12))"]).as_deref() == Some("True")
    {
        verdict
            .differences
            .retain(|(_, concept, ..)| !concept.starts_with("builtin."));
    }
    assert_eq!((verdict.files, verdict.skipped.len()), (1500, 0));
    for (what, concept, file, line, _) in &verdict.differences {
        let text = std::fs::read_to_string(file).unwrap();
        eprintln!("{what}: {concept} in line {line} of\n{text}");
    }
    assert!(verdict.differences.is_empty());
}
