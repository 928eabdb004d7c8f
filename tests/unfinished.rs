//! Code as people type it, without the memory of the server: what stands outside of the broken line
//! is found as before, as far as the parser recovers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;

use pygloss::concept::ConceptId;
use pygloss::python::{Recogniser, Syntax};

const SOURCE: &str = include_str!("data/tour.py");

/// A concept and one of its tokens.
type Place = (ConceptId, usize, usize);

fn places(recogniser: &Recogniser, source: &str) -> HashSet<Place> {
    let found = recogniser.occurrences(&Syntax::parse(source), source);
    let mut places = HashSet::new();
    for found in found.iter() {
        let spans = found.focus.iter();
        places.extend(spans.map(|span| (found.concept, span.start(), span.end())));
    }
    places
}

/// How many places there are before and behind the lines that are cut, and how many are found, each
/// line being cut behind all that may be typed last.
fn cut_everywhere(recogniser: &Recogniser) -> [(usize, usize); 2] {
    let whole = places(recogniser, SOURCE);
    let mut sums = [(0, 0); 2];
    let mut start = 0;
    for line in SOURCE.split_inclusive('\n') {
        let end = start + line.len();
        for (at, _) in line.match_indices(|letter| "([{:=., ".contains(letter)) {
            let typed = &line[..=at];
            // An open docstring takes all that follows, for Python as well.
            if typed.trim().is_empty() || typed.contains("\"\"\"") {
                continue;
            }
            let broken = format!("{}{typed}\n{}", &SOURCE[..start], &SOURCE[end..]);
            let gone = SOURCE.len() - broken.len();
            let found = places(recogniser, &broken);
            for &(concept, from, to) in &whole {
                let (side, moved) = if to <= start {
                    (0, (concept, from, to))
                } else if from >= end {
                    (1, (concept, from - gone, to - gone))
                } else {
                    continue;
                };
                sums[side].0 += 1;
                sums[side].1 += usize::from(found.contains(&moved));
            }
        }
        start = end;
    }
    sums
}

#[test]
fn a_line_cut_short_takes_little_with_it() {
    let catalogue = pygloss::builtin::catalogue();
    let (recogniser, _) = Recogniser::new(&catalogue);
    let [before, behind] = cut_everywhere(&recogniser);
    assert!(before.0 > 100_000 && behind.0 > 100_000);
    assert!(before.1 * 1000 >= before.0 * 998, "{before:?}");
    assert!(behind.1 * 1000 >= behind.0 * 950, "{behind:?}");
}
