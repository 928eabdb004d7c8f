//! Rules that the catalogue's tables cannot say: each is a plain function that looks at one node in
//! its place. The catalogue names them in `rule`.

use tree_sitter::{Node, TreeCursor};

use super::budget::Budget;
use super::catalogued::Catalogued;
use super::grammar::{Field, Kind};
use super::kinds::Kinds;
use super::module::Use;
use super::place::Parts;
use super::scope::{ScopeId, Scopes};
use super::source::Reader;
use super::walk::{Frame, Kid};
use crate::text::Span;

mod annotation;
mod argument;
mod called;
mod class;
mod compare;
mod condition;
mod decorator;
mod default;
mod display;
mod function;
mod guard;
mod handler;
mod layout;
mod lazy;
mod literal;
mod loops;
mod method;
mod name;
mod near;
mod own;
mod precedence;
mod starred;

/// A node for which a rule is tried, and what is around it.
pub(super) struct Site<'w, 't, 's> {
    /// The node's place.
    pub frame: &'w Frame,
    /// The nodes around it, the module first, its parent last.
    pub frames: &'w [Frame],
    /// The children that the nodes around have by now, those of the outer before those of the inner.
    pub around: &'w [Kid],
    /// The children of its parent that stand before it.
    pub siblings: &'w [Kid],
    /// Its children.
    pub kids: &'w [Kid],
    /// The children of nodes that were left.
    pub left: &'w [Kid],
    /// Where the node is in its tree.
    pub cursor: &'w TreeCursor<'t>,
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
    /// What evident things must not be without, as bits of names (see [`super::scope::Instance`]).
    pub without: &'w mut u64,
    /// Up to where the statements of a block were seen to be such as may open a function.
    pub opening: &'w mut Opening,
    /// What looking at more than the node's children and a few names may cost.
    pub budget: &'w Budget,
    /// Where the focus goes, if the rule knows it better than the table.
    pub focus: &'w mut Vec<Span>,
}

/// Where a block begins, and how many of its statements, from the first on, were seen to be such as
/// may open a function.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Opening {
    pub block: u32,
    pub count: usize,
}

/// Texts up to so many bytes cost nothing but the step to them.
const FREE_TEXT: usize = 64;
/// How many bytes are looked through in the time of a step to another node.
const BYTES_FOR_A_STEP: usize = 16;

impl<'w, 't> Site<'w, 't, '_> {
    /// The node.
    pub fn node(&self) -> Node<'t> {
        self.cursor.node()
    }

    /// The children of `kid`.
    pub fn below(&self, kid: &Kid) -> &'w [Kid] {
        let first = kid.below as usize;
        &self.left[first..first + kid.count as usize]
    }

    /// The child in `field`.
    pub fn child(&self, field: Field) -> Option<&'w Kid> {
        self.kids.iter().find(|kid| kid.field == field)
    }

    /// The child in `field`, if it was left by now, of the node around of this number.
    pub fn child_around(&self, number: usize, field: Field) -> Option<&'w Kid> {
        let first = self.frames.get(number)?.kids as usize;
        let next = self.frames.get(number + 1);
        let end = next.map_or(self.around.len(), |next| next.kids as usize);
        self.around[first..end]
            .iter()
            .find(|kid| kid.field == field)
    }

    /// What is written at `span`.
    pub fn written(&mut self, span: Span) -> &[u8] {
        let length = span.len();
        if length > FREE_TEXT && !self.budget.spend(length / BYTES_FOR_A_STEP) {
            return &[];
        }
        self.reader.bytes(span.start(), span.end())
    }

    /// The text of `node`.
    pub fn text(&mut self, node: Node<'_>) -> &[u8] {
        self.written(Span::from(node.byte_range()))
    }
}

