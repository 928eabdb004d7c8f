//! Open documents: their text, and what was found in it, at most once per version.
//!
//! An edit only changes the rope and is noted. The tree follows when a request needs it: all edits
//! since the last tree at once. A [`View`] is a snapshot that outlives the lock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::gloss::Library;
use crate::python::{Occurrences, Syntax};
use crate::stop::{NEVER, Stop};
use crate::text::{Change, Document, Edit, Encoding, Span};

/// After so many edits without a request a new tree costs no more than following them.
const EDITS_TO_FOLLOW: usize = 4096;

/// What was found in one version of a document, and with what.
#[derive(Debug)]
pub struct Analysis {
    /// What it was made with; concepts in it are numbers of this library's catalogue.
    pub library: Arc<Library>,
    /// The version it is about.
    pub document: Document,
    /// Its tree.
    pub syntax: Syntax,
    /// What stands in it.
    pub occurrences: Occurrences,
    /// How long it took to find out.
    took: Duration,
}

/// An analysis of an earlier version, with the edits that lead from there to the present one.
#[derive(Clone, Debug)]
struct Earlier {
    analysis: Arc<Analysis>,
    edits: Arc<Vec<Edit>>,
}

impl Earlier {
    fn extend(self, edits: &[Edit]) -> Option<Self> {
        let Self {
            analysis,
            edits: mut all,
        } = self;
        Arc::make_mut(&mut all).extend_from_slice(edits);
        (all.len() <= EDITS_TO_FOLLOW).then_some(Self {
            analysis,
            edits: all,
        })
    }
}

/// One version of a document. Cloning is cheap; clones share what is found in it.
#[derive(Clone, Debug)]
pub struct View {
    document: Document,
    /// The last version that was analysed.
    before: Option<Earlier>,
    /// The last version that was analysed and had no syntax error.
    sane: Option<Earlier>,
    found: Arc<Found>,
    /// Whether the client has gone on to another text; tells this state of the text from every other.
    is_outdated: Arc<AtomicBool>,
}

/// What is found once.
#[derive(Debug, Default)]
struct Found {
    /// The tree, where it was made before there was a library.
    syntax: OnceLock<Syntax>,
    analysis: OnceLock<Arc<Analysis>>,
    /// Held by whoever is looking; others that want the same wait.
    looking: Mutex<()>,
}

impl View {
    /// A document as it was opened.
    pub fn new(text: &str, version: i32) -> Self {
        Self {
            document: Document::new(text, version),
            before: None,
            sane: None,
            found: Arc::default(),
            is_outdated: Arc::default(),
        }
    }

    /// The text.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document after `changes`, which the client numbered `version`. What is here stays whole,
    /// so that a failure halfway loses nothing.
    #[must_use]
    pub fn changed(&self, changes: &[Change], version: i32, encoding: Encoding) -> Self {
        let mut document = self.document.clone();
        let edits: Vec<Edit> = changes
            .iter()
            .map(|change| document.apply(change, encoding))
            .collect();
        document.set_version(version);
        let (before, sane) = self.history();
        Self {
            document,
            before: before.and_then(|earlier| earlier.extend(&edits)),
            sane: sane.and_then(|earlier| earlier.extend(&edits)),
            found: Arc::default(),
            is_outdated: Arc::default(),
        }
    }

    /// The same version with nothing found in it yet, for a new library.
    #[must_use]
    pub fn forgotten(&self) -> Self {
        let (before, sane) = self.history();
        Self {
            document: self.document.clone(),
            before,
            // Its concepts are numbers of the old library: of use as long as that is there.
            sane,
            found: Arc::default(),
            is_outdated: self.is_outdated.clone(),
        }
    }

    fn history(&self) -> (Option<Earlier>, Option<Earlier>) {
        let Some(analysis) = self.found.analysis.get() else {
            return (self.before.clone(), self.sane.clone());
        };
        let now = Earlier {
            analysis: analysis.clone(),
            edits: Arc::default(),
        };
        let sane = if analysis.syntax.has_error() {
            self.sane.clone()
        } else {
            Some(now.clone())
        };
        (Some(now), sane)
    }

    /// Makes the tree of a document that was not changed yet, while there is no library for more.
    pub fn parse(&self) {
        if self.before.is_none() {
            let rope = self.document.rope();
            self.found.syntax.get_or_init(|| Syntax::parse(rope));
        }
    }

