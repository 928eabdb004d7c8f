//! The syntax tree of one text, and how it follows edits.

use tree_sitter::{InputEdit, Parser, Point, Tree};

use super::Source;
use super::grammar::LANGUAGE;
use super::joined::joined;
use super::joins::Joins;
use crate::text::Edit;

/// The syntax tree of one text. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Syntax {
    /// Missing only where the parser gave up, which it does when it is told to and we never do.
    tree: Option<Tree>,
    /// The line breaks that the parser was not shown.
    joins: Joins,
}

impl Syntax {
    /// Parses `source` afresh. Never fails: broken source gives a tree with error nodes.
    pub fn parse<'s>(source: impl Into<Source<'s>>) -> Self {
        let source = source.into();
        let joins = Joins::new(source);
        Self {
            tree: parse(source, &joins, None),
            joins,
        }
    }

    /// Follows edits: `edits` lead, in order, from the text this is the tree of to `source`.
    #[must_use]
    pub fn reparse<'s>(&self, edits: &[Edit], source: impl Into<Source<'s>>) -> Self {
        let source = source.into();
        let (joins, edits) = self.joins.after(edits, source);
        let mut old = self.tree.clone();
        if let Some(old) = &mut old {
            edit(old, &edits);
        }
        Self {
            tree: parse(source, &joins, old.as_ref()),
            joins,
        }
    }

    pub(super) fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }

    /// Whether the parser met something that is no Python it knows.
    pub fn has_error(&self) -> bool {
        self.tree
            .as_ref()
            .is_none_or(|tree| tree.root_node().has_error())
    }
}

/// Tells `tree` where the text it is of was changed.
pub(super) fn edit(tree: &mut Tree, edits: &[Edit]) {
    for edit in edits {
        tree.edit(&InputEdit {
            start_byte: edit.start,
            old_end_byte: edit.old_end,
            new_end_byte: edit.new_end,
            start_position: point(edit.start),
            old_end_position: point(edit.old_end),
            new_end_position: point(edit.new_end),
        });
    }
}

fn parse(source: Source<'_>, joins: &Joins, old: Option<&Tree>) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&LANGUAGE).ok()?;
    let mut read = |offset: usize, _: Point| {
        let (piece, start) = source.piece(offset);
        let rest = piece.get(offset - start..).unwrap_or_default();
        match joins.next(offset) {
            Some(at) if at == offset => b" ",
            Some(at) => &rest[..rest.len().min(at - offset)],
            None => rest,
        }
    };
    let tree = parser.parse_with_options(&mut read, old, None)?;
    if tree.root_node().has_error()
        && let Some(joined) = joined(source, joins)
        && let Some(whole) = parser.parse(joined, None)
        && !whole.root_node().has_error()
    {
        return Some(whole);
    }
    Some(tree)
}

/// Rows and columns are never read from the tree, so one long line will do.
fn point(offset: usize) -> Point {
    Point::new(0, offset)
}
