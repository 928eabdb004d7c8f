//! Units in order, in chunks that several versions of a text share.
//!
//! A chunk counts from its first unit, so that an edit makes new only the chunks that it touches
//! and moves the others by a number.

use std::sync::{Arc, OnceLock};

use super::unit::Placed;
use crate::concept::ConceptId;
use crate::text::Span;

/// How many units a chunk has when it is made, and from how few it is joined with the next one.
const FULL: usize = 64;
const SMALL: usize = 16;

/// What one chunk holds; places are counted from its base.
#[derive(Debug, Default)]
pub(super) struct Units {
    pub placed: Vec<Placed>,
    /// All notable occurrences by concept, each with its first focus token, when somebody asks.
    pub notable: OnceLock<Vec<(ConceptId, Span)>>,
}

/// Units that stand one after the other.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// Where in the text the first of them begins.
    pub base: usize,
    pub units: Arc<Units>,
}

/// Makes a list of chunks from units and chunks that come in order.
#[derive(Debug, Default)]
pub(super) struct Builder {
    chunks: Vec<Chunk>,
    /// Units that are in no chunk yet, counted from the start of the text.
    pending: Vec<Placed>,
}

impl Builder {
    /// Adds one unit, counted from the start of the text.
    pub fn push(&mut self, placed: Placed) {
        self.pending.push(placed);
        if self.pending.len() == 2 * FULL {
            let rest = self.pending.split_off(FULL);
            self.flush();
            self.pending = rest;
        }
    }

    /// Adds `chunk`, moved by so many bytes.
    pub fn share(&mut self, chunk: &Chunk, by: isize) {
        let base = chunk.base.saturating_add_signed(by);
        if !self.pending.is_empty() && self.pending.len() < SMALL {
            for placed in &chunk.units.placed {
                self.push(placed.moved(base.cast_signed()));
            }
            return;
        }
        self.flush();
        self.chunks.push(Chunk {
            base,
            units: Arc::clone(&chunk.units),
        });
    }

    fn flush(&mut self) {
        let Some(base) = self.pending.first().map(|placed| placed.start) else {
            return;
        };
        let mut placed = std::mem::take(&mut self.pending);
        for placed in &mut placed {
            placed.start -= base;
            placed.end -= base;
        }
        self.chunks.push(Chunk {
            base,
            units: Arc::new(Units {
                placed,
                notable: OnceLock::new(),
            }),
        });
    }

    /// The chunks.
    pub fn finish(mut self) -> Vec<Chunk> {
        self.flush();
        self.chunks
    }
}
