//! Which entries are about which concept, and why: from evidence, the strongest first.

use std::collections::HashMap;

use crate::concept::{Catalogue, ConceptId};
use crate::guide::{Entry, Guide, Kind};

/// Why an entry is taken to be about a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The entry, or the page it stands on, says so (`explains`).
    Explains,
    /// Its title holds the construct itself, as code or as a special name.
    TitleCode,
    /// Its title holds a name of the concept.
    TitleName,
}

impl Reason {
    /// The words that `index` and `concepts` print.
    pub fn text(self) -> &'static str {
        match self {
            Self::Explains => "the guide says that it explains this",
            Self::TitleCode => "the title shows it",
            Self::TitleName => "the title names it",
        }
    }
}

/// An entry that is about a concept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The page, as a place in [`Guide::pages`].
    pub page: usize,
    /// The entry, as a place in the page's entries.
    pub entry: usize,
    /// How sure, above 0, at most 1.
    pub score: f32,
    /// The strongest evidence.
    pub reason: Reason,
}

/// For each concept its entries, best first.
#[derive(Clone, Debug, Default)]
pub struct Links {
    by_concept: Vec<Vec<Link>>,
}

impl Links {
    /// Weighs every entry of `guide` against every concept of `catalogue`.
    pub fn new(catalogue: &Catalogue, guide: &Guide) -> Self {
        let mut by_concept: Vec<Vec<Link>> = vec![Vec::new(); catalogue.len()];
        let names = Names::new(catalogue);
        for (page_number, page) in guide.pages.iter().enumerate() {
            for (entry_number, entry) in page.entries.iter().enumerate() {
                for (concept, score, reason) in evidence(catalogue, &names, entry) {
                    by_concept[concept.index()].push(Link {
                        page: page_number,
                        entry: entry_number,
                        score,
                        reason,
                    });
                }
            }
        }
        for links in &mut by_concept {
            links.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page)));
        }
        Self { by_concept }
    }

    /// The entries about `concept`, best first.
    pub fn of(&self, concept: ConceptId) -> &[Link] {
        self.by_concept
            .get(concept.index())
            .map_or(&[], Vec::as_slice)
    }
}

/// The names of all concepts, as sequences of lower-case words, with the first word as key.
struct Names {
    by_first_word: HashMap<String, Vec<(Vec<String>, ConceptId)>>,
}

impl Names {
    fn new(catalogue: &Catalogue) -> Self {
        let mut by_first_word: HashMap<String, Vec<_>> = HashMap::new();
        for (id, concept) in catalogue.iter() {
            for name in std::iter::once(&concept.name).chain(&concept.aliases) {
                let words = words(name);
                // One plain English word ("with", "object") says too little to be a name in a title.
                let telling = words.len() > 1 || words.iter().any(|word| word.len() > 7);
                if let (Some(first), true) = (words.first(), telling) {
                    by_first_word
                        .entry(first.clone())
                        .or_default()
                        .push((words, id));
                }
            }
        }
        Self { by_first_word }
    }

    /// The concepts whose name stands in `title`, with the number of words of the name.
    fn in_title(&self, title: &str) -> Vec<(ConceptId, usize)> {
        let title = words(title);
        let mut found = Vec::new();
        for at in 0..title.len() {
            for (name, id) in self.by_first_word.get(&title[at]).into_iter().flatten() {
                if title[at..].starts_with(name) {
                    found.push((*id, name.len()));
                }
            }
        }
        found
    }
}

/// The words of `text`, lower case and without a plural's `s`.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let word = word.to_lowercase();
            match word.strip_suffix('s') {
                Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
                _ => word,
            }
        })
        .collect()
}

fn evidence(catalogue: &Catalogue, names: &Names, entry: &Entry) -> Vec<(ConceptId, f32, Reason)> {
    let mut found: Vec<(ConceptId, f32, Reason)> = Vec::new();
    let named = names.in_title(&entry.title);
    for (place, id) in entry.explains.iter().enumerate() {
        if let Some(concept) = catalogue.find(id) {
            // The first ids are what an entry is mainly about; a question whose title names the
            // concept stands before its neighbors on the same page.
            let rank = 1.0 - 0.02 * place.min(10) as f32;
            let bonus = if named.iter().any(|(known, _)| *known == concept) {
                0.0
            } else {
                0.01
            };
            let kind = if entry.kind == Kind::Question {
                0.0
            } else {
                0.005
            };
            found.push((concept, rank - bonus - kind, Reason::Explains));
        }
    }
    for (concept, length) in named {
        if !found.iter().any(|(known, ..)| *known == concept) {
            found.push((
                concept,
                0.5 + 0.05 * length.min(4) as f32,
                Reason::TitleName,
            ));
        }
    }
    for name in special_names(&entry.title) {
        if let Some(concept) = catalogue.find(&format!("dunder.{name}"))
            && !found.iter().any(|(known, ..)| *known == concept)
        {
            found.push((concept, 0.75, Reason::TitleCode));
        }
    }
    found
}

/// The words of `title` that are special names: two underscores on either side.
fn special_names(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 4 && word.starts_with("__") && word.ends_with("__"))
}
