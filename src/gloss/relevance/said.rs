//! What the entries of one page say about concepts, in few bytes: a vault of notes says hundreds of
//! thousands of things.

use std::borrow::Cow;

use super::Reason;
use super::code;
use crate::concept::ConceptId;
use crate::pack::{Packer, Unpacker};

/// What the entries of one page say about concepts.
#[derive(Debug, Default)]
pub struct PageEvidence {
    /// How many of its entries have code.
    pub with_code: usize,
    /// The different pieces of evidence, then for each concept how far its number is from the last
    /// one's, how many bytes there are about it, how many entries have it in their code, and the
    /// bytes: for each entry its number, and which evidence it has with how many uses in code.
    packed: Box<[u8]>,
}

/// How sure something makes besides code, and why.
type Evidence = (f32, Reason);

/// So many entries with code are told in the number before what is said, more in one behind it.
const FEW: usize = 3;

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
    pub evidence: Option<Evidence>,
}

impl PageEvidence {
    /// All that is said on a page.
    pub fn of(mut all: Vec<(ConceptId, Said)>, with_code: usize) -> Self {
        all.sort_unstable_by_key(|(concept, said)| (*concept, said.entry));
        let mut to = Packer::default();
        let known = Known::pack(all.iter().filter_map(|(_, said)| said.evidence), &mut to);
        let mut here = Packer::default();
        let mut last = ConceptId::default();
        for about in all.chunk_by(|(one, _), (other, _)| one == other) {
            let uses = about.iter().filter(|(_, said)| said.uses > 0).count();
            here.bytes.clear();
            for (concept, said) in about {
                if here.bytes.is_empty() {
                    concept.pack_after(last, &mut to);
                    last = *concept;
                }
                said.pack(&known, &mut here);
            }
            to.number(here.bytes.len() << 2 | uses.min(FEW));
            if uses >= FEW {
                to.number(uses);
            }
            to.bytes.extend_from_slice(&here.bytes);
        }
        Self {
            with_code,
            packed: to.bytes.into(),
        }
    }

    /// The concepts that something is said about, in order.
    pub fn concepts(&self) -> impl Iterator<Item = About> {
        let mut from = Unpacker::new(&self.packed);
        Known::unpack(&mut from);
        let mut concept = ConceptId::default();
        std::iter::from_fn(move || {
            if from.is_empty() {
                return None;
            }
            concept = ConceptId::unpack_after(concept, &mut from);
            let place = self.packed.len() - from.left();
            let (length, with_code) = head(&mut from);
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
        let known = Known::unpack(&mut Unpacker::new(&self.packed));
        let from = self.packed.get(place as usize..).unwrap_or_default();
        let mut from = Unpacker::new(from);
        let (length, _) = head(&mut from);
        let mut from = Unpacker::new(from.bytes(length));
        std::iter::from_fn(move || (!from.is_empty()).then(|| Said::unpack(&known, &mut from)))
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

/// Before what is said about a concept: how many bytes that takes, and how many entries have the
/// concept in their code.
fn head(from: &mut Unpacker<'_>) -> (usize, u32) {
    let number = from.number();
    let with_code = match number & FEW {
        FEW => from.number32(),
        few => few as u32,
    };
    (number >> 2, with_code)
}

/// The different pieces of evidence of a page: few, and each is given by many entries.
struct Known<'b>(Cow<'b, [[u8; EVIDENCE]]>);

/// How many bytes a piece of evidence takes: its score, exactly, and its reason.
const EVIDENCE: usize = 5;

impl<'b> Known<'b> {
    /// Writes them.
    fn pack(all: impl Iterator<Item = Evidence>, to: &mut Packer) -> Self {
        let mut known: Vec<_> = all.map(packed).collect();
        known.sort_unstable();
        known.dedup();
        to.number(known.len());
        to.bytes.extend(known.as_flattened());
        Self(known.into())
    }

    fn unpack(from: &mut Unpacker<'b>) -> Self {
        let count = from.number();
        let (known, _) = from.bytes(count.saturating_mul(EVIDENCE)).as_chunks();
        Self(known.into())
    }

    fn find(&self, evidence: Evidence) -> Option<usize> {
        self.0.binary_search(&packed(evidence)).ok()
    }

    fn get(&self, place: usize) -> Option<Evidence> {
        let &[a, b, c, d, reason] = self.0.get(place)?;
        let reason = *REASONS.get(usize::from(reason))?;
        Some((f32::from_le_bytes([a, b, c, d]), reason))
    }
}

fn packed((score, reason): Evidence) -> [u8; EVIDENCE] {
    let [a, b, c, d] = score.to_le_bytes();
    let place = REASONS.iter().position(|known| *known == reason);
    let place = place.and_then(|place| u8::try_from(place).ok());
    [a, b, c, d, place.unwrap_or(u8::MAX)]
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
    /// The evidence and the uses are one number: mostly one of them is nothing.
    fn pack(&self, known: &Known<'_>, to: &mut Packer) {
        let evidence = self.evidence.and_then(|evidence| known.find(evidence));
        let evidence = evidence.map_or(0, |place| place + 1);
        to.number(self.entry as usize);
        to.number(self.uses as usize * (known.0.len() + 1) + evidence);
    }

    fn unpack(known: &Known<'_>, from: &mut Unpacker<'_>) -> Self {
        let (entry, number) = (from.number32(), from.number());
        let evidence = (number % (known.0.len() + 1)).checked_sub(1);
        Self {
            entry,
            uses: u32::try_from(number / (known.0.len() + 1)).unwrap_or(u32::MAX),
            evidence: evidence.and_then(|place| known.get(place)),
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
