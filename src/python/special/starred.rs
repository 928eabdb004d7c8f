//! Stars. In `*self.a, b = x` and `print(*s.t())` the grammar may put the star around the first name
//! only, inside of the attribute or call; to the compiler it is around the whole.

use super::Site;
use crate::python::grammar::Kind;
use crate::python::place::Mode;
use crate::python::walk::Frame;
use crate::text::Span;

/// The star's whole expression and what it stands in.
fn whole<'w>(site: &Site<'w, '_, '_>) -> Option<(&'w Frame, &'w Frame)> {
    let mut star = site.frame;
    let mut around = site.frames.iter().rev();
    loop {
        let outer = around.next()?;
        if outer.start != star.start || !site.kinds.operations.contains(outer.kind) {
            return Some((star, outer));
        }
        star = outer;
    }
}

fn extent_of(frame: &Frame) -> Span {
    Span::new(frame.start as usize, frame.end as usize)
}

/// The star's whole expression, if it stands in the brackets of a node of kind `owner`.
fn argument(site: &Site<'_, '_, '_>, owner: Kind) -> Option<Span> {
    let (star, around) = whole(site)?;
    if around.kind != site.kinds.arguments {
        return None;
    }
    let depth = site
        .frames
        .iter()
        .rposition(|frame| std::ptr::eq(frame, around))?;
    let found = site.frames.get(depth.checked_sub(1)?)?;
    (found.kind == owner).then(|| extent_of(star))
}

/// `*x` and `**x` in the arguments of a call, the bases of a class not among them.
pub(super) fn call_unpacking(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    argument(site, site.kinds.call)
}

/// `*x` and `**x` among the bases and arguments of a class.
pub(super) fn class_unpacking(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    argument(site, site.kinds.class)
}

/// `*x` in a list, tuple or set that is being made.
pub(super) fn display_unpacking(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let (star, around) = whole(site)?;
    let displayed = star.mode == Mode::Load && site.kinds.displays.contains(around.kind);
    displayed.then(|| extent_of(star))
}

/// `x[*y]`.
pub(super) fn subscript_unpacking(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let (star, around) = whole(site)?;
    (around.kind == site.kinds.subscript && star.start > around.start).then(|| extent_of(star))
}

/// `*x` where something is bound.
pub(super) fn starred_assignment(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let (star, around) = whole(site)?;
    let binds = around.mode == Mode::Store || site.kinds.targets.contains(around.kind);
    (star.mode == Mode::Store && binds).then(|| extent_of(star))
}
