//! Functions: what is in them and how they take their arguments.

use tree_sitter::Node;

use super::Site;
use super::own::{own, statements};
use crate::python::grammar::LANGUAGE;
use crate::python::place::Part;
use crate::python::symbol::Symbol;
use crate::python::walk::{Frame, Kid};
use crate::text::Span;

/// Any function: whether it closes over another is known only at the end of the statement.
pub(super) fn any(_: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    Some(extent)
}

/// A function with a `yield` of its own.
pub(super) fn generator(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    site.scopes.is_generator(site.frame.inner).then_some(extent)
}

/// A function that calls itself by its name.
pub(super) fn recursion(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let parts = site.parts;
    let name = site.kids.iter().find(|kid| kid.field == parts.name)?.span();
    let symbol = Symbol::of(site.reader.bytes(name.start(), name.end()));
    let body = site.kids.iter().find(|kid| kid.field == parts.body)?.span();
    let calls = site.uses[site.frame.uses as usize..]
        .iter()
        .filter(|(scope, used)| {
            used.name == symbol && site.scopes.reaches(*scope, symbol, site.frame.scope)
        })
        .map(|(_, used)| site.base + used.span.start())
        .filter(|&start| body.contains(start));
    for start in calls {
        let end = start + name.len();
        if site.reader.bytes(end, end + 1) == b"(" {
            site.focus.push(Span::new(start, end));
        }
    }
    // A method's bare name is none of its own.
    let method = site.scopes.runs_in(site.frame.scope) == crate::python::scope::ScopeKind::Class;
    if method {
        site.focus.clear();
    }
    (!site.focus.is_empty()).then_some(extent)
}

/// A function that calls itself whatever happens: nothing in it chooses, repeats, stops or waits.
pub(super) fn without_end(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let extent = recursion(site, extent)?;
    let chooses = |node: Node<'_>| {
        let kind = node.kind();
        kind.ends_with("_comprehension")
            || matches!(
                kind,
                "if_statement"
                    | "conditional_expression"
                    | "boolean_operator"
                    | "while_statement"
                    | "for_statement"
                    | "try_statement"
                    | "match_statement"
                    | "with_statement"
                    | "generator_expression"
                    | "assert_statement"
                    | "raise_statement"
                    | "yield"
                    | "await"
                    | "ERROR"
            )
    };
    let decorated = site.frames.last()?.kind == site.kinds.decorated;
    let body = site.node().child_by_field_name("body")?;
    if decorated || own(site.budget, body).any(chooses) {
        return None;
    }
    // What stands behind a return never runs, and what stands in a lambda may not.
    let mut calls = Vec::new();
    for statement in statements(body) {
        for node in own(site.budget, statement) {
            let span = Span::from(node.byte_range());
            // They are in the order in which they stand.
            if node.kind() == "identifier" && site.focus.binary_search(&span).is_ok() {
                calls.push(span);
            }
        }
        if statement.kind() == "return_statement" {
            break;
        }
    }
    let called = !calls.is_empty();
    *site.focus = calls;
    called.then_some(extent)
}

/// A function that is called as tests are and states something.
pub(super) fn is_test(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let name = site.child(site.parts.name)?.span();
    if !site.written(name).starts_with(b"test_") {
        return None;
    }
    let body = site.node().child_by_field_name("body")?;
    let states = own(site.budget, body).any(|node| match node.kind() {
        "assert_statement" => true,
        "call" => {
            let called = node.child_by_field_name("function");
            called.is_some_and(|called| {
                let text = site.text(called);
                text.starts_with(b"self.assert") || text == b"pytest.raises"
            })
        }
        _ => false,
    });
    states.then_some(extent)
}

fn kind(kid: &Kid) -> &'static str {
    LANGUAGE.node_kind_for_id(kid.kind).unwrap_or_default()
}

fn parameter(kid: &&Kid) -> bool {
    matches!(
        kind(kid),
        "identifier" | "default_parameter" | "typed_parameter" | "typed_default_parameter"
    )
}

/// The name that the parameter at `span` begins with.
fn name(site: &mut Site<'_, '_, '_>, span: Span) -> Span {
    let text = site.reader.bytes(span.start(), span.end());
    let ends = |byte: &u8| {
        matches!(
            byte,
            b':' | b'=' | b' ' | b'\t' | b'\\' | b'\r' | b'\n' | b'#'
        )
    };
    let length = text.iter().position(ends).unwrap_or(text.len());
    Span::new(span.start(), span.start() + length)
}

/// The focus on the names of the parameters `kids`; their whole stretch.
fn named(site: &mut Site<'_, '_, '_>, kids: &[Kid]) -> Option<Span> {
    let mut whole: Option<Span> = None;
    for kid in kids.iter().filter(parameter) {
        let name = name(site, kid.span());
        if name.is_empty() {
            continue; // Broken source: the parser made the parameter up.
        }
        site.focus.push(name);
        let start = whole.map_or(name.start(), Span::start);
        whole = Some(Span::new(start, kid.end as usize));
    }
    whole
}

/// The parameters after a star.
pub(super) fn keyword_only(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let kids = site.kids;
    let starred = |kid: &Kid| site.kinds.starred.contains(kid.kind);
    let mut star = kids.iter().position(starred);
    if star.is_none() {
        // `*args: int` is a parameter with a type.
        star = kids.iter().position(|kid| {
            kid.kind == site.kinds.typed_parameter
                && site
                    .reader
                    .bytes(kid.start as usize, kid.start as usize + 2)
                    != b"**"
                && site
                    .reader
                    .bytes(kid.start as usize, kid.start as usize + 1)
                    == b"*"
        });
    }
    let after: Vec<Kid> = kids[star? + 1..].to_vec();
    let plain: Vec<Kid> = after
        .into_iter()
        .filter(|kid| {
            site.reader
                .bytes(kid.start as usize, kid.start as usize + 1)
                != b"*"
        })
        .collect();
    named(site, &plain)
}

/// The parameters before a slash.
pub(super) fn positional_only(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let kids = site.kids;
    let slash = kids
        .iter()
        .position(|kid| kind(kid) == "positional_separator")?;
    named(site, &kids[..slash])
}

/// The functions and lambdas around the node, the innermost first.
fn functions<'w>(site: &Site<'w, '_, '_>) -> impl Iterator<Item = &'w Frame> {
    let frames = site.frames.iter().rev();
    frames.filter(|frame| matches!(frame.part, Part::Function | Part::Lambda))
}

/// In a function with a `yield` before this place.
pub(super) fn in_generator(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let around = functions(site).next()?;
    site.scopes.is_generator(around.inner).then_some(extent)
}

/// In the body of an `async def`.
pub(super) fn in_async(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let around = functions(site).next()?;
    let text = site
        .reader
        .bytes(around.start as usize, around.start as usize + 5);
    (around.part == Part::Function && text == b"async").then_some(extent)
}

/// A class whose body says nothing of `__hash__`.
pub(super) fn no_hash(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let body = site.node().child_by_field_name("body")?;
    let mut cursor = body.walk();
    for statement in body.named_children(&mut cursor) {
        let named = statement
            .child_by_field_name("definition")
            .unwrap_or(statement)
            .child_by_field_name("name")
            .or_else(|| statement.named_child(0)?.child_by_field_name("left"));
        if named.is_some_and(|named| site.text(named) == b"__hash__") {
            return None;
        }
    }
    Some(extent)
}
