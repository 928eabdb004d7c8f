//! `pygloss explain`: what a hover at a place says, or a tour of a file.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::place::Place;
use super::terminal::{FAINT, NAME, QUESTION, styled, wrapped};
use super::{ExplainFormat, Guides, complain, library};
use crate::gloss::{self, Detail, Hover, Library, Part, render};
use crate::python::{Occurrences, Syntax};
use crate::text::{Column, Encoding, Line, LineIndex, Position, Span, escaped, visible};
use crate::{disk, gloss::plain};

/// Prints what can be said at `place`.
pub fn run(guides: &Guides, place: &str, format: ExplainFormat) -> io::Result<ExitCode> {
    let place = Place::parse(place, |path| path.exists());
    let source = match disk::read_python(&place.file) {
        Ok(source) => source,
        Err(reason) => {
            complain(&format!("{}: {reason}", place.file.display()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let (library, whole) = library::load(guides);
    let syntax = Syntax::parse(&source);
    let occurrences = library.recogniser.occurrences(&syntax, &source);
    let file = File {
        name: place.file.display().to_string(),
        lines: LineIndex::new(&source),
        source,
    };
    let stops = match place.at {
        None => tour(&library, &occurrences),
        Some((line, None)) => on_line(&library, &occurrences, &file, Line(line)),
        Some((line, Some(column))) => {
            let at = Position {
                line: Line(line),
                column: Column(column),
            };
            let offset = file.lines.offset(&file.source, at, Encoding::Utf32);
            gloss::hover(&library, &occurrences, offset)
                .into_iter()
                .collect()
        }
    };
    let mut out = anstream::stdout().lock();
    match format {
        ExplainFormat::Json => {
            let all: Vec<_> = stops.iter().map(|stop| as_json(&file, stop)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        _ if stops.is_empty() => complain(&format!("{}: nothing to explain there", file.name)),
        ExplainFormat::Markdown => {
            for stop in &stops {
                let text = render::markdown(stop, Detail::Compact, &|_, _| None);
                writeln!(out, "{}\n\n{text}\n", file.place(stop.span))?;
            }
        }
        ExplainFormat::Text => {
            for stop in &stops {
                print(&mut out, &file, stop)?;
            }
            if place.at.is_none() {
                let questions: usize = stops.iter().map(|stop| stop.parts[0].questions.len()).sum();
                let count = format!("{} notable constructs, {questions} questions", stops.len());
                writeln!(out, "{}", styled(FAINT, &count))?;
            }
        }
    }
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

struct File {
    name: String,
    source: String,
    lines: LineIndex,
}

impl File {
    fn position(&self, offset: usize) -> (u32, u32) {
        let position = self.lines.position(&self.source, offset, Encoding::Utf32);
        (position.line.0 + 1, position.column.0 + 1)
    }

    fn place(&self, span: Span) -> String {
        let (line, column) = self.position(span.start());
        format!("{}:{line}:{column}", escaped(&self.name))
    }

    fn line(&self, span: Span) -> &str {
        self.lines.text(&self.source, self.lines.line(span.start()))
    }
}

/// Each notable concept once, at its first place.
fn tour<'l>(library: &'l Library, occurrences: &Occurrences) -> Vec<Hover<'l>> {
    let mut seen = vec![false; library.catalogue.len()];
    let mut stops = Vec::new();
    for occurrence in occurrences.iter() {
        let concept = &library.catalogue[occurrence.concept];
        let first = !std::mem::replace(&mut seen[occurrence.concept.index()], true);
        if !first || !concept.is_notable() {
            continue;
        }
        if let Some(span) = occurrence.focus.first() {
            let part = gloss::explain(library, occurrence.concept);
            if !part.gloss.is_empty() || part.topic.is_some() {
                stops.push(Hover {
                    span,
                    parts: vec![part],
                });
            }
        }
    }
    stops.sort_by_key(|stop| stop.span);
    stops
}

/// What can be said about each token of a line, from left to right.
fn on_line<'l>(
    library: &'l Library,
    occurrences: &Occurrences,
    file: &File,
    line: Line,
) -> Vec<Hover<'l>> {
    let start = file.lines.start(&file.source, line);
    let end = start + file.lines.text(&file.source, line).len();
    let mut stops: Vec<Hover<'l>> = Vec::new();
    for offset in start..end {
        if stops.last().is_some_and(|last| last.span.contains(offset)) {
            continue;
        }
        stops.extend(gloss::hover(library, occurrences, offset));
    }
    stops
}

fn print(out: &mut impl Write, file: &File, stop: &Hover<'_>) -> io::Result<()> {
    let Some((first, others)) = stop.parts.split_first() else {
        return Ok(());
    };
    writeln!(
        out,
        "{}  {}",
        heading(first),
        styled(FAINT, &file.place(stop.span))
    )?;
    writeln!(
        out,
        "{}",
        styled(
            FAINT,
            &format!("    {}", visible(file.line(stop.span).trim()))
        )
    )?;
    if !first.gloss.is_empty() {
        writeln!(out, "{}", wrapped(&plain(first.gloss), "  "))?;
    }
    if let Some((bad, good)) = first.concept.instead() {
        let arrow = if bad.contains('\n') {
            "\n→\n"
        } else {
            " → "
        };
        let forms = format!("{bad}{arrow}{good}").replace('\n', "\n    ");
        writeln!(out, "    {forms}")?;
    }
    for question in first.questions.iter().take(2) {
        let mut line = format!("? {}", question.entry.title);
        if let Some(level) = question.entry.level {
            line.push_str(&format!(" ({})", level.name()));
        }
        writeln!(out, "{}", styled(QUESTION, &wrapped(&line, "  ")))?;
    }
    if first.questions.len() > 2 {
        let more = format!("  and {} more", first.questions.len() - 2);
        writeln!(out, "{}", styled(FAINT, &more))?;
    }
    if !others.is_empty() {
        let names: Vec<_> = others.iter().map(|other| &*other.concept.name).collect();
        writeln!(
            out,
            "{}",
            styled(FAINT, &format!("  also: {}", names.join(", ")))
        )?;
    }
    writeln!(out)
}

fn heading(part: &Part<'_>) -> String {
    let mut heading = styled(NAME, &part.concept.name);
    if let Some(since) = &part.concept.since {
        heading.push_str(&styled(FAINT, &format!(" · Python {since}+")));
    }
    heading
}

fn as_json(file: &File, stop: &Hover<'_>) -> Value {
    let (line, column) = file.position(stop.span.start());
    let (end_line, end_column) = file.position(stop.span.end());
    json!({
        "file": file.name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "concepts": stop.parts.iter().map(|part| json!({
            "id": part.concept.id,
            "name": part.concept.name,
            "since": part.concept.since,
            "gloss": plain(part.gloss),
            "questions": part.questions.iter().map(|question| json!({
                "id": question.entry.id,
                "title": question.entry.title,
                "level": question.entry.level.map(|level| level.name()),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
