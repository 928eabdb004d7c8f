//! What was found in one text, and the ways to ask for it.

use std::iter::Peekable;

use tree_sitter::Tree;

use super::chunk::Chunk;
use super::module::ModuleNames;
use super::syntax::Descent;
use super::unit::{Findings, Found, Placed, Sort, order};
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
        self.spans.iter().map(move |span| moved(*span, base))
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

/// Where the occurrences of one concept stand.
#[derive(Clone, Copy, Debug)]
pub struct Places<'o> {
    found: &'o [(ConceptId, Span)],
    /// Where the text that the spans are counted from begins.
    base: usize,
}

impl<'o> Places<'o> {
    /// The first focus token of each, in document order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Span> + 'o {
        let base = self.base;
        self.found.iter().map(move |&(_, span)| moved(span, base))
    }
}

/// Everything found in one text, ordered by the start of the extent, outer before inner. Cloning is
/// cheap for what it holds: the findings are shared.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {
    pub(super) chunks: Vec<Chunk>,
    pub(super) names: ModuleNames,
    /// Where the first statement that is no comment ends.
    pub(super) lead_end: Option<usize>,
    /// What they were found in, and which tree that is.
    pub(super) tree: Option<Tree>,
    pub(super) descent: Descent,
}

impl Occurrences {
    /// In document order.
    pub fn iter(&self) -> impl Iterator<Item = Occurrence<'_>> {
        self.chunks.iter().flat_map(|chunk| {
            let units = chunk.units.placed.iter();
            units.flat_map(|placed| merged(placed, chunk.base + placed.start))
        })
    }

    /// For each stretch of the text, in document order, and each concept in it for which `is_notable`
    /// (see [`Concept::is_notable`](crate::concept::Concept::is_notable)) holds, where its occurrences
    /// stand. What it has to look for it keeps, so `is_notable` has to say the same of a concept each
    /// time.
    pub fn notable(
        &self,
        is_notable: impl Fn(ConceptId) -> bool,
    ) -> impl Iterator<Item = (ConceptId, Places<'_>)> {
        self.chunks.iter().flat_map(move |chunk| {
            let found = chunk.units.notable.get_or_init(|| {
                let units = chunk.units.placed.iter();
                let found = units.flat_map(|placed| {
                    let own = notable_in(placed, &is_notable).iter();
                    own.map(|&(concept, span)| (concept, moved(span, placed.start)))
                });
                let mut found: Vec<_> = found.collect();
                found.sort_by_key(|(concept, _)| *concept);
                found
            });
            let base = chunk.base;
            found
                .chunk_by(|(one, _), (other, _)| one == other)
                .map(move |found| (found[0].0, Places { found, base }))
        })
    }

    /// Those with a focus token that holds the byte `offset`, the most specific first: a pitfall or
    /// an idiom, then a name, then a role in the syntax, then the operator or keyword as such; of
    /// two alike the smaller extent. Names in an import statement are told here, though they are no
    /// occurrences: nothing is read there.
    pub fn at(&self, offset: usize) -> Vec<Occurrence<'_>> {
        let Some((placed, base)) = self.unit_at(offset) else {
            return Vec::new();
        };
        let within = offset - base;
        let own = &placed.unit.findings;
        let hits = placed.unit.at(within).into_iter();
        let mut hits: Vec<(&Findings, &Found)> = hits.map(|found| (own, found)).collect();
        let names = &placed.names.findings;
        let upto = names
            .found
            .partition_point(|found| found.extent.start() <= within);
        // Free names never nest, but a dotted one is found once for each of its prefixes.
        let near = names.found[..upto].iter().rev().take(64);
        hits.extend(
            near.filter(|found| names.focus(found).iter().any(|span| span.contains(within)))
                .map(|found| (names, found)),
        );
        hits.sort_by_key(|(_, found)| (found.rank, found.extent.len(), found.concept));
        hits.dedup_by_key(|(_, found)| (found.concept, found.extent));
        hits.into_iter()
            .map(|(findings, found)| occurrence(findings, found, base))
            .collect()
    }

    /// The unit that holds the byte `offset`, and where it begins.
    fn unit_at(&self, offset: usize) -> Option<(&Placed, usize)> {
        let after = self.chunks.partition_point(|chunk| chunk.base <= offset);
        let chunk = &self.chunks[after.checked_sub(1)?];
        let within = offset - chunk.base;
        let units = &chunk.units.placed;
        let after = units.partition_point(|placed| placed.start <= within);
        let placed = &units[after.checked_sub(1)?];
        (within < placed.end).then_some((placed, chunk.base + placed.start))
    }
}

fn moved(span: Span, base: usize) -> Span {
    Span::new(base + span.start(), base + span.end())
}

fn occurrence<'o>(findings: &'o Findings, found: &Found, base: usize) -> Occurrence<'o> {
    Occurrence {
        concept: found.concept,
        extent: moved(found.extent, base),
        focus: Focus {
            spans: findings.focus(found),
            base,
        },
        role: match found.sort {
            Sort::Plain | Sort::Import => None,
            Sort::Definition => Some(Role::Definition),
            Sort::Use => Some(Role::Use),
        },
    }
}

/// What of one unit is notable, counted from its start.
fn notable_in<'p>(
    placed: &'p Placed,
    is_notable: &impl Fn(ConceptId) -> bool,
) -> &'p [(ConceptId, Span)] {
    placed.names.notable.get_or_init(|| {
        // Most are not, so they are left out before the two lists become one.
        let (own, names) = (&placed.unit.findings, &placed.names.findings);
        let of = |findings: &'p Findings| {
            let found = findings.found.iter();
            let notable = found.filter(|one| one.sort != Sort::Import && is_notable(one.concept));
            notable.filter_map(|one| Some((one, *findings.focus(one).first()?)))
        };
        let mut all: Vec<_> = of(own).chain(of(names)).collect();
        all.sort_by(|(one, _), (other, _)| order(one, other));
        let told = all.iter().map(|(one, focus)| (one.concept, *focus));
        told.collect()
    })
}

/// All of one unit, which begins at `base`.
fn merged(placed: &Placed, base: usize) -> Merged<'_> {
    let own = &placed.unit.findings;
    let names = &placed.names.findings;
    Merged {
        base,
        own: (own.found.iter().peekable(), own),
        names: (names.found.iter().peekable(), names),
    }
}

type FoundIter<'o> = Peekable<std::slice::Iter<'o, Found>>;

/// Two sorted lists of findings as one.
struct Merged<'o> {
    base: usize,
    own: (FoundIter<'o>, &'o Findings),
    names: (FoundIter<'o>, &'o Findings),
}

impl<'o> Iterator for Merged<'o> {
    type Item = Occurrence<'o>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let names_first = match (self.own.0.peek(), self.names.0.peek()) {
                (Some(own), Some(name)) => order(name, own).is_lt(),
                (None, Some(_)) => true,
                _ => false,
            };
            let (iter, findings) = if names_first {
                &mut self.names
            } else {
                &mut self.own
            };
            let found = iter.next()?;
            if found.sort != Sort::Import {
                return Some(occurrence(findings, found, self.base));
            }
        }
    }
}
