//! `pygloss/constructs` and `pygloss/quiz`: what a document, or a place in it, raises.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;
use tower_lsp::ls_types::Range;

use super::snapshot::Snapshot;
use super::wire::{self, Where};
use crate::concept::ConceptId;
use crate::gloss::{self, Library};
use crate::guide::Kind;
use crate::study::Day;
use crate::text::Span;

/// How many questions a quiz has unless told, and at most.
const QUESTIONS: usize = 20;
const MOST_QUESTIONS: usize = 500;

/// A concept in a document.
#[derive(Debug, Serialize)]
pub struct Construct {
    concept: wire::Concept,
    /// The token that stands for it.
    range: Range,
    /// What the guides have about it, best first.
    entries: Vec<wire::Entry>,
}

/// A question of a quiz, without its answer.
#[derive(Debug, Serialize)]
pub struct Asked {
    pub concept: wire::Concept,
    pub entry: wire::Entry,
    range: Range,
}

/// The concepts of the document, or of a place in it, that the guides have something about.
pub fn constructs(snapshot: &Snapshot, library: &Arc<Library>, place: &Where) -> Vec<Construct> {
    let construct = |(id, span)| {
        Some(Construct {
            concept: wire::concept(library, &snapshot.study, id),
            range: snapshot.range(span)?,
            entries: wire::entries(&snapshot.session, library, id),
        })
    };
    let found = places(snapshot, library, place);
    found.into_iter().filter_map(construct).collect()
}

/// The questions that the document, or a place in it, raises: those that are due first, then those
/// that were never rated, then the others; within each the most worthy. Each question once.
pub fn quiz(snapshot: &Snapshot, library: &Arc<Library>, place: &Where, today: Day) -> Vec<Asked> {
    let mut taken = HashSet::new();
    let mut found = Vec::new();
    for (id, span) in places(snapshot, library, place) {
        for (page, entry, _) in library.entries(id) {
            if entry.kind == Kind::Question && taken.insert(&entry.id) {
                let due = snapshot.study.due(&entry.id);
                found.push((turn(due, today), id, span, page, entry));
            }
        }
    }
    // The sort is stable: worth decides among equals.
    found.sort_by_key(|(turn, ..)| *turn);
    let limit = place.limit.unwrap_or(QUESTIONS).min(MOST_QUESTIONS);
    found
        .into_iter()
        .filter_map(|(_, id, span, page, entry)| {
            Some(Asked {
                concept: wire::concept(library, &snapshot.study, id),
                entry: wire::entry(&snapshot.session, page, entry),
                range: snapshot.range(span)?,
            })
        })
        .take(limit)
        .collect()
}

/// The earlier, the smaller: what waits longest, what is new, what has time.
fn turn(due: Option<Day>, today: Day) -> (u8, Day) {
    match due {
        Some(day) if day <= today => (0, day),
        None => (1, today),
        Some(day) => (2, day),
    }
}

fn places(snapshot: &Snapshot, library: &Arc<Library>, place: &Where) -> Vec<(ConceptId, Span)> {
    let analysis = snapshot.analysis(library);
    let Some(position) = place.position else {
        return gloss::first_places(library, &analysis.occurrences);
    };
    let offset = snapshot.offset(position);
    let with_entries = |id: &ConceptId| !library.links.of(*id).is_empty();
    let here = analysis.occurrences.at(offset);
    gloss::concepts_at(library, &analysis.occurrences, offset)
        .into_iter()
        .filter(with_entries)
        .filter_map(|id| {
            let own = here.iter().filter(|occurrence| occurrence.concept == id);
            let mut tokens = own.flat_map(|occurrence| occurrence.focus.iter());
            Some((id, tokens.find(|token| token.contains(offset))?))
        })
        .collect()
}
