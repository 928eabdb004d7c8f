//! Paths down the tree, as rules write them: `field:kind > 'token'`.

use crate::python::grammar::{self, Field, Kind};

/// One step of a path: a child of this kind in this field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::python) struct Step {
    pub kind: Option<Kind>,
    /// Kind and field as one number, and which of its bits are asked for: children are looked at often.
    wanted: u32,
    mask: u32,
}

impl Step {
    fn new(kind: Option<Kind>, field: Option<Field>) -> Self {
        let mask = |is_asked: bool| if is_asked { u16::MAX } else { 0 };
        Self {
            kind,
            wanted: both(kind.unwrap_or(0), field.unwrap_or(0)),
            mask: both(mask(kind.is_some()), mask(field.is_some())),
        }
    }

    /// Whether a child of this kind in this field is meant.
    pub fn fits(self, kind: Kind, field: Field) -> bool {
        (both(kind, field) ^ self.wanted) & self.mask == 0
    }
}

fn both(kind: Kind, field: Field) -> u32 {
    u32::from(field) << 16 | u32::from(kind)
}

/// A way down the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::python) struct Way {
    /// The first step.
    pub first: Option<Step>,
    /// The steps after it.
    pub rest: Vec<Step>,
    /// Equal ways of one recogniser have equal numbers.
    pub number: usize,
}

impl Way {
    /// The way that `path` describes.
    pub fn read(path: &str) -> Result<Self, String> {
        let mut steps = path.split(" > ").map(step);
        Ok(Self {
            first: steps.next().transpose()?,
            rest: steps.collect::<Result<_, _>>()?,
            number: 0,
        })
    }
}

fn step(written: &str) -> Result<Step, String> {
    // A colon in quotes is a token.
    let (in_field, of_kind) = match written.split_once(':') {
        Some((in_field, of_kind)) if !in_field.starts_with('\'') => (Some(in_field), of_kind),
        _ => (None, written),
    };
    let of_kind = Some(of_kind).filter(|name| !name.is_empty());
    Ok(Step::new(
        of_kind.map(kind).transpose()?,
        in_field.map(field).transpose()?,
    ))
}

/// The kind of this name, or in quotes the token.
pub(super) fn kind(name: &str) -> Result<Kind, String> {
    match name
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        Some(text) => grammar::token(text),
        None => grammar::named(name),
    }
    .ok_or_else(|| format!("the grammar has no `{name}`"))
}

/// The field of this name.
pub(super) fn field(name: &str) -> Result<Field, String> {
    grammar::field(name).ok_or_else(|| format!("the grammar has no field `{name}`"))
}
