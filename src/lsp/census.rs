//! What stands in the Python files of the workspace. It is looked for only when somebody asks; how
//! often each concept stands in a file is then remembered as long as the file does not change, so
//! that the next question reads only files that have something to say about it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::ls_types::{Location, Uri};

use super::convert;
use super::documents::View;
use super::job::Job;
use super::session::Session;
use crate::concept::ConceptId;
use crate::disk::{self, Stamp};
use crate::gloss::Library;
use crate::python::{Occurrences, Syntax};
use crate::text::{Encoding, LineIndex};

/// The largest file that is looked at, in bytes: nobody wrote a larger one by hand.
const LARGEST: u64 = 2 << 20;
/// How many files are looked at between two looks at whether to stop, and to tell.
const BATCH: usize = 32;
/// How many threads look.
const THREADS: usize = 2;

/// How often each concept that stands in a file does.
type Counts = Arc<[(ConceptId, u32)]>;

/// What is remembered.
#[derive(Debug, Default)]
pub struct Census {
    /// Which catalogue the numbers of concepts are of (see [`fingerprint`]).
    catalogue: u64,
    files: HashMap<PathBuf, (Stamp, Counts)>,
}

/// What one look over the workspace found.
#[derive(Debug, Default)]
pub struct Found {
    /// The places of the concepts that were asked for, by file.
    pub places: Vec<Location>,
    /// How often each concept stands in all files, by concept number.
    pub counts: Vec<u32>,
    /// Whether everything was looked at.
    pub complete: bool,
}

/// One file, as it is now.
enum Source {
    Open(Uri, View),
    File(PathBuf),
}

/// Looks for `wanted`, up to `limit` places, and counts all concepts. Not for the threads that carry
/// messages; stops soon after `job` is cancelled.
pub fn look(
    session: &Session,
    library: &Arc<Library>,
    job: &Job,
    wanted: &[ConceptId],
    limit: usize,
) -> Found {
    let mut found = Found {
        counts: vec![0; library.catalogue.len()],
        complete: true,
        ..Found::default()
    };
    let sources = sources(session, job);
    begin(session, library);
    let mut seen = 0;
    for batch in sources.chunks(BATCH) {
        let looked = look_at(session, library, job, wanted, batch);
        let mut fresh = Vec::new();
        for one in looked {
            let Some((counts, places)) = one else {
                found.complete = false;
                continue;
            };
            for (concept, count) in counts.iter() {
                if let Some(sum) = found.counts.get_mut(concept.index()) {
                    *sum = sum.saturating_add(*count);
                }
            }
            fresh.extend(places);
        }
        let left = limit - found.places.len();
        let is_full = fresh.len() > left;
        fresh.truncate(left);
        job.hand_out(fresh.clone());
        found.places.extend(fresh);
        seen += batch.len();
        job.report(seen, sources.len());
        if job.is_cancelled() || is_full {
            found.complete &= seen == sources.len() && !is_full;
            break;
        }
    }
    found.complete &= !job.is_cancelled();
    found
}

/// Forgets what was found with another catalogue.
fn begin(session: &Session, library: &Library) {
    let now = fingerprint(library);
    let mut census = session
        .census
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if census.catalogue != now {
        census.catalogue = now;
        census.files.clear();
    }
}

