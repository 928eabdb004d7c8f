//! Loops over what is handed out piece by piece, and comprehensions that turn things over.

use tree_sitter::Node;

use super::Site;
use super::near::{all_around, behind, parent};
use super::own::{own, statements};
use crate::text::Span;

/// A `while` that hands out values and never ends by itself.
pub(super) fn endless(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let body = site.node().child_by_field_name("body")?;
    let mut yields = false;
    for node in own(site.budget, body) {
        match node.kind() {
            "break_statement" | "return_statement" | "raise_statement" => return None,
            "yield" => yields = true,
            _ => {}
        }
    }
    yields.then_some(extent)
}

/// The loop over the lines of a file that a `with` opens.
pub(super) fn lines_of_file(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let clause = site.node().named_child(0)?;
    let mut cursor = clause.walk();
    let mut opened = Vec::new();
    for item in clause.named_children(&mut cursor) {
        let Some(pattern) = item.child_by_field_name("value") else {
            continue;
        };
        let called = pattern
            .named_child(0)
            .and_then(|call| call.child_by_field_name("function"));
        let alias = pattern.child_by_field_name("alias");
        if let (Some(called), Some(alias)) = (called, alias)
            && site.text(called) == b"open"
        {
            opened.push(site.text(alias).to_vec());
        }
    }
    let body = site.node().child_by_field_name("body")?;
    for node in own(site.budget, body) {
        if node.kind() != "for_statement" {
            continue;
        }
        let over = node.child_by_field_name("right")?;
        if opened.iter().any(|name| site.text(over) == name) {
            let mut cursor = node.walk();
            let tokens = node.children(&mut cursor);
            let tokens = tokens.filter(|token| matches!(token.kind(), "for" | "in"));
            site.focus
                .extend(tokens.map(|token| Span::from(token.byte_range())));
            return Some(Span::from(node.byte_range()));
        }
    }
    None
}

/// Functions that take all items of what they are given.
const TAKE_ALL: [&[u8]; 9] = [
    b"list",
    b"tuple",
    b"set",
    b"frozenset",
    b"dict",
    b"sum",
    b"sorted",
    b"max",
    b"min",
];

/// A name bound to an iterator that is walked to its end twice in the same block. The second walk.
pub(super) fn used_twice(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let name = site.node().child_by_field_name("left")?;
    let name = site.text(name).to_vec();
    let mut walked = false;
    for statement in behind(site, parent(site, site.node())?) {
        for node in own(site.budget, statement) {
            if node.kind() != "identifier" || site.text(node) != name {
                continue;
            }
            if !takes_all(site, statement, node) {
                return None;
            }
            if walked {
                let span = Span::from(node.byte_range());
                site.focus.push(span);
                return Some(span);
            }
            walked = true;
        }
        if own(site.budget, statement).any(|node| mentions(site, node, &name)) {
            return None;
        }
    }
    None
}

/// Whether `node` is a function that has `name` in it.
fn mentions(site: &mut Site<'_, '_, '_>, node: Node<'_>, name: &[u8]) -> bool {
    matches!(
        node.kind(),
        "function_definition" | "class_definition" | "lambda"
    ) && super::own::holds(site.text(node), name)
}

/// Whether the `statement` takes all items of what the name `node` in it stands for, once.
fn takes_all<'t>(site: &mut Site<'_, 't, '_>, statement: Node<'t>, node: Node<'t>) -> bool {
    let is = |field: &str, of: Node<'_>| {
        of.child_by_field_name(field)
            .is_some_and(|child| child.id() == node.id())
    };
    let mut all_around = all_around(site, node);
    let Some(around) = all_around.next() else {
        return false;
    };
    let simple = matches!(
        statement.kind(),
        "expression_statement" | "return_statement" | "assert_statement"
    );
    match around.kind() {
        "for_statement" if around.id() == statement.id() && is("right", around) => {
            let leaves = |node: Node<'_>| {
                matches!(
                    node.kind(),
                    "break_statement" | "return_statement" | "raise_statement"
                )
            };
            !own(site.budget, statement).any(leaves)
        }
        "argument_list" if simple && around.named_child_count() == 1 => {
            let call = all_around.next();
            let called = call.and_then(|call| call.child_by_field_name("function"));
            called.is_some_and(|called| TAKE_ALL.contains(&site.text(called)))
        }
        _ => false,
    }
}

/// `{v: k for k, v in d.items()}`.
pub(super) fn inverted(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let pair = site.node().child_by_field_name("body")?;
    let clause = clauses(site.node()).into_iter().next()?;
    let targets = statements(clause.child_by_field_name("left")?);
    let [key, value] = targets[..] else {
        return None;
    };
    let (new_key, new_value) = (
        pair.child_by_field_name("key")?,
        pair.child_by_field_name("value")?,
    );
    let (key, value) = (site.text(key).to_vec(), site.text(value).to_vec());
    if site.text(new_key) != value || site.text(new_value) != key {
        return None;
    }
    site.focus.push(Span::from(new_key.byte_range()));
    site.focus.push(Span::from(new_value.byte_range()));
    Some(extent)
}

/// `[x for row in rows for x in row]`.
pub(super) fn flattened(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let [first, second] = clauses(site.node())[..] else {
        return None;
    };
    let body = site.node().child_by_field_name("body")?;
    let item = second.child_by_field_name("left")?;
    let inner = second.child_by_field_name("right")?;
    let row = first.child_by_field_name("left")?;
    let item = site.text(item).to_vec();
    let row = site.text(row).to_vec();
    if site.text(body) != item || site.text(inner) != row {
        return None;
    }
    for clause in [first, second] {
        let token = clause.child(0)?;
        site.focus.push(Span::from(token.byte_range()));
    }
    Some(extent)
}

fn clauses<'t>(comprehension: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = comprehension.walk();
    let all = comprehension.named_children(&mut cursor);
    all.filter(|child| child.kind() == "for_in_clause")
        .collect()
}
