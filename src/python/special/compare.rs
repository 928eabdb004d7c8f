//! Places where the same thing is written twice.

use tree_sitter::Node;

use super::Site;
use crate::text::Span;

fn same(site: &mut Site<'_, '_, '_>, left: Node<'_>, right: Node<'_>) -> bool {
    let text = site.text(left).to_vec();
    text == site.text(right)
}

/// `a, b = b, a`: the same two on both sides, the other way round.
pub(super) fn swap(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let left = site.node().child_by_field_name("left")?;
    let right = site.node().child_by_field_name("right")?;
    if left.named_child_count() != 2 || right.named_child_count() != 2 {
        return None;
    }
    let (a, b) = (left.named_child(0)?, left.named_child(1)?);
    let (c, d) = (right.named_child(0)?, right.named_child(1)?);
    let lists = left.kind() == "pattern_list" && right.kind() == "expression_list";
    (lists && same(site, a, d) && same(site, b, c)).then_some(extent)
}

/// `x = x or y`.
pub(super) fn or_default(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let target = site.node().child_by_field_name("left")?;
    let value = site.node().child_by_field_name("right")?;
    let first = value.child_by_field_name("left")?;
    same(site, target, first).then_some(extent)
}

/// `x=x`: a name and a value that are written alike.
pub(super) fn same_text(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let name = site.node().child_by_field_name("name")?;
    let value = site.node().child_by_field_name("value")?;
    same(site, name, value).then_some(extent)
}
