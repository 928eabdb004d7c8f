//! Where a node stands: its scope, and what it does there where the grammar sees something else.

use tree_sitter::{Node, TreeCursor};

use super::{Frame, Walker};
use crate::python::grammar;
use crate::python::place::{Mode, Part};
use crate::python::scope::ScopeKind;

impl Walker<'_, '_> {
    /// Corrects what the grammar makes of the node that `cursor` is at, inside of `around`.
    pub(super) fn correct(&self, around: &Frame, frame: &mut Frame, cursor: &TreeCursor<'_>) {
        let kinds = &self.recogniser.kinds;
        match around.part {
            Part::TypeParameters if around.mode == Mode::TypeParameter => {
                if frame.kind == grammar::ERROR {
                    frame.part = Part::TypeParameters;
                } else if self.is_default() {
                    frame.mode = Mode::Load;
                }
            }
            Part::Assignment
                if frame.mode == Mode::Store
                    && frame.kind == kinds.tuple_pattern
                    && binds_nothing(cursor) =>
            {
                frame.mode = Mode::None;
            }
            _ => {}
        }
        if frame.part == Part::Alias && !makes_alias(cursor.node()) {
            // `type(x).y = z`, which the grammar takes for an alias.
            (frame.part, frame.kind) = (Part::Plain, kinds.assignment);
        }
    }

    /// Whether the child to come of a list of type parameters is what one of them is by default
    /// (`[T = int]`, Python 3.13): the grammar does not know it, and sees errors among the parameters.
    fn is_default(&self) -> bool {
        let kinds = &self.recogniser.kinds;
        let mut end = self.kids.len();
        for frame in self.frames.iter().rev() {
            if (frame.part, frame.mode) != (Part::TypeParameters, Mode::TypeParameter) {
                return false;
            }
            for kid in self.kids[frame.kids as usize..end].iter().rev() {
                let below = &self.left[kid.below as usize..][..kid.count as usize];
                let of_error = kid.kind == grammar::ERROR;
                if kid.kind == kinds.equals
                    || of_error && below.iter().any(|kid| kid.kind == kinds.equals)
                {
                    return true;
                }
                if kid.kind == kinds.comma {
                    return false;
                }
            }
            end = frame.kids as usize;
        }
        false
    }

    /// Gives a node its scope, which is not always that of the node around it.
    pub(super) fn place(&mut self, around: &Frame, frame: &mut Frame) {
        let parts = &self.recogniser.parts;
        match around.part {
            Part::Function | Part::Lambda | Part::Class => {
                if frame.field == parts.body {
                    frame.scope = around.inner;
                } else if frame.field == parts.type_parameters {
                    // Around the parameters, the bases and the body from here on.
                    let between = self.scopes.open(ScopeKind::TypeParameters, around.scope);
                    self.scopes.set_parent(around.inner, between);
                    if let Some(around) = self.frames.last_mut() {
                        around.scope = between;
                    }
                    frame.scope = between;
                    frame.inner = between;
                }
            }
            Part::Comprehension => {
                frame.scope = around.inner;
                if frame.part == Part::ForIn {
                    // The first iterable is evaluated outside, the others inside.
                    frame.inner = around.scope;
                    if let Some(around) = self.frames.last_mut() {
                        around.scope = around.inner;
                    }
                }
            }
            Part::ForIn if frame.field == parts.right => frame.scope = around.inner,
            Part::As if frame.mode == Mode::Store => {
                // In `with lambda: x as y` the grammar sees `x as y` inside of the lambda.
                let kind = self.recogniser.kinds.with_item;
                let mut outwards = self.frames.iter().rev();
                let of = outwards.find(|frame| frame.kind == kind || frame.part == Part::Except);
                frame.scope = of.map_or(frame.scope, |of| of.scope);
            }
            Part::Alias if frame.field == parts.right => frame.scope = around.inner,
            _ => {}
        }
    }

    /// Opens the scope that a node brings.
    pub(super) fn open(&mut self, frame: &mut Frame) {
        let kind = match frame.part {
            Part::Function | Part::Lambda => ScopeKind::Function,
            Part::Class => ScopeKind::Class,
            Part::Comprehension => ScopeKind::Comprehension,
            Part::Alias => ScopeKind::TypeParameters,
            _ => return,
        };
        frame.inner = self.scopes.open(kind, frame.scope);
    }
}

/// Whether the statement `node` names a type: `type X = …` or `type X[T] = …`.
fn makes_alias(node: Node<'_>) -> bool {
    let left = node.child_by_field_name("left");
    left.and_then(|left| left.named_child(0))
        .is_some_and(|named| matches!(named.kind(), "identifier" | "generic_type"))
}

/// Whether the name in brackets that `cursor` is at is annotated and given no value: `(x): int`.
fn binds_nothing(cursor: &TreeCursor<'_>) -> bool {
    let node = cursor.node();
    let is_name = |node: Node<'_>| node.kind() == "identifier";
    if node.child_count() != 3 || !node.child(1).is_some_and(is_name) {
        return false;
    }
    let mut cursor = cursor.clone();
    cursor.goto_parent() && cursor.node().child_by_field_name("right").is_none()
}
