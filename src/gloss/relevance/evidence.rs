//! Reads each entry for what it says about which concepts.

use std::collections::HashMap;
use std::ops::Range;

use super::code::{self, Counts};
use super::forms::{Forms, code_in_title, is_everyday, words};
use super::subjects::Subjects;
use super::{Link, Reason};
use crate::concept::{Catalogue, ConceptId};
use crate::guide::{Entry, Guide, Kind, Page};
use crate::python::Recogniser;

/// Calls `found` for each piece of evidence that is the strongest between its concept and entry.
pub fn gather(
    catalogue: &Catalogue,
    recogniser: &Recogniser,
    guide: &Guide,
    mut found: impl FnMut(ConceptId, Link),
) {
    let forms = Forms::new(catalogue);
    let reader = Reader {
        catalogue,
        forms: &forms,
        subjects: Subjects::new(catalogue),
    };
    let used = Used::new(recogniser, &forms, guide);
    for (page_number, page) in guide.pages.iter().enumerate() {
        let explained = page_explains(page);
        for (entry_number, entry) in page.entries.iter().enumerate() {
            let mut weights = reader.read(page, entry, explained);
            used.add(page_number, entry_number, &mut weights);
            for (concept, (score, reason)) in weights.0 {
                let score = score.min(1.0);
                found(
                    concept,
                    Link {
                        page: page_number,
                        entry: entry_number,
                        score,
                        reason,
                    },
                );
            }
        }
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

struct Reader<'c> {
    catalogue: &'c Catalogue,
    forms: &'c Forms,
    subjects: Subjects<'c>,
}

impl Reader<'_> {
    fn read(&self, page: &Page, entry: &Entry, page_explains: Option<&[String]>) -> Weights {
        let mut weights = Weights::default();
        let heading = page.text.get(entry.heading.range()).unwrap_or(&entry.title);
        let title = self.title(heading, &entry.title);
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
                self.inherit(page, entry, page_explains, &title, &mut weights);
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
    fn title(&self, heading: &str, title: &str) -> Weights {
        let mut weights = Weights::default();
        for piece in code_in_title(heading) {
            for &concept in self.forms.of_code(&piece) {
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
        let places: Vec<_> = names.iter().map(|(place, _)| place.clone()).collect();
        let places: Vec<_> = places
            .into_iter()
            .chain(subjects.iter().map(|(p, _)| p.clone()))
            .collect();
        let whole = |own: &Range<usize>| {
            !places.iter().any(|other| {
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
            for (rank, &concept) in subject.concepts.iter().enumerate() {
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
            0 | 1 if is_common(self.catalogue, concept) => EVERYDAY_NAME,
            0 | 1 => 0.75,
            2 => 0.8,
            _ => 0.85,
        }
    }

    /// The concepts of its page that a question is about: the first two (one where the question
    /// names its own), and of the others those that its title or its answer mentions.
    fn inherit(
        &self,
        page: &Page,
        entry: &Entry,
        page_explains: &[String],
        title: &Weights,
        weights: &mut Weights,
    ) {
        let answer = entry
            .answer
            .and_then(|span| page.text.get(span.range()))
            .unwrap_or("");
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
            .any(|piece| self.forms.of_code(&piece).contains(&concept))
    }
}

/// Whether the concept's name alone is an everyday word, so that it says little in a title.
fn is_common(catalogue: &Catalogue, concept: ConceptId) -> bool {
    let name = catalogue[concept].short_name();
    is_everyday(name.rsplit_once('.').map_or(name, |(_, last)| last))
}

/// What the code of all entries uses.
struct Used {
    by_entry: HashMap<(usize, usize), Counts>,
    entries_with: HashMap<ConceptId, usize>,
}

impl Used {
    /// Reads the Python of all entries whose page does not already say what it explains.
    fn new(recogniser: &Recogniser, forms: &Forms, guide: &Guide) -> Self {
        let mut used = Self {
            by_entry: HashMap::new(),
            entries_with: HashMap::new(),
        };
        for (page_number, page) in guide.pages.iter().enumerate() {
            if page_explains(page).is_some() {
                continue;
            }
            for (entry_number, entry) in page.entries.iter().enumerate() {
                let counts = code::counts(recogniser, forms, page, entry);
                for &concept in counts.keys() {
                    *used.entries_with.entry(concept).or_default() += 1;
                }
                if !counts.is_empty() {
                    used.by_entry.insert((page_number, entry_number), counts);
                }
            }
        }
        used
    }

    /// Adds what the code of an entry says: alone it can put the entry behind those that name the
    /// concept, together with a title it puts it before them.
    fn add(&self, page: usize, entry: usize, weights: &mut Weights) {
        let Some(counts) = self.by_entry.get(&(page, entry)) else {
            return;
        };
        for (&concept, &count) in counts {
            let with_it = self.entries_with.get(&concept).copied().unwrap_or(1);
            let weight = code::weight(count, with_it, self.by_entry.len());
            match weights.0.get_mut(&concept) {
                Some((score, _)) => *score += 0.3 * weight + 0.05,
                None => weights.raise(concept, 0.7 * weight, Reason::AnswerCode),
            }
        }
    }
}
