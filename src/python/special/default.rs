//! Defaults that all calls share and may change.

use super::{Site, without_parentheses};
use crate::text::Span;

/// A parameter whose default is a list, dict or set display or comprehension, or a call of the bare
/// name `list`, `dict` or `set`. The extent is the default's, inside of any parentheses.
pub(super) fn mutable_default(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let value = site.node().child_by_field_name("value")?;
    let kinds = site.kinds;
    let value = without_parentheses(value, kinds.parenthesized, kinds.comment);
    let kind = value.kind_id();
    let mutable = kinds.mutable_displays.contains(kind)
        || (kind == kinds.call && {
            let called = value.child_by_field_name("function")?;
            let called = without_parentheses(called, kinds.parenthesized, kinds.comment);
            called.kind_id() == kinds.identifier
                && matches!(site.text(called), b"list" | b"dict" | b"set")
        });
    if !mutable {
        return None;
    }
    let extent = Span::from(value.byte_range());
    match kind == kinds.call {
        true => site.focus.push(extent),
        false => {
            let length = extent.end();
            site.focus
                .push(Span::new(extent.start(), extent.start() + 1));
            site.focus.push(Span::new(length.saturating_sub(1), length));
        }
    }
    Some(extent)
}