    /// What stands in this version. The first caller works, others that come meanwhile wait.
    pub fn analysis(&self, library: &Arc<Library>) -> Arc<Analysis> {
        // What is never stopped always comes to an end.
        self.analysis_unless(library, NEVER).unwrap_or_else(|| {
            Arc::new(Analysis {
                library: library.clone(),
                document: self.document.clone(),
                syntax: Syntax::default(),
                occurrences: Occurrences::default(),
                took: Duration::ZERO,
            })
        })
    }

    /// The same; `None` where `stop` says so before it is done.
    pub fn analysis_unless(&self, library: &Arc<Library>, stop: Stop<'_>) -> Option<Arc<Analysis>> {
        if let Some(analysis) = self.found.analysis.get() {
            return Some(analysis.clone());
        }
        let looking = self.found.looking.lock();
        let looking = looking.unwrap_or_else(PoisonError::into_inner);
        self.found_by(&looking, library, stop)
    }

    /// The analysis, by whoever holds the right to look.
    fn found_by(
        &self,
        _: &MutexGuard<'_, ()>,
        library: &Arc<Library>,
        stop: Stop<'_>,
    ) -> Option<Arc<Analysis>> {
        if let Some(analysis) = self.found.analysis.get() {
            return Some(analysis.clone());
        }
        let analysis = Arc::new(self.look(library, stop)?);
        Some(self.found.analysis.get_or_init(|| analysis).clone())
    }

    fn look(&self, library: &Arc<Library>, stop: Stop<'_>) -> Option<Analysis> {
        let begun = Instant::now();
        let rope = self.document.rope();
        let syntax = match &self.before {
            Some(Earlier { analysis, edits }) => {
                analysis.syntax.reparse_unless(edits, rope, stop)?
            }
            None => match self.found.syntax.get() {
                Some(syntax) => syntax.clone(),
                None => Syntax::parse_unless(rope, stop)?,
            },
        };
        let recogniser = &library.recogniser;
        let occurrences = match &self.before {
            Some(Earlier { analysis, edits }) if Arc::ptr_eq(&analysis.library, library) => {
                let before = &analysis.occurrences;
                recogniser.occurrences_after_unless(before, edits, &syntax, rope, stop)?
            }
            _ => recogniser.occurrences_unless(&syntax, rope, stop)?,
        };
        Some(Analysis {
            library: library.clone(),
            document: self.document.clone(),
            syntax,
            occurrences,
            took: begun.elapsed(),
        })
    }

    /// Whether this version is analysed, now if that takes no longer than `limit`: it is tried where
    /// the version before took less and nobody else is looking.
    pub fn is_analysed_within(&self, limit: Duration, library: &Arc<Library>) -> bool {
        let is_quick = |Earlier { analysis, .. }: &Earlier| {
            analysis.took < limit && Arc::ptr_eq(&analysis.library, library)
        };
        if self.is_analysed() || !self.before.as_ref().is_some_and(is_quick) {
            return self.is_analysed();
        }
        let until = Instant::now() + limit;
        let looking = self.found.looking.try_lock();
        looking.is_ok_and(|looking| {
            let is_over = || Instant::now() > until;
            self.found_by(&looking, library, &is_over).is_some()
        })
    }

    /// Whether [`View::analysis`] costs nothing more.
    pub fn is_analysed(&self) -> bool {
        self.found.analysis.get().is_some()
    }

    /// Tells whoever is looking at this state of the text that the client has gone on.
    pub fn outdate(&self) {
        self.is_outdated.store(true, Ordering::Relaxed);
    }

    /// Whether the client has gone on to another text.
    pub fn is_outdated(&self) -> bool {
        self.is_outdated.load(Ordering::Relaxed)
    }

    /// Whether `other` is the same state of the text.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.is_outdated, &other.is_outdated)
    }

    /// What to show between the lines: of this version, or while it does not parse, of the last
    /// one that did, with the edits since. An unclosed bracket swallows all that follows; lenses
    /// must not come and go with it.
    pub fn steady(&self, library: &Arc<Library>) -> (Arc<Analysis>, Arc<Vec<Edit>>) {
        let now = self.analysis(library);
        match &self.sane {
            Some(sane) if now.syntax.has_error() => (sane.analysis.clone(), sane.edits.clone()),
            _ => (now, Arc::default()),
        }
    }

    /// While this version does not parse, the last one that did, with the place there of what
    /// stands at `offset` here and the edits since; `None` where they made what stands there.
    pub fn before_broken(
        &self,
        library: &Arc<Library>,
        offset: usize,
    ) -> Option<(Arc<Analysis>, usize, Arc<Vec<Edit>>)> {
        let sane = self.sane.as_ref()?;
        if !self.analysis(library).syntax.has_error() {
            return None;
        }
        let then = sane.edits.iter().rev().try_fold(offset, |offset, edit| {
            if offset < edit.start {
                Some(offset)
            } else if offset >= edit.new_end {
                Some(offset - edit.new_end + edit.old_end)
            } else {
                None
            }
        })?;
        Some((sane.analysis.clone(), then, sane.edits.clone()))
    }
}

