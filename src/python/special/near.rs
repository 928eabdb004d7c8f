//! The nodes around a node and behind it. tree-sitter looks for them from the root of the tree on,
//! past all that stands before; here they are reached from where the walk is, and each step is paid.

use tree_sitter::{Node, TreeCursor};

use super::Site;

/// How many levels of a cursor are copied in the time of a step to another node.
const LEVELS_FOR_A_STEP: usize = 16;

/// The nodes around `node`, the nearest first.
pub(super) fn all_around<'w, 't>(
    site: &Site<'w, 't, '_>,
    node: Node<'t>,
) -> impl Iterator<Item = Node<'t>> + use<'w, 't> {
    let (budget, mut cursor) = (site.budget, at(site, node));
    std::iter::from_fn(move || {
        let cursor = cursor.as_mut()?;
        (budget.spend(1) && cursor.goto_parent()).then(|| cursor.node())
    })
}

/// The named nodes behind `node` in the one around it, in document order.
pub(super) fn behind<'w, 't>(
    site: &Site<'w, 't, '_>,
    node: Node<'t>,
) -> impl Iterator<Item = Node<'t>> + use<'w, 't> {
    let (budget, mut cursor) = (site.budget, at(site, node));
    let all = std::iter::from_fn(move || {
        let cursor = cursor.as_mut()?;
        (budget.spend(1) && cursor.goto_next_sibling()).then(|| cursor.node())
    });
    all.filter(Node::is_named)
}

/// The node right around `node`.
pub(super) fn parent<'t>(site: &Site<'_, 't, '_>, node: Node<'t>) -> Option<Node<'t>> {
    all_around(site, node).next()
}

/// The nearest node around `node` of one of these kinds.
pub(super) fn around<'t>(
    site: &Site<'_, 't, '_>,
    node: Node<'t>,
    kinds: &[&str],
) -> Option<Node<'t>> {
    all_around(site, node).find(|around| kinds.contains(&around.kind()))
}

/// The function whose own code `node` is.
pub(super) fn function_of<'t>(site: &Site<'_, 't, '_>, node: Node<'t>) -> Option<Node<'t>> {
    let kinds = ["function_definition", "lambda", "class_definition"];
    around(site, node, &kinds).filter(|around| around.kind() == "function_definition")
}

/// The class whose body the definition `node` stands in, decorated or not.
pub(super) fn class_of<'t>(site: &Site<'_, 't, '_>, node: Node<'t>) -> Option<Node<'t>> {
    let mut around = all_around(site, node);
    let block = around.find(|around| around.kind() != "decorated_definition")?;
    let class = around.next()?;
    (block.kind() == "block" && class.kind() == "class_definition").then_some(class)
}

/// A cursor at the innermost node that holds the byte `offset` of the node at hand, and how many
/// levels below that it is.
pub(super) fn innermost<'t>(
    site: &Site<'_, 't, '_>,
    offset: usize,
) -> Option<(TreeCursor<'t>, usize)> {
    let mut cursor = here(site)?;
    let mut depth = 0;
    while let Some(before) = cursor.goto_first_child_for_byte(offset) {
        if !site.budget.spend(1 + before) {
            return None;
        }
        depth += 1;
    }
    Some((cursor, depth))
}

/// A cursor at the node at hand.
fn here<'t>(site: &Site<'_, 't, '_>) -> Option<TreeCursor<'t>> {
    let cost = 1 + site.frames.len() / LEVELS_FOR_A_STEP;
    site.budget.spend(cost).then(|| site.cursor.clone())
}

/// A cursor at `node`: up from the node at hand to one that holds both, and down from there.
fn at<'t>(site: &Site<'_, 't, '_>, node: Node<'t>) -> Option<TreeCursor<'t>> {
    let mut cursor = here(site)?;
    let wanted = node.byte_range();
    loop {
        let found = cursor.node();
        if found.id() == node.id() {
            return Some(cursor);
        }
        let range = found.byte_range();
        if range.start <= wanted.start && wanted.end <= range.end {
            let mut down = cursor.clone();
            while let Some(before) = down.goto_first_child_for_byte(wanted.start) {
                if !site.budget.spend(1 + before) {
                    return None;
                }
                if down.node().id() == node.id() {
                    return Some(down);
                }
            }
        }
        if !site.budget.spend(1) || !cursor.goto_parent() {
            return None;
        }
    }
}
