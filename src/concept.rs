//! Concepts: what can be explained in Python source, and the catalogue that lists them.
//!
//! The catalogue is data (`content/concepts/*.toml`). A user's own `concepts.toml` goes through the
//! same [`Catalogue::add`]. Which source text means a concept is data too: see [`Concept::recognise`]
//! and [`crate::python`], which alone interprets it.

mod catalogue;
mod packed;
mod rows;

pub use catalogue::{Catalogue, Prepared};
pub use packed::GROUP;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::problem::Problem;
use crate::text::Span;

/// A concept of one catalogue, by number. Built-in concepts keep their numbers in every catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Clone, Debug, Default, Deserialize)]
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
