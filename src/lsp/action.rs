//! `textDocument/codeAction`: "Open guide: …" for what stands under the cursor.

use std::collections::HashSet;
use std::sync::Arc;

use tower_lsp::ls_types::{
    CodeActionContext, CodeActionOrCommand, CodeActionParams, CodeActionTriggerKind,
};

use super::convert;
use super::snapshot::Snapshot;
use crate::gloss::{self, Library};

/// How many entries are offered for one concept, and how many in all.
const PER_CONCEPT: usize = 3;
const IN_ALL: usize = 9;

/// Whether the client wants actions of our kind now: a person asked for them, and not for others.
pub fn is_wanted(context: &CodeActionContext) -> bool {
    // A light bulb at every keyword would stand in the way of other servers' ones.
    let is_asked = context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
    let is_ours = context.only.as_ref().is_none_or(|kinds| {
        kinds.iter().any(|kind| {
            let (kind, own) = (kind.as_str(), convert::OPEN_GUIDE);
            let rest = own.as_str().strip_prefix(kind);
            kind.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    });
    is_asked && is_ours
}

/// One action for each entry about what stands at the start of the range, the best first.
pub fn actions(
    snapshot: &Snapshot,
    library: &Arc<Library>,
    params: &CodeActionParams,
) -> Vec<CodeActionOrCommand> {
    let facts = snapshot.session.facts();
    let offset = snapshot.offset(params.range.start);
    let analysis = snapshot.analysis(library);
    let mut taken = HashSet::new();
    gloss::entries_at(&analysis.library, &analysis.occurrences, offset)
        .into_iter()
        .flat_map(|(_, entries)| entries.into_iter().take(PER_CONCEPT))
        .filter(|(_, entry)| taken.insert(&entry.id))
        .take(IN_ALL)
        .map(|(_, entry)| {
            let title = format!("Open guide: {}", entry.title);
            convert::action(title, entry.id.to_string(), facts.action_literals)
        })
        .collect()
}
