//! Calls that mean something by their arguments.

use tree_sitter::Node;

use super::Site;
use super::near::all_around;
use crate::text::Span;

/// The arguments of a call, comments left out: those by position, and those by name with their
/// names. `None` where some are unpacked, so that nobody can tell, or where it is no plain call.
struct Arguments<'t> {
    positional: Vec<Node<'t>>,
    named: Vec<(Node<'t>, Node<'t>)>,
}

fn arguments<'t>(call: Node<'t>) -> Option<Arguments<'t>> {
    let list = call.child_by_field_name("arguments")?;
    if list.kind() != "argument_list" {
        return None;
    }
    let mut found = Arguments {
        positional: Vec::new(),
        named: Vec::new(),
    };
    let mut cursor = list.walk();
    for argument in list.named_children(&mut cursor) {
        match argument.kind() {
            "comment" => {}
            "list_splat" | "dictionary_splat" => return None,
            "keyword_argument" => {
                let name = argument.child_by_field_name("name")?;
                let value = argument.child_by_field_name("value")?;
                found.named.push((name, value));
            }
            _ => found.positional.push(argument),
        }
    }
    Some(found)
}

/// An assignment of what a method of lists gives that has arguments as that method takes them.
pub(super) fn list_method(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let call = site.node().child_by_field_name("right")?;
    let method = call
        .child_by_field_name("function")?
        .child_by_field_name("attribute")?;
    let given = arguments(call)?;
    let wanted = match site.text(method) {
        b"sort" => {
            for (name, _) in &given.named {
                if !matches!(site.text(*name), b"key" | b"reverse") {
                    return None;
                }
            }
            return given.positional.is_empty().then_some(extent);
        }
        b"reverse" | b"clear" => 0,
        b"append" | b"extend" => 1,
        b"insert" => 2,
        _ => return None,
    };
    (given.named.is_empty() && given.positional.len() == wanted).then_some(extent)
}

/// `dict.fromkeys` with a value that can be changed.
pub(super) fn mutable_value(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let value = *arguments(site.node())?.positional.get(1)?;
    let mutable = site.kinds.mutable_displays.contains(value.kind_id())
        || (value.kind_id() == site.kinds.call && {
            let called = value.child_by_field_name("function")?;
            matches!(site.text(called), b"list" | b"dict" | b"set")
        });
    mutable.then_some(extent)
}

/// `open` for text whose encoding is left to the machine: neither an encoding nor a binary mode.
pub(super) fn encoding_left_open(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let given = arguments(site.node())?;
    let mut mode = given.positional.get(1).copied();
    for (name, value) in &given.named {
        match site.text(*name) {
            b"encoding" => return None,
            b"mode" => mode = Some(*value),
            _ => {}
        }
    }
    // The encoding is the fourth.
    if given.positional.len() > 3 {
        return None;
    }
    let text = match mode {
        None => true,
        Some(mode) => mode.kind() == "string" && !site.text(mode).contains(&b'b'),
    };
    text.then_some(extent)
}

/// An argument of what makes a request or a client of HTTP.
pub(super) fn of_request(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let call = all_around(site, site.node()).nth(1)?;
    let called = call.child_by_field_name("function")?;
    let name = called.child_by_field_name("attribute").unwrap_or(called);
    matches!(
        site.text(name),
        b"get"
            | b"post"
            | b"put"
            | b"patch"
            | b"delete"
            | b"head"
            | b"options"
            | b"request"
            | b"stream"
            | b"send"
            | b"Session"
            | b"Client"
            | b"AsyncClient"
            | b"HTTPTransport"
            | b"AsyncHTTPTransport"
    )
    .then_some(extent)
}

/// A call of a logger whose message is put together before.
pub(super) fn formatted_first(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let first = *arguments(site.node())?.positional.first()?;
    let mut cursor = first.walk();
    let mut children = first.named_children(&mut cursor);
    let formatted = match first.kind() {
        "string" => children.any(|child| child.kind() == "interpolation"),
        "binary_operator" => {
            let text = first.child_by_field_name("left")?.kind() == "string";
            let operator = first.child_by_field_name("operator")?;
            text && operator.kind() == "%"
        }
        "call" => {
            let method = first.child_by_field_name("function")?;
            let text = method.child_by_field_name("object")?;
            let name = method.child_by_field_name("attribute")?;
            text.kind() == "string" && site.text(name) == b"format"
        }
        _ => false,
    };
    formatted.then_some(extent)
}

/// Displays of different lengths, which a call that stops at the shortest cuts.
pub(super) fn unequal(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let given = arguments(site.node())?;
    if !given.named.is_empty() {
        return None;
    }
    let mut lengths = Vec::new();
    for display in given.positional {
        if !matches!(display.kind(), "list" | "tuple") {
            return None;
        }
        let mut cursor = display.walk();
        let items: Vec<_> = display.named_children(&mut cursor).collect();
        if items
            .iter()
            .any(|item| matches!(item.kind(), "list_splat" | "comment"))
        {
            return None;
        }
        lengths.push(items.len());
    }
    lengths
        .windows(2)
        .any(|pair| pair[0] != pair[1])
        .then_some(extent)
}
