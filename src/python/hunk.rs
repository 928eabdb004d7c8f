//! Which stretches of a text several edits changed, in places of before and of after.

use crate::text::Edit;

/// A stretch that is another than before; what stands between two of them only moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    /// Where it was, from and to.
    pub old: (usize, usize),
    /// Where it is now.
    pub new: (usize, usize),
}

impl Hunk {
    /// How far what stands behind it moved.
    pub fn shift(&self) -> isize {
        self.new.1.cast_signed() - self.old.1.cast_signed()
    }

    /// Takes in `other`, which it meets.
    fn meet(&mut self, other: Self) {
        self.old = (self.old.0.min(other.old.0), self.old.1.max(other.old.1));
        self.new = (self.new.0.min(other.new.0), self.new.1.max(other.new.1));
    }
}

/// Hunks in order; no two touch each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Hunks(Vec<Hunk>);

impl Hunks {
    /// What `edits`, each counted in the text that the ones before left, change together.
    pub fn new(edits: &[Edit]) -> Self {
        let mut hunks = Self::default();
        for edit in edits {
            hunks.add(edit.start, edit.old_end, edit.new_end);
        }
        hunks
    }

    /// What stands now from `start` to `old_end` is replaced, by something that ends at `new_end`.
    /// Where the two are the same only the stretch is added.
    pub fn add(&mut self, start: usize, old_end: usize, new_end: usize) {
        let hunks = &mut self.0;
        let from = hunks.partition_point(|hunk| hunk.new.1 < start);
        let to = hunks
            .partition_point(|hunk| hunk.new.0 <= old_end)
            .max(from);
        let shift = |upto: usize| upto.checked_sub(1).map_or(0, |last| hunks[last].shift());
        let mut all = Hunk {
            old: (
                start.saturating_add_signed(-shift(from)),
                old_end.saturating_add_signed(-shift(to)),
            ),
            new: (start, old_end),
        };
        hunks[from..to].iter().for_each(|&hunk| all.meet(hunk));
        let by = new_end.cast_signed() - old_end.cast_signed();
        all.new.1 = all.new.1.saturating_add_signed(by);
        hunks.splice(from..to, [all]);
        for later in &mut hunks[from + 1..] {
            later.new.0 = later.new.0.saturating_add_signed(by);
            later.new.1 = later.new.1.saturating_add_signed(by);
        }
    }

    /// In order.
    pub fn as_slice(&self) -> &[Hunk] {
        &self.0
    }

    /// Makes each hunk larger until `missing` says that no byte is missing before or behind it.
    /// `None` where a hunk would have to begin before the text does.
    pub fn grow(&mut self, mut missing: impl FnMut(&Hunk) -> (usize, usize)) -> Option<()> {
        let hunks = &mut self.0;
        let mut at = 0;
        while let Some(hunk) = hunks.get(at) {
            let (before, behind) = missing(hunk);
            if (before, behind) == (0, 0) {
                at += 1;
                continue;
            }
            // What is missing may lie beyond the next change, which moves by another number: then
            // the two become one first.
            if at + 1 < hunks.len() && hunks[at].new.1 + behind >= hunks[at + 1].new.0 {
                let next = hunks.remove(at + 1);
                hunks[at].meet(next);
            } else if at > 0 && hunks[at].new.0 <= hunks[at - 1].new.1 + before {
                let this = hunks.remove(at);
                at -= 1;
                hunks[at].meet(this);
            } else {
                let hunk = &mut hunks[at];
                hunk.old = (hunk.old.0.checked_sub(before)?, hunk.old.1 + behind);
                hunk.new = (hunk.new.0.checked_sub(before)?, hunk.new.1 + behind);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hunks(edits: &[(usize, usize, usize)]) -> Vec<((usize, usize), (usize, usize))> {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|&(start, old_end, new_end)| Edit {
                start,
                old_end,
                new_end,
            })
            .collect();
        let hunks = Hunks::new(&edits);
        hunks.0.iter().map(|hunk| (hunk.old, hunk.new)).collect()
    }

    #[test]
    fn edits_apart_stay_apart_whatever_their_order() {
        let expected = [((2, 3), (2, 5)), ((10, 14), (12, 12))];
        assert_eq!(hunks(&[(2, 3, 5), (12, 16, 12)]), expected);
        assert_eq!(hunks(&[(10, 14, 10), (2, 3, 5)]), expected);
    }

    #[test]
    fn edits_that_meet_are_one() {
        assert_eq!(hunks(&[(4, 4, 9), (9, 10, 10)]), [((4, 5), (4, 10))]);
        assert_eq!(hunks(&[(4, 4, 9), (2, 12, 2)]), [((2, 7), (2, 2))]);
        assert_eq!(
            hunks(&[(4, 4, 5), (8, 8, 9), (3, 12, 4)]),
            [((3, 10), (3, 4))]
        );
    }

    #[test]
    fn what_grows_takes_in_what_it_meets() {
        // By 3 behind, over the second edit, which shortens what follows.
        let mut hunks = Hunks::new(&[
            Edit {
                start: 4,
                old_end: 4,
                new_end: 6,
            },
            Edit {
                start: 10,
                old_end: 12,
                new_end: 10,
            },
        ]);
        hunks
            .grow(|hunk| (0, 13_usize.saturating_sub(hunk.new.1)))
            .unwrap();
        let grown = Hunk {
            old: (4, 13),
            new: (4, 13),
        };
        assert_eq!(hunks.as_slice(), [grown]);
    }
}
