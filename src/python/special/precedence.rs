//! Where the grammar takes together what the language keeps apart: `(n := a if b else c)` is to it a
//! choice between `n := a` and `c`, and `with a if b else c as d` one between `a` and `c as d`.

use super::Site;
use crate::text::Span;

/// A conditional expression without what binds its value.
pub(super) fn conditional(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let (mut first, mut last) = (site.kids.first()?, site.kids.last()?);
    let mut start = extent.start();
    loop {
        // A walrus has a name, its sign and a value; a star what it is for.
        if first.kind == site.kinds.named_expression || first.kind == site.kinds.list_splat {
            start = site.below(first).last()?.start as usize;
            break;
        }
        if !site.kinds.operations.contains(first.kind) || !site.budget.spend(1) {
            break;
        }
        first = site.below(first).first()?;
    }
    let mut end = extent.end();
    loop {
        if last.kind == site.kinds.as_pattern {
            end = site.below(last).first()?.end as usize;
            break;
        }
        let hands_on = last.kind == site.kinds.conditional || last.kind == site.kinds.lambda;
        if !hands_on || !site.budget.spend(1) {
            break;
        }
        last = site.below(last).last()?;
    }
    Some(Span::new(start, end))
}

/// What is assigned in the middle of an expression, with all of its value.
pub(super) fn named_expression(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let around = site.frames.last()?;
    let is_cut = around.kind == site.kinds.conditional && around.start == site.frame.start;
    Some(match is_cut {
        true => Span::new(extent.start(), around.end as usize),
        false => extent,
    })
}

/// What `as` gives a name to in a `with` statement, with the name.
pub(super) fn with_alias(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let kinds = site.kinds;
    let mut start = extent.start();
    let mut around = site.frames.iter().rev().peekable();
    while let Some(cut) = around
        .next_if(|around| around.kind == kinds.conditional || around.kind == kinds.lambda)
        .filter(|_| site.budget.spend(1))
    {
        start = cut.start as usize;
    }
    // `with (x as y):` is in brackets to the grammar only, `with (x as y,):` a tuple.
    around.next_if(|around| around.kind == kinds.parenthesized || around.kind == kinds.tuple);
    let is_item = around.next()?.kind == kinds.with_item;
    is_item.then(|| Span::new(start, extent.end()))
}
