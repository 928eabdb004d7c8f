//! Conditions that ask about what a function was given.

use super::near::{behind, function_of};
use super::own::parameters;
use super::{Opening, Site};
use crate::python::grammar::is_named;
use crate::python::walk::Kid;
use crate::text::Span;

/// An `if` among the first statements of a function that only leaves it, with more behind it.
pub(super) fn guard_clause(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let kinds = site.kinds;
    let consequence = site.child(site.parts.consequence)?;
    let is_statement = |kid: &&Kid| kid.kind != kinds.comment && is_named(kid.kind);
    let mut inner = site.below(consequence).iter().filter(is_statement);
    let only = inner.next()?;
    if inner.next().is_some() || !kinds.leaving.contains(only.kind) {
        return None;
    }
    let opens = |sibling: &Kid| {
        let plain = |kid: &Kid| kid.field != site.parts.alternative;
        is_text(site, sibling)
            || (sibling.kind == kinds.if_statement && site.below(sibling).iter().all(plain))
            || !is_statement(&sibling)
    };
    // Where there are many of them, each is looked at once.
    let block = site.frames.last()?.start;
    let known = match site.opening.block == block {
        true => site.opening.count,
        false => 0,
    };
    let mut others = site.siblings.iter().skip(known);
    if !others.all(|other| site.budget.spend(1 + other.count as usize) && opens(other)) {
        return None;
    }
    let count = site.siblings.len();
    *site.opening = Opening { block, count };
    let more = behind(site, site.node()).next();
    more.is_some().then_some(extent)
}

/// Whether the statement `kid` begins with a string.
fn is_text(site: &Site<'_, '_, '_>, kid: &Kid) -> bool {
    let mut inner = site.below(kid).iter();
    let first = inner.find(|inner| is_named(inner.kind));
    first.is_some_and(|first| first.kind == site.kinds.string)
}

/// An `assert` with a message, before all else in a function that is no test, about a parameter.
pub(super) fn validates(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    // Nothing but the function's block is around it.
    let number = site.frames.len().checked_sub(2)?;
    let name = site.child_around(number, site.parts.name)?.span();
    let name = site.written(name);
    if name.starts_with(b"test") || name.starts_with(b"_") || name.starts_with(b"assert") {
        return None;
    }
    let message = site.node().named_child(1)?;
    if message.kind() != "string" {
        return None;
    }
    let kinds = site.kinds;
    let opens = |kid: &Kid| {
        let is_statement = kid.kind != kinds.comment && is_named(kid.kind);
        kid.kind == site.frame.kind || !is_statement || is_text(site, kid)
    };
    if !site.budget.spend(site.siblings.len()) || !site.siblings.iter().all(opens) {
        return None;
    }
    // What a type checker is told so is no check of input.
    let test = site.node().named_child(0)?;
    let asked = match test.kind() {
        "comparison_operator" => {
            let mut cursor = test.walk();
            let mut operands = test.named_children(&mut cursor);
            if operands.any(|operand| operand.kind() == "none") {
                return None;
            }
            test.named_child(0)?
        }
        "identifier" => test,
        _ => return None,
    };
    if asked.kind() != "identifier" {
        return None;
    }
    let asked = site.text(asked).to_vec();
    let given = parameters(site, function_of(site, site.node())?);
    let mut given = given.into_iter();
    given
        .any(|parameter| site.text(parameter) == asked)
        .then_some(extent)
}

/// `x or 30`, where `x` is a parameter that is None if it is not given, and may be zero if it is.
pub(super) fn falsy_default(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let name = site.node().child_by_field_name("left")?;
    let value = site.node().child_by_field_name("right")?;
    let number = site.text(value);
    // Nobody wants less than one of something.
    if matches!(number, b"0" | b"1" | b"0.0" | b"1.0") {
        return None;
    }
    let name = site.text(name).to_vec();
    let list = function_of(site, site.node())?.child_by_field_name("parameters")?;
    if !site.budget.spend(list.child_count() as usize) {
        return None;
    }
    let mut cursor = list.walk();
    let mut given = list.named_children(&mut cursor);
    let optional = given.any(|parameter| {
        let fields = ["name", "value"].map(|field| parameter.child_by_field_name(field));
        let [Some(named), Some(default)] = fields else {
            return false;
        };
        default.kind() == "none" && site.text(named) == name
    });
    optional.then_some(extent)
}

/// A name in capitals that a pattern binds, where a constant was meant.
pub(super) fn captured_constant(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    let letters = text.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let capitals = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    (letters > 1 && text.iter().all(capitals)).then_some(extent)
}
