//! Random edits of random source: everything found lies in the text, and what is found after an edit
//! is what is found afresh.

use std::sync::LazyLock;

use pygloss::python::{Recogniser, Syntax};
use pygloss::text::{Change, Document, Encoding, Span};

use super::bytes::Bytes;
use super::python::rows;

static RECOGNISER: LazyLock<Recogniser> =
    LazyLock::new(|| Recogniser::new(&pygloss::builtin::catalogue()).0);

/// What random text is put into, so that there is something to break.
const SOURCE: &str = include_str!("../../data/tour.py");

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let kind = bytes.byte();
    let mut text = bytes.text();
    if kind & 1 == 1 {
        text.push('\n');
        text.push_str(SOURCE);
    }
    let at_once = usize::from(kind >> 1 & 3) + 1;
    let mut document = Document::new(&text, 1);
    let mut syntax = Syntax::parse(document.rope());
    let mut occurrences = RECOGNISER.occurrences(&syntax, document.rope());
    while !bytes.is_empty() {
        let mut made = Vec::new();
        for _ in 0..at_once {
            made.push(edit(&mut document, &mut bytes));
        }
        let rope = document.rope();
        syntax = syntax.reparse(&made, rope);
        occurrences = RECOGNISER.occurrences_after(&occurrences, &made, &syntax, rope);
        let found = rows(&occurrences, rope.len_bytes());
        let again = RECOGNISER.occurrences(&syntax, rope);
        assert_eq!(found, rows(&again, rope.len_bytes()));
        let text = rope.to_string();
        let fresh = Syntax::parse(&text);
        if !fresh.has_error() && !syntax.has_error() {
            let again = RECOGNISER.occurrences(&fresh, &text);
            assert_eq!(found, rows(&again, text.len()));
        }
        for place in [0, text.len() / 2, text.len()] {
            occurrences.at(place);
        }
    }
}

/// An edit: where, in parts of 65,536 of the text, how many bytes go, what comes.
fn edit(document: &mut Document, bytes: &mut Bytes<'_>) -> pygloss::text::Edit {
    let total = document.rope().len_bytes();
    let start = total * usize::from(bytes.number()) / 65536;
    let length = usize::from(bytes.byte());
    let span = Span::new(start, (start + length).min(total));
    let change = Change {
        range: Some(document.positions(span, Encoding::Utf8)),
        text: bytes.text(),
    };
    document.apply(&change, Encoding::Utf8)
}
