//! What the handlers of exceptions do.

use tree_sitter::Node;

use super::Site;
use super::own::{around, function_of, own, statements};
use crate::text::Span;

/// A handler after which the program goes on: its last statement does not raise.
pub(super) fn goes_on(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let mut cursor = site.node().walk();
    let block = site
        .node()
        .children(&mut cursor)
        .find(|child| child.kind() == "block")?;
    let last = u32::try_from(block.named_child_count()).ok()?;
    let last = block.named_child(last.checked_sub(1)?)?;
    (last.kind() != "raise_statement").then_some(extent)
}

/// A handler that ends by letting the exception go on.
pub(super) fn raises_again(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let mut cursor = site.node().walk();
    let mut children = site.node().children(&mut cursor);
    let block = children.find(|child| child.kind() == "block")?;
    let last = *statements(block).last()?;
    let again = last.kind() == "raise_statement" && last.named_child_count() == 0;
    again.then_some(extent)
}

/// A handler in a loop that goes on as if nobody had asked it to stop, in a coroutine that has not
/// asked for that itself.
pub(super) fn goes_on_after_cancel(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let leaves = |node: Node<'_>| {
        matches!(
            node.kind(),
            "raise_statement" | "return_statement" | "break_statement"
        )
    };
    if own(site.node()).any(leaves) {
        return None;
    }
    let function = function_of(site.node())?;
    around(
        site.node(),
        &["while_statement", "for_statement", "function_definition"],
    )
    .filter(|around| around.id() != function.id())?;
    let text = site.text(function);
    if !text.starts_with(b"async") {
        return None;
    }
    let cancels = text.windows(8).any(|part| part == b".cancel(");
    (!cancels).then_some(extent)
}

/// Builtin exceptions whose subclasses people handle, with those subclasses (Library Reference,
/// "Exception hierarchy"); `Exception` is the base of all that stand here.
const BASES: [(&[u8], &[&[u8]]); 9] = [
    (
        b"ArithmeticError",
        &[
            b"FloatingPointError",
            b"OverflowError",
            b"ZeroDivisionError",
        ],
    ),
    (b"ImportError", &[b"ModuleNotFoundError"]),
    (b"LookupError", &[b"IndexError", b"KeyError"]),
    (b"NameError", &[b"UnboundLocalError"]),
    (b"OSError", FROM_SYSTEM),
    (b"IOError", FROM_SYSTEM),
    (
        b"RuntimeError",
        &[b"NotImplementedError", b"RecursionError"],
    ),
    (b"SyntaxError", &[b"IndentationError", b"TabError"]),
    (
        b"ValueError",
        &[
            b"UnicodeError",
            b"UnicodeDecodeError",
            b"UnicodeEncodeError",
        ],
    ),
];

const FROM_SYSTEM: &[&[u8]] = &[
    b"BlockingIOError",
    b"BrokenPipeError",
    b"ChildProcessError",
    b"ConnectionAbortedError",
    b"ConnectionError",
    b"ConnectionRefusedError",
    b"ConnectionResetError",
    b"FileExistsError",
    b"FileNotFoundError",
    b"InterruptedError",
    b"IsADirectoryError",
    b"NotADirectoryError",
    b"PermissionError",
    b"ProcessLookupError",
    b"TimeoutError",
];

/// A clause for a builtin exception behind one that takes its base.
pub(super) fn unreachable(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let own = caught(site.node())?;
    let own = site.text(own).to_vec();
    let mut before = site.node().prev_named_sibling();
    while let Some(clause) = before {
        let taken = caught(clause).map(|taken| site.text(taken).to_vec());
        if clause.kind() == "except_clause"
            && let Some(base) = taken
        {
            let of = |(known, all): &(&[u8], &[&[u8]])| {
                *known == base.as_slice() && all.contains(&own.as_slice())
            };
            if matches!(base.as_slice(), b"Exception" | b"BaseException") && own != base
                || BASES.iter().any(of)
            {
                return Some(extent);
            }
        }
        before = clause.prev_named_sibling();
    }
    None
}

/// What the clause catches, where that is one name.
fn caught(clause: Node<'_>) -> Option<Node<'_>> {
    let value = clause.child_by_field_name("value")?;
    let value = match value.kind() {
        "as_pattern" => value.named_child(0)?,
        _ => value,
    };
    (value.kind() == "identifier").then_some(value)
}
