//! Reads each entry for what it says about which concepts.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::Reason;
use super::around::Around;
use super::code::{self, Counts};
use super::everyday::is_everyday;
use super::forms::{Forms, code_in_title, words};
use super::said::{PageEvidence, Said};
use super::subjects::Subjects;
use crate::concept::{Catalogue, ConceptId};
use crate::guide::{Entry, Kind, Page};
use crate::python::Recogniser;

impl PageEvidence {
    /// Reads a page. Its code counts where the page does not already say what it explains.
    pub fn new(reader: &Reader, recogniser: &Recogniser, page: &Page) -> Self {
        let explained = page_explains(page);
        let mut all: Vec<(ConceptId, Said)> = Vec::new();
        let mut with_code = 0;
        for (number, entry) in (0..).zip(page.entries.iter()) {
            let mut counts = match explained {
                Some(_) => Counts::new(),
                None => code::counts(recogniser, &reader.forms, page, entry),
            };
            with_code += usize::from(!counts.is_empty());
            for (concept, evidence) in reader.read(page, entry, explained).0 {
                let said = Said {
                    entry: number,
                    uses: counts.remove(&concept).unwrap_or(0),
                    evidence: Some(evidence),
                };
                all.push((concept, said));
            }
            all.extend(counts.into_iter().map(|(concept, uses)| {
                let said = Said {
                    entry: number,
                    uses,
                    evidence: None,
                };
                (concept, said)
            }));
        }
        Self::of(all, with_code)
    }
}

/// The concept ids that the page as a whole says it explains; `None` where it says nothing.
fn page_explains(page: &Page) -> Option<&[String]> {
    page.front.explains.as_deref()
}

/// What a single everyday word is worth that is also a name in Python.
const EVERYDAY_NAME: f32 = 0.3;
/// What a tag or a heading above is worth beside a title.
const AROUND: f32 = 0.55;

/// The strongest evidence so far, by concept.
#[derive(Default)]
struct Weights(HashMap<ConceptId, (f32, Reason)>);

impl Weights {
    fn raise(&mut self, concept: ConceptId, score: f32, reason: Reason) {
        let known = self.0.entry(concept).or_insert((score, reason));
        if known.0 < score {
            *known = (score, reason);
        }
    }
}

/// Reads entries with one catalogue in mind.
#[derive(Debug)]
pub struct Reader {
    catalogue: Arc<Catalogue>,
    forms: Forms,
    subjects: Subjects,
}

impl Reader {
    /// Collects what texts may call the concepts of `catalogue`.
    pub fn new(catalogue: &Arc<Catalogue>) -> Self {
        Self {
            catalogue: catalogue.clone(),
            forms: Forms::new(catalogue),
            subjects: Subjects::new(catalogue),
        }
    }

    fn read(&self, page: &Page, entry: &Entry, page_explains: Option<&[String]>) -> Weights {
        let mut weights = Weights::default();
        let heading = page.text.get(entry.heading.range()).unwrap_or(&entry.title);
        let answer = entry
            .answer
            .and_then(|span| page.text.get(span.range()))
            .unwrap_or("");
        let around = Around::new(heading, answer);
        let title = self.title(heading, &entry.title, &around);
        for (place, id) in entry.explains.iter().enumerate() {
            if let Some(concept) = self.catalogue.find(id) {
                // Of two that explain the same, the one that says so in its title, and explains
                // less besides, is more about it.
                let named = if title.0.contains_key(&concept) {
                    0.005
                } else {
                    0.0
                };
                let besides = 0.0005 * entry.explains.len().min(9) as f32;
                let score = 0.99 - 0.01 * place.min(9) as f32 + named - besides;
                weights.raise(concept, score, Reason::Explains);
            }
        }
        // A page that says what it explains is taken at its word: other evidence only says which of
        // its questions are about which of these concepts.
        if let Some(page_explains) = page_explains {
            if entry.kind == Kind::Question {
                self.inherit(answer, entry, page_explains, &title, &mut weights);
            }
            return weights;
        }
        for (concept, (score, reason)) in title.0 {
            weights.raise(concept, score, reason);
        }
        for alias in &entry.aliases {
            for (concept, score, reason) in self.named(alias) {
                weights.raise(concept, score, reason);
            }
        }
        let around = entry.tags.iter().chain(entry.section.last());
        for (concept, score, _) in around.flat_map(|text| self.named(text)) {
            if score > EVERYDAY_NAME {
                weights.raise(concept, AROUND * score, Reason::Surroundings);
            }
        }
        weights
    }

