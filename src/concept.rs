//! Concepts: what can be explained in Python source, and the catalogue that lists them.
//!
//! The catalogue is data (`content/concepts/*.toml`). A user's own `concepts.toml` goes through the
//! same [`Catalogue::add`]. Which source text means a concept is data too: see [`Concept::recognise`]
//! and [`crate::python`], which alone interprets it.

mod packed;
mod rows;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::problem::Problem;
use crate::text::Span;

/// A concept of one catalogue, by number. Built-in concepts keep their numbers in every catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(u32);

impl ConceptId {
    /// The number, for tables that are indexed by concept.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The family: the part of an id before its first dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// A hard or soft keyword as a token.
    Keyword,
    /// An operator or delimiter with a meaning.
    Operator,
    /// A construct of the grammar.
    Syntax,
    /// A public name of the `builtins` module.
    Builtin,
    /// A special name.
    Dunder,
    /// A module of the standard library or a member of one.
    Stdlib,
    /// The same for third-party packages.
    Lib,
    /// A pattern that experienced people use on purpose.
    Idiom,
    /// A pattern that bites.
    Pitfall,
}

impl Family {
    /// All families, in the order in which `CONCEPTS` lists them.
    pub const ALL: [Self; 9] = [
        Self::Keyword,
        Self::Operator,
        Self::Syntax,
        Self::Builtin,
        Self::Dunder,
        Self::Stdlib,
        Self::Lib,
        Self::Idiom,
        Self::Pitfall,
    ];

    /// The name as it stands in ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Operator => "operator",
            Self::Syntax => "syntax",
            Self::Builtin => "builtin",
            Self::Dunder => "dunder",
            Self::Stdlib => "stdlib",
            Self::Lib => "lib",
            Self::Idiom => "idiom",
            Self::Pitfall => "pitfall",
        }
    }

    /// The family of the id `id`, if it has one.
    pub fn of(id: &str) -> Option<Self> {
        let (family, rest) = id.split_once('.')?;
        if rest.is_empty() {
            return None;
        }
        Self::ALL.into_iter().find(|known| known.name() == family)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// From which `notable` on a concept gets a lens.
///
/// Below it are what stands in every other file (list comprehensions, `with`, `map`): on ordinary code
/// of 500 lines they made three lenses of four.
pub const WORTH_A_LENS: u8 = 5;

/// The text of a row: part of the program, or what a person wrote.
pub type Text = Cow<'static, str>;

/// One row of the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// `family.name`, stable.
    pub id: Text,
    /// What people call it.
    pub name: Text,
    /// Other names that people use, operators as typed among them.
    #[serde(default)]
    pub aliases: Vec<Text>,
    /// The first Python version that has it, where that is later than 3.0.
    pub since: Option<Text>,
    /// The first version without it.
    pub until: Option<Text>,
    /// The version that deprecated it.
    pub deprecated: Option<Text>,
    /// How much a lens about it is worth, 0 (never) to 9 (rare and much asked).
    #[serde(default)]
    pub notable: u8,
    /// One sentence for when no page explains it; empty where the family's general one will do.
    #[serde(default)]
    pub gloss: Text,
    /// For a pitfall: code that has it, in few lines; the first words of a statement will do.
    pub bad: Option<Text>,
    /// For a pitfall: the same without it.
    pub good: Option<Text>,
    /// Where it is defined: `ref:` and `lib:` with a page and anchor of the Python documentation,
    /// `pep:` with a number, or a whole address.
    #[serde(default)]
    pub see: Vec<Text>,
    /// How it is recognised where its family and name do not already tell.
    #[serde(default)]
    pub recognise: Vec<How>,
    /// Why it is explained but not found by itself, where no way of recognising it is sure enough.
    pub unrecognised: Option<Text>,
    /// Where the ways of recognising it stand in its file, as far as that is known.
    #[serde(skip)]
    pub places: Vec<Span>,
    /// The file that defines it; `None` for what is built in.
    #[serde(skip)]
    pub file: Option<Arc<File>>,
}

/// One way of recognising a concept; [`crate::python`] says what it means.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum How {
    /// By a dotted name, or by a decorator with an at sign before it.
    Name(String),
    /// By a query or by conditions on nodes of the syntax tree.
    Table(toml::Table),
}

/// A file that defines concepts.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, as the caller gave it.
    pub name: Arc<str>,
    /// What is in it.
    pub text: Arc<str>,
}

impl File {
    /// The line of `problem`, counted from 1.
    pub fn line(&self, problem: &Problem) -> usize {
        let before = self.text.get(..problem.span.start()).unwrap_or("");
        before.matches('\n').count() + 1
    }
}

impl Concept {
    /// For a pitfall: code that has it, and the same without it.
    pub fn instead(&self) -> Option<(&str, &str)> {
        Some((self.bad.as_deref()?.trim(), self.good.as_deref()?.trim()))
    }

    /// The part of the id before the first dot.
    pub fn family(&self) -> Family {
        Family::of(&self.id).unwrap_or(Family::Syntax)
    }

    /// Whether `list`, which holds families and ids, names it.
    pub fn is_in(&self, list: &[String]) -> bool {
        !list.is_empty()
            && list
                .iter()
                .any(|name| *name == self.id || name == self.family().name())
    }

    /// Whether it is worth a line of its own above the code.
    pub fn is_notable(&self) -> bool {
        self.notable >= WORTH_A_LENS
    }

    /// The part of the id after the first dot.
    pub fn short_name(&self) -> &str {
        self.id.split_once('.').map_or("", |(_, name)| name)
    }
}

/// What people call a group of concepts: the subject of a question that none of them is named in.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Short noun phrases, in any language.
    pub names: Vec<String>,
    /// What it is about, best first.
    pub concepts: Vec<ConceptId>,
}

/// All concepts in use: the built-in ones, then those of the guides.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    subjects: Vec<Subject>,
    concepts: Vec<Concept>,
    by_id: HashMap<Text, ConceptId>,
}

#[derive(Deserialize)]
struct SubjectRows {
    #[serde(default)]
    subject: Vec<toml::Spanned<std::collections::BTreeMap<String, Vec<String>>>>,
}

impl Catalogue {
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
                Ok(concept) if self.by_id.contains_key(&concept.id) => {
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
                    self.by_id.insert(concept.id.clone(), ConceptId(number));
                    self.concepts.push(concept);
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
        self.by_id.get(id).copied()
    }

    /// The concepts with their numbers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (ConceptId, &Concept)> {
        self.concepts.iter().enumerate().map(|(number, concept)| {
            (
                ConceptId(u32::try_from(number).unwrap_or(u32::MAX)),
                concept,
            )
        })
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
        &self.concepts[id.index()]
    }
}
