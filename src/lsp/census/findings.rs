//! What stands in one file, in few bytes: so little that a whole workspace can be remembered.

use crate::concept::ConceptId;
use crate::pack::{Packer, Unpacker};
use crate::python::Occurrences;
use crate::text::Span;

/// How often each concept stands in a file, and where.
#[derive(Debug)]
pub struct Findings {
    /// In the order of their numbers.
    concepts: Box<[Concept]>,
    /// For each concept the first tokens of its occurrences in document order: how far each begins
    /// behind the start of the one before, and its length, in bytes of the text.
    places: Box<[u8]>,
}

#[derive(Debug)]
struct Concept {
    id: ConceptId,
    count: u32,
    /// Where its places end.
    end: u32,
}

impl Findings {
    /// What was found in one file.
    pub fn new(occurrences: &Occurrences) -> Findings {
        let mut found: Vec<_> = occurrences
            .iter()
            .map(|occurrence| (occurrence.concept, occurrence.focus.first()))
            .collect();
        found.sort_unstable();
        let mut concepts = Vec::new();
        let mut places = Packer::default();
        for same in found.chunk_by(|one, next| one.0 == next.0) {
            let Some((id, _)) = same.first() else {
                continue;
            };
            let (mut start, mut before) = (0, None);
            for span in same.iter().filter_map(|(_, span)| *span) {
                if before.replace(span) != Some(span) {
                    places.number(span.start() - start);
                    places.number(span.len());
                    start = span.start();
                }
            }
            concepts.push(Concept {
                id: *id,
                count: u32::try_from(same.len()).unwrap_or(u32::MAX),
                end: u32::try_from(places.bytes.len()).unwrap_or(u32::MAX),
            });
        }
        Findings {
            concepts: concepts.into(),
            places: places.bytes.into(),
        }
    }

    /// How often each concept stands in the file.
    pub fn counts(&self) -> impl Iterator<Item = (ConceptId, u32)> {
        self.concepts.iter().map(|one| (one.id, one.count))
    }

    /// The first token of each occurrence of `wanted`, in document order, none twice.
    pub fn places(&self, wanted: &[ConceptId]) -> Vec<Span> {
        let mut found = Vec::new();
        for id in wanted {
            let mut places = Unpacker::new(self.packed(*id));
            let mut start = 0;
            while !places.is_empty() {
                start += places.number();
                found.push(Span::new(start, start + places.number()));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether any of `wanted` has a place in the file.
    pub fn has(&self, wanted: &[ConceptId]) -> bool {
        wanted.iter().any(|id| !self.packed(*id).is_empty())
    }

    /// The places of one concept.
    fn packed(&self, id: ConceptId) -> &[u8] {
        let Ok(at) = self.concepts.binary_search_by_key(&id, |one| one.id) else {
            return &[];
        };
        let first = at
            .checked_sub(1)
            .map_or(0, |before| self.concepts[before].end);
        let range = first as usize..self.concepts[at].end as usize;
        self.places.get(range).unwrap_or_default()
    }

    /// How much memory it takes, in bytes.
    pub fn size(&self) -> usize {
        size_of::<Findings>() + size_of_val(&*self.concepts) + self.places.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::python::Syntax;

    #[test]
    fn what_was_found_is_told_again() {
        let catalogue = builtin::catalogue();
        let text = format!(
            "@f\ndef g(x=[]):\n{}    return [x == None for x in y]\n",
            "    # é\n".repeat(50)
        );
        let (recogniser, _) = crate::python::Recogniser::new(&catalogue);
        let occurrences = recogniser.occurrences(&Syntax::parse(&text), &text);
        let findings = Findings::new(&occurrences);
        let mut concepts: Vec<_> = occurrences.iter().map(|one| one.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        assert!(concepts.len() > 10);
        assert_eq!(findings.counts().count(), concepts.len());
        for (id, count) in findings.counts() {
            let same = || occurrences.iter().filter(|one| one.concept == id);
            assert_eq!(count as usize, same().count());
            let mut places: Vec<_> = same().filter_map(|one| one.focus.first()).collect();
            places.sort_unstable();
            places.dedup();
            assert_eq!(findings.places(&[id]), places);
            assert_eq!(findings.has(&[id]), !places.is_empty());
        }
        let other = catalogue.iter().find(|(id, _)| !concepts.contains(id));
        assert!(!findings.has(&[other.unwrap().0]));
        assert!(!findings.has(&[]));
        let mut all: Vec<_> = occurrences
            .iter()
            .filter_map(|one| one.focus.first())
            .collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(findings.places(&concepts), all);
    }
}