/// Where `span` is after `edits`; `None` where one of them changed it.
pub fn follow(span: Span, edits: &[Edit]) -> Option<Span> {
    edits.iter().try_fold(span, |span, edit| {
        if span.end() <= edit.start {
            Some(span)
        } else if edit.old_end <= span.start() {
            let moved = |offset: usize| offset - edit.old_end + edit.new_end;
            Some(Span::new(moved(span.start()), moved(span.end())))
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::guide::Guide;
    use crate::text::Position;

    fn library() -> Arc<Library> {
        Arc::new(Library::new(builtin::catalogue(), Guide::default()).0)
    }

    fn insert(line: u32, column: u32, text: &str) -> Change {
        let at = Position::new(line, column);
        Change {
            range: Some((at, at)),
            text: text.to_owned(),
        }
    }

    fn change(view: &View, change: Change) -> View {
        let version = view.document().version() + 1;
        view.changed(&[change], version, Encoding::Utf16)
    }

    #[test]
    fn a_version_is_analysed_once() {
        let library = library();
        let view = View::new("x = 1\n", 1);
        let clone = view.clone();
        assert!(!view.is_analysed());
        assert!(Arc::ptr_eq(
            &view.analysis(&library),
            &clone.analysis(&library)
        ));
        let next = change(&view, insert(0, 0, "y = 2\n"));
        assert!(!next.is_analysed());
        assert_eq!(next.analysis(&library).document.version(), 2);
    }

    #[test]
    fn work_that_was_stopped_is_done_by_the_next_who_asks() {
        let library = library();
        let view = View::new(&"x = [n for n in y]\n".repeat(200), 1);
        assert!(view.analysis_unless(&library, &|| true).is_none());
        assert!(!view.is_analysed());
        let found = view.analysis(&library);
        assert_eq!(found.occurrences.iter().count() % 200, 0);
        // What is found is given also to whoever would not wait for it.
        assert!(view.analysis_unless(&library, &|| true).is_some());
    }

    #[test]
    fn while_it_does_not_parse_the_last_version_that_did_is_shown() {
        let library = library();
        let good = View::new("a = 1\nlambda: 0\n", 1);
        assert_eq!(good.steady(&library).0.document.version(), 1);
        let broken = change(&good, insert(0, 0, "f((\n"));
        let (shown, edits) = broken.steady(&library);
        assert_eq!(shown.document.version(), 1);
        assert_eq!(follow(Span::new(6, 12), &edits), Some(Span::new(10, 16)));
        let mended = change(&broken, insert(0, 3, "))"));
        assert_eq!(mended.steady(&library).0.document.version(), 3);
    }

    #[test]
    fn spans_follow_edits_and_vanish_when_they_are_touched() {
        let edit = |start, old_end, new_end| Edit {
            start,
            old_end,
            new_end,
        };
        let span = Span::new(10, 15);
        assert_eq!(follow(span, &[edit(0, 4, 1)]), Some(Span::new(7, 12)));
        assert_eq!(follow(span, &[edit(15, 18, 15)]), Some(span));
        assert_eq!(follow(span, &[edit(10, 10, 12)]), Some(Span::new(12, 17)));
        assert_eq!(follow(span, &[edit(12, 13, 12)]), None);
        assert_eq!(follow(span, &[edit(0, 0, 9), edit(20, 21, 20)]), None);
    }

    #[test]
    fn a_library_may_change_under_an_open_document() {
        let (old, new) = (library(), library());
        let view = View::new("x = 1\n", 1);
        view.analysis(&old);
        let forgotten = view.forgotten();
        assert!(Arc::ptr_eq(&forgotten.analysis(&new).library, &new));
        assert!(forgotten.is_same(&view));
        assert!(!change(&view, insert(0, 0, "")).is_same(&view));
    }
}
