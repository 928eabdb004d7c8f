//! `textDocument/codeLens`: the questions that a document raises, above the lines that raise them.

use std::collections::HashSet;
use std::sync::Arc;

use tower_lsp::ls_types::CodeLens;

use super::snapshot::Snapshot;
use super::sync::WITHOUT_LENSES;
use super::{convert, documents};
use crate::gloss::{self, LensMode, LensWish, Library};
use crate::python::definitions;
use crate::study::Knowledge;
use crate::text::Encoding;

/// Whether the document gets no lenses, whatever stands in it.
pub fn is_too_large(snapshot: &Snapshot) -> bool {
    snapshot.view.document().rope().len_bytes() > WITHOUT_LENSES
}

/// The lenses of the document, resolved. While it does not parse, those of the last version that
/// did, at their present places.
pub fn lenses(snapshot: &Snapshot, library: &Arc<Library>) -> Vec<CodeLens> {
    let (analysis, edits) = snapshot.view.steady(library);
    let then = &analysis.document;
    // A line of the document has the same number in every encoding.
    let line_then = |offset| then.position(offset, Encoding::Utf8).line.0;
    let mode = snapshot.settings.lenses;
    let definitions = match mode {
        LensMode::Definitions => definitions(&analysis.syntax),
        _ => Vec::new(),
    };
    let (disabled, study) = (&snapshot.settings.lens_disabled, &snapshot.study);
    let wish = LensWish {
        mode,
        definitions: &definitions,
        is_quiet: &|concept| {
            concept.is_in(disabled) || study.knowledge(&concept.id) == Some(Knowledge::Known)
        },
    };
    let found = gloss::lenses(&analysis.library, &analysis.occurrences, wish, line_then);
    let mut taken = HashSet::new();
    found
        .into_iter()
        .filter_map(|lens| {
            let span = documents::follow(lens.span, &edits)?;
            let range = snapshot.range(span)?;
            // Two lines may have become one.
            taken
                .insert(range.start.line)
                .then(|| convert::lens(lens.title, lens.entries, range))
        })
        .collect()
}
