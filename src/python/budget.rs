//! What may be spent on one top-level statement besides the walk over it: by a person's query
//! ([`super::query`]), and by rules that look around a node ([`super::special`]). Each part of a
//! statement may be looked at from many others, so that without an end to it a statement of nothing
//! but nested or repeated pieces would take time by the square of its length. What would be found
//! behind that end is not found. It depends on the statement alone, so that the same is found
//! however one came to it.

use std::cell::Cell;

/// Steps that are left, and whether some were asked for that were not.
#[derive(Debug, Default)]
pub(super) struct Budget {
    left: Cell<usize>,
    refused: Cell<bool>,
}

impl Budget {
    /// So many steps.
    pub fn new(steps: usize) -> Self {
        Self {
            left: Cell::new(steps),
            refused: Cell::new(false),
        }
    }

    /// Takes `cost`, or as much of it as is left; whether anything was left before. So the last one who
    /// is let through may do more than was paid for, once.
    pub fn spend(&self, cost: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(cost));
        if left == 0 {
            self.refused.set(true);
        }
        left > 0
    }

    /// How many are left.
    pub fn left(&self) -> usize {
        self.left.get()
    }

    /// Whether anything was refused since this was asked last: what was found then is not to be
    /// trusted.
    pub fn take_refused(&self) -> bool {
        self.refused.take()
    }
}
