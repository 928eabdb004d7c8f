//! Random edits of random source: nothing panics, everything found lies in the text, and what is
//! found after an edit is what is found afresh.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz edits`

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pygloss::concept::ConceptId;
use pygloss::python::{Occurrences, Recogniser, Role, Syntax};
use pygloss::text::{Change, Document, Encoding, Span};

static RECOGNISER: LazyLock<Recogniser> =
    LazyLock::new(|| Recogniser::new(&pygloss::builtin::catalogue()).0);

/// What random text is put into, so that there is something to break.
const SOURCE: &str = include_str!("../../data/tour.py");

/// An edit: where, in parts of 65,536 of the text, how many bytes go, what comes.
type Edit = (u16, u8, String);

fuzz_target!(|input: (bool, String, Vec<Edit>, u8)| {
    let (with_source, text, edits, batch) = input;
    let text = if with_source {
        format!("{text}\n{SOURCE}")
    } else {
        text
    };
    let mut document = Document::new(&text, 1);
    let mut syntax = Syntax::parse(document.rope());
    let mut occurrences = RECOGNISER.occurrences(&syntax, document.rope());
    for edits in edits.chunks(usize::from(batch % 4) + 1) {
        let mut made = Vec::new();
        for (place, length, text) in edits {
            let total = document.rope().len_bytes();
            let start = total * usize::from(*place) / 65536;
            let span = Span::new(start, (start + usize::from(*length)).min(total));
            let change = Change {
                range: Some(document.positions(span, Encoding::Utf8)),
                text: text.clone(),
            };
            made.push(document.apply(&change, Encoding::Utf8));
        }
        let rope = document.rope();
        syntax = syntax.reparse(&made, rope);
        occurrences = RECOGNISER.occurrences_after(&occurrences, &made, &syntax, rope);
        let found = rows(&occurrences);
        assert_eq!(found, rows(&RECOGNISER.occurrences(&syntax, rope)));
        for (_, extent, focus, _) in &found {
            assert!(extent.end() <= rope.len_bytes());
            assert!(!focus.is_empty());
            assert!(
                focus
                    .iter()
                    .all(|span| !span.is_empty() && extent.covers(*span))
            );
        }
        let text = rope.to_string();
        let fresh = Syntax::parse(&text);
        if !fresh.has_error() && !syntax.has_error() {
            assert_eq!(found, rows(&RECOGNISER.occurrences(&fresh, &text)));
        }
        for place in [0, text.len() / 2, text.len()] {
            occurrences.at(place);
        }
    }
});

fn rows(occurrences: &Occurrences) -> Vec<(ConceptId, Span, Vec<Span>, Option<Role>)> {
    let row = |found: pygloss::python::Occurrence<'_>| {
        (
            found.concept,
            found.extent,
            found.focus.iter().collect(),
            found.role,
        )
    };
    occurrences.iter().map(row).collect()
}
