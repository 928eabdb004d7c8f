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
//! | `where` | has a child at this path that is written so, or so: `{ "name:" = "metaclass" }` |
//! | `unless` | has no such child |
//! | `text` | is written exactly so, or so |
//! | `text-has`, `text-lacks`, `text-starts` | has one of these in it, none of them, one at its start |
//! | `prefix` | is a string literal with one of these letters before its quotes, in either case |
//! | `rule` | passes the function of this name in [`super::special`] |
//! | `extent` | `"parent"` for the parent's extent instead of the node's own |
//! | `from`, `to` | has its extent begin or end with the child at this path |
//! | `focus` | means the concept on the children at these paths; otherwise on the tokens it has |
//!
//! A path is a child's kind, `field:`, or `field:kind`; ` > ` leads on to a child of that child.

use serde::Deserialize;

use super::grammar::{self, Field, Kind, KindSet};
use super::scope::ScopeKind;
use super::special::{self, Check};
use super::symbol::Symbol;
use crate::concept::ConceptId;

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    node: OneOrMany,
    parent: Option<OneOrMany>,
    not_parent: Option<OneOrMany>,
    inside: Option<OneOrMany>,
    outside: Option<OneOrMany>,
    under: Option<Vec<OneOrMany>>,
    scope: Option<OneOrMany>,
    after: Option<OneOrMany>,
    field: Option<OneOrMany>,
    not_field: Option<OneOrMany>,
    has: Option<OneOrMany>,
    lacks: Option<OneOrMany>,
    #[serde(default)]
    at_least: std::collections::BTreeMap<String, usize>,
    #[serde(default, rename = "where")]
    written: std::collections::BTreeMap<String, OneOrMany>,
    #[serde(default)]
    unless: std::collections::BTreeMap<String, OneOrMany>,
    text: Option<OneOrMany>,
    text_has: Option<OneOrMany>,
    text_lacks: Option<OneOrMany>,
    text_starts: Option<OneOrMany>,
    prefix: Option<OneOrMany>,
    rule: Option<String>,
    extent: Option<String>,
    from: Option<String>,
    to: Option<String>,
    focus: Option<OneOrMany>,
}

/// One step of a path: a child of this kind in this field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    kind: Option<Kind>,
    field: Option<Field>,
}

impl Step {
    /// Whether a child of this kind in this field is meant.
    pub fn fits(self, kind: Kind, field: Field) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
            && self.field.is_none_or(|wanted| wanted == field)
    }
}

/// A way down the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// The first step.
    pub first: Option<Step>,
    /// The steps after it.
    pub rest: Vec<Step>,
    /// Equal ways of one recogniser have equal numbers.
    pub number: usize,
}

/// A way, and the texts that a node at its end may have.
pub(super) type TextAt = (Way, Vec<Symbol>);

/// Conditions on the text of a node. Empty ones hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    is: Vec<String>,
    has: Vec<String>,
    lacks: Vec<String>,
    starts: Vec<String>,
    prefix: Vec<String>,
}

impl Texts {
    /// Whether there is anything to look at.
    pub fn is_empty(&self) -> bool {
        self.is.is_empty()
            && self.has.is_empty()
            && self.lacks.is_empty()
            && self.starts.is_empty()
            && self.prefix.is_empty()
    }

    /// How much of the node's text they look at, in bytes.
    pub fn reach(&self) -> usize {
        if self.is.is_empty() && self.has.is_empty() && self.lacks.is_empty() {
            let longest = self.starts.iter().map(String::len).max().unwrap_or(0);
            longest.max(LONGEST_PREFIX)
        } else {
            usize::MAX
        }
    }

    /// Whether `text` meets them.
    pub fn hold(&self, text: &[u8]) -> bool {
        let any = |wanted: &[String], holds: &dyn Fn(&[u8]) -> bool| {
            wanted.is_empty() || wanted.iter().any(|one| holds(one.as_bytes()))
        };
        let holds = |one: &[u8]| text.windows(one.len()).any(|window| window == one);
        any(&self.is, &|one| text == one)
            && any(&self.has, &holds)
            && !self.lacks.iter().any(|one| holds(one.as_bytes()))
            && any(&self.starts, &|one| text.starts_with(one))
            && any(&self.prefix, &|one| {
                one.iter()
                    .all(|letter| string_prefix(text).any(|found| found == *letter))
            })
    }
}

/// No string literal has more letters before its quotes, and a quote.
const LONGEST_PREFIX: usize = 4;

/// The letters before the quotes of a string literal, in lower case.
pub(super) fn string_prefix(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
}

