//! What one top-level statement holds, counted from its start.

use std::cmp::Ordering;
use std::sync::atomic::{self, AtomicU32};
use std::sync::{Arc, OnceLock};

use super::module::Free;
use super::scope::ModuleBinding;
use crate::concept::ConceptId;
use crate::stop::Stop;
use crate::text::Span;

/// How many findings are sorted between two questions whether to stop: some milliseconds.
const SORTED: usize = 1 << 15;

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
    /// Adds one with these focus tokens; what they are counted from begins at `base`.
    pub fn push(&mut self, found: Found, focus: &[Span], base: usize) {
        let first = self.focus.len();
        let moved = |span: &Span| {
            let start = span.start().saturating_sub(base);
            Span::new(start, span.end().saturating_sub(base))
        };
        self.focus.extend(focus.iter().map(moved));
        self.found.push(Found {
            focus: u32::try_from(first).unwrap_or(u32::MAX),
            focus_len: u16::try_from(focus.len()).unwrap_or(u16::MAX),
            ..found
        });
    }

    /// Takes them out, in document order, outer before inner; `None` where it was told to stop. What
    /// it gives has no memory in reserve, for a file is looked at as long as it is open; what was in
    /// reserve stays here.
    pub fn take_sorted(&mut self, stop: Stop<'_>) -> Option<Self> {
        let numbered = self.found.iter().zip(0_u32..);
        // Numbers are sorted in half the time of what they stand for.
        let mut keys: Vec<u128> = numbered.map(|(found, at)| key(found, at)).collect();
        if keys.len() > SORTED {
            for part in keys.chunks_mut(SORTED) {
                if stop() {
                    return None;
                }
                part.sort_unstable();
            }
            // Parts that are in order are only merged.
            keys.sort();
        } else {
            keys.sort_unstable();
        }
        #[allow(clippy::cast_possible_truncation)]
        let number = |key: &u128| *key as u32 as usize;
        let own = Self {
            found: keys.iter().map(|key| self.found[number(key)]).collect(),
            focus: self.focus.clone(),
        };
        self.clear();
        Some(own)
    }

    /// Takes them out as they are, likewise.
    pub fn take(&mut self) -> Self {
        let own = self.clone();
        self.clear();
        own
    }

    fn clear(&mut self) {
        self.found.clear();
        self.focus.clear();
    }

    /// The focus tokens of one of them.
    pub fn focus(&self, found: &Found) -> &[Span] {
        let start = found.focus as usize;
        &self.focus[start..start + usize::from(found.focus_len)]
    }
}

/// Which of two findings comes first: the one that begins first, of those the one that ends last, then
/// by rank and concept.
pub(super) fn order(one: &Found, other: &Found) -> Ordering {
    key(one, 0).cmp(&key(other, 0))
}

/// What tells that order, then `number`, as one number.
fn key(found: &Found, number: u32) -> u128 {
    let extent = found.extent;
    let place = (extent.start() as u64) << 32 | !(extent.end() as u64) & u64::from(u32::MAX);
    // Nobody has sixteen million concepts.
    let concept = found.concept.index() as u64 & 0xff_ffff;
    let kind = u64::from(found.rank) << 56 | concept << 32 | u64::from(number);
    u128::from(place) << 64 | u128::from(kind)
}

/// So many questions about a unit are answered by looking through it: after an edit there is one,
/// and an index costs more than a hundred.
const WITHOUT_INDEX: u32 = 4;

/// What one top-level statement holds by itself, whatever stands around it.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub findings: Findings,
    /// Names that belong to the module or to the builtins.
    pub free: Free,
    /// What it binds at module level.
    pub bindings: Vec<ModuleBinding>,
    /// How often somebody asked what stands at a place.
    asked: AtomicU32,
    by_focus: OnceLock<FocusIndex>,
}

impl Unit {
    /// A unit of these parts.
    pub fn new(findings: Findings, free: Free, bindings: Vec<ModuleBinding>) -> Self {
        Self {
            findings,
            free,
            bindings,
            asked: AtomicU32::new(0),
            by_focus: OnceLock::new(),
        }
    }

    /// The findings with a token that holds the byte `offset`.
    pub fn at(&self, offset: usize) -> Vec<&Found> {
        let findings = &self.findings;
        // Which question makes the index is no matter.
        let asked = self.asked.load(atomic::Ordering::Relaxed);
        if asked < WITHOUT_INDEX {
            self.asked.store(asked + 1, atomic::Ordering::Relaxed);
            let holds = |found: &&Found| {
                let mut tokens = findings.focus(found).iter();
                tokens.any(|span| span.contains(offset))
            };
            return findings.found.iter().filter(holds).collect();
        }
        let index = self.by_focus.get_or_init(|| FocusIndex::new(findings));
        let numbers = index.at(offset);
        numbers
            .map(|number| &findings.found[number as usize])
            .collect()
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

/// What the free names of a unit mean where it stands.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub findings: Findings,
    /// All notable occurrences in the unit, each with its first focus token, when somebody asks.
    pub notable: OnceLock<Vec<(ConceptId, Span)>>,
}

/// A unit where it stands, with what its free names mean there.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// Counted from the start of what holds it: the text, or a chunk.
    pub start: usize,
    pub end: usize,
    pub unit: Arc<Unit>,
    pub names: Arc<Named>,
}

impl Placed {
    /// The same unit, counted from elsewhere.
    pub fn moved(&self, by: isize) -> Self {
        Self {
            start: self.start.saturating_add_signed(by),
            end: self.end.saturating_add_signed(by),
            unit: Arc::clone(&self.unit),
            names: Arc::clone(&self.names),
        }
    }
}
