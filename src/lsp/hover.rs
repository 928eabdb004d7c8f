//! `textDocument/hover`: what stands under the cursor.

use std::sync::Arc;

use tower_lsp::ls_types::{Hover, Position};

use super::session::Session;
use super::snapshot::Snapshot;
use super::{convert, open};
use crate::gloss::{self, Library, render};
use crate::guide::{Entry, Page};

/// What to say at `position`; `None` where there is nothing, or where hovers are off.
pub fn hover(snapshot: &Snapshot, library: &Arc<Library>, position: Position) -> Option<Hover> {
    let detail = snapshot.settings.hover?;
    let facts = snapshot.session.facts();
    let document = snapshot.view.document();
    let offset = document.offset(convert::position(position), facts.encoding);
    let analysis = snapshot.analysis(library);
    let found = gloss::hover(&analysis.library, &analysis.occurrences, offset)?;
    let text = if facts.markdown {
        let link = |page: &Page, entry: &Entry| link(&snapshot.session, page, entry);
        render::markdown(&found, detail, &link)
    } else {
        render::text(&found, detail)
    };
    let range = convert::range(document, found.span, facts.encoding);
    Some(convert::hover(text, facts.markdown, range))
}

/// Where a click on an entry leads: its file and line, which editors take as a fragment.
fn link(session: &Session, page: &Page, entry: &Entry) -> Option<String> {
    let uri = convert::file_uri(&session.file_of(page)?)?;
    Some(format!("{}#L{}", uri.as_str(), open::line_of(page, entry)))
}
