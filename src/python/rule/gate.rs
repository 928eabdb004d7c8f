//! What is asked first about a node: most rules fail at that, so it stands together and is small.

use super::Rule;
use crate::python::grammar::{Field, Kind, KindSet};

/// What is known of a node before any rule is looked at.
#[derive(Clone, Copy, Debug)]
pub(in crate::python) struct Seen {
    /// The kinds of its children.
    pub kids: KindSet,
    /// The kind of its parent.
    pub parent: Kind,
    pub field: Field,
    /// How many bytes it has.
    pub length: usize,
    /// The first of them; read only where a rule asks for it.
    pub first: u8,
}

/// The first conditions of one rule.
#[derive(Clone, Debug)]
pub(in crate::python) struct Gate {
    /// The number of the rule.
    pub number: u32,
    /// The fewest bytes that a node can have.
    shortest: u32,
    /// The fields that it may stand in, as bits.
    fields: u64,
    /// The ASCII characters that it may begin with, as bits; all, where others may stand there, too.
    firsts: u128,
    /// Kinds that it takes among the children.
    needs: KindSet,
    /// The kinds that its parent may have.
    parents: KindSet,
    /// Whether that may have another one that no set has room for.
    parents_beyond: bool,
}

impl Gate {
    /// That of `rule`, which has this number.
    pub fn of(number: u32, rule: &Rule) -> Self {
        let mut parents = rule.parent.unwrap_or(KindSet::ALL);
        if let Some(not) = &rule.not_parent {
            parents.remove(not);
        }
        let bits = |fields: &[Field]| fields.iter().fold(0, |bits, &field| bits | bit(field));
        let fields = match rule.fields.is_empty() {
            true => u64::MAX,
            false => bits(&rule.fields),
        };
        Self {
            number,
            shortest: u32::try_from(rule.texts.shortest()).unwrap_or(u32::MAX),
            fields: fields & !bits(&rule.not_fields),
            firsts: rule.texts.firsts(),
            needs: rule.needs,
            parents,
            parents_beyond: rule.parent.is_none(),
        }
    }

    /// Whether it asks how a node begins.
    pub fn asks_first(&self) -> bool {
        self.firsts != u128::MAX
    }

    /// Whether the rule is worth a look.
    pub fn admits(&self, seen: &Seen) -> bool {
        let of_parent = match KindSet::has_room(seen.parent) {
            true => self.parents.contains(seen.parent),
            false => self.parents_beyond,
        };
        of_parent
            && self.fields & bit(seen.field) != 0
            && self.shortest as usize <= seen.length
            && (self.firsts == u128::MAX
                || self.firsts.checked_shr(seen.first.into()).unwrap_or(0) & 1 == 1)
            && self.needs.is_within(&seen.kids)
    }
}

/// The bit of `field`; a test holds that the grammar has not more of them.
fn bit(field: Field) -> u64 {
    1_u64.checked_shl(field.into()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::python::grammar::LANGUAGE;

    #[test]
    fn every_field_has_a_bit() {
        assert!(LANGUAGE.field_count() < 64, "{}", LANGUAGE.field_count());
    }
}
