//! What the two sides of a card are called.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _};

use super::{List, list};

/// All of them.
struct Sides {
    /// Per name, which of the groups it is of, and whether it is the side that asks.
    groups: HashMap<&'static str, (usize, bool)>,
    names: List,
}

static SIDES: LazyLock<Sides> = LazyLock::new(|| {
    let mut groups = HashMap::new();
    let mut names = List::default();
    for (group, line) in list("sides").iter().enumerate() {
        for (at, name) in line.split('/').enumerate() {
            groups.entry(name).or_insert((group, at == 0));
            names.add(name);
        }
    }
    Sides { groups, names }
});

/// Those of the names that can stand at the beginning of `text`.
pub(in crate::guide) fn sides(text: &str) -> &'static [&'static str] {
    SIDES.names.starting(text)
}

/// Which group of names this one is of, and whether it is the side that asks.
pub(in crate::guide) fn side(name: &str) -> Option<(usize, bool)> {
    SIDES.groups.get(name).copied()
}
