//! `pygloss scan`: every occurrence in Python files.

mod jsonl;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::coverage::Coverage;
use super::terminal::{FAINT, NAME, styled};
use super::{Guides, ScanFormat, complain, library};
use crate::concept::Family;
use crate::disk;
use crate::gloss::Library;
use crate::python::{Occurrence, Syntax};
use crate::text::{LineIndex, escaped};

/// How many threads read, parse, walk and write.
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

/// What the files gave that is not written yet.
#[derive(Default)]
struct Gathered {
    /// Files with their lines of JSON, where they are wanted in order.
    waiting: Vec<(PathBuf, Vec<u8>)>,
    /// For each concept the files that it stands in, with its lines there.
    counts: BTreeMap<usize, Vec<(PathBuf, Vec<u32>)>>,
    covered: Coverage,
    /// The first thing that went wrong with the output; nothing is written after that.
    trouble: Option<io::Error>,
}

thread_local! {
    /// The lines of the file at hand: some megabytes at most, which are used again.
    static LINES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
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
    let gathered = Mutex::default();
    let visit = |path: &Path| {
        // Nobody reads our output any more.
        if held(&gathered).trouble.is_some() {
            return;
        }
        match disk::read_python(path) {
            Ok(source) => scan_file(&library, &wanted, request, path, &source, &gathered),
            Err(reason) => complain(&format!("{}: {reason}", path.display())),
        }
    };
    disk::walk_python(&roots, THREADS, visit, |message| complain(&message));
    write(
        &library,
        request,
        gathered
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
    )?;
    Ok(status)
}

fn held(gathered: &Mutex<Gathered>) -> MutexGuard<'_, Gathered> {
    gathered.lock().unwrap_or_else(PoisonError::into_inner)
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

fn scan_file(
    library: &Library,
    wanted: &[bool],
    request: &Request,
    path: &Path,
    source: &str,
    gathered: &Mutex<Gathered>,
) {
    let lines = LineIndex::new(source);
    let name = path.to_string_lossy();
    if let ScanFormat::Coverage = request.format {
        let covered = Coverage::of(library, &name, source, &lines);
        held(gathered).covered.add(covered);
        return;
    }
    let syntax = Syntax::parse(source);
    let occurrences = library.recogniser.occurrences(&syntax, source);
    let is_wanted = |occurrence: &Occurrence<'_>| wanted[occurrence.concept.index()];
    let found = occurrences.iter().filter(is_wanted);
    if let ScanFormat::Text = request.format {
        let mut by_concept: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for occurrence in found {
            let line = lines.line(occurrence.extent.start()).0 + 1;
            let of = by_concept.entry(occurrence.concept.index()).or_default();
            of.push(line);
        }
        let mut gathered = held(gathered);
        for (concept, lines) in by_concept {
            let files = gathered.counts.entry(concept).or_default();
            files.push((path.to_owned(), lines));
        }
        return;
    }
    let mut json = LINES.take();
    let mut file = jsonl::File::new(&name, source, &lines);
    for occurrence in found {
        let id = &library.catalogue[occurrence.concept].id;
        file.write(&mut json, id, &occurrence);
    }
    // The lock keeps the lines of a file together.
    let mut gathered = held(gathered);
    if request.sort {
        gathered.waiting.push((path.to_owned(), json));
    } else if gathered.trouble.is_none() {
        gathered.trouble = io::stdout().write_all(&json).err();
        json.clear();
        LINES.set(json);
    }
}

/// Writes what is left.
fn write(library: &Library, request: &Request, mut gathered: Gathered) -> io::Result<()> {
    if let Some(trouble) = gathered.trouble {
        return Err(trouble);
    }
    if let ScanFormat::Jsonl = request.format {
        // Not by way of `anstream`, which would look for codes of terminals in every line.
        let mut out = io::stdout().lock();
        gathered.waiting.sort();
        for (_, json) in &gathered.waiting {
            out.write_all(json)?;
        }
        return out.flush();
    }
    let mut out = BufWriter::with_capacity(1 << 16, anstream::stdout().lock());
    gathered.covered.print(&mut out)?;
    for (id, concept) in library.catalogue.iter() {
        if let Some(mut files) = gathered.counts.remove(&id.index()) {
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
            .map(move |line| format!("{}:{line}", escaped(&path.display().to_string())))
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
