//! `if __name__ == "__main__":`

use tree_sitter::Node;

use super::literal::plain_string;
use super::near::all_around;
use super::own::holds;
use super::{Site, without_parentheses};
use crate::text::Span;

/// An `if` or `elif` whose test is exactly that comparison, either way round.
pub(super) fn main_guard(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let kinds = site.kinds;
    // Few conditions are worth a look at their nodes.
    let condition = site.child(site.parts.condition)?.span();
    if !holds(site.written(condition), b"__name__") {
        return None;
    }
    let test = site.node().child_by_field_name("condition")?;
    let test = without_parentheses(test, kinds.parenthesized, kinds.comment);
    if test.kind_id() != kinds.comparison {
        return None;
    }
    let mut operands = Vec::new();
    let mut operators = Vec::new();
    let mut cursor = test.walk();
    let mut more = cursor.goto_first_child();
    while more {
        let node = cursor.node();
        match cursor.field_id() {
            Some(_) => operators.push(node),
            None if node.kind_id() == kinds.comment => {}
            None => operands.push(without_parentheses(
                node,
                kinds.parenthesized,
                kinds.comment,
            )),
        }
        more = cursor.goto_next_sibling();
    }
    let ([left, right], [operator]) = (&operands[..], &operators[..]) else {
        return None;
    };
    if site.text(*operator) != b"==" {
        return None;
    }
    let fits = |name: &Node<'_>, value: &Node<'_>, site: &mut Site<'_, '_, '_>| {
        name.kind_id() == kinds.identifier
            && site.text(*name) == b"__name__"
            && plain_string(*value, site).is_some_and(|text| text == b"__main__")
    };
    (fits(left, right, site) || fits(right, left, site)).then(|| {
        site.focus.extend(site.kids.first().map(super::Kid::span));
        site.focus.push(Span::from(left.byte_range()));
        site.focus.push(Span::from(right.byte_range()));
        extent
    })
}

/// A place that is come to when another process imports the file: not behind the main guard.
pub(super) fn unguarded(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let around = all_around(site, site.node());
    for guard in around.filter(|around| around.kind() == "if_statement") {
        let test = guard.child_by_field_name("condition")?;
        if holds(site.text(test), b"__name__") {
            return None;
        }
    }
    Some(extent)
}