/// Tells catalogues apart: a guide's own concepts come and go with it.
fn fingerprint(library: &Library) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (_, concept) in library.catalogue.iter() {
        concept.id.hash(&mut hasher);
        for rule in &concept.recognise {
            format!("{rule:?}").hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// How often `wanted` stand in the files that are remembered; `None` where nothing is.
pub fn remembered(session: &Session, wanted: &[ConceptId]) -> Option<u32> {
    let census = session
        .census
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if census.files.is_empty() {
        return None;
    }
    let counts = census.files.values().flat_map(|(_, counts)| counts.iter());
    let counts = counts.filter(|(concept, _)| wanted.contains(concept));
    Some(counts.map(|(_, count)| count).sum())
}

/// The workspace's files in the order of their paths; what is open as the editor has it.
fn sources(session: &Session, job: &Job) -> Vec<Source> {
    let mut open: HashMap<PathBuf, (Uri, View)> = HashMap::new();
    let mut sources = Vec::new();
    for (uri, view) in session.views() {
        match convert::path(&uri) {
            Some(path) => drop(open.insert(path, (uri, view))),
            None => sources.push(Source::Open(uri, view)),
        }
    }
    let folders = session.state().folders.clone();
    let files = disk::python_files(&folders, LARGEST, &|| job.is_cancelled());
    let known: HashSet<&PathBuf> = files.iter().collect();
    {
        // What is gone is forgotten.
        let mut census = session
            .census
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !job.is_cancelled() {
            census.files.retain(|path, _| known.contains(path));
        }
    }
    for path in files {
        sources.push(match open.remove(&path) {
            Some((uri, view)) => Source::Open(uri, view),
            None => Source::File(path),
        });
    }
    let others = open.into_values();
    sources.extend(others.map(|(uri, view)| Source::Open(uri, view)));
    sources
}

type Looked = Option<(Counts, Vec<Location>)>;

fn look_at(
    session: &Session,
    library: &Arc<Library>,
    job: &Job,
    wanted: &[ConceptId],
    batch: &[Source],
) -> Vec<Looked> {
    let results: Vec<Mutex<Looked>> = batch.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS.min(batch.len()) {
            scope.spawn(|| {
                while let Some((source, result)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    batch.get(number).zip(results.get(number))
                } {
                    if job.is_cancelled() {
                        return;
                    }
                    let looked = look_at_one(session, library, job, wanted, source);
                    *result.lock().unwrap_or_else(PoisonError::into_inner) = looked;
                }
            });
        }
    });
    let results = results.into_iter();
    results
        .map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

fn look_at_one(
    session: &Session,
    library: &Arc<Library>,
    job: &Job,
    wanted: &[ConceptId],
    source: &Source,
) -> Looked {
    let encoding = session.encoding();
    let stop = || job.is_cancelled();
    match source {
        Source::Open(uri, view) => {
            let analysis = view.analysis_unless(library, &stop)?;
            let range = |span| convert::range(&analysis.document, span, encoding);
            let places = places(&analysis.occurrences, wanted)
                .map(|span| Location::new(uri.clone(), range(span)))
                .collect();
            Some((count(&analysis.occurrences), places))
        }
        Source::File(path) => {
            let stamp = disk::stamp(path)?;
            if let Some(counts) = fresh(session, path, stamp)
                && !counts.iter().any(|(concept, _)| wanted.contains(concept))
            {
                return Some((counts, Vec::new()));
            }
            let text = disk::read_python(path).ok()?;
            let syntax = Syntax::parse_unless(&text, &stop)?;
            let recogniser = &library.recogniser;
            let occurrences = recogniser.occurrences_unless(&syntax, &text, &stop)?;
            let counts = count(&occurrences);
            remember(session, path, stamp, &counts);
            let places = locations(path, &text, &occurrences, wanted, encoding);
            Some((counts, places))
        }
    }
}

fn locations(
    path: &Path,
    text: &str,
    occurrences: &Occurrences,
    wanted: &[ConceptId],
    encoding: Encoding,
) -> Vec<Location> {
    let Some(uri) = convert::file_uri(path) else {
        return Vec::new();
    };
    let lines = LineIndex::new(text);
    places(occurrences, wanted)
        .map(|span| {
            Location::new(
                uri.clone(),
                convert::text_range(&lines, text, span, encoding),
            )
        })
        .collect()
}

/// The first token of each occurrence of `wanted`, in document order.
fn places(
    occurrences: &Occurrences,
    wanted: &[ConceptId],
) -> impl Iterator<Item = crate::text::Span> {
    let mut found: Vec<_> = match wanted {
        [] => Vec::new(),
        _ => occurrences
            .iter()
            .filter(|occurrence| wanted.contains(&occurrence.concept))
            .filter_map(|occurrence| occurrence.focus.first())
            .collect(),
    };
    found.sort_unstable();
    found.dedup();
    found.into_iter()
}

fn count(occurrences: &Occurrences) -> Counts {
    let mut counts: HashMap<ConceptId, u32> = HashMap::new();
    for occurrence in occurrences.iter() {
        *counts.entry(occurrence.concept).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn fresh(session: &Session, path: &Path, stamp: Stamp) -> Option<Counts> {
    let census = session
        .census
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let (then, counts) = census.files.get(path)?;
    (*then == stamp).then(|| counts.clone())
}

fn remember(session: &Session, path: &Path, stamp: Stamp, counts: &Counts) {
    let mut census = session
        .census
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let known = (stamp, counts.clone());
    census.files.insert(path.to_owned(), known);
}
