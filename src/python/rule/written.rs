//! Reading a rule from the table that the catalogue has for it.

use super::path::{self, Way};
use super::table::{OneOrMany, Table, Text};
use super::texts::Texts;
use super::{Rule, TextAt, Tried};
use crate::concept::ConceptId;
use crate::python::grammar::{Field, Kind, KindSet};
use crate::python::meaning::{Evident, Meaning};
use crate::python::recogniser::Binding;
use crate::python::scope::ScopeKind;
use crate::python::special;
use crate::python::symbol::Symbol;

impl Rule {
    /// Reads one table of a row's `recognise`: the rule and the kinds of the nodes it is about.
    pub fn read(concept: ConceptId, written: &Table<'_>) -> Result<(Vec<Kind>, Self), String> {
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
        let spelled = written.written.iter().map(|(_, all)| texts(Some(all)));
        let spelled = spelled.collect();
        let texts_at = texts_at_ends(&written.written)?;
        let unwritten = texts_at_ends(&written.unless)?;
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
            of: evident(&written.of)?,
            texts: Texts {
                is: texts(written.text.as_ref()),
                has: texts(written.text_has.as_ref()),
                lacks: texts(written.text_lacks.as_ref()),
                starts: texts(written.text_starts.as_ref()),
                prefix: texts(written.prefix.as_ref()),
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
            let table = Table {
                node: vec!["decorator".into()].into(),
                written: vec![(path.into(), vec![name.into()].into())],
                focus: Some(vec!["'@'".into(), path.into()].into()),
                ..Table::default()
            };
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

fn texts(written: Option<&OneOrMany<'_>>) -> Vec<String> {
    let written = written.map_or(&[][..], OneOrMany::all);
    written.iter().map(ToString::to_string).collect()
}

/// What must be written at the ends of paths.
fn texts_at_ends(written: &[(Text<'_>, OneOrMany<'_>)]) -> Result<Vec<TextAt>, String> {
    let read = |(path, texts): &(Text<'_>, OneOrMany<'_>)| {
        let symbols = texts.all().iter().map(|text| Symbol::of(text.as_bytes()));
        Ok((Way::read(path)?, symbols.collect()))
    };
    written.iter().map(read).collect()
}

/// What must evidently stand at the ends of paths.
fn evident(written: &[(Text<'_>, OneOrMany<'_>)]) -> Result<Vec<(Way, Vec<Meaning>)>, String> {
    let read = |(path, of): &(Text<'_>, OneOrMany<'_>)| {
        let of = of.all().iter().map(|of| Evident::read(of));
        Ok((Way::read(path)?, of.map(Meaning::Evident).collect()))
    };
    written.iter().map(read).collect()
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

fn kinds(written: Option<&OneOrMany<'_>>) -> Result<Option<KindSet>, String> {
    let Some(written) = written else {
        return Ok(None);
    };
    let mut set = KindSet::default();
    for name in written.all() {
        set.insert(path::kind(name)?);
    }
    Ok(Some(set))
}

fn fields(written: Option<&OneOrMany<'_>>) -> Result<Vec<Field>, String> {
    written
        .map_or(&[][..], OneOrMany::all)
        .iter()
        .map(|name| path::field(name))
        .collect()
}

fn paths(written: Option<&OneOrMany<'_>>) -> Result<Vec<Way>, String> {
    written
        .map_or(&[][..], OneOrMany::all)
        .iter()
        .map(|path| Way::read(path))
        .collect()
}
