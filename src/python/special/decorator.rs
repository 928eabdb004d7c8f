//! Functions that decorate others.

use tree_sitter::Node;

use super::Site;
use super::own::{first_parameter, holds, is_in_class, statements};
use crate::text::Span;

/// The function that `function` makes around the one it is given and returns: what is said of it
/// where it stands (decorated or not), and itself.
fn wrapper<'t>(site: &mut Site<'_, 't, '_>, function: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    if is_in_class(site, site.frames.len()) {
        return None;
    }
    let list = function.child_by_field_name("parameters")?;
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
    let all = statements(function.child_by_field_name("body")?);
    let last = *all.last()?;
    let returned = last
        .named_child(0)
        .filter(|value| last.kind() == "return_statement" && value.kind() == "identifier")?;
    let returned = site.text(returned).to_vec();
    for statement in all {
        let inner = statement
            .child_by_field_name("definition")
            .unwrap_or(statement);
        let Some(name) = inner.child_by_field_name("name") else {
            continue;
        };
        if inner.kind() == "function_definition" && site.text(name) == returned {
            let body = inner.child_by_field_name("body")?;
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
    // What takes something else, or hands on only some of it, may have a face of its own.
    let given = first_parameter(site, site.node())?;
    let function = matches!(given.as_slice(), b"f" | b"fn" | b"func" | b"function");
    let list = inner.child_by_field_name("parameters")?;
    let mut cursor = list.walk();
    let mut parameters = list.named_children(&mut cursor);
    let all = parameters.any(|parameter| site.text(parameter).starts_with(b"*"));
    if !(function || all) {
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
    site.focus.push(Span::from(name.byte_range()));
    Some(Span::from(inner.byte_range()))
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
