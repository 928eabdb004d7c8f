//! The house's "never" rules, held by reading the source.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules that know neither protocol nor machine.
const CORE: [&str; 5] = ["text", "concept", "python", "guide", "gloss"];

/// What they may not name, and why.
const FORBIDDEN: [(&str, &str); 8] = [
    ("tower_lsp", "the protocol belongs to src/lsp"),
    ("lsp_types", "the protocol belongs to src/lsp"),
    ("ls_types", "the protocol belongs to src/lsp"),
    ("tokio", "the core is synchronous"),
    ("std::fs", "only src/disk reads files"),
    ("std::path", "a path on disk is the business of src/disk"),
    ("std::time", "the core has no clock"),
    ("std::env", "the core knows no surroundings"),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn source_files(below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(below),
        &mut found,
    );
    assert!(!found.is_empty(), "no source below {below}");
    found
}

fn module_of(file: &Path) -> String {
    let below = file
        .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .unwrap();
    let first = below.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The lines of `file` that are code: comments are left out.
fn code_lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line.to_owned()))
        .collect()
}

#[test]
fn the_core_knows_neither_protocol_nor_machine() {
    let mut broken = Vec::new();
    let files = source_files("src");
    for file in files
        .iter()
        .filter(|file| CORE.contains(&module_of(file).as_str()))
    {
        for (number, line) in code_lines(file) {
            for (name, why) in FORBIDDEN {
                if line.contains(name) {
                    broken.push(format!("{}:{number}: `{name}`: {why}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn guide_and_python_do_not_know_each_other() {
    let mut broken = Vec::new();
    for file in source_files("src") {
        let other = match module_of(&file).as_str() {
            "guide" => "crate::python",
            "python" => "crate::guide",
            _ => continue,
        };
        for (number, line) in code_lines(&file) {
            if line.contains(other) {
                broken.push(format!("{}:{number}: {line}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn only_the_server_names_the_protocol() {
    for file in source_files("src") {
        let module = module_of(&file);
        let named = code_lines(&file)
            .iter()
            .any(|(_, line)| line.contains("tower_lsp"));
        assert!(
            !named || module == "lsp",
            "{} names the protocol",
            file.display()
        );
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for file in source_files("src") {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with("//!"),
            "{} does not begin with `//!`",
            file.display()
        );
    }
}

#[test]
fn no_crate_of_ours_lets_a_panic_abort_the_server() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(
        !manifest.contains("panic = \"abort\""),
        "a handler's panic must stay inside"
    );
}
