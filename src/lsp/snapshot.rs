//! What a request about a document is answered from: one version of it that nothing changes.

use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, Range, Uri};

use super::convert;
use super::documents::{Analysis, View};
use super::session::Session;
use crate::config::Settings;
use crate::gloss::Library;
use crate::study::Study;
use crate::text::Span;

/// Documents longer than this, in bytes, are analysed away from the thread that reads messages: it
/// takes some milliseconds, and much longer where thousands of lines of comment follow each other.
const LARGE: usize = 32_000;

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
    /// Answers `question`. Waits for the first library; where the document is large and was not
    /// analysed yet also for its turn, and then says "content modified" if the document has changed
    /// meanwhile and the client knows what to do with that. `None` where the session ends.
    pub async fn ask<T: Send + 'static>(
        mut self,
        question: impl FnOnce(&Self, &Arc<Library>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(library) = self.session.library().await else {
            return Ok(None);
        };
        // They may have come from the client while the first library was awaited.
        self.refresh();
        let is_large = self.view.document().rope().len_bytes() > LARGE;
        if !is_large || self.view.is_analysed() {
            return Ok(Some(question(&self, &library)));
        }
        // A request that is cancelled while it waits here never begins.
        let turn = self.session.turns.clone().acquire_owned().await;
        let is_stale = !self.session.is_current(&self.uri, &self.own);
        if is_stale && self.session.facts().stale_answers {
            return Err(Error::content_modified());
        }
        let work = tokio::task::spawn_blocking(move || {
            // The turn lasts as long as the work, also where nobody waits for it any more.
            let _turn = turn;
            question(&self, &library)
        });
        match work.await {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Ok(None),
        }
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
