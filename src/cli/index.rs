//! `pygloss index`: what the indexer finds in a guide.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Serialize, Serializer};

use super::terminal::{FAINT, NAME, QUESTION, styled};
use super::{Format, complain};
use crate::concept::ConceptId;
use crate::gloss::Library;
use crate::guide::{Entry, Guide, Kind, Page};
use crate::text::{Span, escaped};
use crate::{builtin, disk};

/// Reads the guides at `paths` and prints their entries; exit status 1 where one could not be read.
pub fn run(paths: &[PathBuf], format: Format) -> io::Result<ExitCode> {
    let read = disk::read_guides(paths);
    for message in &read.messages {
        complain(message);
    }
    let guide = Guide::layered(read.layers.into_iter().rev());
    match format {
        Format::Json => {
            let (library, _) = builtin::library(&read.concepts, guide);
            let concepts = concepts_by_entry(&library);
            let pages = library.guide.pages.iter().zip(&concepts);
            let rows = pages.flat_map(|(page, concepts)| {
                let entries = page.entries.iter().zip(concepts);
                entries.map(|(entry, concepts)| Row::new(&library, page, entry, concepts))
            });
            let mut out = io::BufWriter::new(io::stdout().lock());
            let mut json = serde_json::Serializer::pretty(&mut out);
            json.collect_seq(rows)?;
            writeln!(out)?;
            out.flush()?;
        }
        // Concepts are not printed: none is looked for.
        Format::Text => {
            let mut out = io::BufWriter::new(anstream::stdout().lock());
            for page in &guide.pages {
                print(&mut out, page)?;
            }
            out.flush()?;
        }
    }
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

/// An entry as other programs read it; `index --format json` in the README.
#[derive(Serialize)]
struct Row<'g> {
    file: &'g str,
    line: u32,
    end_line: u32,
    title: &'g str,
    kind: &'static str,
    section: &'g [String],
    level: Option<&'static str>,
    tags: &'g [String],
    asked_by: &'g [String],
    answer: Option<Lines>,
    code_blocks: usize,
    concepts: Vec<&'g str>,
}

#[derive(Serialize)]
struct Lines {
    line: u32,
    end_line: u32,
}

impl<'g> Row<'g> {
    fn new(
        library: &'g Library,
        page: &'g Page,
        entry: &'g Entry,
        concepts: &[(f32, ConceptId)],
    ) -> Self {
        let concepts = concepts.iter();
        Self {
            file: &page.name,
            line: lines(page, entry.heading).0,
            end_line: lines(page, entry.extent).1,
            title: &entry.title,
            kind: match entry.kind {
                Kind::Question => "question",
                Kind::Topic => "topic",
            },
            section: &entry.section,
            level: entry.level.map(|level| level.name()),
            tags: &entry.tags,
            asked_by: &entry.asked_by,
            answer: entry.answer.map(|answer| {
                let (line, end_line) = lines(page, answer);
                Lines { line, end_line }
            }),
            code_blocks: page.code_of(entry).count(),
            concepts: concepts
                .map(|(_, id)| &*library.catalogue[*id].id)
                .collect(),
        }
    }
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
        styled(NAME, &escaped(&page.name))
    )?;
    for layout in &page.layouts {
        writeln!(out, "  {}", styled(FAINT, &format!("layout: {layout}")))?;
    }
    for entry in page.entries.iter() {
        let (line, _) = lines(page, entry.heading);
        let mark = match (entry.kind, entry.answer) {
            (Kind::Topic, _) => " ",
            (Kind::Question, Some(_)) => "?",
            (Kind::Question, None) => "!",
        };
        let title = match entry.kind {
            Kind::Question => styled(QUESTION, &entry.title),
            Kind::Topic => entry.title.to_string(),
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
