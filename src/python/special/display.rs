//! What stands in brackets or between commas, counted.

use super::Site;
use crate::python::grammar::{LANGUAGE, is_named};
use crate::python::place::Mode;
use crate::python::walk::Kid;
use crate::text::Span;

fn elements<'w>(site: &Site<'w, '_, '_>) -> impl Iterator<Item = &'w Kid> {
    let kinds = site.kinds;
    site.kids
        .iter()
        .filter(move |kid| kid.kind != kinds.comment && is_named(kid.kind))
}

/// A value that is being read: no target, nothing that is deleted.
pub(super) fn read(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    (site.frame.mode == Mode::Load).then_some(extent)
}

/// A statement of one word.
pub(super) fn alone(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    (site.kids.len() == 1).then_some(extent)
}

/// A value of one element and a comma.
pub(super) fn one_element(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let comma = |kid: &Kid| kid.end - kid.start == 1 && !is_named(kid.kind);
    let commas = site.kids.iter().filter(|kid| comma(kid)).count();
    let subscript = site.frame.kind == site.kinds.subscript;
    let bracketed = subscript || elements(site).next()?.start > site.frame.start;
    let expected = if bracketed { 3 } else { 1 };
    // The first is what is subscripted.
    let one = elements(site).count() == 1 + usize::from(subscript) && commas == expected;
    (one && (subscript || site.frame.mode == Mode::Load)).then_some(extent)
}

/// A class header with two bases or more.
pub(super) fn several_bases(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let keyword = |kid: &&Kid| {
        matches!(
            LANGUAGE.node_kind_for_id(kid.kind),
            Some("keyword_argument" | "dictionary_splat")
        )
    };
    (elements(site).filter(|kid| !keyword(kid)).count() >= 2).then_some(extent)
}

/// A comma before the closing bracket, unless it is what makes a tuple.
pub(super) fn trailing_comma(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let comment = site.kinds.comment;
    let mut kids = site.kids.iter().rev().filter(|kid| kid.kind != comment);
    let last = kids.nth(1)?;
    if last.kind != site.kinds.comma {
        return None;
    }
    let tuple = LANGUAGE.node_kind_for_id(site.frame.kind) == Some("tuple");
    if tuple && elements(site).count() == 1 {
        return None;
    }
    site.focus.push(last.span());
    Some(last.span())
}
