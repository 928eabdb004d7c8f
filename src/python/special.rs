//! Rules that the catalogue's tables cannot say: each is a plain function that looks at one node in
//! its place. The catalogue names them in `rule`.

use tree_sitter::Node;

use super::catalogued::Catalogued;
use super::grammar::Kind;
use super::kinds::Kinds;
use super::module::Use;
use super::place::Parts;
use super::scope::{ScopeId, Scopes};
use super::source::Reader;
use super::walk::{Frame, Kid};
use crate::text::Span;

mod annotation;
mod argument;
mod compare;
mod default;
mod display;
mod function;
mod guard;
mod handler;
mod layout;
mod literal;
mod method;
mod name;
mod starred;

/// A node for which a rule is tried, and what is around it.
pub(super) struct Site<'w, 't, 's> {
    /// The node's place.
    pub frame: &'w Frame,
    /// The nodes around it, the module first, its parent last.
    pub frames: &'w [Frame],
    /// The children of its parent that stand before it.
    pub siblings: &'w [Kid],
    /// Its children.
    pub kids: &'w [Kid],
    /// The node.
    pub node: Node<'t>,
    /// The text.
    pub reader: &'w mut Reader<'s>,
    /// The scopes opened so far.
    pub scopes: &'w Scopes,
    /// The names used so far, each in its scope.
    pub uses: &'w [(ScopeId, Use)],
    /// Where the statement begins that the places in `uses` are counted from.
    pub base: usize,
    /// The grammar's fields.
    pub parts: &'w Parts,
    /// The grammar's kinds.
    pub kinds: &'w Kinds,
    /// The catalogue's names.
    pub names: &'w Catalogued,
    /// Where the focus goes, if the rule knows it better than the table.
    pub focus: &'w mut Vec<Span>,
}

impl Site<'_, '_, '_> {
    /// The text of `node`.
    pub fn text(&mut self, node: Node<'_>) -> &[u8] {
        self.reader.bytes(node.start_byte(), node.end_byte())
    }
}

/// Gives the extent where the rule fits, `extent` being what the table says.
pub(super) type Check = fn(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span>;

/// The rule that is only known at the end of the statement.
pub(super) const CLOSURE: &str = "closure";

/// The rule about binding a name that is a builtin's: tried where names are bound, on no node.
pub(super) const SHADOWED: &str = "shadowed-builtin";

const CHECKS: &[(&str, Check)] = &[
    ("alone", display::alone),
    ("broken-line", layout::broken_line),
    ("call-unpacking", starred::call_unpacking),
    ("changed-in-place", method::changed_in_place),
    ("class-unpacking", starred::class_unpacking),
    (CLOSURE, function::any),
    ("declared", annotation::declared),
    ("display-unpacking", starred::display_unpacking),
    ("docstring", layout::docstring),
    ("encoding", layout::encoding),
    ("encoding-left-open", argument::encoding_left_open),
    ("ends-method", method::ends_method),
    ("first-byte", layout::first_byte),
    ("generator", function::generator),
    ("gets-object", method::gets_object),
    ("goes-on", handler::goes_on),
    ("in-async", function::in_async),
    ("in-generator", function::in_generator),
    ("internal-name", name::internal),
    ("invalid-escape", literal::invalid_escape),
    ("is-literal", literal::is_literal),
    ("item-of-loop", function::item_of_loop),
    ("keyword-only", function::keyword_only),
    ("late-binding", function::late_binding),
    ("list-method", argument::list_method),
    ("main-guard", guard::main_guard),
    ("makes-instance", method::makes_instance),
    ("mutates-iterable", function::mutates_iterable),
    ("mutable-default", default::mutable_default),
    ("mutable-value", argument::mutable_value),
    ("no-hash", function::no_hash),
    ("of-request", argument::of_request),
    ("one-element", display::one_element),
    ("one-line", layout::one_line),
    ("or-default", compare::or_default),
    ("positional-only", function::positional_only),
    ("private-name", name::private),
    ("read", display::read),
    ("recursion", function::recursion),
    ("same-text", compare::same_text),
    ("several-bases", display::several_bases),
    (SHADOWED, function::any),
    ("slice-in-annotation", annotation::slice),
    ("special-name", name::special),
    ("starred-assignment", starred::starred_assignment),
    ("subscript-unpacking", starred::subscript_unpacking),
    ("swap", compare::swap),
    ("trailing-comma", display::trailing_comma),
];

/// The names of the rules.
pub(super) const NAMES: [&str; CHECKS.len()] = {
    let mut names = [""; CHECKS.len()];
    let mut at = 0;
    while at < CHECKS.len() {
        names[at] = CHECKS[at].0;
        at += 1;
    }
    names
};

/// The rule of this name.
pub(super) fn find(name: &str) -> Option<Check> {
    CHECKS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|&(_, check)| check)
}

/// What stands in the parentheses of `node`, and in theirs, comments left out.
fn without_parentheses<'t>(mut node: Node<'t>, parenthesized: Kind, comment: Kind) -> Node<'t> {
    while node.kind_id() == parenthesized {
        let inner = (0..u32::try_from(node.named_child_count()).unwrap_or(0))
            .filter_map(|number| node.named_child(number))
            .find(|child| child.kind_id() != comment);
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
    node
}
