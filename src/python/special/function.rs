//! Functions: what is in them and how they take their arguments.

use super::Site;
use crate::python::grammar::LANGUAGE;
use crate::python::symbol::Symbol;
use crate::python::walk::Kid;
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
    let spans: Vec<Span> = kids.iter().filter(parameter).map(Kid::span).collect();
    for span in &spans {
        let name = name(site, *span);
        site.focus.push(name);
    }
    let (first, last) = (spans.first()?, spans.last()?);
    Some(Span::new(first.start(), last.end()))
}

/// The parameters after a star.
pub(super) fn keyword_only(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let kids = site.kids;
    let starred = |kid: &Kid| matches!(kind(kid), "keyword_separator" | "list_splat_pattern");
    let mut star = kids.iter().position(starred);
    if star.is_none() {
        // `*args: int` is a parameter with a type.
        star = kids.iter().position(|kid| {
            kind(kid) == "typed_parameter"
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
