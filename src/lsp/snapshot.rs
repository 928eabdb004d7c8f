//! What a request about a document is answered from: one version of it that nothing changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, Range, Uri};

use super::away::Waiting;
use super::documents::{Analysis, View};
use super::session::Session;
use super::{convert, guard};
use crate::config::Settings;
use crate::gloss::Library;
use crate::study::Study;
use crate::text::Span;

/// Documents longer than this, in bytes, are analysed away from the thread that reads messages: it
/// takes some milliseconds, and much longer where thousands of lines of comment follow each other.
const LARGE: usize = 32_000;
/// Unless it takes less than this, as it does after most edits: less than another thread takes to
/// wake on a busy machine.
const SOON: Duration = Duration::from_millis(2);

/// How often a large document was looked at.
#[derive(Debug, Default)]
pub struct Looks {
    pub begun: AtomicUsize,
    /// How many of them nobody wanted any more before they were done.
    pub stopped: AtomicUsize,
}

/// One version of a document, with what questions about it are answered from.
#[derive(Debug)]
pub struct Snapshot {
    /// The session it is from.
    pub session: Arc<Session>,
    /// Which document it is of.
    pub uri: Uri,
    /// The document; for a cell of a notebook with all cells before it.
    pub view: View,
    /// The document alone, to tell whether it has changed.
    pub own: View,
    /// At which line of `view` the document begins.
    pub first_line: u32,
    /// The settings at the time, or when the first library came.
    pub settings: Arc<Settings>,
    /// What the person has learned, likewise.
    pub study: Arc<Study>,
}

impl Snapshot {
    /// Answers `question`. Waits for the first library; where the document is large and takes long to
    /// analyse also for its turn. Where the document changes before that is done, the answer is
    /// "content modified" if the client knows what to do with that, else one about the document as
    /// it is then. `None` where the session ends or the document is closed.
    pub async fn ask<T: Send + 'static>(
        mut self,
        question: impl FnOnce(&Self, &Arc<Library>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let is_large = self.view.document().rope().len_bytes() > LARGE;
        if !is_large && self.session.library.borrow().is_none() {
            // Beside the loading.
            self.view.parse();
        }
        let Some(library) = self.session.library().await else {
            return Ok(None);
        };
        // They may have come from the client while the first library was awaited.
        self.refresh();
        if !is_large || self.view.is_analysed_within(SOON, &library) {
            return Ok(Some(question(&self, &library)));
        }
        let mut question = question;
        let waiting = Waiting::default();
        loop {
            // A request that is cancelled while it waits here never begins.
            let turn = self.session.turns.clone().acquire_owned().await;
            if !self.session.is_current(&self.uri, &self.own) {
                if self.session.facts().stale_answers {
                    return Err(Error::content_modified());
                }
                let Some(now) = self.session.snapshot(&self.uri) else {
                    return Ok(None);
                };
                self = now;
            }
            let (library, is_over) = (library.clone(), waiting.0.clone());
            let session = self.session.clone();
            let work = session.analyst.run(move || {
                // The turn lasts as long as the work, also where nobody waits for it any more.
                let _turn = turn;
                guard::run(|| self.answer(&library, &is_over, question))
            });
            match work.await {
                Ok(Ok(Ok(answer))) => return Ok(Some(answer)),
                Ok(Ok(Err((snapshot, unanswered)))) => (self, question) = (*snapshot, unanswered),
                Ok(Err(said)) => std::panic::resume_unwind(Box::new(said)),
                Err(_) => return Ok(None),
            }
        }
    }

    /// Answers `question`; gives both back where the work was stopped.
    fn answer<T, Q: FnOnce(&Self, &Arc<Library>) -> T>(
        self,
        library: &Arc<Library>,
        is_over: &AtomicBool,
        question: Q,
    ) -> std::result::Result<T, (Box<Self>, Q)> {
        let counts = &self.session.looks;
        counts.begun.fetch_add(1, Ordering::Relaxed);
        let stop = || is_over.load(Ordering::Relaxed) || self.own.is_outdated();
        if self.view.analysis_unless(library, &stop).is_none() {
            counts.stopped.fetch_add(1, Ordering::Relaxed);
            return Err((Box::new(self), question));
        }
        Ok(question(&self, library))
    }

    fn refresh(&mut self) {
        let state = self.session.state();
        self.settings = state.settings.clone();
        self.study = state.study.clone();
    }

    /// Where a client's position stands in `view`, in bytes.
    pub fn offset(&self, position: Position) -> usize {
        let mut position = convert::position(position);
        position.line.0 = position.line.0.saturating_add(self.first_line);
        let document = self.view.document();
        document.offset(position, self.session.encoding())
    }

    /// Where a span of `view` stands for the client; `None` where that is in an earlier cell.
    pub fn range(&self, span: Span) -> Option<Range> {
        let mut range = convert::range(self.view.document(), span, self.session.encoding());
        range.start.line = range.start.line.checked_sub(self.first_line)?;
        range.end.line = range.end.line.checked_sub(self.first_line)?;
        Some(range)
    }

    /// What stands in the document.
    pub fn analysis(&self, library: &Arc<Library>) -> Arc<Analysis> {
        self.view.analysis(library)
    }
}
