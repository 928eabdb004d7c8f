//! What is prepared when the program is built is what reading `content` afresh gives.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pygloss::builtin;
use pygloss::concept::{Catalogue, Concept};
use pygloss::gloss::{Library, ReadAhead};
use pygloss::guide::{self, Guide, Page};
use pygloss::python::{Recogniser, Syntax};

fn content(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content")
        .join(below)
}

/// All files of this kind below a folder of `content`, in the order of their paths.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<_> = ignore::WalkBuilder::new(content(folder))
        .standard_filters(false)
        .build()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|known| known == extension))
        .collect();
    found.sort_unstable();
    found
}

fn fresh_catalogue() -> Catalogue {
    let mut catalogue = Catalogue::default();
    for file in files("concepts", "toml") {
        catalogue.add(&fs::read_to_string(file).unwrap());
    }
    catalogue
}

fn fresh_pages() -> Vec<Arc<Page>> {
    let read = |path: &PathBuf| {
        let below = path.strip_prefix(content("guide")).unwrap();
        let name = below.to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        Arc::new(Page::read(&format!("pygloss:/{name}"), &text))
    };
    files("guide", "md").iter().map(read).collect()
}

#[test]
fn the_catalogue_is_that_of_its_files() {
    let without_places = |(_, concept): (_, &Concept)| {
        let places = Vec::new();
        let concept = concept.clone();
        format!("{:?}", Concept { places, ..concept })
    };
    let mut fresh = fresh_catalogue();
    let prepared = builtin::catalogue();
    assert_eq!(prepared.len(), fresh.len());
    for (prepared, fresh) in prepared.iter().zip(fresh.iter()) {
        assert_eq!(without_places(prepared), without_places(fresh));
    }
    for (id, concept) in prepared.iter() {
        assert_eq!(prepared.find(&concept.id), Some(id));
    }
    fresh.add_subjects(&fs::read_to_string(content("subjects.toml")).unwrap());
    let unsure = Guide::layered([vec![Arc::new(Page::read("notes.md", "# Notes\n"))]]);
    let prepared = builtin::catalogue_for(&unsure);
    assert_eq!(
        format!("{:?}", prepared.subjects()),
        format!("{:?}", fresh.subjects())
    );
    assert!(!fresh.subjects().is_empty());
}

#[test]
fn what_is_recognised_is_what_the_files_of_the_catalogue_say() {
    let (prepared, _) = builtin::library(&[], Guide::default());
    let (fresh, problems) = Recogniser::new(&fresh_catalogue());
    assert!(problems.is_empty());
    let mut count = 0;
    for page in fresh_pages() {
        let codes = guide::fences(&page.text).into_iter();
        let codes = codes
            .map(|fence| fence.code(&page.text))
            .collect::<String>();
        let syntax = Syntax::parse(&*codes);
        let prepared = prepared.recogniser.occurrences(&syntax, &*codes);
        let fresh = fresh.occurrences(&syntax, &*codes);
        assert!(prepared.iter().eq(fresh.iter()), "{}", page.name);
        count += fresh.iter().count();
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn a_concept_is_read_when_somebody_looks_at_it() {
    let prepared = builtin::catalogue();
    for (id, concept) in fresh_catalogue().iter() {
        assert_eq!(prepared.family(id), concept.family());
        assert_eq!(prepared.notable(id), concept.notable);
    }
}

#[test]
fn the_pages_are_those_of_their_files() {
    let (prepared, fresh) = (builtin::guide_pages(), fresh_pages());
    assert_eq!(prepared.len(), fresh.len());
    for (prepared, fresh) in prepared.iter().zip(&fresh) {
        assert_eq!(prepared.name, fresh.name);
        assert_eq!(prepared.entry_count(), fresh.entry_count());
        assert!(prepared.is_read_later(), "{} is not prepared", fresh.name);
        let (prepared, fresh) = (&***prepared, &***fresh);
        assert_eq!(prepared.text, fresh.text);
        assert_eq!(prepared.entries, fresh.entries);
        assert_eq!(format!("{prepared:?}"), format!("{fresh:?}"));
    }
    for (file, fresh) in builtin::files().zip(&fresh) {
        assert_eq!(format!("pygloss:/{}", file.path), *fresh.name);
        assert_eq!(file.text(), *fresh.text);
        assert_eq!(file.length, fresh.text.len());
    }
    assert_eq!(builtin::files().count(), fresh.len());
}

/// Every entry about every concept in order, with its score to the last bit.
fn ranks(library: &Library) -> Vec<String> {
    let concepts = library.catalogue.iter();
    let said = concepts.map(|(id, concept)| {
        let entries = library.entries(id);
        let entries = entries.map(|(_, entry, link)| {
            let bits = link.score.to_bits();
            format!(" {} {bits:x} {:?}", entry.id, link.reason)
        });
        format!("{}:{}", concept.id, entries.collect::<String>())
    });
    said.collect()
}

fn same_ranks(own: &[Arc<Page>]) {
    let prepared = Guide::layered([own.to_vec(), builtin::guide_pages()]);
    let (prepared, problems) = builtin::library(&[], prepared);
    assert!(problems.is_empty());
    let mut catalogue = fresh_catalogue();
    if !own.is_empty() {
        catalogue.add_subjects(&fs::read_to_string(content("subjects.toml")).unwrap());
    }
    let fresh = Guide::layered([own.to_vec(), fresh_pages()]);
    let (fresh, _) = Library::with_concepts(catalogue, &[], fresh, &ReadAhead::default());
    let (prepared, fresh) = (ranks(&prepared), ranks(&fresh));
    assert!(fresh.iter().any(|line| line.contains("PageExplains")));
    for (prepared, fresh) in prepared.iter().zip(&fresh) {
        assert_eq!(prepared, fresh);
    }
    assert_eq!(prepared.len(), fresh.len());
}

#[test]
fn the_ranks_are_those_of_the_whole_computation() {
    same_ranks(&[]);
}

#[test]
fn beside_notes_of_ones_own_the_ranks_are_those_of_the_whole_computation() {
    let notes =
        "# What is a deep copy?\n\nSee `copy.deepcopy`.\n\n# What does `yield` do?\n\nIt gives.\n";
    same_ranks(&[Arc::new(Page::read("notes.md", notes))]);
}

#[test]
fn concepts_of_ones_own_are_found_in_the_built_in_pages_too() {
    let notes = "---\nexplains: [idiom.own]\nconcepts:\n  - id: idiom.own\n    name: own\n    aliases: [list comprehension]\n---\n# Own\n";
    let own = vec![Arc::new(Page::read("notes.md", notes))];
    let guide = Guide::layered([own.clone(), builtin::guide_pages()]);
    let (prepared, _) = builtin::library(&[], guide);
    let fresh = Guide::layered([own, fresh_pages()]);
    let catalogue = fresh_catalogue();
    let (fresh, _) = Library::with_concepts(catalogue, &[], fresh, &ReadAhead::default());
    assert!(fresh.catalogue.find("idiom.own").is_some());
    assert!(ranks(&prepared).eq(&ranks(&fresh)));
}
