//! Python source to occurrences of concepts. Knows no guide; callers are [`crate::gloss`], the
//! server and the command line.
//!
//! [`Recogniser`] is the catalogue's recognition data made ready for one walk over the tree;
//! [`Syntax`] is the tree of one text; [`Occurrences`] is what the walk found.

use ropey::Rope;

use crate::concept::{Catalogue, ConceptId};
use crate::problem::Problem;
use crate::text::{Edit, Span};

/// What a special name is doing where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is being defined there.
    Definition,
    /// It is being used there.
    Use,
}

/// One concept at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence<'o> {
    /// Which concept.
    pub concept: ConceptId,
    /// The whole construct.
    pub extent: Span,
    /// The tokens on which hovering means this concept, in document order.
    pub focus: &'o [Span],
    /// For special names, what it is doing.
    pub role: Option<Role>,
}

/// Everything found in one text, ordered by the start of the extent, outer before inner.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {}

impl Occurrences {
    /// In document order.
    pub fn iter(&self) -> impl Iterator<Item = Occurrence<'_>> {
        std::iter::empty()
    }

    /// Those with a focus token that holds the byte `offset`, the most specific first.
    pub fn at(&self, _offset: usize) -> Vec<Occurrence<'_>> {
        Vec::new()
    }
}

/// The catalogue, ready for recognising. Built once per catalogue; shared between threads.
#[derive(Debug)]
pub struct Recogniser {}

impl Recogniser {
    /// Prepares `catalogue`; what cannot be used of its recognition data is told, by concept.
    pub fn new(_catalogue: &Catalogue) -> (Self, Vec<(ConceptId, Problem)>) {
        (Self {}, Vec::new())
    }

    /// Everything in `source`, which `syntax` is the tree of.
    pub fn occurrences(&self, _syntax: &Syntax, _source: &Rope) -> Occurrences {
        Occurrences {}
    }
}

/// The syntax tree of one text. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Syntax {}

impl Syntax {
    /// Parses `source` afresh. Never fails: broken source gives a tree with error nodes.
    pub fn parse(_source: &Rope) -> Self {
        Self {}
    }

    /// Follows edits: `edits` lead, in order, from the text this is the tree of to `source`.
    #[must_use]
    pub fn reparse(&self, _edits: &[Edit], source: &Rope) -> Self {
        Self::parse(source)
    }
}
