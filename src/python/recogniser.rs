//! The catalogue, ready for recognising.

use super::{Occurrences, Source, Syntax};
use crate::concept::{Catalogue, ConceptId};
use crate::problem::Problem;
use crate::text::Edit;

/// The catalogue, ready for recognising. Built once per catalogue; shared between threads.
#[derive(Debug)]
pub struct Recogniser {}

impl Recogniser {
    /// Prepares `catalogue`; what cannot be used of its recognition data is told, by concept.
    pub fn new(_catalogue: &Catalogue) -> (Self, Vec<(ConceptId, Problem)>) {
        (Self {}, Vec::new())
    }

    /// Everything in `source`, which `syntax` is the tree of.
    pub fn occurrences<'s>(&self, _syntax: &Syntax, _source: impl Into<Source<'s>>) -> Occurrences {
        Occurrences {}
    }

    /// What [`Self::occurrences`] gives, at the cost of what changed: `edits` lead, in order, from
    /// the text that `previous` was found in to `source`, and `syntax` followed them by
    /// [`Syntax::reparse`].
    pub fn occurrences_after<'s>(
        &self,
        _previous: &Occurrences,
        _edits: &[Edit],
        syntax: &Syntax,
        source: impl Into<Source<'s>>,
    ) -> Occurrences {
        self.occurrences(syntax, source)
    }
}
