//! What the entries of one page say about concepts, in few bytes: a vault of notes says hundreds of
//! thousands of things.

use super::Reason;
use super::code;
use crate::concept::ConceptId;
use crate::pack::{Packer, Unpacker};

/// What the entries of one page say about concepts.
#[derive(Debug, Default)]
pub struct PageEvidence {
    /// How many of its entries have code.
    pub with_code: usize,
    /// For each concept its number, how many entries have it in their code, how many bytes there are
    /// about it, and these.
    packed: Box<[u8]>,
}

/// A concept that something is said about.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Which concept.
    pub concept: ConceptId,
    /// How many entries have it in their code.
    pub with_code: u32,
    /// Where it is said, for [`PageEvidence::about`].
    pub place: u32,
}

/// What one entry says about one concept.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// The entry's place in its page.
    pub entry: u32,
    /// How often the concept stands in its code.
    pub uses: u32,
    /// The strongest evidence besides code, where there is some.
    pub evidence: Option<(f32, Reason)>,
}

impl PageEvidence {
    /// All that is said on a page.
    pub fn of(mut all: Vec<(ConceptId, Said)>, with_code: usize) -> Self {
        all.sort_unstable_by_key(|(concept, said)| (*concept, said.entry));
        let mut to = Packer::default();
        for about in all.chunk_by(|(one, _), (other, _)| one == other) {
            let uses = about.iter().filter(|(_, said)| said.uses > 0).count();
            let mut here = Packer::default();
            for (concept, said) in about {
                if here.bytes.is_empty() {
                    to.number(concept.index());
                }
                said.pack(&mut here);
            }
            to.number(uses);
            to.number(here.bytes.len());
            to.bytes.extend(here.bytes);
        }
        Self {
            with_code,
            packed: to.bytes.into(),
        }
    }

    /// The concepts that something is said about, in order.
    pub fn concepts(&self) -> impl Iterator<Item = About> {
        let mut from = Unpacker::new(&self.packed);
        std::iter::from_fn(move || {
            if from.is_empty() {
                return None;
            }
            let (concept, with_code) = (ConceptId::unpack(&mut from), from.number32());
            let place = self.packed.len() - from.left();
            let length = from.number();
            from.bytes(length);
            Some(About {
                concept,
                with_code,
                place: u32::try_from(place).unwrap_or(u32::MAX),
            })
        })
    }

    /// What is said at the place `place` of a concept.
    pub fn about(&self, place: u32) -> impl Iterator<Item = Said> {
        let from = self.packed.get(place as usize..).unwrap_or_default();
        let mut from = Unpacker::new(from);
        let length = from.number();
        let mut from = Unpacker::new(from.bytes(length));
        std::iter::from_fn(move || (!from.is_empty()).then(|| Said::unpack(&mut from)))
    }

    /// Writes it.
    pub fn pack(&self, to: &mut Packer) {
        to.number(self.with_code);
        to.number(self.packed.len());
        to.bytes.extend_from_slice(&self.packed);
    }

    /// What [`PageEvidence::pack`] wrote.
    pub fn unpack(from: &mut Unpacker<'_>) -> Self {
        let (with_code, length) = (from.number(), from.number());
        Self {
            with_code,
            packed: from.bytes(length).into(),
        }
    }
}

const REASONS: [Reason; 7] = [
    Reason::Explains,
    Reason::PageExplains,
    Reason::TitleCode,
    Reason::TitleName,
    Reason::Subject,
    Reason::Surroundings,
    Reason::AnswerCode,
];

impl Said {
    /// Most of what is said is that an entry has a concept in its code.
    fn pack(&self, to: &mut Packer) {
        let place = self.evidence.and_then(|(_, reason)| {
            let place = REASONS.iter().position(|known| *known == reason)?;
            Some(place + 1)
        });
        to.number(self.entry as usize);
        to.number((self.uses as usize) << 3 | place.unwrap_or(0));
        if let Some((score, _)) = self.evidence {
            to.float(score);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let (entry, number) = (from.number32(), from.number());
        let reason = (number & 7).checked_sub(1).and_then(|at| REASONS.get(at));
        Self {
            entry,
            uses: u32::try_from(number >> 3).unwrap_or(u32::MAX),
            evidence: reason.map(|reason| (from.float(), *reason)),
        }
    }

    /// How sure it makes, and why, where `uses` of `with_code` entries have the concept in their
    /// code. Code alone can put an entry behind those that name the concept, together with a title
    /// it puts it before them.
    pub fn weigh(&self, uses: usize, with_code: usize) -> (f32, Reason) {
        let (score, reason) = match self.evidence {
            evidence if self.uses == 0 => evidence.unwrap_or((0.0, Reason::AnswerCode)),
            evidence => {
                let weight = code::weight(self.uses, uses, with_code);
                match evidence {
                    Some((score, reason)) => (score + 0.3 * weight + 0.05, reason),
                    None => (0.7 * weight, Reason::AnswerCode),
                }
            }
        };
        (score.min(1.0), reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_again() {
        let id = |number: usize| {
            let mut to = Packer::default();
            to.number(number);
            ConceptId::unpack(&mut Unpacker::new(&to.bytes))
        };
        let said = |entry, uses, evidence| Said {
            entry,
            uses,
            evidence,
        };
        let all = vec![
            (id(700), said(3, 0, Some((0.75, Reason::TitleName)))),
            (id(5), said(2, 900, None)),
            (id(700), said(0, 1, Some((0.5, Reason::AnswerCode)))),
        ];
        let page = PageEvidence::of(all, 2);
        let mut to = Packer::default();
        page.pack(&mut to);
        for page in [&page, &PageEvidence::unpack(&mut Unpacker::new(&to.bytes))] {
            let concepts: Vec<_> = page.concepts().collect();
            let counts = concepts
                .iter()
                .map(|about| (about.concept, about.with_code));
            assert_eq!(counts.collect::<Vec<_>>(), [(id(5), 1), (id(700), 1)]);
            let told = |about: &About| format!("{:?}", page.about(about.place).collect::<Vec<_>>());
            assert_eq!(told(&concepts[0]), format!("{:?}", [said(2, 900, None)]));
            let both = [
                said(0, 1, Some((0.5, Reason::AnswerCode))),
                said(3, 0, Some((0.75, Reason::TitleName))),
            ];
            assert_eq!(told(&concepts[1]), format!("{both:?}"));
            assert_eq!(page.with_code, 2);
        }
    }
}
