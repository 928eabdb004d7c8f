//! The grammar's node kinds and fields as numbers, looked up once.

use std::collections::HashMap;
use std::sync::LazyLock;

use tree_sitter::Language;

/// The grammar of every tree.
pub(super) static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::new(tree_sitter_python::LANGUAGE));

/// A node kind or a token, as the tree gives it.
pub(super) type Kind = u16;

/// What the parser could make nothing of: the last number, and a named node.
pub(super) const ERROR: Kind = Kind::MAX;

/// A field of a node; 0 is none.
pub(super) type Field = u16;

/// The kinds by name and whether they are named: the grammar goes through all of them for each that
/// is asked for, and the catalogue's rules ask for a thousand. It is asked where several that show in
/// a tree have one name.
static KINDS: LazyLock<HashMap<(&'static str, bool), Kind>> = LazyLock::new(|| {
    let mut kinds = HashMap::with_capacity(kind_count());
    for kind in 0..Kind::try_from(kind_count()).unwrap_or(Kind::MAX) {
        let is_abstract = LANGUAGE.node_kind_is_supertype(kind);
        let shows = LANGUAGE.node_kind_is_visible(kind) || is_abstract;
        if let Some(name) = LANGUAGE.node_kind_for_id(kind).filter(|_| shows) {
            let is_named = LANGUAGE.node_kind_is_named(kind) || is_abstract;
            let known = kinds.entry((name, is_named));
            known
                .and_modify(|known| *known = LANGUAGE.id_for_node_kind(name, is_named))
                .or_insert(kind);
        }
    }
    kinds
});

/// The kind of named nodes called `name`.
pub(super) fn named(name: &str) -> Option<Kind> {
    KINDS.get(&(name, true)).copied().filter(|&kind| kind != 0)
}

/// The kind of the token that is written `text`.
pub(super) fn token(text: &str) -> Option<Kind> {
    KINDS.get(&(text, false)).copied().filter(|&kind| kind != 0)
}

/// The field called `name`.
pub(super) fn field(name: &str) -> Option<Field> {
    // One with a NUL character is compared beyond its end.
    let name = Some(name).filter(|name| !name.contains('\0'))?;
    LANGUAGE.field_id_for_name(name).map(Field::from)
}

/// How many numbers kinds take.
pub(super) fn kind_count() -> usize {
    LANGUAGE.node_kind_count()
}

static NAMED: LazyLock<KindSet> = LazyLock::new(|| {
    let count = Kind::try_from(kind_count()).unwrap_or(Kind::MAX);
    let mut kinds = KindSet::default();
    for kind in (0..count).filter(|&kind| LANGUAGE.node_kind_is_named(kind)) {
        kinds.insert(kind);
    }
    kinds
});

/// Whether nodes of `kind` are no tokens.
pub(super) fn is_named(kind: Kind) -> bool {
    kind == ERROR || NAMED.contains(kind)
}

/// How many numbers a set of kinds has room for; a test holds that the grammar has not more.
const ROOM: usize = 320;

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct KindSet([u64; ROOM / 64]);

impl KindSet {
    /// All kinds there is room for.
    pub const ALL: Self = Self([u64::MAX; ROOM / 64]);

    /// Whether there is room for `kind`, which there is not for errors.
    pub fn has_room(kind: Kind) -> bool {
        usize::from(kind) < ROOM
    }

    /// Takes out what is in `others`.
    pub fn remove(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(others.0) {
            *word &= !other;
        }
    }

    /// Puts `kind` in.
    pub fn insert(&mut self, kind: Kind) {
        if let Some(word) = self.0.get_mut(usize::from(kind) / 64) {
            *word |= 1 << (kind % 64);
        }
    }

    /// Whether `kind` is in it.
    pub fn contains(&self, kind: Kind) -> bool {
        self.0
            .get(usize::from(kind) / 64)
            .is_some_and(|word| word >> (kind % 64) & 1 == 1)
    }

    /// In order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        (0..).step_by(64).zip(self.0).flat_map(|(first, mut left)| {
            std::iter::from_fn(move || {
                let next = Kind::try_from(left.trailing_zeros()).ok()?;
                (left != 0).then(|| {
                    left &= left - 1;
                    first + next
                })
            })
        })
    }

    /// Whether some of it is in `other`.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, all)| one & all != 0)
    }

    /// Whether all of it is in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        // All words at once are quicker than a look at each.
        let missing: [u64; ROOM / 64] = std::array::from_fn(|at| self.0[at] & !other.0[at]);
        missing.into_iter().fold(0, |all, word| all | word) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_the_grammar() {
        let all = 0..Kind::try_from(kind_count()).unwrap();
        let all = all.filter_map(|kind| LANGUAGE.node_kind_for_id(kind));
        for name in all.chain(["no such thing"]) {
            let of = |is_named| LANGUAGE.id_for_node_kind(name, is_named);
            assert_eq!(named(name).unwrap_or(0), of(true), "{name}");
            assert_eq!(token(name).unwrap_or(0), of(false), "{name}");
        }
    }

    #[test]
    fn named_kinds_are_those_of_the_grammar_and_errors() {
        let all = 0..Kind::try_from(kind_count()).unwrap();
        for kind in all.chain([Kind::MAX - 1, Kind::MAX]) {
            assert_eq!(is_named(kind), LANGUAGE.node_kind_is_named(kind), "{kind}");
        }
    }

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        let mut set = KindSet::default();
        for kind in [0, 63, 64, 200, 319] {
            set.insert(kind);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 200, 319]);
        assert_eq!(KindSet::default().iter().count(), 0);
    }

    #[test]
    fn a_set_has_room_for_all_kinds() {
        assert!(kind_count() <= ROOM, "{}", kind_count());
    }
}
