//! Nothing in a Python file without an explanation: `pygloss scan --format coverage` over CPython's
//! own library.
#![allow(clippy::unwrap_used)]

use std::process::Command;

/// Kinds of tokens that always mean something.
const EXPLAINED: [&str; 6] = [
    "keyword",
    "operator",
    "special name",
    "decorator",
    "number",
    "comment",
];

#[test]
fn each_token_with_a_meaning_has_a_concept() {
    let asked = Command::new("python3")
        .args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('stdlib'))",
        ])
        .output()
        .unwrap();
    let library = String::from_utf8(asked.stdout).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(["scan", "--format", "coverage", library.trim()])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for kind in EXPLAINED {
        let line = text.lines().find(|line| line.starts_with(kind)).unwrap();
        let counts: Vec<usize> = line
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        assert!(counts[0] > 1000, "{line}");
        assert_eq!(counts[1], 0, "{text}");
    }
}
