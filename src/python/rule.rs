//! How a concept is recognised, as the catalogue writes it, made ready for the walk.
//!
//! A row's `recognise` is a list of tables; the concept stands wherever one of them fits. A table is
//! about one node of the syntax tree (see `node-types.json` of tree-sitter-python for the names):
//!
//! | key | the node … |
//! | --- | --- |
//! | `node` | is of this kind, or one of these; `'x'` in quotes is the token `x` |
//! | `parent`, `not-parent` | has, or has not, a parent of one of these kinds |
//! | `inside`, `outside` | has, or has not, an ancestor of one of these kinds |
//! | `under` | stands in these kinds, the parent first; a decorated definition is looked through |
//! | `scope` | runs in a `module`, `class` or `function`, or in one of these |
//! | `after` | comes after a sibling of one of these kinds |
//! | `field`, `not-field` | stands in this field of its parent, or not |
//! | `has`, `lacks` | has children for each of these paths, or for none |
//! | `at-least` | has that many children for these paths: `{ "operators:" = 2 }` |
//! | `where` | has a child at this path that is written so, or so: `{ "name:" = "metaclass" }`; a name also has to mean it, see [`super::meaning`] |
//! | `unless` | has no such child |
//! | `of` | has a child at this path that evidently is one of these: `{ "left:" = "nested list" }`, see [`super::meaning::Evident`] |
//! | `text` | is written exactly so, or so |
//! | `text-has`, `text-lacks`, `text-starts` | has one of these in it, none of them, one at its start |
//! | `prefix` | is a string literal with one of these letters before its quotes, in either case |
//! | `rule` | passes the function of this name in [`super::special`] |
//! | `extent` | `"parent"` for the parent's extent instead of the node's own |
//! | `from`, `to` | has its extent begin or end with the child at this path |
//! | `focus` | means the concept on the children at these paths; otherwise on the tokens it has |
//!
//! A path is a child's kind, `field:`, or `field:kind`; ` > ` leads on to a child of that child.

mod gate;
mod path;
pub(super) mod table;
mod texts;
mod written;

use super::grammar::{Field, KindSet};
use super::meaning::{Meaning, Meanings};
use super::recogniser::Binding;
use super::scope::ScopeKind;
use super::special::Check;
use super::symbol::Symbol;
use crate::concept::ConceptId;

pub(super) use gate::{Gate, Seen};
pub(super) use path::{Step, Way};
pub(super) use texts::{Texts, string_prefix};

/// A way, and the texts that a node at its end may have.
pub(super) type TextAt = (Way, Vec<Symbol>);

/// When it is known if a rule fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// When the node is left.
    Here,
    /// At the end of the statement: whether the function uses names of functions around it.
    Closure,
    /// At the end of the statement: whether the function binds names in the focus that are global.
    Rebinding,
    /// At the end of the statement: whether the method in the focus is a coroutine function of the
    /// class around.
    Method,
    /// Wherever such a name is bound, on no node.
    WhereBound(Binding),
    /// Wherever a local name without a value is read, on no node.
    WhereRead,
}

/// One way of recognising one concept.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub concept: ConceptId,
    /// Kinds that it takes among the children for the rule to fit.
    pub needs: KindSet,
    /// Whether nothing is asked but for the kinds, the parent, the field and the check.
    pub is_simple: bool,
    pub parent: Option<KindSet>,
    pub not_parent: Option<KindSet>,
    pub inside: Option<KindSet>,
    pub outside: Option<KindSet>,
    /// The kinds of the nodes around it, the parent's first.
    pub under: Vec<KindSet>,
    pub scopes: Vec<ScopeKind>,
    pub after: Option<KindSet>,
    pub fields: Vec<Field>,
    pub not_fields: Vec<Field>,
    /// Paths that must lead somewhere, each to at least so many children.
    pub has: Vec<(Way, usize)>,
    pub lacks: Vec<Way>,
    /// What is written at the end of a path.
    pub written: Vec<TextAt>,
    /// The same texts as they were spelled.
    pub spelled: Vec<Vec<String>>,
    /// What names that are written so have to mean, for each of `written`.
    pub meanings: Vec<Meanings>,
    /// What must not be.
    pub unwritten: Vec<TextAt>,
    /// What evidently stands at the end of a path.
    pub of: Vec<(Way, Vec<Meaning>)>,
    pub texts: Texts,
    pub check: Option<Check>,
    pub tried: Tried,
    pub parent_extent: bool,
    pub from: Option<Way>,
    pub to: Option<Way>,
    pub focus: Vec<Way>,
}

impl Rule {
    /// The rule that every node of `kind` is the concept.
    pub fn always(concept: ConceptId) -> Self {
        Self {
            concept,
            needs: KindSet::default(),
            is_simple: true,
            parent: None,
            not_parent: None,
            inside: None,
            outside: None,
            under: Vec::new(),
            scopes: Vec::new(),
            after: None,
            fields: Vec::new(),
            not_fields: Vec::new(),
            has: Vec::new(),
            lacks: Vec::new(),
            written: Vec::new(),
            spelled: Vec::new(),
            meanings: Vec::new(),
            unwritten: Vec::new(),
            of: Vec::new(),
            texts: Texts::default(),
            check: None,
            tried: Tried::Here,
            parent_extent: false,
            from: None,
            to: None,
            focus: Vec::new(),
        }
    }
}
