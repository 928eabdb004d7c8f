//! What the project says of itself where trust is concerned, held against what there is.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The words of `text` that stand in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn each_threat_names_code_and_tests_that_exist() {
    let text = read(".github/SECURITY.md");
    let mut count = 0;
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = row.trim_matches('|').split('|').collect();
        let [_, code, tests] = cells[..] else {
            panic!("three cells: {row}");
        };
        if code.trim() == "what meets it" || code.trim().starts_with("--") {
            continue;
        }
        let mut files = quoted(code)
            .filter(|word| word.starts_with("src/"))
            .peekable();
        assert!(files.peek().is_some(), "no code: {row}");
        files.for_each(|file| assert!(root().join(file).is_file(), "{file}: {row}"));
        let mut file = None;
        let mut named = 0;
        for word in quoted(tests) {
            if word.ends_with(".rs") {
                file = Some(read(word));
                continue;
            }
            let source = file.as_deref().expect("a file before its tests");
            let test = format!("fn {word}(");
            let at = source
                .find(&test)
                .unwrap_or_else(|| panic!("no {word}: {row}"));
            let before: Vec<_> = source[..at].lines().rev().take(4).collect();
            assert!(
                before.contains(&"#[test]") || before.contains(&"    #[test]"),
                "{word}"
            );
            named += 1;
        }
        assert!(named > 0, "no test: {row}");
        count += 1;
    }
    assert!(count >= 15, "{count} threats");
}

/// The packages of the lock file: name and source.
fn locked() -> Vec<(String, Option<String>)> {
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    let text = |package: &toml::Value, key| {
        let value: Option<&toml::Value> = package.get(key);
        value.and_then(toml::Value::as_str).map(str::to_owned)
    };
    let packages = lock["package"].as_array().unwrap();
    let packages = packages.iter();
    packages
        .map(|package| (text(package, "name").unwrap(), text(package, "source")))
        .collect()
}

/// The direct dependencies, on all systems and for the tests, by the names of their packages.
fn direct() -> BTreeSet<String> {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    let tables = ["dependencies", "build-dependencies", "dev-dependencies"];
    let tables = tables.into_iter().map(|table| &manifest[table]);
    let named = tables
        .chain([unix])
        .flat_map(|table| table.as_table().unwrap());
    let package = |(name, value): (&String, &toml::Value)| {
        let package = value.get("package").and_then(toml::Value::as_str);
        package.unwrap_or(name).to_owned()
    };
    named.map(package).collect()
}

#[test]
fn the_readme_says_what_each_dependency_is_for_and_how_many_come_with_them() {
    let readme = read("README.md");
    let (_, section) = readme.split_once("### Dependencies").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let first = rows.filter_map(|row| row.split('|').nth(1));
    let told: BTreeSet<_> = first.flat_map(quoted).map(str::to_owned).collect();
    assert_eq!(told, direct());
    let others = locked().len() - 1;
    let said = format!("{others} packages");
    assert!(section.contains(&said), "the lock file has {said}");
}

#[test]
fn every_dependency_comes_from_the_public_registry() {
    for (name, source) in locked() {
        let expected = (name != "pygloss")
            .then(|| "registry+https://github.com/rust-lang/crates.io-index".to_owned());
        assert_eq!(source, expected, "{name}");
    }
}

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

#[test]
fn no_code_is_unsafe_runs_programs_or_uses_the_network() {
    for file in ["src/lib.rs", "src/main.rs"] {
        assert!(read(file).contains("\n#![forbid(unsafe_code)]\n"), "{file}");
    }
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    assert!(files.len() > 50);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for name in [
            "std::process::Command",
            "std::net",
            "tokio::net",
            "tokio::process",
        ] {
            assert!(!code.contains(name), "{} names {name}", file.display());
        }
    }
}
