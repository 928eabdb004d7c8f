//! The fuzz targets without a fuzzer: each over its kept inputs and some thousands of changes of
//! them, the same every time.
//!
//! With `PYGLOSS_FUZZ_SECONDS` each goes on for so long, and tells how many it ran:
//!
//! ```text
//! PYGLOSS_FUZZ_SECONDS=600 cargo test --test fuzz -- --test-threads 1 --nocapture
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/numbers.rs"]
#[allow(dead_code)] // A part of it is used here.
mod numbers;
mod targets;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use numbers::Numbers;

/// What makes a difference to one target or another.
const WORDS: [&[u8]; 24] = [
    b"\n",
    b"\r\n",
    b"\r",
    b"\xff",
    b"\0",
    b"  ",
    b"\"",
    b"'",
    b"(",
    b")",
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b"\n# ",
    b"\n```\n",
    b"&a ",
    b"*a",
    b"\xf0\x9f\x91\xa9",
    b"\xe2\x80\xa8",
    b"e\xcc\x81",
    b"async ",
    b"9999999999",
];

/// No input grows beyond this, in bytes.
const LONGEST: usize = 8192;

/// `input` with one to four changes; `other` is something to take a part of.
fn changed(input: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + 1 + numbers.below(16)).min(bytes.len());
        match numbers.below(6) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            3 => {
                let from = numbers.below(other.len() + 1);
                let upto = (from + numbers.below(64)).min(other.len());
                bytes.splice(at..at, other[from..upto].to_vec());
            }
            4 => bytes.insert(at, u8::try_from(numbers.below(256)).unwrap()),
            _ => drop(bytes.splice(at..at, numbers.of(&WORDS).to_vec())),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Tells the input that a target fails on.
struct Told<'i>(&'i [u8]);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("with b\"{}\"", self.0.escape_ascii());
        }
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let files = std::fs::read_dir(folder.join(target)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

/// Runs `target` on its corpus and on `times` changed inputs.
fn survives(target: &str, times: usize) {
    let (_, run) = targets::TARGETS
        .iter()
        .find(|(name, _)| *name == target)
        .unwrap();
    let inputs = corpus(target);
    assert!(inputs.len() > 3, "{} inputs for {target}", inputs.len());
    for input in &inputs {
        let _told = Told(input);
        run(input);
    }
    let mut numbers = Numbers(11);
    let seconds = std::env::var("PYGLOSS_FUZZ_SECONDS").ok();
    let seconds = seconds.map_or(0, |seconds| seconds.parse().unwrap());
    let until = Instant::now() + Duration::from_secs(seconds);
    for time in 0.. {
        if time >= times && Instant::now() >= until {
            eprintln!("{target}: {time} changed inputs");
            break;
        }
        let other = numbers.of(&inputs);
        let input = changed(&inputs[time % inputs.len()], other, &mut numbers);
        let _told = Told(&input);
        run(&input);
    }
}

#[test]
fn every_target_is_a_program_of_the_fuzzer_and_has_a_test_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let tests = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    for (name, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")));
        let program = folder.join(format!("fuzz_targets/{name}.rs"));
        let program = std::fs::read_to_string(program).unwrap();
        assert!(program.contains(&format!("targets::{name}::run(data)")));
        assert!(tests.contains(&format!("survives(\"{name}\"")), "{name}");
    }
}

#[test]
fn any_concepts_of_a_person_are_used_or_told() {
    survives("concepts", 3000);
}

#[test]
fn after_any_edits_all_is_found_as_afresh() {
    survives("edits", 300);
}

#[test]
fn any_front_matter_leaves_the_page_below_it() {
    survives("front", 4000);
}

#[test]
fn any_bytes_are_a_page_or_refused() {
    survives("guide", 2000);
}

#[test]
fn any_messages_are_answered_and_survived() {
    survives("messages", 200);
}

#[test]
fn any_position_is_what_counting_gives() {
    survives("positions", 2000);
}

#[test]
fn any_settings_are_used_or_told() {
    survives("settings", 4000);
}

#[test]
fn costly_yaml_is_read_or_refused() {
    survives("yaml", 1000);
}
