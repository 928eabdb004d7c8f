//! The examples in `tests/concepts/*.md`: what is recognised in a piece of Python, and what is not.
//!
//! A heading names the concepts that the cases below it are about, and a case is a Python fence
//! followed by an `expect` fence with one line for each occurrence of those concepts:
//!
//! ```text
//! 1:5-1:16 syntax.walrus [1:7-1:9]
//! ```
//!
//! The extent, the id, the role if it has one, the focus tokens; lines and columns from 1, columns
//! in characters, ends exclusive. A near miss has an empty fence. `UPDATE_EXPECT=1` writes what is
//! found into the files: read the difference before you keep it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pygloss::concept::{Catalogue, Family};
use pygloss::python::{Recogniser, Role, Syntax};
use pygloss::text::{Encoding, LineIndex, Span};

/// A Python fence with what is expected of it.
struct Case {
    ids: Vec<String>,
    source: String,
    expected: String,
    /// Where the expectation stands in the file, in lines from 0: first, and the one after the last.
    lines: (usize, usize),
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/concepts");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut ids = Vec::new();
    let mut source: Option<String> = None;
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim();
            ids = heading.split(", ").map(str::to_owned).collect();
        } else if line == "```python" {
            source = Some(body(&mut lines).0);
        } else if line == "```expect" {
            let (expected, end) = body(&mut lines);
            cases.push(Case {
                ids: ids.clone(),
                source: source
                    .take()
                    .expect("an expect fence follows a python fence"),
                expected,
                lines: (number + 1, end),
            });
        }
    }
    cases
}

fn body<'t>(lines: &mut impl Iterator<Item = (usize, &'t str)>) -> (String, usize) {
    let mut body = String::new();
    for (number, line) in lines {
        if line == "```" {
            return (body, number);
        }
        body.push_str(line);
        body.push('\n');
    }
    panic!("a fence is not closed");
}

fn found(catalogue: &Catalogue, recogniser: &Recogniser, case: &Case) -> String {
    let source = &case.source;
    let lines = LineIndex::new(source);
    let place = |span: Span| {
        let [start, end] = [span.start(), span.end()]
            .map(|offset| lines.position(source, offset, Encoding::Utf32))
            .map(|at| format!("{}:{}", at.line.0 + 1, at.column.0 + 1));
        format!("{start}-{end}")
    };
    let mut text = String::new();
    for occurrence in recogniser
        .occurrences(&Syntax::parse(source), source)
        .iter()
    {
        let id = &catalogue[occurrence.concept].id;
        if !case.ids.iter().any(|one| one == id) {
            continue;
        }
        let role = match occurrence.role {
            None => "",
            Some(Role::Definition) => " definition",
            Some(Role::Use) => " use",
        };
        let focus: Vec<_> = occurrence.focus.iter().map(place).collect();
        let extent = place(occurrence.extent);
        writeln!(text, "{extent} {id}{role} [{}]", focus.join(", ")).unwrap();
    }
    text
}

#[test]
fn each_example_shows_what_is_recognised() {
    let catalogue = pygloss::builtin::catalogue();
    let (recogniser, problems) = Recogniser::new(&catalogue);
    assert!(problems.is_empty(), "{problems:#?}");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = String::new();
    for path in files() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let mut updated: Vec<String> = text.lines().map(str::to_owned).collect();
        for case in cases(&text).iter().rev() {
            for id in &case.ids {
                let known = catalogue.find(id).is_some();
                assert!(known, "{name}:{}: `{id}` is no concept", case.lines.0);
            }
            let found = found(&catalogue, &recogniser, case);
            if found != case.expected {
                writeln!(
                    wrong,
                    "{name}:{}: {}\n{}expected:\n{}found:\n{found}",
                    case.lines.0 + 1,
                    case.ids.join(", "),
                    case.source,
                    case.expected
                )
                .unwrap();
            }
            updated.splice(case.lines.0..case.lines.1, found.lines().map(str::to_owned));
        }
        if update {
            fs::write(&path, updated.join("\n") + "\n").unwrap();
        }
    }
    assert!(update || wrong.is_empty(), "{wrong}");
}

#[test]
fn each_concept_has_an_example_and_a_near_miss_or_says_why_not() {
    let catalogue = pygloss::builtin::catalogue();
    let all: Vec<Case> = files()
        .iter()
        .flat_map(|path| cases(&fs::read_to_string(path).unwrap()))
        .collect();
    let mut missing = String::new();
    for (_, concept) in catalogue.iter() {
        let id = &concept.id;
        // These are recognised by their names, all of them in one way.
        if matches!(concept.family(), Family::Stdlib | Family::Lib) {
            continue;
        }
        let about = || {
            all.iter()
                .filter(|case| case.ids.iter().any(|one| one == id))
        };
        if let Some(reason) = &concept.unrecognised {
            let contradicted = !concept.recognise.is_empty() || about().next().is_some();
            if contradicted || reason.is_empty() {
                writeln!(missing, "{id}: is it recognised or not?").unwrap();
            }
            continue;
        }
        let shows = |case: &Case| {
            let mut lines = case.expected.lines();
            lines.any(|line| line.split(' ').nth(1) == Some(id))
        };
        if !about().any(shows) {
            writeln!(missing, "{id}: no example").unwrap();
        }
        if !about().any(|case| !shows(case)) {
            writeln!(missing, "{id}: no near miss").unwrap();
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

/// The imports that the forms of pitfalls leave out.
const IMPORTS: &str = "\
import ast, asyncio, collections, copy, functools, hashlib, httpx, json, logging, math, os, pickle
import random, re, requests, secrets, subprocess, sys, threading, time, yaml
import pandas as pd
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import Process
log = logging.getLogger(__name__)
prices = pd.DataFrame()
class User:
    def __init__(self, name): self.name = name
";

/// A form as a whole module: its statement gets a body, or what it is a part of.
fn module(form: &str) -> String {
    let form = form.trim();
    let whole = match form.split([' ', ':']).next() {
        Some("except") => format!("try:\n    pass\n{form}"),
        Some("case") => format!("match color:\n    {form}\n        pass\n"),
        _ => form.to_owned(),
    };
    let body = if whole.ends_with(':') {
        "\n    pass"
    } else {
        ""
    };
    format!("{IMPORTS}{whole}{body}\n")
}

#[test]
fn each_pitfall_shows_a_bad_form_that_is_it_and_a_good_one_that_is_not() {
    let catalogue = pygloss::builtin::catalogue();
    let (recogniser, _) = Recogniser::new(&catalogue);
    let mut wrong = String::new();
    for (id, concept) in catalogue.iter() {
        if concept.family() != Family::Pitfall {
            assert!(
                concept.bad.is_none() && concept.good.is_none(),
                "{}",
                concept.id
            );
            continue;
        }
        let (Some(bad), Some(good)) = (&concept.bad, &concept.good) else {
            writeln!(wrong, "{}: its bad or its good form is missing", concept.id).unwrap();
            continue;
        };
        let is_it = |form: &str| {
            let source = module(form);
            let syntax = Syntax::parse(&source);
            let found = recogniser.occurrences(&syntax, &source);
            found.iter().any(|occurrence| occurrence.concept == id)
        };
        if is_it(good) {
            writeln!(wrong, "{}: the good form is it too: {good}", concept.id).unwrap();
        }
        if !is_it(bad) && concept.unrecognised.is_none() {
            writeln!(wrong, "{}: the bad form is not found: {bad}", concept.id).unwrap();
        }
        if good.lines().any(|line| line.chars().count() > 60) {
            writeln!(wrong, "{}: too wide for a hover: {good}", concept.id).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
