//! Reading a rule from the table that the catalogue has for it.

use serde::Deserialize;

use super::path::{self, Way};
use super::texts::Texts;
use super::{Rule, TextAt, Tried};
use crate::concept::ConceptId;
use crate::python::grammar::{Field, Kind, KindSet};
use crate::python::meaning::{Evident, Meaning};
use crate::python::recogniser::Binding;
use crate::python::scope::ScopeKind;
use crate::python::special;
use crate::python::symbol::Symbol;

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
    #[serde(default)]
    of: std::collections::BTreeMap<String, OneOrMany>,
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

impl Rule {
    /// Reads one table of a row's `recognise`: the rule and the kinds of the nodes it is about.
    pub fn read(concept: ConceptId, table: &toml::Table) -> Result<(Vec<Kind>, Self), String> {
        let written: Written = table
            .clone()
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        let mut nodes = Vec::new();
        for name in written.node.all() {
            nodes.push(path::kind(name)?);
        }
        let mut has = Vec::new();
        for path in paths(written.has.as_ref())? {
            has.push((path, 1));
        }
        for (path, count) in &written.at_least {
            has.push((Way::read(path)?, *count));
        }
        let mut under = Vec::new();
        for level in written.under.iter().flatten() {
            under.extend(kinds(Some(level))?);
        }
        let mut scopes = Vec::new();
        for name in written.scope.iter().flat_map(OneOrMany::all) {
            scopes.push(scope(name)?);
        }
        let spelled = written.written.values().map(OneOrMany::all);
        let spelled = spelled.map(<[String]>::to_vec).collect();
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
            needs: KindSet::default(),
            is_simple: false,
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
            spelled,
            meanings: Vec::new(),
            unwritten,
            of: evident(written.of)?,
            texts: Texts {
                is: texts(written.text),
                has: texts(written.text_has),
                lacks: texts(written.text_lacks),
                starts: texts(written.text_starts),
                prefix: texts(written.prefix),
            },
            check,
            tried: tried(written.rule.as_deref()),
            parent_extent,
            from: written.from.as_deref().map(Way::read).transpose()?,
            to: written.to.as_deref().map(Way::read).transpose()?,
            focus: paths(written.focus.as_ref())?,
        };
        let rule = Self {
            needs: rule.kinds_needed(),
            is_simple: rule.is_simple(),
            ..rule
        };
        Ok((nodes, rule))
    }
}

impl Rule {
    /// Rules for decorators that are written `@name`, with arguments or without.
    pub fn decorators(concept: ConceptId, name: &str) -> Result<Vec<(Vec<Kind>, Self)>, String> {
        let child = if name.contains('.') {
            "attribute"
        } else {
            "identifier"
        };
        let rule = |path: &str| {
            let mut table = toml::Table::new();
            let text = |text: &str| toml::Value::from(text);
            table.insert("node".to_owned(), text("decorator"));
            let written = toml::Table::from_iter([(path.to_owned(), text(name))]);
            table.insert("where".to_owned(), toml::Value::from(written));
            let focus = vec![text("'@'"), text(path)];
            table.insert("focus".to_owned(), toml::Value::from(focus));
            Self::read(concept, &table)
        };
        Ok(vec![rule(child)?, rule("call > function:")?])
    }

    fn is_simple(&self) -> bool {
        self.written.is_empty()
            && self.unwritten.is_empty()
            && self.of.is_empty()
            && self.has.is_empty()
            && self.lacks.is_empty()
            && self.inside.is_none()
            && self.outside.is_none()
            && self.under.is_empty()
            && self.scopes.is_empty()
            && self.after.is_none()
            && self.texts.is_empty()
    }

    /// Kinds that the node must have among its children.
    fn kinds_needed(&self) -> KindSet {
        let mut needs = KindSet::default();
        let ways = self.has.iter().map(|(way, _)| way);
        let written = self.written.iter().map(|(way, _)| way);
        let evident = self.of.iter().map(|(way, _)| way);
        for way in ways.chain(written).chain(evident) {
            if let Some(kind) = way.first.and_then(|step| step.kind) {
                needs.insert(kind);
            }
        }
        needs
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
            Ok((Way::read(&path)?, symbols.collect()))
        })
        .collect()
}

/// What must evidently stand at the ends of paths.
fn evident(
    written: std::collections::BTreeMap<String, OneOrMany>,
) -> Result<Vec<(Way, Vec<Meaning>)>, String> {
    let read = |(path, of): (String, OneOrMany)| {
        let of = of.all().iter().map(|of| Evident::read(of));
        Ok((Way::read(&path)?, of.map(Meaning::Evident).collect()))
    };
    written.into_iter().map(read).collect()
}

/// When it is known if the rule called so fits.
fn tried(rule: Option<&str>) -> Tried {
    match rule {
        Some(special::CLOSURE) => Tried::Closure,
        Some(special::REBINDING) => Tried::Rebinding,
        Some(special::COROUTINE_METHOD) => Tried::Method,
        Some(special::SHADOWED) => Tried::WhereBound(Binding::Shadowing),
        Some(special::KEPT_APART) => Tried::WhereBound(Binding::KeptApart),
        Some(special::UNBOUND) => Tried::WhereRead,
        _ => Tried::Here,
    }
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

fn kinds(written: Option<&OneOrMany>) -> Result<Option<KindSet>, String> {
    let Some(written) = written else {
        return Ok(None);
    };
    let mut set = KindSet::default();
    for name in written.all() {
        set.insert(path::kind(name)?);
    }
    Ok(Some(set))
}

fn fields(written: Option<&OneOrMany>) -> Result<Vec<Field>, String> {
    written
        .map_or(&[][..], OneOrMany::all)
        .iter()
        .map(|name| path::field(name))
        .collect()
}

fn paths(written: Option<&OneOrMany>) -> Result<Vec<Way>, String> {
    written
        .map_or(&[][..], OneOrMany::all)
        .iter()
        .map(|path| Way::read(path))
        .collect()
}
