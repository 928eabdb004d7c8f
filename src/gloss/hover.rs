//! What stands at a place, in a few words.

use std::sync::Arc;

use super::{Library, Reason};
use crate::concept::{Concept, ConceptId};
use crate::guide::{Entry, Kind, Page};
use crate::python::{Occurrence, Occurrences};
use crate::text::Span;

/// How much a hover says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// At most eight lines.
    #[default]
    Compact,
    /// With all questions and, for questions, the spoken answer.
    Full,
}

/// What can be said of one place: the most specific concept in full, the others by name.
#[derive(Clone, Debug)]
pub struct Hover<'l> {
    /// The token under the cursor.
    pub span: Span,
    /// The most specific concept first; never empty.
    pub parts: Vec<Part<'l>>,
}

/// One concept with what the guide has about it.
#[derive(Clone, Debug)]
pub struct Part<'l> {
    /// The number of the concept.
    pub id: ConceptId,
    /// The concept.
    pub concept: &'l Concept,
    /// What it is and does, as Markdown of the guide or of the catalogue; may be empty.
    pub gloss: &'l str,
    /// The entry to open: the topic that explains it, else the best question.
    pub topic: Option<(&'l Arc<Page>, &'l Entry)>,
    /// The questions about it, best first.
    pub questions: Vec<Question<'l>>,
    /// Whether the person knows it: then it is only named.
    pub known: bool,
    /// The Python that the person's project still runs on, where that does not have it yet.
    pub too_new_for: Option<String>,
}

/// A question with its page.
#[derive(Clone, Copy, Debug)]
pub struct Question<'l> {
    /// Where it stands.
    pub page: &'l Arc<Page>,
    /// The question.
    pub entry: &'l Entry,
}

/// What to say at the byte `offset`; `None` where there is nothing.
pub fn hover<'l>(
    library: &'l Library,
    occurrences: &Occurrences,
    offset: usize,
) -> Option<Hover<'l>> {
    let here = super::standing_at(library, occurrences, offset);
    let span = here.first().and_then(|first| token(first, offset))?;
    let mut parts: Vec<Part<'l>> = Vec::new();
    for occurrence in &here {
        if parts.iter().any(|part| part.id == occurrence.concept) {
            continue;
        }
        let part = explain(library, occurrence.concept);
        if !part.gloss.is_empty() || part.topic.is_some() {
            parts.push(part);
        }
    }
    (!parts.is_empty()).then_some(Hover { span, parts })
}

fn token(occurrence: &Occurrence<'_>, offset: usize) -> Option<Span> {
    occurrence.focus.iter().find(|focus| focus.contains(offset))
}

/// What catalogue and guide have about `id`, wherever it stands.
pub fn explain(library: &Library, id: ConceptId) -> Part<'_> {
    let concept = &library.catalogue[id];
    let mut topic = None;
    let mut gloss = None;
    let mut questions = Vec::new();
    for (page, entry, link) in library.entries(id) {
        match entry.kind {
            Kind::Question => questions.push(Question { page, entry }),
            Kind::Topic => {
                topic = topic.or(Some((page, entry)));
                if gloss.is_none() && link.reason == Reason::Explains && speaks_for(entry, concept)
                {
                    gloss = entry.gloss.and_then(|span| page.text.get(span.range()));
                }
            }
        }
    }
    let gloss = gloss.unwrap_or_else(|| {
        if !concept.gloss.is_empty() {
            return &concept.gloss;
        }
        topic
            .and_then(|(page, entry): (&Arc<Page>, &Entry)| page.text.get(entry.gloss?.range()))
            .unwrap_or("")
    });
    let topic = topic.or_else(|| questions.first().map(|best| (best.page, best.entry)));
    Part {
        id,
        concept,
        gloss,
        topic,
        questions,
        known: false,
        too_new_for: None,
    }
}

/// Whether the gloss of `entry` is about `concept` itself and not about a page's wider subject:
/// it is what the entry explains first, or one of two.
fn speaks_for(entry: &Entry, concept: &Concept) -> bool {
    entry.explains.first() == Some(&concept.id) || entry.explains.len() <= 2
}
