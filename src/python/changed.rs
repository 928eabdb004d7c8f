//! Which stretches of a text may hold other findings after edits: whole statements.
//!
//! Looked at again are statements that reach into or touch what was edited or where the tree has
//! another shape, and the comments before the first statement and that statement where something
//! changes among them.
//!
//! Where the tree has another shape tree-sitter tells (`changed_ranges`), which takes a third of the
//! time that its parse takes. Mostly nobody has to ask: in a text without errors a statement is what
//! it is by what stands in it and by how far the parser looked beyond it; there the old tree says
//! that it has changes. So where no statement lies across a place behind the edits, neither before
//! nor now, all is as before from there on. Errors are not so tame: what the parser makes of one
//! depends on all that stands around.

use tree_sitter::{Node, Tree, TreeCursor};

use super::chunk::Chunk;
use super::grammar;
use super::hunk::{Hunk, Hunks};
use super::occurrence::Occurrences;
use super::syntax::{self, Syntax};
use crate::text::Edit;

/// What may be another in `tree`, that of `syntax`, than in `previous`, from which `edits` lead
/// there; no statement of before or of now lies across an end of a hunk. `None` where nothing can be
/// kept.
pub(super) fn hunks(
    previous: &Occurrences,
    edits: &[Edit],
    syntax: &Syntax,
    tree: &Tree,
) -> Option<Hunks> {
    let root = tree.root_node();
    let mut old_tree = previous.tree.clone()?;
    if old_tree.root_node().kind_id() != root.kind_id() {
        return None;
    }
    syntax::edit(&mut old_tree, edits);
    let mut hunks = Hunks::new(edits);
    let old_root = old_tree.root_node();
    let is_tame =
        syntax.descent().follows(previous.descent) && !old_root.has_error() && !root.has_error();
    if is_tame {
        looked_beyond(&mut hunks, old_root, &previous.chunks);
    } else {
        for range in old_tree.changed_ranges(tree) {
            hunks.add(range.start_byte, range.end_byte, range.end_byte);
        }
    }
    align(
        &mut hunks,
        previous,
        tree,
        previous.lead_end?,
        lead_end(tree)?,
    )?;
    Some(hunks)
}

/// Takes in the statements before a hunk beyond which the parser looked into it. `old_root` was told
/// the edits.
fn looked_beyond(hunks: &mut Hunks, old_root: Node<'_>, chunks: &[Chunk]) {
    let mut cursor = old_root.walk();
    let mut found = Vec::new();
    let mut earlier = 0;
    for hunk in hunks.as_slice() {
        let by = hunk.new.0.cast_signed() - hunk.old.0.cast_signed();
        let mut at = hunk.old.0;
        while let Some((start, end)) = unit_before(chunks, at).filter(|unit| unit.0 >= earlier) {
            let moved = |place: usize| place.saturating_add_signed(by);
            cursor.reset(old_root);
            let is_there = cursor.goto_first_child_for_byte(moved(start)).is_some();
            if is_there && !cursor.node().has_changes() {
                break;
            }
            found.push((moved(start), moved(end.min(hunk.old.0))));
            at = start;
        }
        earlier = hunk.old.1;
    }
    for (start, end) in found {
        hunks.add(start, end, end);
    }
}

/// From where to where the last unit goes that begins before `place`.
fn unit_before(chunks: &[Chunk], place: usize) -> Option<(usize, usize)> {
    let number = chunks.partition_point(|chunk| chunk.base < place);
    let chunk = &chunks[number.checked_sub(1)?];
    let units = &chunk.units.placed;
    let number = units.partition_point(|placed| chunk.base + placed.start < place);
    let placed = &units[number.checked_sub(1)?];
    Some((chunk.base + placed.start, chunk.base + placed.end))
}

/// Where the first statement that is no comment ends.
pub(super) fn lead_end(tree: &Tree) -> Option<usize> {
    let comment = grammar::named("comment");
    let mut cursor = tree.walk();
    let mut more = cursor.goto_first_child();
    while more {
        let node = cursor.node();
        if Some(node.kind_id()) != comment {
            return Some(node.end_byte());
        }
        more = cursor.goto_next_sibling();
    }
    None
}

/// Makes the hunks so large that no unit, of before or of now, lies across an end of one.
fn align(
    hunks: &mut Hunks,
    previous: &Occurrences,
    tree: &Tree,
    old_lead: usize,
    new_lead: usize,
) -> Option<()> {
    // A statement that only touches what changed may be another, too.
    let mut widened = 0;
    let length = tree.root_node().end_byte();
    hunks.grow(|hunk| {
        if hunk.new.0 < widened {
            return (0, 0);
        }
        let before = usize::from(hunk.new.0 > 0 && hunk.old.0 > 0);
        let behind = usize::from(hunk.new.1 < length);
        widened = hunk.new.1 + behind + 1;
        (before, behind)
    })?;
    let root = tree.root_node();
    let mut cursor = root.walk();
    hunks.grow(|hunk| {
        let (mut before, mut behind) = missing_now(hunk, root, &mut cursor);
        let (old_before, old_behind) = missing_then(hunk, &previous.chunks);
        before = before.max(old_before);
        behind = behind.max(old_behind);
        // What stands first is told by what is before it.
        if hunk.new.0 <= new_lead || hunk.old.0 <= old_lead {
            before = before.max(hunk.new.0);
            behind = behind
                .max(new_lead.saturating_sub(hunk.new.1))
                .max(old_lead.saturating_sub(hunk.old.1));
        }
        (before, behind)
    })
}

/// By how much the units of now that lie across the ends of `hunk` stand out of it.
fn missing_now<'t>(hunk: &Hunk, root: Node<'t>, cursor: &mut TreeCursor<'t>) -> (usize, usize) {
    let (start, end) = hunk.new;
    let mut across = |place: usize| {
        cursor.reset(root);
        cursor.goto_first_child_for_byte(place)?;
        let node = cursor.node();
        (node.start_byte() < place && place < node.end_byte()).then_some(node)
    };
    (
        across(start).map_or(0, |node| start - node.start_byte()),
        across(end).map_or(0, |node| node.end_byte() - end),
    )
}

/// The same for those of before.
fn missing_then(hunk: &Hunk, chunks: &[Chunk]) -> (usize, usize) {
    let (start, end) = hunk.old;
    let across = |place: usize| unit_before(chunks, place).filter(|span| place < span.1);
    (
        across(start).map_or(0, |span| start - span.0),
        across(end).map_or(0, |span| span.1 - end),
    )
}
