//! Looking at what stands in a node itself, not in the functions and classes in it.

use tree_sitter::{Node, TreeCursor};

use super::Site;
use crate::python::budget::Budget;
use crate::python::place::Part;

/// The nodes of one function or statement, in document order.
pub(super) struct Own<'b, 't> {
    budget: &'b Budget,
    cursor: TreeCursor<'t>,
    /// How deep below its root the cursor is; `None` before the first node and behind the last.
    depth: Option<usize>,
    begun: bool,
}

/// `node` and the named nodes in it, without those in lambdas and definitions in it, as far as
/// `budget` goes.
pub(super) fn own<'b, 't>(budget: &'b Budget, node: Node<'t>) -> Own<'b, 't> {
    Own {
        budget,
        cursor: node.walk(),
        depth: None,
        begun: false,
    }
}

impl<'t> Iterator for Own<'_, 't> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let cursor = &mut self.cursor;
        if !self.begun {
            self.begun = true;
            self.depth = Some(0);
            return Some(cursor.node());
        }
        let mut depth = self.depth.take()?;
        let mut goes_down = !matches!(
            cursor.node().kind(),
            "function_definition" | "class_definition" | "lambda"
        );
        loop {
            if !self.budget.spend(1) {
                return None;
            }
            if goes_down && cursor.goto_first_child() {
                depth += 1;
            } else {
                while depth > 0 && !cursor.goto_next_sibling() {
                    cursor.goto_parent();
                    depth -= 1;
                }
                if depth == 0 {
                    return None;
                }
            }
            let node = cursor.node();
            if node.is_named() {
                self.depth = Some(depth);
                return Some(node);
            }
            goes_down = false;
        }
    }
}

/// The statements of a block, comments left out.
pub(super) fn statements<'t>(block: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = block.walk();
    let all = block.named_children(&mut cursor);
    all.filter(|child| child.kind() != "comment").collect()
}

/// The number among the nodes around of the function whose own code the node at hand is.
pub(super) fn function_around(site: &Site<'_, '_, '_>) -> Option<usize> {
    let is_body = |part| matches!(part, Part::Function | Part::Lambda | Part::Class);
    let number = site.frames.iter().rposition(|frame| is_body(frame.part))?;
    (site.frames[number].part == Part::Function).then_some(number)
}

/// Whether the definition of this number among the nodes around stands in the body of a class,
/// decorated or not.
pub(super) fn is_in_class(site: &Site<'_, '_, '_>, number: usize) -> bool {
    let mut around = site.frames[..number].iter().rev();
    let block = around.find(|frame| frame.kind != site.kinds.decorated);
    block.is_some_and(|block| block.kind == site.kinds.block)
        && around.next().is_some_and(|owner| owner.part == Part::Class)
}

/// The names of the parameters of `function` in order, stars left out.
pub(super) fn parameters<'t>(site: &Site<'_, '_, '_>, function: Node<'t>) -> Vec<Node<'t>> {
    let Some(list) = function.child_by_field_name("parameters") else {
        return Vec::new();
    };
    if !site.budget.spend(list.child_count() as usize) {
        return Vec::new();
    }
    let mut cursor = list.walk();
    let named = |parameter: Node<'t>| match parameter.kind() {
        "identifier" => Some(parameter),
        "default_parameter" | "typed_default_parameter" => parameter.child_by_field_name("name"),
        "typed_parameter" => parameter
            .named_child(0)
            .filter(|name| name.kind() == "identifier"),
        _ => None,
    };
    list.named_children(&mut cursor).filter_map(named).collect()
}

/// The first parameter of `function`, as it is written.
pub(super) fn first_parameter(site: &mut Site<'_, '_, '_>, function: Node<'_>) -> Option<Vec<u8>> {
    let first = *parameters(site, function).first()?;
    Some(site.text(first).to_vec())
}

/// Where the word `wanted` stands in `text`: with nothing before it that would make it another name.
pub(super) fn places<'t>(text: &'t [u8], wanted: &'t [u8]) -> impl Iterator<Item = usize> {
    // Most places are told by their first byte alone.
    let first = wanted.first();
    let firsts = text.iter().enumerate();
    let firsts = firsts.filter(move |(_, byte)| Some(*byte) == first);
    firsts
        .map(|(at, _)| at)
        .filter(move |&at| text[at..].starts_with(wanted))
        .filter(move |&at| at == 0 || !in_name(text[at - 1]))
}

/// Whether `wanted` stands in `text` as in [`places`].
pub(super) fn holds(text: &[u8], wanted: &[u8]) -> bool {
    places(text, wanted).next().is_some()
}

/// Whether names are made of bytes such as `byte`.
pub(super) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
