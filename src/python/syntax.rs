//! The syntax tree of one text, and how it follows edits.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tree_sitter::{InputEdit, ParseOptions, ParseState, Parser, Point, Tree};

use super::Source;
use super::grammar::{self, Kind, LANGUAGE};
use super::joins::Joins;
use super::shown::shown;
use crate::stop::{NEVER, Stop};
use crate::text::Edit;

/// The syntax tree of one text. Cloning is cheap. The default is no tree at all.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    /// Missing only where the parser gave up, which it does when it is told to.
    tree: Option<Tree>,
    /// The line breaks that the parser was not shown.
    joins: Joins,
    /// Whether it was shown another text than the one that is there (see [`shown`]).
    is_altered: bool,
    descent: Descent,
}

/// Which tree it is, and which one it follows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Descent {
    /// No two trees have the same, but for clones.
    own: Option<u64>,
    /// That of the tree before, where the parser was shown all that was not edited as it was then.
    from: Option<u64>,
}

impl Descent {
    /// That of a new tree; `from` as in there.
    fn new(from: Option<u64>) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        Self {
            own: Some(COUNT.fetch_add(1, Ordering::Relaxed)),
            from,
        }
    }

    /// Whether the tree was made from that of `previous`, and the text was shown to the parser as
    /// then but for the edits.
    pub fn follows(self, previous: Self) -> bool {
        self.from.is_some() && self.from == previous.own
    }
}

impl Syntax {
    /// Parses `source` afresh. Never fails: broken source gives a tree with error nodes.
    pub fn parse<'s>(source: impl Into<Source<'s>>) -> Self {
        Self::parse_unless(source, NEVER).unwrap_or_default()
    }

    /// The same; `None` where `stop` says so before it is done.
    pub fn parse_unless<'s>(source: impl Into<Source<'s>>, stop: Stop<'_>) -> Option<Self> {
        let source = source.into();
        let joins = Joins::new(source);
        Self::new(parse(source, &joins, None, stop), joins, None, stop)
    }

    /// Follows edits: `edits` lead, in order, from the text this is the tree of to `source`.
    #[must_use]
    pub fn reparse<'s>(&self, edits: &[Edit], source: impl Into<Source<'s>>) -> Self {
        self.reparse_unless(edits, source, NEVER)
            .unwrap_or_default()
    }

    /// The same; `None` where `stop` says so before it is done.
    pub fn reparse_unless<'s>(
        &self,
        edits: &[Edit],
        source: impl Into<Source<'s>>,
        stop: Stop<'_>,
    ) -> Option<Self> {
        let source = source.into();
        let (joins, told) = self.joins.after(edits, source);
        // Where it was shown another text the tree is not of this one, and lends nothing to the next one.
        let mut old = self.tree.clone().filter(|_| !self.is_altered);
        if let Some(old) = &mut old {
            edit(old, &told);
        }
        let is_same = told == edits && !self.is_altered;
        let from = self.descent.own.filter(|_| is_same);
        Self::new(parse(source, &joins, old.as_ref(), stop), joins, from, stop)
    }

    fn new(
        parsed: Option<(Tree, bool)>,
        joins: Joins,
        from: Option<u64>,
        stop: Stop<'_>,
    ) -> Option<Self> {
        let (tree, is_altered) = parsed.unzip();
        let is_altered = is_altered.unwrap_or_default();
        (tree.is_some() || !stop()).then_some(Self {
            tree,
            joins,
            is_altered,
            descent: Descent::new(from.filter(|_| !is_altered)),
        })
    }

    pub(super) fn descent(&self) -> Descent {
        self.descent
    }

    /// Whether the tree is of another text, in which every byte has its place (see [`shown`]).
    pub(super) fn is_altered(&self) -> bool {
        self.is_altered
    }

    pub(super) fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }

    /// Whether the parser met something that is no Python.
    pub fn has_error(&self) -> bool {
        self.tree.as_ref().is_none_or(has_error)
    }
}

