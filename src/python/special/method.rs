//! What methods do with their object or class.

use tree_sitter::Node;

use super::Site;
use super::near::{all_around, around, behind, parent};
use super::own::{holds, in_name, places};
use crate::text::Span;

/// No class is searched whose text is longer, in bytes.
const LONGEST_CLASS: usize = 1 << 16;

/// The methods that change a list, dict, set or deque in place, with what follows them.
const CHANGES: [&[u8]; 14] = [
    b".append(",
    b".appendleft(",
    b".add(",
    b".clear(",
    b".discard(",
    b".extend(",
    b".insert(",
    b".pop(",
    b".popitem(",
    b".remove(",
    b".reverse(",
    b".setdefault(",
    b".sort(",
    b".update(",
];

/// A class method that makes an instance: it calls its class, or says that it gives one.
pub(super) fn makes_instance(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let method = site.node().child_by_field_name("definition")?;
    let first = method
        .child_by_field_name("parameters")?
        .named_child(0)
        .filter(|first| matches!(first.kind(), "identifier" | "typed_parameter"))?;
    let first = match first.kind() {
        "identifier" => first,
        _ => first.named_child(0)?,
    };
    if let Some(given) = method.child_by_field_name("return_type") {
        let given = site.text(given);
        let given = given.strip_prefix(b"typing.").unwrap_or(given);
        if matches!(given, b"Self" | b"\"Self\"" | b"'Self'") {
            return Some(extent);
        }
    }
    let mut call = site.text(first).to_vec();
    call.push(b'(');
    let body = method.child_by_field_name("body")?;
    let text = site.text(body);
    holds(text, &call).then_some(extent)
}

/// `return self` at the end of a method that people call by its name.
pub(super) fn ends_method(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    if behind(site, site.node()).next().is_some() {
        return None;
    }
    let function = all_around(site, site.node()).nth(1)?;
    if function.kind() != "function_definition" {
        return None;
    }
    let name = function.child_by_field_name("name")?;
    let name = site.text(name);
    (!(name.starts_with(b"__") && name.ends_with(b"__"))).then_some(extent)
}

/// An attribute of a class that its methods change in place through their object, and never bind
/// there.
pub(super) fn changed_in_place(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let name = site.node().child_by_field_name("left")?;
    let body = around(site, site.node(), &["class_definition"])?.child_by_field_name("body")?;
    if body.end_byte() - body.start_byte() > LONGEST_CLASS {
        return None;
    }
    let mut through_self = b"self.".to_vec();
    through_self.extend_from_slice(site.text(name));
    let text = site.text(body);
    let mut changed = false;
    for at in places(text, &through_self) {
        let after = &text[at + through_self.len()..];
        if after.first().is_some_and(|next| in_name(*next)) {
            continue;
        }
        let rest = after.trim_ascii_start();
        if rest.starts_with(b"=") && !rest.starts_with(b"==") {
            return None;
        }
        changed |= CHANGES.iter().any(|change| after.starts_with(change)) || sets_item(after);
    }
    changed.then_some(extent)
}

/// A decorator of a method that gets its object.
pub(super) fn gets_object(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let decorated = parent(site, site.node())?;
    let mut cursor = decorated.walk();
    let decorators: Vec<_> = decorated
        .children(&mut cursor)
        .filter(|child| child.kind() == "decorator")
        .collect();
    let without = |decorator: &Node<'_>| {
        let name = decorator.named_child(0);
        name.is_some_and(|name| matches!(site.text(name), b"staticmethod" | b"classmethod"))
    };
    (!decorators.iter().any(without)).then_some(extent)
}

/// Whether what stands after a name sets an item of it: `[key] =`.
fn sets_item(after: &[u8]) -> bool {
    if !after.starts_with(b"[") {
        return false;
    }
    let mut depth = 0_usize;
    for (at, byte) in after.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 1 => {
                let rest = after[at + 1..].trim_ascii_start();
                let operator = rest.first().is_some_and(|byte| b"+-*|&".contains(byte));
                let rest = if operator { &rest[1..] } else { rest };
                return rest.starts_with(b"=") && !rest.starts_with(b"==");
            }
            b']' => depth -= 1,
            b'\n' => return false,
            _ => {}
        }
    }
    false
}