/// Gives the extent where the rule fits, `extent` being what the table says.
pub(super) type Check = fn(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span>;

/// The rules that are only known at the end of the statement.
pub(super) const CLOSURE: &str = "closure";
pub(super) const REBINDING: &str = "rebinding";
pub(super) const COROUTINE_METHOD: &str = "coroutine-method";

/// The rules about binding a name that is a builtin's, or is one but for an underscore: tried where
/// names are bound, on no node.
pub(super) const SHADOWED: &str = "shadowed-builtin";
pub(super) const KEPT_APART: &str = "trailing-underscore";

/// The rule about reading a local name that has no value yet: tried where names are read.
pub(super) const UNBOUND: &str = "unbound-local";

const CHECKS: &[(&str, Check)] = &[
    ("alone", display::alone),
    ("asks-itself", class::asks_itself),
    ("broken-line", layout::broken_line),
    ("call-unpacking", starred::call_unpacking),
    ("captured-constant", condition::captured_constant),
    ("changed-in-place", method::changed_in_place),
    ("class-unpacking", starred::class_unpacking),
    (CLOSURE, function::any),
    (COROUTINE_METHOD, function::any),
    ("conditional-expression", precedence::conditional),
    ("declared", annotation::declared),
    ("decorates", decorator::decorates),
    ("display-unpacking", starred::display_unpacking),
    ("docstring", layout::docstring),
    ("encoding", layout::encoding),
    ("encoding-left-open", argument::encoding_left_open),
    ("endless", lazy::endless),
    ("ends-method", method::ends_method),
    ("falsy-default", condition::falsy_default),
    ("first-byte", layout::first_byte),
    ("flattened", lazy::flattened),
    ("for-secret", called::for_secret),
    ("formatted-first", argument::formatted_first),
    ("from-init", class::from_init),
    ("generator", function::generator),
    ("gets-object", method::gets_object),
    ("goes-on", handler::goes_on),
    ("goes-on-after-cancel", handler::goes_on_after_cancel),
    ("guard-clause", condition::guard_clause),
    ("hardcoded", called::hardcoded),
    ("in-async", function::in_async),
    ("in-generator", function::in_generator),
    ("inexact", literal::inexact),
    ("internal-name", name::internal),
    ("invalid-escape", literal::invalid_escape),
    ("inverted", lazy::inverted),
    ("is-literal", literal::is_literal),
    ("is-test", function::is_test),
    ("item-of-loop", loops::item_of_loop),
    ("keyword-only", function::keyword_only),
    ("late-binding", loops::late_binding),
    ("lines-of-file", lazy::lines_of_file),
    ("list-method", argument::list_method),
    ("lock", called::lock),
    ("loses-metadata", decorator::loses_metadata),
    ("main-guard", guard::main_guard),
    ("makes-instance", method::makes_instance),
    ("mixin", class::mixin),
    ("mutable-default", default::mutable_default),
    ("mutable-field", class::mutable_field),
    ("mutable-value", argument::mutable_value),
    ("mutates-iterable", loops::mutates_iterable),
    ("named-expression", precedence::named_expression),
    ("no-hash", function::no_hash),
    ("no-super-init", class::no_super_init),
    ("of-data-frame", called::of_data_frame),
    ("of-request", argument::of_request),
    ("one-element", display::one_element),
    ("one-line", layout::one_line),
    ("or-default", compare::or_default),
    ("own-property", class::own_property),
    ("positional-only", function::positional_only),
    ("private-name", name::private),
    ("private-text", name::private_text),
    ("raises-again", handler::raises_again),
    ("read", display::read),
    (REBINDING, function::any),
    ("recursion", function::recursion),
    ("same-instance", class::same_instance),
    ("same-text", compare::same_text),
    ("several-bases", display::several_bases),
    (SHADOWED, function::any),
    ("shared-dict", class::shared_dict),
    ("slice-in-annotation", annotation::slice),
    ("special-name", name::special),
    ("starred-assignment", starred::starred_assignment),
    ("strips-word", literal::strips_word),
    ("subscript-unpacking", starred::subscript_unpacking),
    ("swap", compare::swap),
    ("trailing-comma", display::trailing_comma),
    (KEPT_APART, function::any),
    ("two-items", literal::two_items),
    (UNBOUND, function::any),
    ("unequal", argument::unequal),
    ("unguarded", guard::unguarded),
    ("unmangled", name::unmangled),
    ("unprotected-yield", decorator::unprotected_yield),
    ("unreachable", handler::unreachable),
    ("used-twice", lazy::used_twice),
    ("with-alias", precedence::with_alias),
    ("validates", condition::validates),
    ("without-end", function::without_end),
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
