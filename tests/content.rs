//! What is compiled into the program is sound: the catalogue loads, the pages name what exists.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use pygloss::concept::{Catalogue, Family};
use pygloss::guide::{Guide, Kind};
use pygloss::{builtin, check};

fn content(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content")
        .join(below)
}

/// The files of the catalogue: name and text, in the order of their names.
fn concept_files() -> Vec<(String, String)> {
    let files = fs::read_dir(content("concepts")).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let tables = files.filter(|path| path.extension().is_some_and(|known| known == "toml"));
    let mut found: Vec<_> = tables
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn the_catalogue_loads_without_a_problem() {
    let mut catalogue = Catalogue::default();
    for (name, source) in concept_files() {
        let problems = catalogue.add(&source);
        assert!(problems.is_empty(), "content/concepts/{name}: {problems:?}");
    }
    assert!(catalogue.len() > 500, "only {} concepts", catalogue.len());
}

#[test]
fn the_guide_keeps_its_own_rules() {
    let catalogue = builtin::catalogue();
    let guide = Guide::layered([builtin::guide_pages()]);
    let problems = check::check(&guide, &|id| catalogue.find(id).is_some());
    let told: Vec<_> = problems
        .iter()
        .map(|(page, problem)| {
            format!(
                "{page} at byte {}: {}",
                problem.span.start(),
                problem.message
            )
        })
        .collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
    let questions = guide
        .entries()
        .filter(|(_, entry)| entry.kind == Kind::Question);
    assert!(questions.count() > 300, "questions are lost");
}

#[test]
fn the_subjects_name_concepts_that_exist() {
    let subjects = fs::read_to_string(content("subjects.toml")).unwrap();
    let problems = builtin::catalogue().add_subjects(&subjects);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn each_family_stands_in_its_own_file() {
    for (name, source) in concept_files() {
        let mut catalogue = Catalogue::default();
        catalogue.add(&source);
        for (_, concept) in catalogue.iter() {
            assert_eq!(format!("{}.toml", concept.family()), name, "{}", concept.id);
        }
    }
}

#[test]
fn every_concept_can_be_shown() {
    for (_, concept) in builtin::catalogue().iter() {
        assert!(!concept.name.is_empty(), "{} has no name", concept.id);
        assert!(!concept.gloss.is_empty(), "{} has no gloss", concept.id);
        assert!(
            concept.gloss.chars().count() <= 200,
            "the gloss of {} is too long",
            concept.id
        );
        assert!(
            concept.notable <= 9,
            "{} is more than 9 notable",
            concept.id
        );
    }
}

/// The rows of `CONCEPTS`, the ids whose meaning is fixed.
const FIXED: &str = "
    syntax.decorator syntax.walrus syntax.list-comprehension syntax.set-comprehension
    syntax.dict-comprehension syntax.generator-expression syntax.lambda syntax.yield
    syntax.yield-from syntax.await syntax.async-function syntax.async-for syntax.async-with
    syntax.with syntax.try syntax.try-else syntax.try-finally syntax.for-else syntax.while-else
    syntax.raise-from syntax.global syntax.nonlocal syntax.assert syntax.del syntax.match
    syntax.f-string syntax.conditional-expression syntax.chained-comparison syntax.slice
    syntax.star-parameter syntax.double-star-parameter syntax.call-unpacking
    syntax.starred-assignment syntax.metaclass syntax.relative-import syntax.star-import
    dunder.__slots__ dunder.__init__ idiom.main-guard pitfall.mutable-default pitfall.bare-except
    pitfall.is-literal builtin.len keyword.with keyword.None keyword.match keyword.type
    operator.matmul operator.floor-division operator.in operator.is-not operator.arrow";

#[test]
fn the_fixed_ids_are_there() {
    let catalogue = builtin::catalogue();
    for id in FIXED.split_whitespace() {
        assert!(catalogue.find(id).is_some(), "{id} is missing");
    }
}

#[test]
fn an_id_belongs_to_a_family() {
    assert_eq!(Family::of("syntax.walrus"), Some(Family::Syntax));
    assert_eq!(Family::of("syntax."), None);
    assert_eq!(Family::of("grammar.walrus"), None);
}

#[test]
fn a_broken_row_is_told_and_the_others_are_kept() {
    let mut catalogue = Catalogue::default();
    let problems = catalogue.add(
        "[[concept]]\nid = \"lib.a\"\nname = \"a\"\n\
         [[concept]]\nid = \"nonsense\"\nname = \"b\"\n\
         [[concept]]\nid = \"lib.c\"\ncolour = 3\n\
         [[concept]]\nid = \"lib.a\"\nname = \"again\"\n\
         [[concept]]\nid = \"lib.d\"\nname = \"d\"\n",
    );
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(
        problems[0].message.contains("`nonsense` is no concept id"),
        "{problems:?}"
    );
    assert!(problems[1].message.contains("colour"), "{problems:?}");
    assert!(
        problems[2].message.contains("defined already"),
        "{problems:?}"
    );
    assert!(catalogue.find("lib.a").is_some() && catalogue.find("lib.d").is_some());
}

#[test]
fn broken_toml_is_told_with_its_place() {
    let mut catalogue = Catalogue::default();
    let source = "[[concept]]\nid = \"lib.a\nname = 3\n";
    let problems = catalogue.add(source);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].span.start() > 10, "{problems:?}");
}
