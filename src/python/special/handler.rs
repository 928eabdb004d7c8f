//! What the handlers of exceptions do.

use tree_sitter::Node;

use super::Site;
use super::near::{around, function_of};
use super::own::{own, statements};
use crate::python::walk::Kid;
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
    if own(site.budget, site.node()).any(leaves) {
        return None;
    }
    let function = function_of(site, site.node())?;
    around(
        site,
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
    let siblings = site.siblings;
    let own = caught(site, site.kids)?.span();
    let own = site.written(own).to_vec();
    if !site.budget.spend(siblings.len()) {
        return None;
    }
    let before = siblings.iter().rev();
    for clause in before.filter(|kid| kid.kind == site.frame.kind) {
        let Some(base) = caught(site, site.below(clause)) else {
            continue;
        };
        let base = site.written(base.span());
        let of = |(known, all): &(&[u8], &[&[u8]])| *known == base && all.contains(&own.as_slice());
        if matches!(base, b"Exception" | b"BaseException") && own != base || BASES.iter().any(of) {
            return Some(extent);
        }
    }
    None
}

/// What a clause with these children catches, where that is one name.
fn caught<'w>(site: &Site<'w, '_, '_>, clause: &'w [Kid]) -> Option<&'w Kid> {
    let value = clause.iter().find(|kid| kid.field == site.parts.value)?;
    let value = match value.kind == site.kinds.as_pattern {
        true => site.below(value).first()?,
        false => value,
    };
    (value.kind == site.kinds.identifier).then_some(value)
}
