//! Names that mean something by how they are written.

use super::Site;
use crate::python::place::Mode;
use crate::text::Span;

/// A name with two leading underscores and not two trailing ones, in a class: the compiler changes it.
pub(super) fn private(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    let mangled = text.starts_with(b"__") && !text.ends_with(b"__");
    let class = site.kinds.class;
    (mangled && site.frames.iter().any(|frame| frame.kind == class)).then_some(extent)
}

/// A name with two underscores at both ends that the catalogue has no entry for.
pub(super) fn special(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    let dunder = text.len() > 4 && text.starts_with(b"__") && text.ends_with(b"__");
    let name = crate::python::symbol::Symbol::of(text);
    (dunder && site.names.special(name).is_none()).then_some(extent)
}

/// A name with one leading underscore where it is given to something.
pub(super) fn internal(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    let single = text.len() > 1 && !text.starts_with(b"__");
    (single && site.frame.mode == Mode::Store).then_some(extent)
}
