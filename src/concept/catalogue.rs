//! The catalogue: all concepts in use, by number and by id.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::rows;
use super::{Concept, ConceptId, Family, File, Subject, Text};
use crate::problem::Problem;
use crate::text::Span;

/// All concepts in use: the built-in ones, then those of the guides.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    pub(super) subjects: Vec<Subject>,
    /// The first ones may be `prepared`, and are read when somebody looks at them.
    concepts: Vec<OnceLock<Box<Concept>>>,
    prepared: Option<Prepared>,
    by_id: OnceLock<HashMap<Text, ConceptId>>,
}

/// Concepts that are read one by one: of thousands a session looks at some.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    /// Of each its family (its place in [`Family::ALL`]) and its `notable`.
    pub traits: &'static [[u8; 2]],
    /// Gives the one with this number.
    pub read: fn(number: usize) -> Concept,
}

#[derive(Deserialize)]
struct SubjectRows {
    #[serde(default)]
    subject: Vec<toml::Spanned<std::collections::BTreeMap<String, Vec<String>>>>,
}

impl Catalogue {
    /// The catalogue of concepts that are read when somebody looks at them.
    pub fn prepared(prepared: Prepared) -> Self {
        Self {
            concepts: vec![OnceLock::new(); prepared.traits.len()],
            prepared: Some(prepared),
            ..Self::default()
        }
    }

    /// Adds the concepts of one TOML text (a list of `[[concept]]`). A row that is broken, or whose
    /// id is taken, is left out and told; the others are added.
    pub fn add(&mut self, source: &str) -> Vec<Problem> {
        self.add_rows(rows::in_toml(source), None)
    }

    /// The same for a file of a guide.
    pub fn add_file(&mut self, file: &Arc<File>) -> Vec<Problem> {
        self.add_rows(rows::in_toml(&file.text), Some(file))
    }

    /// Adds the concepts that a page defines under `concepts` in its front matter, which is `rows`
    /// and stands at `front` in the page's text.
    pub fn add_page(
        &mut self,
        file: &Arc<File>,
        front: Span,
        rows: &serde_json::Value,
    ) -> Vec<Problem> {
        let text = file.text.get(front.range()).unwrap_or("");
        let place = |word: &str| {
            // YAML may spell it otherwise; then the front matter's first byte stands for it.
            let (at, length) = text.find(word).map_or((0, 0), |at| (at, word.len()));
            Span::new(front.start() + at, front.start() + at + length)
        };
        self.add_rows(rows::in_front_matter(rows, place), Some(file))
    }

    fn add_rows(
        &mut self,
        rows: Result<Vec<rows::Row>, Problem>,
        file: Option<&Arc<File>>,
    ) -> Vec<Problem> {
        let rows = match rows {
            Ok(rows) => rows,
            Err(problem) => return vec![problem],
        };
        let mut problems = Vec::new();
        for (span, row) in rows {
            match row {
                Err(message) => problems.push(Problem::error(span, "bad-concept", message)),
                Ok(concept) if self.find(&concept.id).is_some() => {
                    let message =
                        format!("`{}` is defined already; this one is ignored", concept.id);
                    problems.push(Problem::warning(span, "duplicate-concept", message));
                }
                Ok(mut concept) => {
                    // A page says where as a whole.
                    if concept.places.is_empty() {
                        concept.places = vec![span; concept.recognise.len()];
                    }
                    concept.file = file.cloned();
                    let number = u32::try_from(self.concepts.len()).unwrap_or(u32::MAX);
                    if let Some(known) = self.by_id.get_mut() {
                        known.insert(concept.id.clone(), ConceptId(number));
                    }
                    self.concepts.push(OnceLock::from(Box::new(concept)));
                }
            }
        }
        problems
    }

    /// Adds the subjects of one TOML text: a list of `[[subject]]` with `names` (English) and
    /// `concepts` (ids), and under the code of another language its names there. A row that is
    /// broken or names an unknown concept is told; what is right of it is kept.
    pub fn add_subjects(&mut self, source: &str) -> Vec<Problem> {
        let rows: SubjectRows = match toml::from_str(source) {
            Ok(rows) => rows,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                return vec![Problem::error(
                    Span::from(span),
                    "bad-toml",
                    error.message(),
                )];
            }
        };
        let mut problems = Vec::new();
        for row in rows.subject {
            let span = Span::from(row.span());
            let mut subject = Subject {
                names: Vec::new(),
                concepts: Vec::new(),
            };
            for (key, values) in row.into_inner() {
                if key != "concepts" {
                    subject.names.extend(values);
                    continue;
                }
                for id in values {
                    match self.find(&id) {
                        Some(concept) => subject.concepts.push(concept),
                        None => problems.push(Problem::error(
                            span,
                            "unknown-concept",
                            format!("`{id}` is no concept"),
                        )),
                    }
                }
            }
            self.subjects.push(subject);
        }
        problems
    }

    /// The subjects, in the order in which they were added.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The concept with this id.
    pub fn find(&self, id: &str) -> Option<ConceptId> {
        let by_id = self.by_id.get_or_init(|| {
            let mut by_id = HashMap::with_capacity(self.len());
            self.each(|id, concept| {
                by_id.insert(concept.id.clone(), id);
            });
            by_id
        });
        by_id.get(id).copied()
    }

    /// Shows `visit` all concepts in order; those that nobody read before are not kept.
    pub fn each(&self, mut visit: impl FnMut(ConceptId, &Concept)) {
        for (number, known) in (0..).zip(&self.concepts) {
            match (known.get(), self.prepared) {
                (None, Some(prepared)) => {
                    visit(ConceptId(number), &(prepared.read)(number as usize));
                }
                _ => visit(ConceptId(number), &self[ConceptId(number)]),
            }
        }
    }

    /// The family of a concept, without reading all of it.
    pub fn family(&self, id: ConceptId) -> Family {
        let known = self.traits(id).and_then(|[family, _]| {
            let known = Family::ALL.get(usize::from(family));
            known.copied()
        });
        known.unwrap_or_else(|| self[id].family())
    }

    /// The [`Concept::notable`] of a concept, likewise.
    pub fn notable(&self, id: ConceptId) -> u8 {
        let known = self.traits(id).map(|[_, notable]| notable);
        known.unwrap_or_else(|| self[id].notable)
    }

    fn traits(&self, id: ConceptId) -> Option<[u8; 2]> {
        self.prepared?.traits.get(id.index()).copied()
    }

    /// The concepts with their numbers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (ConceptId, &Concept)> {
        let numbers = 0..u32::try_from(self.concepts.len()).unwrap_or(u32::MAX);
        numbers.map(|number| (ConceptId(number), &self[ConceptId(number)]))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }
}

impl std::ops::Index<ConceptId> for Catalogue {
    type Output = Concept;

    fn index(&self, id: ConceptId) -> &Concept {
        let number = id.index();
        self.concepts[number].get_or_init(|| match self.prepared {
            Some(prepared) => Box::new((prepared.read)(number)),
            // What is not prepared is there from the start.
            None => Box::default(),
        })
    }
}
