//! Conditions that ask about what a function was given.

use tree_sitter::Node;

use super::Site;
use super::own::{function_of, parameters, statements};
use crate::text::Span;

/// An `if` among the first statements of a function that only leaves it, with more behind it.
pub(super) fn guard_clause(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let inner = statements(site.node.child_by_field_name("consequence")?);
    let leaves = |last: &Node<'_>| matches!(last.kind(), "return_statement" | "raise_statement");
    if inner.len() != 1 || !inner.last().is_some_and(leaves) {
        return None;
    }
    let mut before = site.node.prev_named_sibling();
    while let Some(sibling) = before {
        let inner = sibling.named_child(0);
        let text = inner.is_some_and(|inner| inner.kind() == "string");
        let guard = sibling.kind() == "if_statement"
            && sibling.child_by_field_name("alternative").is_none();
        if !(text || guard || sibling.kind() == "comment") {
            return None;
        }
        before = sibling.prev_named_sibling();
    }
    site.node.next_named_sibling().is_some().then_some(extent)
}

/// An `assert` with a message, before all else in a function that is no test, about a parameter.
pub(super) fn validates(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let function = function_of(site.node)?;
    if site.node.parent()?.parent()?.id() != function.id() {
        return None;
    }
    let name = function.child_by_field_name("name")?;
    let name = site.text(name);
    if name.starts_with(b"test") || name.starts_with(b"_") || name.starts_with(b"assert") {
        return None;
    }
    let message = site.node.named_child(1)?;
    if message.kind() != "string" {
        return None;
    }
    let mut before = site.node.prev_named_sibling();
    while let Some(sibling) = before {
        let inner = sibling.named_child(0);
        let text = inner.is_some_and(|inner| inner.kind() == "string");
        if !(text || matches!(sibling.kind(), "assert_statement" | "comment")) {
            return None;
        }
        before = sibling.prev_named_sibling();
    }
    // What a type checker is told so is no check of input.
    let test = site.node.named_child(0)?;
    let asked = match test.kind() {
        "comparison_operator" => {
            let mut cursor = test.walk();
            let mut operands = test.named_children(&mut cursor);
            if operands.any(|operand| operand.kind() == "none") {
                return None;
            }
            test.named_child(0)?
        }
        "identifier" => test,
        _ => return None,
    };
    if asked.kind() != "identifier" {
        return None;
    }
    let asked = site.text(asked).to_vec();
    let given = parameters(function);
    let mut given = given.into_iter();
    given
        .any(|parameter| site.text(parameter) == asked)
        .then_some(extent)
}

/// `x or 30`, where `x` is a parameter that is None if it is not given, and may be zero if it is.
pub(super) fn falsy_default(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let name = site.node.child_by_field_name("left")?;
    let value = site.node.child_by_field_name("right")?;
    let number = site.text(value);
    // Nobody wants less than one of something.
    if matches!(number, b"0" | b"1" | b"0.0" | b"1.0") {
        return None;
    }
    let name = site.text(name).to_vec();
    let list = function_of(site.node)?.child_by_field_name("parameters")?;
    let mut cursor = list.walk();
    let mut given = list.named_children(&mut cursor);
    let optional = given.any(|parameter| {
        let fields = ["name", "value"].map(|field| parameter.child_by_field_name(field));
        let [Some(named), Some(default)] = fields else {
            return false;
        };
        default.kind() == "none" && site.text(named) == name
    });
    optional.then_some(extent)
}

/// A name in capitals that a pattern binds, where a constant was meant.
pub(super) fn captured_constant(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    let letters = text.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let capitals = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    (letters > 1 && text.iter().all(capitals)).then_some(extent)
}
