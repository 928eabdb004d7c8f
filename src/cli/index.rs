//! `pygloss index`: what the indexer finds in a guide.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::terminal::{FAINT, NAME, QUESTION, styled};
use super::{Format, complain};
use crate::concept::ConceptId;
use crate::gloss::Library;
use crate::guide::{Entry, Guide, Kind, Page};
use crate::text::Span;
use crate::{builtin, disk};

/// Reads the guides at `paths` and prints their entries; exit status 1 where one could not be read.
pub fn run(paths: &[PathBuf], format: Format) -> io::Result<ExitCode> {
    let read = disk::read_guides(paths);
    for message in &read.messages {
        complain(message);
    }
    let guide = Guide::layered(read.layers.into_iter().rev());
    let (library, _) =
        Library::with_concepts(builtin::catalogue_for(&guide), &read.concepts, guide);
    let concepts = concepts_by_entry(&library);
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match format {
        Format::Json => {
            let mut all = Vec::new();
            for (at, page) in library.guide.pages.iter().enumerate() {
                for (entry, concepts) in page.entries.iter().zip(&concepts[at]) {
                    all.push(as_json(&library, page, entry, concepts));
                }
            }
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        Format::Text => {
            for page in &library.guide.pages {
                print(&mut out, page)?;
            }
        }
    }
    out.flush()?;
    Ok(if !read.failed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// For each page and entry its concepts, best first.
fn concepts_by_entry(library: &Library) -> Vec<Vec<Vec<(f32, ConceptId)>>> {
    let mut found: Vec<Vec<Vec<(f32, ConceptId)>>> = library
        .guide
        .pages
        .iter()
        .map(|page| vec![Vec::new(); page.entries.len()])
        .collect();
    for (id, _) in library.catalogue.iter() {
        for link in library.links.of(id) {
            found[link.page][link.entry].push((link.score, id));
        }
    }
    for concepts in found.iter_mut().flatten() {
        concepts.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    found
}

/// The first and last line of `span`, from 1.
fn lines(page: &Page, span: Span) -> (u32, u32) {
    let last = span.end().saturating_sub(1).max(span.start());
    (
        page.lines.line(span.start()).0 + 1,
        page.lines.line(last).0 + 1,
    )
}

fn as_json(library: &Library, page: &Page, entry: &Entry, concepts: &[(f32, ConceptId)]) -> Value {
    let (line, _) = lines(page, entry.heading);
    let (_, end_line) = lines(page, entry.extent);
    json!({
        "file": &*page.name,
        "line": line,
        "end_line": end_line,
        "title": entry.title,
        "kind": match entry.kind { Kind::Question => "question", Kind::Topic => "topic" },
        "section": &entry.section[..],
        "level": entry.level.map(|level| level.name()),
        "tags": entry.tags,
        "asked_by": entry.asked_by,
        "answer": entry.answer.map(|answer| {
            let (line, end_line) = lines(page, answer);
            json!({ "line": line, "end_line": end_line })
        }),
        "code_blocks": entry.code_blocks.len(),
        "concepts": concepts.iter().map(|(_, id)| &library.catalogue[*id].id).collect::<Vec<_>>(),
    })
}

fn print(out: &mut impl Write, page: &Page) -> io::Result<()> {
    let questions = page
        .entries
        .iter()
        .filter(|entry| entry.kind == Kind::Question);
    let unanswered = questions
        .clone()
        .filter(|entry| entry.answer.is_none())
        .count();
    let questions = questions.count();
    let topics = page.entries.len() - questions;
    writeln!(
        out,
        "{}  {questions} questions ({unanswered} without an answer), {topics} topics",
        styled(NAME, &page.name)
    )?;
    for layout in &page.layouts {
        writeln!(out, "  {}", styled(FAINT, &format!("layout: {layout}")))?;
    }
    for entry in &page.entries {
        let (line, _) = lines(page, entry.heading);
        let mark = match (entry.kind, entry.answer) {
            (Kind::Topic, _) => " ",
            (Kind::Question, Some(_)) => "?",
            (Kind::Question, None) => "!",
        };
        let title = match entry.kind {
            Kind::Question => styled(QUESTION, &entry.title),
            Kind::Topic => entry.title.clone(),
        };
        let level = entry
            .level
            .map_or(String::new(), |level| format!("  {}", level.name()));
        writeln!(out, "  {line:>6} {mark} {title}{}", styled(FAINT, &level))?;
    }
    for problem in &page.problems {
        let (line, _) = lines(page, problem.span);
        writeln!(out, "  {line:>6} problem: {}", problem.message)?;
    }
    Ok(())
}
