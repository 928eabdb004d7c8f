//! Functions that decorate others.

use tree_sitter::Node;

use super::Site;
use super::near::behind;
use super::own::{first_parameter, holds, is_in_class, own, statements};
use crate::text::Span;

/// The function that `function` makes around the one it is given and returns: what is said of it
/// where it stands (decorated or not), and itself.
fn wrapper<'t>(site: &mut Site<'_, 't, '_>, function: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    if is_in_class(site, site.frames.len()) {
        return None;
    }
    let parts = site.parts;
    let list = function.child_by_field_id(parts.parameters)?;
    let mut cursor = list.walk();
    let mut given = 0;
    for parameter in list.named_children(&mut cursor) {
        match parameter.kind() {
            "identifier" => given += 1,
            "typed_parameter" if !site.text(parameter).starts_with(b"*") => given += 1,
            "keyword_separator" => break,
            _ => {}
        }
    }
    if given != 1 {
        return None;
    }
    let mut call = first_parameter(site, function)?;
    call.push(b'(');
    let all = statements(function.child_by_field_id(parts.body)?);
    let last = *all.last()?;
    let returned = last
        .named_child(0)
        .filter(|value| last.kind() == "return_statement" && value.kind() == "identifier")?;
    let returned = site.text(returned).to_vec();
    for statement in all {
        let inner = statement
            .child_by_field_id(parts.definition)
            .unwrap_or(statement);
        let Some(name) = inner.child_by_field_id(parts.name) else {
            continue;
        };
        if inner.kind() == "function_definition" && site.text(name) == returned {
            let body = inner.child_by_field_id(parts.body)?;
            return holds(site.text(body), &call).then_some((statement, inner));
        }
    }
    None
}

/// A function that takes a function and returns one of its own that calls it.
pub(super) fn decorates(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    wrapper(site, site.node()).map(|_| extent)
}

/// The same, where nothing hands the name and docstring on.
pub(super) fn loses_metadata(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let (statement, inner) = wrapper(site, site.node())?;
    // What takes something else than it hands on may have a face of its own.
    let list = inner.child_by_field_name("parameters")?;
    let given = first_parameter(site, site.node())?;
    let function = matches!(given.as_slice(), b"f" | b"fn" | b"func" | b"function");
    if !(takes_all(site, list) || (function && hands_on(site, inner, list, given))) {
        return None;
    }
    if statement.kind() == "decorated_definition" {
        return None;
    }
    let text = site.text(site.node());
    let kept: [&[u8]; 4] = [b"update_wrapper", b"wraps", b"__name__", b"__wrapped__"];
    if kept.iter().any(|name| holds(text, name)) {
        return None;
    }
    let name = inner.child_by_field_name("name")?;
    if is_handed_over(site, statement, name) {
        return None;
    }
    site.focus.push(Span::from(name.byte_range()));
    Some(Span::from(inner.byte_range()))
}

/// Whether a star is among the parameters of `list`.
fn takes_all(site: &Site<'_, '_, '_>, list: Node<'_>) -> bool {
    own(site.budget, list).any(|node| {
        matches!(
            node.kind(),
            "list_splat_pattern" | "dictionary_splat_pattern"
        )
    })
}

/// Whether `inner` calls the function called `given` with just its own parameters.
fn hands_on(
    site: &mut Site<'_, '_, '_>,
    inner: Node<'_>,
    list: Node<'_>,
    mut given: Vec<u8>,
) -> bool {
    given.extend_from_slice(site.text(list));
    let Some(body) = inner.child_by_field_name("body") else {
        return false;
    };
    holds(site.text(body), &given)
}

/// Whether a statement behind `statement` gives what is called `name` to a call, which may give it
/// another face.
fn is_handed_over(site: &mut Site<'_, '_, '_>, statement: Node<'_>, name: Node<'_>) -> bool {
    let name = site.text(name).to_vec();
    for other in behind(site, statement) {
        for node in own(site.budget, other).filter(|node| node.kind() == "argument_list") {
            if holds(site.text(node), &name) {
                return true;
            }
        }
    }
    false
}

/// A context manager of one function in which something stands behind the `yield` that an exception
/// would skip.
pub(super) fn unprotected_yield(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let function = site.node().child_by_field_name("definition")?;
    let all = statements(function.child_by_field_name("body")?);
    let at = all.iter().position(|statement| {
        let inner = statement.named_child(0);
        let value = inner.map(|inner| inner.child_by_field_name("right").unwrap_or(inner));
        statement.kind() == "expression_statement"
            && value.is_some_and(|value| value.kind() == "yield")
    })?;
    let behind = all.get(at + 1)?;
    if matches!(behind.kind(), "return_statement" | "pass_statement") {
        return None;
    }
    let waiting = all.get(at)?;
    let text = site.text(*waiting);
    let yields = super::own::places(text, b"yield").next()?;
    let start = waiting.start_byte() + yields;
    site.focus.push(Span::new(start, start + b"yield".len()));
    Some(Span::from(waiting.byte_range()))
}
