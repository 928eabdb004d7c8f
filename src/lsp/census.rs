//! What stands in the Python files of the workspace. It is looked for only when somebody asks; what
//! stands in a file is then remembered as long as the file does not change, so that the next question
//! parses nothing, and reads only files that have something to say about it.

mod findings;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tower_lsp::ls_types::{Location, Uri};

use self::findings::Findings;
use super::convert;
use super::documents::View;
use super::job::Job;
use super::session::Session;
use crate::concept::ConceptId;
use crate::disk::{self, Stamp};
use crate::gloss::Library;
use crate::python::Syntax;
use crate::text::{Encoding, LineIndex, Span};

/// The largest file that is looked at, in bytes: nobody wrote a larger one by hand.
const LARGEST: u64 = 2 << 20;
/// How many files are looked at between two looks at whether to stop, and to tell.
const BATCH: usize = 32;
/// How many threads look.
const THREADS: usize = 2;
/// For so few files nobody else is woken.
const FEW: usize = 4;

/// How much is remembered, in bytes: Django takes about three million of them.
const MEMORY: usize = 48 << 20;

/// What is remembered.
#[derive(Debug, Default)]
pub struct Census {
    /// Which catalogue the numbers of concepts are of (see [`fingerprint`]).
    catalogue: u64,
    /// Whose catalogue that is.
    library: Weak<Library>,
    files: HashMap<PathBuf, (Stamp, Arc<Findings>)>,
    /// What the files take, in bytes.
    size: usize,
}

impl Census {
    fn remember(&mut self, path: &Path, stamp: Stamp, findings: Arc<Findings>) {
        let size = findings.size();
        self.forget(path);
        if self.size + size <= MEMORY {
            self.size += size;
            self.files.insert(path.to_owned(), (stamp, findings));
        }
    }

    fn forget(&mut self, path: &Path) {
        if let Some((_, before)) = self.files.remove(path) {
            self.size -= before.size();
        }
    }
}

fn census(session: &Session) -> MutexGuard<'_, Census> {
    session
        .census
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
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
    File(PathBuf, Stamp),
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
            let Some((findings, places)) = one else {
                found.complete = false;
                continue;
            };
            for (concept, count) in findings.counts() {
                if let Some(sum) = found.counts.get_mut(concept.index()) {
                    *sum = sum.saturating_add(count);
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
fn begin(session: &Session, library: &Arc<Library>) {
    let library = Arc::downgrade(library);
    if census(session).library.ptr_eq(&library) {
        return;
    }
    let now = library.upgrade().map_or(0, |library| fingerprint(&library));
    let mut census = census(session);
    census.library = library;
    if census.catalogue != now {
        census.catalogue = now;
        census.files.clear();
        census.size = 0;
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
    let census = census(session);
    if census.files.is_empty() {
        return None;
    }
    let all = census.files.values();
    let counts = all.flat_map(|(_, findings)| findings.counts());
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
    let known: HashSet<&PathBuf> = files.iter().map(|(path, _)| path).collect();
    {
        // What is gone is forgotten.
        let mut census = census(session);
        if !job.is_cancelled() {
            let all = census.files.keys();
            let gone: Vec<_> = all.filter(|path| !known.contains(path)).cloned().collect();
            for path in gone {
                census.forget(&path);
            }
        }
    }
    for (path, stamp) in files {
        sources.push(match open.remove(&path) {
            Some((uri, view)) => Source::Open(uri, view),
            None => Source::File(path, stamp),
        });
    }
    let others = open.into_values();
    sources.extend(others.map(|(uri, view)| Source::Open(uri, view)));
    sources
}

type Looked = Option<(Arc<Findings>, Vec<Location>)>;

fn look_at(
    session: &Session,
    library: &Arc<Library>,
    job: &Job,
    wanted: &[ConceptId],
    batch: &[Source],
) -> Vec<Looked> {
    let results = batch.iter().map(|source| {
        let known = known_without(session, wanted, source);
        Mutex::new(known)
    });
    let mut results: Vec<Mutex<Looked>> = results.collect();
    let left = batch.iter().zip(&mut results);
    let left: Vec<_> = left
        .filter_map(|(source, result)| {
            let is_left = result.get_mut().is_ok_and(|known| known.is_none());
            is_left.then_some((source, &*result))
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((source, result)) = left.get(next.fetch_add(1, Ordering::Relaxed)) {
            if job.is_cancelled() {
                return;
            }
            let looked = look_at_one(session, library, job, wanted, source);
            *result.lock().unwrap_or_else(PoisonError::into_inner) = looked;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..THREADS.min(left.len() / FEW) {
            scope.spawn(work);
        }
        work();
    });
    let results = results.into_iter();
    results
        .map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

/// What is known of a file where none of `wanted` stands.
fn known_without(session: &Session, wanted: &[ConceptId], source: &Source) -> Looked {
    let Source::File(path, stamp) = source else {
        return None;
    };
    let findings = fresh(session, path, *stamp)?;
    let places = findings.places(wanted);
    places.is_empty().then_some((findings, Vec::new()))
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
            let findings = Arc::new(Findings::new(&analysis.occurrences));
            let range = |span| convert::range(&analysis.document, span, encoding);
            let places = findings.places(wanted).into_iter();
            let places = places.map(|span| Location::new(uri.clone(), range(span)));
            let places = places.collect();
            Some((findings, places))
        }
        Source::File(path, stamp) => {
            if let Some(findings) = fresh(session, path, *stamp) {
                let places = findings.places(wanted);
                let text = disk::read_python(path).ok()?;
                if let Some(places) = locations(path, &text, &places, encoding) {
                    return Some((findings, places));
                }
            }
            let text = disk::read_python(path).ok()?;
            let syntax = Syntax::parse_unless(&text, &stop)?;
            let recogniser = &library.recogniser;
            let occurrences = recogniser.occurrences_unless(&syntax, &text, &stop)?;
            let findings = Arc::new(Findings::new(&occurrences));
            census(session).remember(path, *stamp, findings.clone());
            let places = locations(path, &text, &findings.places(wanted), encoding)?;
            Some((findings, places))
        }
    }
}

/// Where the `places` of a file are; `None` where its text has no such places.
fn locations(
    path: &Path,
    text: &str,
    places: &[Span],
    encoding: Encoding,
) -> Option<Vec<Location>> {
    if places.is_empty() {
        return Some(Vec::new());
    }
    let uri = convert::file_uri(path)?;
    let lines = LineIndex::new(text);
    let places = places.iter().map(|span| {
        text.get(span.start()..span.end())?;
        let range = convert::text_range(&lines, text, *span, encoding);
        Some(Location::new(uri.clone(), range))
    });
    places.collect()
}

fn fresh(session: &Session, path: &Path, stamp: Stamp) -> Option<Arc<Findings>> {
    let census = census(session);
    let (then, findings) = census.files.get(path)?;
    (*then == stamp).then(|| findings.clone())
}
