//! Names that mean something by how they are written.

use super::Site;
use super::literal::plain_string;
use super::near::around;
use super::own::in_name;
use crate::python::place::Mode;
use crate::python::scope::ScopeKind;
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

/// A name with two leading underscores and not two trailing ones that the module's own code reads
/// from an object, where nobody rewrites it.
pub(super) fn unmangled(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    if !text.starts_with(b"__") || text.ends_with(b"__") {
        return None;
    }
    let class = site.kinds.class;
    let attribute = site.frames.last()?;
    if attribute.mode != Mode::Load || site.scopes.kind(site.frame.scope) != ScopeKind::Module {
        return None;
    }
    let of_object =
        attribute.kind == site.kinds.attribute && site.frame.field == site.parts.attribute;
    if !of_object || site.frames.iter().any(|frame| frame.kind == class) {
        return None;
    }
    let end = site.frame.end as usize;
    let called = site.reader.bytes(end, end + 1) == b"(";
    (!called).then_some(extent)
}

/// `getattr(x, "__name")` in a class, where the text is not rewritten as the name is.
pub(super) fn private_text(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let given = site.node().child_by_field_name("arguments")?;
    let name = given.named_child(1)?;
    let text = plain_string(name, site)?;
    let private =
        text.starts_with(b"__") && !text.ends_with(b"__") && text.iter().all(|byte| in_name(*byte));
    if !private {
        return None;
    }
    // Who uses the same text everywhere means it.
    let attribute = [b".", text].concat();
    let class = around(site, site.node(), &["class_definition"])?;
    let rewritten = site
        .text(class)
        .windows(attribute.len())
        .any(|part| part == attribute);
    rewritten.then(|| {
        site.focus.push(Span::from(name.byte_range()));
        extent
    })
}
