//! Annotations, in which the grammar sees types where Python has plain expressions.

use super::Site;
use crate::python::place::Mode;
use crate::text::Span;

/// `Series[1:2]` in an annotation: a slice that the grammar takes for a type with a bound.
pub(super) fn slice(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    // The type, the brackets, what they belong to.
    let subscripted = site.frames.iter().rev().nth(2)?;
    (site.frame.mode == Mode::Load && subscripted.kind == site.kinds.generic).then_some(extent)
}

/// Where type parameters are declared, not where a type is given its arguments.
pub(super) fn declared(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    (site.frame.mode == Mode::TypeParameter).then_some(extent)
}
