//! What the Python in answers uses, weighed by how rare that is in the guide.

use std::collections::HashMap;

use super::around::Around;
use super::everyday::is_everyday;
use super::forms::Forms;
use crate::concept::ConceptId;
use crate::guide::{Entry, Page};
use crate::python::{Recogniser, Syntax};

/// How often each concept occurs in the Python blocks of one entry.
pub type Counts = HashMap<ConceptId, u32>;

/// Whether a block in `language` is taken for Python. A fence without a language mostly is, in
/// notes on Python; what is not gives few names.
fn is_python(language: &str) -> bool {
    matches!(language, "" | "python" | "py" | "python3" | "py3" | "pycon")
}

fn add(counts: &mut Counts, concepts: &[ConceptId]) {
    for &concept in concepts {
        *counts.entry(concept).or_default() += 1;
    }
}

/// Whether a word of prose can be a name in Python and is no everyday word.
fn is_name(word: &str) -> bool {
    word.len() > 4 && word.is_ascii() && !is_everyday(word)
}

/// The lines of `markdown` outside of fences.
fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    markdown.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        inside ^= fence;
        !fence && !inside
    })
}

/// The concepts in the Python blocks of `entry`, and those that the code spans of its answer name.
pub fn counts(recogniser: &Recogniser, forms: &Forms, page: &Page, entry: &Entry) -> Counts {
    let mut counts = Counts::new();
    let answer = entry
        .answer
        .and_then(|span| page.text.get(span.range()))
        .unwrap_or("");
    let around = Around::new(&entry.title, answer);
    for line in prose(answer) {
        for (at, part) in line.split('`').enumerate() {
            if at % 2 == 1 {
                add(&mut counts, &forms.of_code(part, &around));
                continue;
            }
            let words = part.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
            let telling = words
                .map(|word| word.trim_matches('.'))
                .filter(|word| is_name(word));
            telling.for_each(|word| add(&mut counts, &forms.of_word(word, &around)));
        }
    }
    for block in page
        .code_of(entry)
        .filter(|block| is_python(&block.language))
    {
        let Some(source) = page.text.get(block.code.range()) else {
            continue;
        };
        let syntax = Syntax::parse(source);
        if block.language.is_empty() && syntax.has_error() {
            continue;
        }
        for occurrence in recogniser.occurrences(&syntax, source).iter() {
            *counts.entry(occurrence.concept).or_default() += 1;
        }
    }
    counts
}

/// How much it says that an entry's code uses something, from 0 to 1: more where it is used often
/// in this entry, and where the code of few entries uses it.
pub fn weight(count: u32, entries_with_it: usize, entries_with_code: usize) -> f32 {
    let often = count as f32 / (count as f32 + 1.0);
    let all = entries_with_code.max(2) as f32;
    let rare = (all / entries_with_it.max(1) as f32).ln() / all.ln();
    2.0 * often * rare.max(0.0) / (1.0 + often)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_and_frequent_use_weighs_more() {
        assert!(weight(3, 1, 100) > weight(1, 1, 100));
        assert!(weight(1, 1, 100) > weight(1, 50, 100));
        assert!(weight(9, 100, 100) < 0.001);
        assert!((0.0..=1.0).contains(&weight(1000, 1, 1)));
    }
}
