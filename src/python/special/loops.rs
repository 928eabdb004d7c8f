//! What goes wrong in loops: what is kept, awaited or changed while they go on.

use super::Site;
use super::near::{all_around, innermost};
use crate::python::place::Part;
use crate::python::symbol::Symbol;
use crate::text::Span;

/// In a `for` loop of the same function that is not asynchronous itself, and about its item: waiting
/// for one item keeps the next one from being begun.
pub(super) fn item_of_loop(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let mut node = site.node();
    for around in all_around(site, node) {
        match around.kind() {
            "function_definition" | "lambda" | "class_definition" => return None,
            "for_statement" => {
                let asynchronous = around.child(0).is_some_and(|first| first.kind() == "async");
                let body = around.child_by_field_name("body")?;
                if asynchronous || body.id() != node.id() {
                    return None;
                }
                let items = around.child_by_field_name("left")?;
                let items = words(site, Span::from(items.byte_range()));
                let awaited = words(site, Span::from(site.node().byte_range()));
                let item = awaited.iter().any(|word| items.contains(word));
                return item.then_some(extent);
            }
            "while_statement" => return None,
            _ => node = around,
        }
    }
    None
}

/// The words in the text at `span`.
fn words(site: &mut Site<'_, '_, '_>, span: Span) -> Vec<Symbol> {
    let between = |byte: &u8| !(byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80);
    let words = site.written(span).split(between);
    words
        .filter(|word| !word.is_empty())
        .map(Symbol::of)
        .collect()
}

/// A function that is kept while a loop goes on and reads the loop's variable, which it will find
/// with its last value.
pub(super) fn late_binding(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let (kinds, parts) = (site.kinds, site.parts);
    let mut kept = site.frame.part == Part::Function;
    let mut inner = site.frame;
    for (number, around) in site.frames.iter().enumerate().rev() {
        if kinds.comprehensions.contains(around.kind) {
            if inner.field != parts.body {
                return None;
            }
            // Its clauses stand behind.
            let up = site.frames.len() - number;
            let node = all_around(site, site.node()).nth(up.checked_sub(1)?)?;
            if !site.budget.spend(node.named_child_count()) {
                return None;
            }
            let mut cursor = node.walk();
            let clauses: Vec<_> = node.named_children(&mut cursor).collect();
            return clauses
                .into_iter()
                .filter_map(|clause| clause.child_by_field_name("left"))
                .any(|target| reads(site, Span::from(target.byte_range())))
                .then_some(extent);
        }
        if around.kind == kinds.for_statement {
            let target = site.child_around(number, parts.left)?.span();
            return (kept && reads(site, target)).then_some(extent);
        }
        if around.kind == kinds.call {
            let function = site.child_around(number, parts.function)?.span();
            let text = site.written(function);
            if !(text.ends_with(b".append") || text.ends_with(b".add")) {
                return None;
            }
            kept = true;
        } else if around.kind == kinds.assignment {
            let left = site.child_around(number, parts.left)?.kind;
            kept |= left == kinds.subscript || left == kinds.attribute;
        } else if !kinds.keeping.contains(around.kind) {
            return None;
        }
        inner = around;
    }
    None
}

/// Whether the function at hand reads a name that `target` binds around it.
fn reads(site: &mut Site<'_, '_, '_>, target: Span) -> bool {
    let names = words(site, target);
    let outer = site.frame.scope;
    if !site
        .budget
        .spend(site.uses.len() - site.frame.uses as usize)
    {
        return false;
    }
    site.uses[site.frame.uses as usize..]
        .iter()
        .any(|(scope, used)| {
            // A default is evaluated in the loop.
            let inside = *scope != outer;
            inside && names.contains(&used.name) && site.scopes.reaches(*scope, used.name, outer)
        })
}

/// Methods that change how many items there are.
const RESIZES: [&[u8]; 9] = [
    b".append(",
    b".insert(",
    b".remove(",
    b".pop(",
    b".popitem(",
    b".clear(",
    b".add(",
    b".discard(",
    b".extend(",
];

/// A loop over a name whose body adds to it or removes from it and goes on.
pub(super) fn mutates_iterable(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let right = site.node().child_by_field_name("right")?;
    let body = site.node().child_by_field_name("body")?;
    let name = Symbol::of(site.text(right));
    let scope = site.frame.scope;
    let uses = &site.uses[site.frame.uses as usize..];
    if !site.budget.spend(uses.len()) {
        return None;
    }
    for (at, used) in uses {
        let (start, end) = (site.base + used.span.start(), site.base + used.span.end());
        let in_body = Span::from(body.byte_range()).contains(start);
        if used.name != name || *at != scope || !in_body {
            continue;
        }
        let after = site.reader.bytes(end, end + 12);
        let called = RESIZES.iter().find(|method| after.starts_with(method));
        let Some(called) = called else { continue };
        let changing = Span::new(end + 1, end + called.len() - 1);
        if goes_on_after(site, start) {
            site.focus.push(changing);
        }
    }
    (!site.focus.is_empty()).then_some(extent)
}

/// Whether the loop at hand goes on after what stands at `offset`: no statement behind it, in its
/// block or in one around that, leaves the loop.
fn goes_on_after(site: &Site<'_, '_, '_>, offset: usize) -> bool {
    let Some((mut cursor, depth)) = innermost(site, offset) else {
        return false;
    };
    for _ in 0..depth {
        while cursor.goto_next_sibling() {
            let leaves = matches!(
                cursor.node().kind(),
                "break_statement" | "return_statement" | "raise_statement"
            );
            if leaves || !site.budget.spend(1) {
                return false;
            }
        }
        cursor.goto_parent();
    }
    true
}