/// Whether there are errors in `tree` but for those that the grammar makes of Python that it does not
/// know: of what type parameters are by default (`[T = int]`, Python 3.13).
fn has_error(tree: &Tree) -> bool {
    static KINDS: LazyLock<[Option<Kind>; 2]> =
        LazyLock::new(|| [grammar::named("type_parameter"), grammar::token("=")]);
    let [parameters, equals] = *KINDS;
    let mut cursor = tree.walk();
    let mut around = Vec::new();
    loop {
        let node = cursor.node();
        if node.is_error() {
            let mut inside = node.walk();
            let mut children = node.children(&mut inside);
            let has_default = children.any(|child| Some(child.kind_id()) == equals);
            if !has_default || around.last() != parameters.as_ref() {
                return true;
            }
        } else if node.is_missing() {
            return true;
        } else if node.has_error() && cursor.goto_first_child() {
            around.push(node.kind_id());
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return false;
            }
            around.pop();
        }
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

thread_local! {
    /// Making one costs as much as following a small edit.
    static PARSER: Cell<Option<Parser>> = const { Cell::new(None) };
}

/// The tree, and whether the parser was shown another text for it (see [`shown`]).
fn parse(
    source: Source<'_>,
    joins: &Joins,
    old: Option<&Tree>,
    stop: Stop<'_>,
) -> Option<(Tree, bool)> {
    let mut parser = match PARSER.take() {
        Some(parser) => parser,
        None => {
            let mut parser = Parser::new();
            parser.set_language(&LANGUAGE).ok()?;
            parser
        }
    };
    let parsed = parse_with(&mut parser, source, joins, old, stop)?;
    // One that was stopped would go on where it was, so it is dropped.
    PARSER.set(Some(parser));
    Some(parsed)
}

fn parse_with(
    parser: &mut Parser,
    source: Source<'_>,
    joins: &Joins,
    old: Option<&Tree>,
    stop: Stop<'_>,
) -> Option<(Tree, bool)> {
    let mut read = |offset: usize, _: Point| {
        let (piece, start) = source.piece(offset);
        let rest = piece.get(offset - start..).unwrap_or_default();
        match joins.next(offset) {
            Some(at) if at == offset => b" ",
            Some(at) => &rest[..rest.len().min(at - offset)],
            None => rest,
        }
    };
    let mut go_on = |_: &ParseState| match stop() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let mut options = ParseOptions::new().progress_callback(&mut go_on);
    let tree = parser.parse_with_options(&mut read, old, Some(options.reborrow()))?;
    if !has_error(&tree) {
        return Some((tree, false));
    }
    let Some(shown) = shown(source, joins) else {
        return Some((tree, false));
    };
    let mut read = |offset: usize, _: Point| shown.get(offset..).unwrap_or_default();
    let whole = parser.parse_with_options(&mut read, None, Some(options))?;
    Some(match has_error(&whole) {
        true => (tree, false),
        false => (whole, true),
    })
}

/// Rows and columns are never read from the tree, so one long line will do.
fn point(offset: usize) -> Point {
    Point::new(0, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_python_has_no_error() {
        for text in [
            "",
            "class A[T = int]: pass\n",
            "def f[T: (int, str) = int, *Ts = *a, **P = [int]](): pass\n",
            "type B[**P = ...] = c\nx = 1\n",
        ] {
            assert!(!Syntax::parse(text).has_error(), "{text}");
        }
    }

    #[test]
    fn what_is_broken_has_one() {
        for text in [
            "x = (\n",
            "x = 1 +\n",
            "class A[T = int]: pass\nx = (\n",
            "class A[T = int]:\n    x = = 1\n",
            "class A[T = int: pass\n",
            "class A[T ! int]: pass\n",
            "def f(a b): pass\n",
            "if x\n    y\n",
        ] {
            assert!(Syntax::parse(text).has_error(), "{text}");
        }
    }
}
