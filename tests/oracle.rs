//! What the scan says of CPython's own library, held against what CPython itself says of it.
//!
//! The machine's `python3` (3.11 or later) reads each file of its library folder, `test` included,
//! with `ast`, `symtable` and `tokenize` (see `tests/oracle/oracle.py`), and every id with a fixed
//! meaning must be found where it says: precision and recall of at least 0.999 each. What is known
//! to differ is listed here with its reason; anything else that differs is shown.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::print_stdout)] // what was compared, and what was not

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
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
    let script = folder.join("tests/oracle/oracle.py");
    let ids = python(&[script.to_str().unwrap(), "--ids"]).unwrap();
    let mut scan = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(["scan", "--format", "jsonl"])
        .args(ids.lines().map(|id| format!("--concept={id}")))
        .args(&scanned)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let oracle = Command::new("python3")
        .arg(&script)
        .arg("--catalogue")
        .arg(folder.join("content/concepts"))
        .args(&scanned)
        .stdin(scan.stdout.take().unwrap())
        .output()
        .unwrap();
    assert!(scan.wait().unwrap().success());
    assert!(
        oracle.status.success(),
        "{}",
        String::from_utf8_lossy(&oracle.stderr)
    );
    let verdict: Verdict = serde_json::from_slice(&oracle.stdout).unwrap();
    check(&verdict);
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
