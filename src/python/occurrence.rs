//! What was found in one text, and the ways to ask for it.

use std::cmp::Reverse;
use std::iter::Peekable;
use std::sync::{Arc, OnceLock};

use tree_sitter::Tree;

use super::module::{Free, ModuleNames};
use super::scope::ModuleBinding;
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

/// What kind of finding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A concept that has no roles.
    Plain,
    /// A special name where it is defined.
    Definition,
    /// A special name elsewhere.
    Use,
    /// The name of a module or of a member of one where it is imported: it means the concept under
    /// the cursor, but it is not being read.
    Import,
}

/// One finding; places are counted from the start of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub concept: ConceptId,
    pub extent: Span,
    /// Where its focus begins in the list beside.
    pub focus: u32,
    pub focus_len: u16,
    /// How specific: the smaller, the sooner it is shown.
    pub rank: u8,
    pub sort: Sort,
}

/// Findings with their focus tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    pub found: Vec<Found>,
    pub focus: Vec<Span>,
}

impl Findings {
    /// Puts them into document order, outer before inner.
    pub fn sort(&mut self) {
        self.found.sort_by_key(order);
    }

    fn focus(&self, found: &Found) -> &[Span] {
        let start = found.focus as usize;
        &self.focus[start..start + usize::from(found.focus_len)]
    }
}

fn order(found: &Found) -> (usize, Reverse<usize>, u8, ConceptId) {
    let extent = found.extent;
    (
        extent.start(),
        Reverse(extent.end()),
        found.rank,
        found.concept,
    )
}

/// What one top-level statement holds by itself, whatever stands around it.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub findings: Findings,
    /// Names that belong to the module or to the builtins.
    pub free: Free,
    /// What it binds at module level.
    pub bindings: Vec<ModuleBinding>,
    by_focus: OnceLock<FocusIndex>,
}

impl Unit {
    /// A unit of these parts.
    pub fn new(findings: Findings, free: Free, bindings: Vec<ModuleBinding>) -> Self {
        Self {
            findings,
            free,
            bindings,
            by_focus: OnceLock::new(),
        }
    }
}

/// Focus tokens by where they begin, for finding those at a place.
#[derive(Debug, Default)]
struct FocusIndex {
    tokens: Vec<(Span, u32)>,
    longest: usize,
}

impl FocusIndex {
    fn new(findings: &Findings) -> Self {
        let mut tokens = Vec::with_capacity(findings.focus.len());
        for (number, found) in (0..).zip(&findings.found) {
            tokens.extend(findings.focus(found).iter().map(|&span| (span, number)));
        }
        tokens.sort_unstable();
        let longest = tokens.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        Self { tokens, longest }
    }

    /// The numbers of the findings with a token that holds the byte `offset`.
    fn at(&self, offset: usize) -> impl Iterator<Item = u32> {
        let after = self
            .tokens
            .partition_point(|(span, _)| span.start() <= offset);
        let first = offset.saturating_sub(self.longest);
        self.tokens[..after]
            .iter()
            .rev()
            .take_while(move |(span, _)| span.start() >= first)
            .filter(move |(span, _)| span.contains(offset))
            .map(|&(_, number)| number)
    }
}

/// A unit where it stands, with what its free names mean there.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub start: usize,
    pub end: usize,
    /// The node it was found in, by its number in the tree kept beside.
    pub node: usize,
    /// Whether a statement stands before it.
    pub leading: bool,
    pub unit: Arc<Unit>,
    /// Missing only while the module's bindings are being gathered.
    pub names: Option<Arc<Findings>>,
}

/// Everything found in one text, ordered by the start of the extent, outer before inner. Cloning is
/// cheap for what it holds: the findings are shared.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {
    pub(super) units: Vec<Placed>,
    pub(super) names: Arc<ModuleNames>,
    /// Keeps the nodes' numbers from being given to others.
    pub(super) tree: Option<Tree>,
}

impl Occurrences {
    /// In document order.
    pub fn iter(&self) -> impl Iterator<Item = Occurrence<'_>> {
        static NONE: Findings = Findings {
            found: Vec::new(),
            focus: Vec::new(),
        };
        self.units.iter().flat_map(|placed| Merged {
            base: placed.start,
            own: (
                placed.unit.findings.found.iter().peekable(),
                &placed.unit.findings,
            ),
            names: {
                let names = placed.names.as_deref().unwrap_or(&NONE);
                (names.found.iter().peekable(), names)
            },
        })
    }

    /// Those with a focus token that holds the byte `offset`, the most specific first: a pitfall or
    /// an idiom, then a name, then a role in the syntax, then the operator or keyword as such; of
    /// two alike the smaller extent. Names in an import statement are told here, though they are no
    /// occurrences: nothing is read there.
    pub fn at(&self, offset: usize) -> Vec<Occurrence<'_>> {
        let after = self.units.partition_point(|placed| placed.start <= offset);
        let Some(placed) = self.units[..after].last() else {
            return Vec::new();
        };
        if offset >= placed.end {
            return Vec::new();
        }
        let within = offset - placed.start;
        let own = &placed.unit.findings;
        let index = placed.unit.by_focus.get_or_init(|| FocusIndex::new(own));
        let mut hits: Vec<(&Findings, &Found)> = index
            .at(within)
            .map(|number| (own, &own.found[number as usize]))
            .collect();
        if let Some(names) = placed.names.as_deref() {
            let upto = names
                .found
                .partition_point(|found| found.extent.start() <= within);
            // Free names never nest, but a dotted one is found once for each of its prefixes.
            let near = names.found[..upto].iter().rev().take(64);
            hits.extend(
                near.filter(|found| names.focus(found).iter().any(|span| span.contains(within)))
                    .map(|found| (names, found)),
            );
        }
        hits.sort_by_key(|(_, found)| (found.rank, found.extent.len(), found.concept));
        hits.dedup_by_key(|(_, found)| (found.concept, found.extent));
        hits.into_iter()
            .map(|(findings, found)| occurrence(findings, found, placed.start))
            .collect()
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
                (Some(own), Some(name)) => order(name) < order(own),
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
