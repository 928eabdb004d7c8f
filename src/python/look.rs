//! Finding everything in a text, and after an edit again what may be another there.
//!
//! The unit is the top-level statement: what it holds depends on its own text and tree, on whether a
//! statement stands before it, and on what the module binds. So after an edit these are looked at
//! again: statements that may have changed ([`super::changed`]), and, where a name begins or ceases
//! to be a builtin or an import, the names of the statements that use it. All else is shared and
//! moved by whole chunks.

use std::sync::{Arc, OnceLock};

use tree_sitter::{Tree, TreeCursor};

use super::changed;
use super::chunk::{Builder, Chunk};
use super::grammar;
use super::hunk::{Hunk, Hunks};
use super::module::ModuleNames;
use super::occurrence::Occurrences;
use super::recogniser::Recogniser;
use super::scope::ModuleBinding;
use super::symbol::Symbol;
use super::unit::{Findings, Named, Placed, Unit};
use super::walk::Walker;
use super::{Source, Syntax};
use crate::stop::{NEVER, Stop};
use crate::text::Edit;

impl Recogniser {
    /// Everything in `source`, which `syntax` is the tree of.
    pub fn occurrences<'s>(&self, syntax: &Syntax, source: impl Into<Source<'s>>) -> Occurrences {
        self.occurrences_unless(syntax, source, NEVER)
            .unwrap_or_default()
    }

    /// The same; `None` where `stop` says so before it is done.
    pub fn occurrences_unless<'s>(
        &self,
        syntax: &Syntax,
        source: impl Into<Source<'s>>,
        stop: Stop<'_>,
    ) -> Option<Occurrences> {
        match syntax.tree() {
            Some(tree) => self.look(syntax, tree, source.into(), stop),
            None => Some(Occurrences::default()),
        }
    }

    /// What [`Self::occurrences`] gives, at the cost of what changed: `edits` lead, in order, from
    /// the text that `previous` was found in to `source`, and `syntax` followed them by
    /// [`Syntax::reparse`].
    pub fn occurrences_after<'s>(
        &self,
        previous: &Occurrences,
        edits: &[Edit],
        syntax: &Syntax,
        source: impl Into<Source<'s>>,
    ) -> Occurrences {
        self.occurrences_after_unless(previous, edits, syntax, source, NEVER)
            .unwrap_or_default()
    }

    /// The same; `None` where `stop` says so before it is done.
    pub fn occurrences_after_unless<'s>(
        &self,
        previous: &Occurrences,
        edits: &[Edit],
        syntax: &Syntax,
        source: impl Into<Source<'s>>,
        stop: Stop<'_>,
    ) -> Option<Occurrences> {
        let source = source.into();
        let Some(tree) = syntax.tree() else {
            return Some(Occurrences::default());
        };
        let hunks = changed::hunks(previous, edits, syntax, tree);
        hunks
            .and_then(|hunks| self.look_again(previous, &hunks, syntax, tree, source, stop))
            .or_else(|| self.look(syntax, tree, source, stop))
    }

    fn look(
        &self,
        syntax: &Syntax,
        tree: &Tree,
        source: Source<'_>,
        stop: Stop<'_>,
    ) -> Option<Occurrences> {
        let mut seen = Vec::new();
        let mut walker = Walker::new(self, syntax, source, stop);
        let mut cursor = tree.walk();
        let more = cursor.goto_first_child();
        let root = tree.root_node().kind_id();
        for_each_statement(&mut cursor, more, usize::MAX, true, |cursor, leading| {
            let node = cursor.node();
            let unit = walker.unit(cursor, root, leading)?;
            seen.push((node.start_byte(), node.end_byte(), Arc::new(unit)));
            Some(())
        })?;
        let mut names = ModuleNames::default();
        names.add(seen.iter().flat_map(|(_, _, unit)| &unit.bindings));
        let mut chunks = Builder::default();
        let mut findings = Findings::default();
        for seen in seen {
            if stop() {
                return None;
            }
            chunks.push(self.resolved(&names, seen, &mut findings, stop)?);
        }
        Some(Occurrences {
            chunks: chunks.finish(),
            names,
            lead_end: changed::lead_end(tree),
            tree: Some(tree.clone()),
            descent: syntax.descent(),
        })
    }

    fn resolved(
        &self,
        names: &ModuleNames,
        seen: (usize, usize, Arc<Unit>),
        findings: &mut Findings,
        stop: Stop<'_>,
    ) -> Option<Placed> {
        let (start, end, unit) = seen;
        let findings = names.resolve(&unit.free, &self.names, &self.ranks, findings, stop)?;
        Some(Placed {
            start,
            end,
            unit,
            names: Arc::new(Named {
                findings,
                notable: OnceLock::new(),
            }),
        })
    }

    /// `None` where `stop` says so.
    fn look_again(
        &self,
        previous: &Occurrences,
        hunks: &Hunks,
        syntax: &Syntax,
        tree: &Tree,
        source: Source<'_>,
        stop: Stop<'_>,
    ) -> Option<Occurrences> {
        let root = tree.root_node();
        let mut walker = Walker::new(self, syntax, source, stop);
        let mut cursor = root.walk();
        let (mut gone, mut new): (Vec<ModuleBinding>, Vec<ModuleBinding>) = Default::default();
        let mut seen = Vec::new();
        for hunk in hunks.as_slice() {
            for placed in within(&previous.chunks, hunk.old) {
                gone.extend_from_slice(&placed.unit.bindings);
            }
            cursor.reset(root);
            let more = cursor.goto_first_child_for_byte(hunk.new.0).is_some();
            let leading = hunk.new.0 == 0;
            let root = root.kind_id();
            for_each_statement(&mut cursor, more, hunk.new.1, leading, |cursor, leading| {
                let node = cursor.node();
                let unit = walker.unit(cursor, root, leading)?;
                new.extend_from_slice(&unit.bindings);
                seen.push((node.start_byte(), node.end_byte(), Arc::new(unit)));
                Some(())
            })?;
        }
        let mut names = previous.names.clone();
        let mut others: Vec<Symbol> = Vec::new();
        if gone != new {
            names.remove(&gone);
            names.add(&new);
            others.extend(gone.iter().chain(&new).map(|binding| binding.name));
            others.sort_unstable();
            others.dedup();
            others.retain(|&name| !names.agree(&previous.names, name, &self.names));
        }
        let seen = seen.into_iter();
        let mut findings = Findings::default();
        let mut resolved = |seen| self.resolved(&names, seen, &mut findings, stop);
        let seen = seen.map(|seen| resolved(seen).filter(|_| !stop()));
        let seen = seen.collect::<Option<_>>()?;
        let mut chunks = splice(&previous.chunks, hunks.as_slice(), seen);
        if !others.is_empty() {
            chunks = self.resolved_again(&chunks, &names, &others, stop)?;
        }
        Some(Occurrences {
            chunks,
            names,
            lead_end: changed::lead_end(tree),
            tree: Some(tree.clone()),
            descent: syntax.descent(),
        })
    }

    /// The same units; what stands in `others` means something else in them than before.
    fn resolved_again(
        &self,
        chunks: &[Chunk],
        names: &ModuleNames,
        others: &[Symbol],
        stop: Stop<'_>,
    ) -> Option<Vec<Chunk>> {
        // What is made by calling a type is an instance of it only where the name means the type.
        let types = others.iter().any(|&name| self.names.is_type(name));
        let concerned = |placed: &Placed| {
            let uses = &placed.unit.free.uses;
            types || uses.iter().any(|used| others.contains(&used.name))
        };
        let mut again = Builder::default();
        let mut findings = Findings::default();
        for chunk in chunks {
            if stop() {
                return None;
            }
            if !chunk.units.placed.iter().any(concerned) {
                again.share(chunk, 0);
                continue;
            }
            for placed in &chunk.units.placed {
                let mut placed = placed.moved(chunk.base.cast_signed());
                if concerned(&placed) {
                    let seen = (placed.start, placed.end, placed.unit);
                    placed = self.resolved(names, seen, &mut findings, stop)?;
                }
                again.push(placed);
            }
        }
        Some(again.finish())
    }
}