/// One way of recognising one concept.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub concept: ConceptId,
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
    /// What must not be.
    pub unwritten: Vec<TextAt>,
    pub texts: Texts,
    pub check: Option<Check>,
    /// Whether it is only known at the end of the statement if the rule fits.
    pub late: bool,
    /// Whether it is about names that are bound and are a builtin's.
    pub shadows: bool,
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
            unwritten: Vec::new(),
            texts: Texts::default(),
            check: None,
            late: false,
            shadows: false,
            parent_extent: false,
            from: None,
            to: None,
            focus: Vec::new(),
        }
    }

    /// Reads one table of a row's `recognise`: the rule and the kinds of the nodes it is about.
    pub fn read(concept: ConceptId, table: &toml::Table) -> Result<(Vec<Kind>, Self), String> {
        let written: Written = table
            .clone()
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        let mut nodes = Vec::new();
        for name in written.node.all() {
            nodes.push(kind(name)?);
        }
        let mut has = Vec::new();
        for path in paths(written.has.as_ref())? {
            has.push((path, 1));
        }
        for (path, count) in &written.at_least {
            has.push((way(path)?, *count));
        }
        let mut under = Vec::new();
        for level in written.under.iter().flatten() {
            under.extend(kinds(Some(level))?);
        }
        let mut scopes = Vec::new();
        for name in written.scope.iter().flat_map(OneOrMany::all) {
            scopes.push(scope(name)?);
        }
        let texts_at = texts_at_ends(written.written)?;
        let unwritten = texts_at_ends(written.unless)?;
        let check = match &written.rule {
            None => None,
            Some(name) => Some(special::find(name).ok_or_else(|| {
                format!(
                    "there is no rule `{name}`; there are {}",
                    special::NAMES.join(", ")
                )
            })?),
        };
        let parent_extent = match written.extent.as_deref() {
            None | Some("node") => false,
            Some("parent") => true,
            Some(other) => return Err(format!("`extent` is `node` or `parent`, not `{other}`")),
        };
        let rule = Self {
            concept,
            parent: kinds(written.parent.as_ref())?,
            not_parent: kinds(written.not_parent.as_ref())?,
            inside: kinds(written.inside.as_ref())?,
            outside: kinds(written.outside.as_ref())?,
            under,
            scopes,
            after: kinds(written.after.as_ref())?,
            fields: fields(written.field.as_ref())?,
            not_fields: fields(written.not_field.as_ref())?,
            has,
            lacks: paths(written.lacks.as_ref())?,
            written: texts_at,
            unwritten,
            texts: Texts {
                is: texts(written.text),
                has: texts(written.text_has),
                lacks: texts(written.text_lacks),
                starts: texts(written.text_starts),
                prefix: texts(written.prefix),
            },
            check,
            late: written.rule.as_deref() == Some(special::CLOSURE),
            shadows: written.rule.as_deref() == Some(special::SHADOWED),
            parent_extent,
            from: written.from.as_deref().map(way).transpose()?,
            to: written.to.as_deref().map(way).transpose()?,
            focus: paths(written.focus.as_ref())?,
        };
        Ok((nodes, rule))
    }
}

fn texts(written: Option<OneOrMany>) -> Vec<String> {
    match written {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many,
    }
}

/// What must be written at the ends of paths.
fn texts_at_ends(
    written: std::collections::BTreeMap<String, OneOrMany>,
) -> Result<Vec<TextAt>, String> {
    written
        .into_iter()
        .map(|(path, text)| {
            let symbols = texts(Some(text));
            let symbols = symbols.iter().map(|text| Symbol::of(text.as_bytes()));
            Ok((way(&path)?, symbols.collect()))
        })
        .collect()
}

fn scope(name: &str) -> Result<ScopeKind, String> {
    match name {
        "module" => Ok(ScopeKind::Module),
        "class" => Ok(ScopeKind::Class),
        "function" => Ok(ScopeKind::Function),
        "comprehension" => Ok(ScopeKind::Comprehension),
        _ => Err(format!(
            "`scope` is `module`, `class`, `function` or `comprehension`, not `{name}`"
        )),
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    match name
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        Some(text) => grammar::token(text),
        None => grammar::named(name),
    }
    .ok_or_else(|| format!("the grammar has no `{name}`"))
}

fn kinds(written: Option<&OneOrMany>) -> Result<Option<KindSet>, String> {
    let Some(written) = written else {
        return Ok(None);
    };
    let mut set = KindSet::default();
    for name in written.all() {
        set.insert(kind(name)?);
    }
    Ok(Some(set))
}

fn field(name: &str) -> Result<Field, String> {
    grammar::field(name).ok_or_else(|| format!("the grammar has no field `{name}`"))
}

fn fields(written: Option<&OneOrMany>) -> Result<Vec<Field>, String> {
    written
        .map_or(&[][..], OneOrMany::all)
        .iter()
        .map(|name| field(name))
        .collect()
}

fn paths(written: Option<&OneOrMany>) -> Result<Vec<Way>, String> {
    written
        .map_or(&[][..], OneOrMany::all)
        .iter()
        .map(|path| way(path))
        .collect()
}

fn way(path: &str) -> Result<Way, String> {
    let mut steps = path.split(" > ").map(step);
    Ok(Way {
        first: steps.next().transpose()?,
        rest: steps.collect::<Result<_, _>>()?,
        number: 0,
    })
}

fn step(written: &str) -> Result<Step, String> {
    // A colon in quotes is a token.
    let (in_field, of_kind) = match written.split_once(':') {
        Some((in_field, of_kind)) if !in_field.starts_with('\'') => (Some(in_field), of_kind),
        _ => (None, written),
    };
    Ok(Step {
        field: in_field.map(field).transpose()?,
        kind: Some(of_kind)
            .filter(|name| !name.is_empty())
            .map(kind)
            .transpose()?,
    })
}