    /// What the title shows and names.
    fn title(&self, heading: &str, title: &str, around: &Around) -> Weights {
        let mut weights = Weights::default();
        for piece in code_in_title(heading) {
            for concept in self.forms.of_code(&piece, around) {
                weights.raise(concept, 0.9, Reason::TitleCode);
            }
        }
        for (concept, score, reason) in self.named(title) {
            weights.raise(concept, score, reason);
        }
        weights
    }

    /// The concepts that `text` names, themselves or by their subject. A name that stands within a
    /// longer one (the list of a list comprehension) does not count.
    fn named(&self, text: &str) -> Vec<(ConceptId, f32, Reason)> {
        let words = words(text);
        let names = self.forms.named_in(&words);
        let subjects = self.subjects.named_in(text, &words);
        let whole = |own: &Range<usize>| {
            let named = names.iter().map(|(place, _)| place);
            let mut places = named.chain(subjects.iter().map(|(place, _)| place));
            !places.any(|other| {
                other.start <= own.start && own.end <= other.end && other.len() > own.len()
            })
        };
        let mut found = Vec::new();
        for (place, concept) in names.iter().filter(|(place, _)| whole(place)) {
            found.push((
                *concept,
                self.name_score(*concept, place.len()),
                Reason::TitleName,
            ));
        }
        for (place, subject) in subjects.iter().filter(|(place, _)| whole(place)) {
            for (rank, &concept) in self.catalogue.subjects()[*subject]
                .concepts
                .iter()
                .enumerate()
            {
                let length = place.len().min(4) as f32;
                let score = 0.68 + 0.02 * length - 0.03 * rank.min(8) as f32;
                found.push((concept, score, Reason::Subject));
            }
        }
        found
    }

    /// How sure a name of this many words in a title makes: a single everyday word hardly at all,
    /// until code says the same.
    fn name_score(&self, concept: ConceptId, length: usize) -> f32 {
        match length {
            0 | 1 if is_common(&self.catalogue, concept) => EVERYDAY_NAME,
            0 | 1 => 0.75,
            2 => 0.8,
            _ => 0.85,
        }
    }

    /// The concepts of its page that a question is about: the first two (one where the question
    /// names its own), and of the others those that its title or its answer mentions.
    fn inherit(
        &self,
        answer: &str,
        entry: &Entry,
        page_explains: &[String],
        title: &Weights,
        weights: &mut Weights,
    ) {
        let main = if entry.explains.is_empty() { 2 } else { 1 };
        for (place, id) in page_explains.iter().enumerate() {
            let Some(concept) = self.catalogue.find(id) else {
                continue;
            };
            let base = 0.9 - 0.01 * place.min(9) as f32;
            if title.0.contains_key(&concept) {
                weights.raise(concept, base + 0.05, Reason::PageExplains);
            } else if place < main {
                weights.raise(concept, base, Reason::PageExplains);
            } else if self.mentions(answer, concept) {
                weights.raise(concept, base - 0.1, Reason::PageExplains);
            }
        }
    }

    /// Whether `markdown` shows the concept as code somewhere.
    fn mentions(&self, markdown: &str, concept: ConceptId) -> bool {
        markdown
            .lines()
            .flat_map(code_in_title)
            .any(|piece| self.forms.of_code(&piece, &Around::Any).contains(&concept))
    }
}

/// Whether the concept's name alone is an everyday word, so that it says little in a title.
fn is_common(catalogue: &Catalogue, concept: ConceptId) -> bool {
    let name = catalogue[concept].short_name();
    is_everyday(name.rsplit_once('.').map_or(name, |(_, last)| last))
}
