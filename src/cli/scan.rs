//! `pygloss scan`: every occurrence in Python files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;

use super::coverage::Coverage;
use super::terminal::{FAINT, NAME, styled};
use super::{Guides, ScanFormat, complain, library};
use crate::concept::Family;
use crate::disk;
use crate::gloss::Library;
use crate::python::{Role, Syntax};
use crate::text::{Encoding, LineIndex, Span};

/// How many threads read, parse and walk; one more writes.
const THREADS: usize = 2;
/// How many places of a concept the text format shows.
const SHOWN: usize = 3;

/// What to scan for, and how to show it.
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Concept ids and names of families; all where there is none.
    pub concepts: Vec<String>,
    /// How to show it.
    pub format: ScanFormat,
    /// Whether the files come in the order of their paths.
    pub sort: bool,
}

/// What one file gave.
enum Found {
    /// The file, and its lines of JSON or its places by concept number.
    File(PathBuf, String, Vec<(usize, u32)>),
    /// How much of one file has a concept.
    Covered(Coverage),
    /// What could not be read or walked.
    Trouble(String),
}

/// Scans; exit status 1 where a path is missing.
pub fn run(guides: &Guides, request: &Request) -> io::Result<ExitCode> {
    let library = library::without_guide(guides);
    let Some(wanted) = wanted(&library, &request.concepts) else {
        return Ok(ExitCode::from(2));
    };
    let mut status = ExitCode::SUCCESS;
    let mut roots = Vec::new();
    for path in &request.paths {
        if path.exists() {
            roots.push(path.clone());
        } else {
            complain(&format!("{}: no such file or folder", path.display()));
            status = ExitCode::FAILURE;
        }
    }
    let (sender, receiver) = mpsc::sync_channel(64);
    let walked = std::thread::scope(|scope| {
        let library = &library;
        let wanted = &wanted;
        let roots = &roots;
        scope.spawn(move || {
            let send = |found| {
                // The receiver goes away only when nobody reads our output any more.
                let _ = sender.send(found);
            };
            let visit = |path: &Path| send(scan_file(library, wanted, path, request.format));
            disk::walk_python(roots, THREADS, visit, |message| {
                send(Found::Trouble(message))
            });
        });
        write(library, request, receiver)
    });
    walked?;
    Ok(status)
}

/// For each concept whether it is asked for; `None` where a name is unknown, which is told.
fn wanted(library: &Library, names: &[String]) -> Option<Vec<bool>> {
    let mut wanted = vec![names.is_empty(); library.catalogue.len()];
    for name in names {
        if let Some(concept) = library.catalogue.find(name) {
            wanted[concept.index()] = true;
        } else if let Some(family) = Family::ALL.into_iter().find(|known| known.name() == name) {
            for (id, concept) in library.catalogue.iter() {
                wanted[id.index()] |= concept.family() == family;
            }
        } else {
            complain(&format!(
                "`{name}` is no concept; `pygloss concepts` lists them"
            ));
            return None;
        }
    }
    Some(wanted)
}

fn scan_file(library: &Library, wanted: &[bool], path: &Path, format: ScanFormat) -> Found {
    let source = match disk::read_python(path) {
        Ok(source) => source,
        Err(reason) => return Found::Trouble(format!("{}: {reason}", path.display())),
    };
    if let ScanFormat::Coverage = format {
        let lines = LineIndex::new(&source);
        let name = path.to_string_lossy();
        return Found::Covered(Coverage::of(library, &name, &source, &lines));
    }
    let syntax = Syntax::parse(&source);
    let occurrences = library.recogniser.occurrences(&syntax, &source);
    let lines = LineIndex::new(&source);
    let mut json = String::new();
    let mut places = Vec::new();
    let file = serde_json::to_string(&path.to_string_lossy()).unwrap_or_default();
    for occurrence in occurrences.iter() {
        if !wanted[occurrence.concept.index()] {
            continue;
        }
        match format {
            ScanFormat::Coverage => {}
            ScanFormat::Text => {
                let line = lines.line(occurrence.extent.start()).0 + 1;
                places.push((occurrence.concept.index(), line));
            }
            ScanFormat::Jsonl => {
                let place = |span: Span| {
                    let start = lines.position(&source, span.start(), Encoding::Utf32);
                    let end = lines.position(&source, span.end(), Encoding::Utf32);
                    [
                        start.line.0 + 1,
                        start.column.0 + 1,
                        end.line.0 + 1,
                        end.column.0 + 1,
                    ]
                };
                let [line, column, end_line, end_column] = place(occurrence.extent);
                let id = &library.catalogue[occurrence.concept].id;
                // Ids hold no character that JSON escapes. Writing to a string cannot fail.
                let _ = write!(
                    json,
                    "{{\"concept\":\"{id}\",\"file\":{file},\"line\":{line},\"column\":{column},\
                     \"end_line\":{end_line},\"end_column\":{end_column},\"focus\":["
                );
                for (at, span) in occurrence.focus.iter().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    let [a, b, c, d] = place(span);
                    let _ = write!(json, "{comma}[{a},{b},{c},{d}]");
                }
                json.push(']');
                match occurrence.role {
                    Some(Role::Definition) => json.push_str(",\"role\":\"definition\""),
                    Some(Role::Use) => json.push_str(",\"role\":\"use\""),
                    None => {}
                }
                json.push_str("}\n");
            }
        }
    }
    Found::File(path.to_owned(), json, places)
}

fn write(library: &Library, request: &Request, receiver: mpsc::Receiver<Found>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, anstream::stdout().lock());
    let mut waiting: Vec<(PathBuf, String)> = Vec::new();
    let mut counts: BTreeMap<usize, Vec<(PathBuf, Vec<u32>)>> = BTreeMap::new();
    let mut covered = Coverage::default();
    for found in receiver {
        match found {
            Found::Trouble(message) => complain(&message),
            Found::Covered(file) => covered.add(file),
            Found::File(path, json, places) => match request.format {
                ScanFormat::Jsonl if request.sort => waiting.push((path, json)),
                ScanFormat::Jsonl => out.write_all(json.as_bytes())?,
                ScanFormat::Coverage => {}
                ScanFormat::Text => {
                    let mut by_concept: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
                    for (concept, line) in places {
                        by_concept.entry(concept).or_default().push(line);
                    }
                    for (concept, lines) in by_concept {
                        counts
                            .entry(concept)
                            .or_default()
                            .push((path.clone(), lines));
                    }
                }
            },
        }
    }
    covered.print(&mut out)?;
    waiting.sort();
    for (_, json) in &waiting {
        out.write_all(json.as_bytes())?;
    }
    for (id, concept) in library.catalogue.iter() {
        if let Some(mut files) = counts.remove(&id.index()) {
            files.sort();
            group(&mut out, &concept.id, &files)?;
        }
    }
    out.flush()
}

/// One concept: how often, and its first places.
fn group(out: &mut impl Write, id: &str, files: &[(PathBuf, Vec<u32>)]) -> io::Result<()> {
    let count: usize = files.iter().map(|(_, lines)| lines.len()).sum();
    let places = files.iter().flat_map(|(path, lines)| {
        lines
            .iter()
            .map(move |line| format!("{}:{line}", path.display()))
    });
    let shown: Vec<_> = places.take(SHOWN).collect();
    let more = if count > shown.len() { ", …" } else { "" };
    let places = styled(FAINT, &format!("{}{more}", shown.join(", ")));
    writeln!(
        out,
        "{}  {count} in {} file{}  {places}",
        styled(NAME, id),
        files.len(),
        if files.len() == 1 { "" } else { "s" }
    )
}
