//! What was found in one text, and the ways to ask for it.

use crate::concept::ConceptId;
use crate::text::Span;

/// What a special name is doing where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is being defined there.
    Definition,
    /// It is being used there.
    Use,
}

/// The tokens on which hovering means a concept, in document order.
#[derive(Clone, Copy, Debug)]
pub struct Focus<'o> {
    spans: &'o [Span],
    /// Where the text that the spans are counted from begins.
    base: usize,
}

impl<'o> Focus<'o> {
    /// The spans, in document order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Span> + 'o {
        let base = self.base;
        self.spans
            .iter()
            .map(move |span| Span::new(base + span.start(), base + span.end()))
    }

    /// The first of the spans.
    pub fn first(self) -> Option<Span> {
        self.iter().next()
    }

    /// How many spans.
    pub fn len(self) -> usize {
        self.spans.len()
    }

    /// Whether there is none: never, for what is found in a text.
    pub fn is_empty(self) -> bool {
        self.spans.is_empty()
    }

    /// Whether one of them holds the byte at `offset`.
    pub fn contains(self, offset: usize) -> bool {
        self.iter().any(|span| span.contains(offset))
    }
}

impl PartialEq for Focus<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Focus<'_> {}

/// One concept at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence<'o> {
    /// Which concept.
    pub concept: ConceptId,
    /// The whole construct.
    pub extent: Span,
    /// The tokens on which hovering means this concept, in document order.
    pub focus: Focus<'o>,
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
