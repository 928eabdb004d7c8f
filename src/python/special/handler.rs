//! What the handlers of exceptions do.

use super::Site;
use crate::text::Span;

/// A handler after which the program goes on: its last statement does not raise.
pub(super) fn goes_on(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let mut cursor = site.node.walk();
    let block = site
        .node
        .children(&mut cursor)
        .find(|child| child.kind() == "block")?;
    let last = u32::try_from(block.named_child_count()).ok()?;
    let last = block.named_child(last.checked_sub(1)?)?;
    (last.kind() != "raise_statement").then_some(extent)
}