/// Calls `visit` at each statement from the one that `cursor` is at, if there is `more`, up to the
/// byte `end` or until it gives `None`. It is told whether no statement but comments stands before,
/// which is `leading` for the first.
fn for_each_statement(
    cursor: &mut TreeCursor<'_>,
    mut more: bool,
    end: usize,
    mut leading: bool,
    mut visit: impl FnMut(&mut TreeCursor<'_>, bool) -> Option<()>,
) -> Option<()> {
    let comment = grammar::named("comment");
    while more {
        let node = cursor.node();
        if node.start_byte() >= end {
            break;
        }
        // What the parser made up holds nothing.
        if node.start_byte() < node.end_byte() {
            visit(cursor, leading)?;
        }
        leading &= Some(node.kind_id()) == comment;
        more = cursor.goto_next_sibling();
    }
    Some(())
}

/// The units of `chunks` that lie in `range`.
fn within(chunks: &[Chunk], range: (usize, usize)) -> impl Iterator<Item = &Placed> {
    let first = chunks.partition_point(|chunk| chunk.base <= range.0);
    chunks[first.saturating_sub(1)..]
        .iter()
        .take_while(move |chunk| chunk.base < range.1)
        .flat_map(move |chunk| {
            let units = &chunk.units.placed;
            let from = units.partition_point(|placed| chunk.base + placed.start < range.0);
            let to = units.partition_point(|placed| chunk.base + placed.start < range.1);
            &units[from..to.max(from)]
        })
}

/// `chunks` with the units in `hunks` replaced by `new`, and those behind moved.
fn splice(chunks: &[Chunk], hunks: &[Hunk], new: Vec<Placed>) -> Vec<Chunk> {
    let mut spliced = Builder::default();
    let mut new = new.into_iter().peekable();
    let mut hunks = hunks.iter().peekable();
    let mut shift = 0;
    for (number, chunk) in chunks.iter().enumerate() {
        let end = chunks.get(number + 1).map_or(usize::MAX, |next| next.base);
        if hunks.peek().is_none_or(|hunk| hunk.old.0 >= end) {
            spliced.share(chunk, shift);
            continue;
        }
        for placed in &chunk.units.placed {
            let start = chunk.base + placed.start;
            while let Some(hunk) = hunks.next_if(|hunk| hunk.old.1 <= start) {
                while let Some(new) = new.next_if(|new| new.start < hunk.new.1) {
                    spliced.push(new);
                }
                shift = hunk.shift();
            }
            if hunks.peek().is_none_or(|hunk| start < hunk.old.0) {
                spliced.push(placed.moved(chunk.base.cast_signed() + shift));
            }
        }
    }
    new.for_each(|new| spliced.push(new));
    spliced.finish()
}
