//! Where something is said about which concept, in few bytes: in a vault of notes that is half a
//! million places.

use super::said::PageEvidence;
use crate::concept::ConceptId;
use crate::pack::{Unpacker, put_number, width};

/// For each concept the pages that say something about it.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// For each page how far it is from the one before it, and the place in its evidence; what is
    /// of one concept follows each other.
    bytes: Box<[u8]>,
    /// For each concept where its part of `bytes` begins; the next one's begins where it ends.
    starts: Box<[u32]>,
    /// For each concept, how many entries have it in their code.
    uses: Box<[u32]>,
}

impl Places {
    /// Those of `count` concepts in all pages' evidence. It is gone through twice, so that all takes
    /// no more memory than it needs.
    pub fn new<'e>(count: usize, pages: impl Iterator<Item = &'e PageEvidence> + Clone) -> Self {
        let mut uses = vec![0; count];
        let mut last = vec![0; count];
        let mut starts = vec![0; count + 1];
        for (page, said) in (0..).zip(pages.clone()) {
            for about in said.concepts() {
                let at = about.concept.index();
                let distance: u32 = page - std::mem::replace(&mut last[at], page);
                starts[at + 1] += width(distance) + width(about.place);
                uses[at] += about.with_code;
            }
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut bytes = vec![0; end as usize];
        let mut next = starts.clone();
        last.fill(0);
        for (page, said) in (0..).zip(pages) {
            for about in said.concepts() {
                let at = about.concept.index();
                let distance = page - std::mem::replace(&mut last[at], page);
                let next = &mut next[at];
                for number in [distance, about.place] {
                    *next += put_number(&mut bytes[*next as usize..], number);
                }
            }
        }
        Self {
            bytes: bytes.into(),
            starts: starts.into(),
            uses: uses.into(),
        }
    }

    /// How many entries have `concept` in their code.
    pub fn uses(&self, concept: ConceptId) -> usize {
        let uses = self.uses.get(concept.index());
        uses.map_or(0, |&uses| uses as usize)
    }

    /// The pages that say something about `concept`, in order, each with the place in its evidence.
    pub fn of(&self, concept: ConceptId) -> impl Iterator<Item = (u32, u32)> {
        let start = |number: usize| self.starts.get(number).map(|&start| start as usize);
        let range = start(concept.index()).zip(start(concept.index() + 1));
        let bytes = range.and_then(|(from, to)| self.bytes.get(from..to));
        let mut from = Unpacker::new(bytes.unwrap_or_default());
        let mut page = 0;
        std::iter::from_fn(move || {
            (!from.is_empty()).then(|| {
                page += from.number32();
                (page, from.number32())
            })
        })
    }
}
