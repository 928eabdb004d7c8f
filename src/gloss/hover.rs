//! What stands at a place, in a few words.

use std::sync::Arc;

use super::{Library, Link, Reason};
use crate::concept::{Concept, ConceptId, Family};
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
        let general = match parts.is_empty() {
            true => tokens_of(library, occurrence, &here),
            false => Vec::new(),
        };
        let part = explain_with(library, occurrence.concept, &general);
        if !part.gloss.is_empty() || part.topic.is_some() {
            parts.push(part);
        }
    }
    (!parts.is_empty()).then_some(Hover { span, parts })
}

fn token(occurrence: &Occurrence<'_>, offset: usize) -> Option<Span> {
    occurrence.focus.iter().find(|focus| focus.contains(offset))
}

/// The general concepts of the tokens that a construct of the grammar is made with: `:=` of an
/// assignment expression.
fn tokens_of(library: &Library, made: &Occurrence<'_>, here: &[Occurrence<'_>]) -> Vec<ConceptId> {
    let family = |one: &Occurrence<'_>| library.catalogue.family(one.concept);
    if family(made) != Family::Syntax {
        return Vec::new();
    }
    let is_token = |one: &&Occurrence<'_>| {
        one.extent == made.extent && matches!(family(one), Family::Operator | Family::Keyword)
    };
    here.iter()
        .filter(is_token)
        .map(|one| one.concept)
        .collect()
}

/// What catalogue and guide have about `id`, wherever it stands.
pub fn explain(library: &Library, id: ConceptId) -> Part<'_> {
    explain_with(library, id, &[])
}

/// The same; what a person's own notes say of `general`, which stand at the same place, goes before
/// what other guides say of `id`: who wrote about the token meant this place too.
fn explain_with<'l>(library: &'l Library, id: ConceptId, general: &[ConceptId]) -> Part<'l> {
    let concept = &library.catalogue[id];
    let mut topic = None;
    let mut gloss = None;
    let mut questions: Vec<Question<'l>> = Vec::new();
    for (about, page, entry, link) in entries(library, id, general) {
        match entry.kind {
            Kind::Question => questions.push(Question { page, entry }),
            Kind::Topic => {
                topic = topic.or(Some((page, entry)));
                if gloss.is_none() && speaks_for(page, entry, link, &library.catalogue[about]) {
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

/// The entries about `id`, best first, after those about `general` that stand in a layer before all
/// of them; each with the concept that it is about.
fn entries<'l>(
    library: &'l Library,
    id: ConceptId,
    general: &[ConceptId],
) -> Vec<(ConceptId, &'l Arc<Page>, &'l Entry, &'l Link)> {
    let layer = |link: &Link| library.guide.layer(link.page);
    let found = |about| {
        library
            .entries(about)
            .map(move |(page, entry, link)| (about, page, entry, link))
    };
    let mut all: Vec<_> = found(id).collect();
    // Where nothing is about `id`, what the last layer says of the token is too general for it.
    let last = library
        .guide
        .layer(library.guide.pages.len().saturating_sub(1));
    let first = all.first().map_or(last, |(.., link)| layer(link));
    for own in general.iter().flat_map(|&about| found(about)) {
        let known = all
            .iter()
            .any(|(_, _, entry, _)| std::ptr::eq(*entry, own.2));
        if own.3.is_sure() && layer(own.3) < first && !known {
            all.push(own);
        }
    }
    all.sort_by_key(|(.., link)| layer(link) >= first);
    all
}

const SENTENCE_ENDS: [char; 8] = ['.', '!', '?', '…', '。', '！', '？', '।'];

/// Whether the gloss of `entry` is about `concept` itself and not about a page's wider subject: it is
/// what the entry explains first, or one of two; where a page never says what it explains, its title
/// names it, and whole sentences follow (a heading's keywords say less than the catalogue).
fn speaks_for(page: &Page, entry: &Entry, link: &Link, concept: &Concept) -> bool {
    let gloss = entry.gloss.and_then(|gloss| page.text.get(gloss.range()));
    let Some(gloss) = gloss else {
        return false;
    };
    match link.reason {
        Reason::Explains => {
            let first = entry.explains.first().map(String::as_str);
            let main = first == Some(&*concept.id) || entry.explains.len() <= 2;
            main && (is_named(concept, &entry.title) || is_named(concept, gloss))
        }
        Reason::TitleCode | Reason::TitleName => {
            let says = |entry: &Entry| !entry.explains.is_empty();
            let sentences = gloss.trim_end().ends_with(SENTENCE_ENDS);
            sentences && link.is_sure() && !page.entries.iter().any(says)
        }
        _ => false,
    }
}

/// Whether `text` has the name of what is found by its name; other concepts have many words. The
/// catalogue's own sentence says more about a function than a page on the matter that never names it.
fn is_named(concept: &Concept, text: &str) -> bool {
    let family = concept.family();
    let by_name = [Family::Builtin, Family::Dunder, Family::Stdlib, Family::Lib];
    if !by_name.contains(&family) || concept.gloss.is_empty() {
        return true;
    }
    let name = concept.id.rsplit('.').next().unwrap_or_default();
    // A word in a sentence may begin with a capital; a name with capitals is written with them.
    text.contains(name) || text.to_lowercase().contains(name)
}
