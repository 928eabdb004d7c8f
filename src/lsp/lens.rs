//! `textDocument/codeLens`: the questions that a document raises, above the lines that raise them.

use std::collections::HashSet;
use std::sync::Arc;

use tower_lsp::ls_types::CodeLens;

use super::session::WITHOUT_LENSES;
use super::snapshot::Snapshot;
use super::{convert, documents};
use crate::gloss::{self, Library};
use crate::text::Encoding;

/// The lenses of the document, resolved. While it does not parse, those of the last version that
/// did, at their present places.
pub fn lenses(snapshot: &Snapshot, library: &Arc<Library>) -> Vec<CodeLens> {
    if snapshot.view.document().rope().len_bytes() > WITHOUT_LENSES {
        return Vec::new();
    }
    let (analysis, edits) = snapshot.view.steady(library);
    let then = &analysis.document;
    // A line of the document has the same number in every encoding.
    let line_then = |offset| then.position(offset, Encoding::Utf8).line.0;
    let found = gloss::lenses(
        &analysis.library,
        &analysis.occurrences,
        snapshot.settings.lenses,
        line_then,
    );
    let now = snapshot.view.document();
    let encoding = snapshot.session.encoding();
    let mut taken = HashSet::new();
    found
        .into_iter()
        .filter_map(|lens| {
            let span = documents::follow(lens.span, &edits)?;
            let range = convert::range(now, span, encoding);
            // Two lines may have become one.
            taken
                .insert(range.start.line)
                .then(|| convert::lens(lens.title, lens.entries, range))
        })
        .collect()
}
