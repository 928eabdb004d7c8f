//! Documents: positions of the protocol to bytes and back, and edits of the rope.

use std::hint::black_box;

use pygloss::text::{Change, Document, Encoding, LineIndex, Position, Span};

use super::turns::{compare, timed, title};

/// Conversions in one round.
const MANY: usize = 1000;

pub fn all() {
    let tour = include_str!("../data/tour.py");
    let umlauts = "name = 'Ð§Ñ‚Ð¾ é 🐍'  # ü\n";
    title("text", "counting the characters of the same lines");
    for times in [5, 50, 500] {
        positions(&format!("positions/x {times}"), &tour.repeat(times));
    }
    positions("positions/not ASCII", &umlauts.repeat(50_000));
    positions("positions/one line of 30 KB", &"x = 1; ".repeat(4_300));

    title("text", "a copy of the same text");
    for times in [5, 50, 500] {
        let text = tour.repeat(times);
        let copy = || timed(|| text.clone());
        let open = || timed(|| Document::new(&text, 1));
        compare(&format!("document/open x {times}"), text.len(), open, copy);
        let lines = || timed(|| LineIndex::new(&text));
        let name = format!("document/lines x {times}");
        compare(&name, text.len(), lines, copy);
        let mut document = Document::new(&text, 1);
        let middle = document.position(text.len() / 2, Encoding::Utf16);
        let name = format!("document/one character x {times}");
        compare(&name, text.len(), || typed(&mut document, middle), copy);
    }
}

/// Offsets spread over the text, to UTF-16 positions and back.
fn positions(name: &str, text: &str) {
    let document = Document::new(text, 1);
    let places: Vec<usize> = (0..MANY)
        .map(|number| boundary(text, text.len() / MANY * number))
        .collect();
    let lines: Vec<&str> = places
        .iter()
        .map(|&place| {
            let start = text[..place].rfind('\n').map_or(0, |end| end + 1);
            &text[start..place]
        })
        .collect();
    let both_ways = || {
        timed(|| {
            for &place in &places {
                let position = document.position(place, Encoding::Utf16);
                black_box(document.offset(position, Encoding::Utf16));
            }
        })
    };
    let counted = || {
        timed(|| {
            for line in &lines {
                black_box(black_box(line).chars().map(char::len_utf16).sum::<usize>());
            }
        })
    };
    compare(name, text.len(), both_ways, counted);
}

/// The first place from `from` on where a character begins.
fn boundary(text: &str, from: usize) -> usize {
    let mut places = from..text.len();
    places
        .find(|&place| text.is_char_boundary(place))
        .unwrap_or(text.len())
}

/// Types a character and takes it away.
fn typed(document: &mut Document, at: Position) -> std::time::Duration {
    let typed = Change {
        range: Some((at, at)),
        text: "x".to_owned(),
    };
    timed(|| {
        let edit = document.apply(&typed, Encoding::Utf16);
        let span = Span::new(edit.start, edit.new_end);
        let away = Change {
            range: Some(document.positions(span, Encoding::Utf16)),
            text: String::new(),
        };
        document.apply(&away, Encoding::Utf16)
    })
}
