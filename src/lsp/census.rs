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
/// So many files are worth a thread.
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
    /// What was found in a file with the catalogue at hand, where the file is still the same.
    fn fresh(&self, catalogue: u64, path: &Path, stamp: Stamp) -> Option<Arc<Findings>> {
        let (then, findings) = self.files.get(path)?;
        (self.catalogue == catalogue && *then == stamp).then(|| findings.clone())
    }

    /// Takes in what was found in a file, unless the catalogue has changed meanwhile.
    fn remember(&mut self, catalogue: u64, path: &Path, stamp: Stamp, findings: Arc<Findings>) {
        if self.catalogue != catalogue {
            return;
        }
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
    let look = Look {
        session,
        library,
        job,
        wanted,
        catalogue: begin(session, library),
    };
    let mut seen = 0;
    for batch in sources.chunks(BATCH) {
        let looked = look.at_all(batch);
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

/// Forgets what was found with another catalogue, and tells this one's fingerprint.
fn begin(session: &Session, library: &Arc<Library>) -> u64 {
    let weak = Arc::downgrade(library);
    {
        let census = census(session);
        if census.library.ptr_eq(&weak) {
            return census.catalogue;
        }
    }
    let now = fingerprint(library);
    let mut census = census(session);
    census.library = weak;
    if census.catalogue != now {
        census.catalogue = now;
        census.files.clear();
        census.size = 0;
    }
    now
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

/// One look over the workspace.
struct Look<'l> {
    session: &'l Session,
    library: &'l Arc<Library>,
    job: &'l Job,
    wanted: &'l [ConceptId],
    /// The fingerprint of the library's catalogue: by the time a file is read, another look may have
    /// begun with other settings.
    catalogue: u64,
}

impl Look<'_> {
    fn at_all(&self, batch: &[Source]) -> Vec<Looked> {
        let known = batch.iter().map(|source| self.known_without(source));
        let mut results: Vec<Mutex<Looked>> = known.map(Mutex::new).collect();
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
                if self.job.is_cancelled() {
                    return;
                }
                let looked = self.at(source);
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

    /// What is known of a file where nothing that is wanted stands.
    fn known_without(&self, source: &Source) -> Looked {
        let Source::File(path, stamp) = source else {
            return None;
        };
        let findings = census(self.session).fresh(self.catalogue, path, *stamp)?;
        (!findings.has(self.wanted)).then_some((findings, Vec::new()))
    }

    fn at(&self, source: &Source) -> Looked {
        match source {
            Source::Open(uri, view) => self.at_open(uri, view),
            Source::File(path, stamp) => self.at_file(path, *stamp),
        }
    }

    fn at_open(&self, uri: &Uri, view: &View) -> Looked {
        let encoding = self.session.encoding();
        let analysis = view.analysis_unless(self.library, &|| self.job.is_cancelled())?;
        let findings = Arc::new(Findings::new(&analysis.occurrences));
        let places = findings.places(self.wanted).into_iter();
        let places = places.map(|span| {
            let range = convert::range(&analysis.document, span, encoding);
            Location::new(uri.clone(), range)
        });
        let places = places.collect();
        Some((findings, places))
    }

    fn at_file(&self, path: &Path, stamp: Stamp) -> Looked {
        let encoding = self.session.encoding();
        let text = disk::read_python(path).ok()?;
        let known = census(self.session).fresh(self.catalogue, path, stamp);
        if let Some(findings) = known {
            let places = findings.places(self.wanted);
            if let Some(places) = locations(path, &text, &places, encoding) {
                return Some((findings, places));
            }
        }
        let stop = || self.job.is_cancelled();
        let syntax = Syntax::parse_unless(&text, &stop)?;
        let recogniser = &self.library.recogniser;
        let occurrences = recogniser.occurrences_unless(&syntax, &text, &stop)?;
        let findings = Arc::new(Findings::new(&occurrences));
        census(self.session).remember(self.catalogue, path, stamp, findings.clone());
        let places = locations(path, &text, &findings.places(self.wanted), encoding)?;
        Some((findings, places))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::python::Recogniser;

    #[test]
    fn what_was_found_with_another_catalogue_is_neither_taken_nor_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        std::fs::write(&path, "x = 1\n").unwrap();
        let folders = [folder.path().to_owned()];
        let stamp = disk::python_files(&folders, LARGEST, &|| false)[0].1;
        let text = "x = 1\n";
        let (recogniser, _) = Recogniser::new(&builtin::catalogue());
        let occurrences = recogniser.occurrences(&Syntax::parse(text), text);
        let findings = Arc::new(Findings::new(&occurrences));
        let mut census = Census {
            catalogue: 1,
            ..Census::default()
        };
        census.remember(2, &path, stamp, findings.clone());
        assert!(census.files.is_empty() && census.size == 0);
        census.remember(1, &path, stamp, findings);
        assert!(census.fresh(1, &path, stamp).is_some());
        assert!(census.fresh(2, &path, stamp).is_none());
    }
}
