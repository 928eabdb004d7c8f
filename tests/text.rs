//! Positions and edits against a reference that is slow and plain: a list of characters.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pygloss::text::{Change, Document, Encoding, Line, LineIndex, Position};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Text of the kinds that break position arithmetic: emoji with joiners, combining marks, tabs,
/// every kind of line break and what only looks like one.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z =:]{1,6}",
        1 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("\u{000C}".to_owned()),
        1 => Just("\u{000B}".to_owned()),
        1 => Just("\u{0085}".to_owned()),
        1 => Just("\u{2028}\u{2029}".to_owned()),
        1 => Just("e\u{0301}".to_owned()),
        1 => Just("👩‍👩‍👧".to_owned()),
        1 => Just("𝒳".to_owned()),
        1 => Just("题".to_owned()),
        1 => Just("ж".to_owned()),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn position() -> impl Strategy<Value = Position> {
    (0..12u32, 0..30u32).prop_map(|(line, column)| Position::new(line, column))
}

/// The lines of `text` with the byte where each begins, ends left out.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = vec![(0, String::new())];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\r' if matches!(chars.peek(), Some((_, '\n'))) => {}
            '\n' | '\r' => lines.push((at + 1, String::new())),
            _ => lines.last_mut().unwrap().1.push(c),
        }
    }
    lines
}

fn reference_offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let lines = lines(text);
    let Some((start, line)) = lines.get(position.line.0 as usize) else {
        return text.len();
    };
    let mut units = 0;
    let mut bytes = 0;
    for c in line.chars() {
        units += match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if units > position.column.0 as usize {
            break;
        }
        bytes += c.len_utf8();
    }
    start + bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(20), ..ProptestConfig::default() })]

    #[test]
    fn an_offset_is_what_the_reference_says(text in text(), at in position()) {
        for encoding in ENCODINGS {
            let expected = reference_offset(&text, at, encoding);
            prop_assert_eq!(Document::new(&text, 0).offset(at, encoding), expected);
            prop_assert_eq!(LineIndex::new(&text).offset(&text, at, encoding), expected);
        }
    }

    #[test]
    fn a_position_leads_back_to_its_offset(text in text()) {
        let document = Document::new(&text, 0);
        let index = LineIndex::new(&text);
        for (offset, c) in text.char_indices().chain([(text.len(), ' ')]) {
            // Inside a line break there is no position: it is the end of the line.
            if c == '\n' && text[..offset].ends_with('\r') {
                continue;
            }
            for encoding in ENCODINGS {
                let position = document.position(offset, encoding);
                prop_assert_eq!(index.position(&text, offset, encoding), position);
                prop_assert_eq!(document.offset(position, encoding), offset);
            }
        }
    }

    #[test]
    fn a_whole_text_changes_only_what_is_another_in_it(before in text(), after in text()) {
        let mut document = Document::new(&before, 0);
        let edit = document.apply(&Change { range: None, text: after.clone() }, Encoding::Utf16);
        prop_assert_eq!(document.rope().to_string(), after.as_str());
        let (old, new) = (&before[edit.start..edit.old_end], &after[edit.start..edit.new_end]);
        prop_assert_eq!(&before[..edit.start], &after[..edit.start]);
        prop_assert_eq!(&before[edit.old_end..], &after[edit.new_end..]);
        let (first, last) = (|text: &str| text.chars().next(), |text: &str| text.chars().last());
        prop_assert!(old.is_empty() || new.is_empty() || first(old) != first(new));
        prop_assert!(old.is_empty() || new.is_empty() || last(old) != last(new));
    }

    #[test]
    fn the_encodings_agree_on_every_edit(
        text in text(),
        edits in prop::collection::vec((position(), position(), text_or_nothing()), 1..6),
    ) {
        let mut documents = ENCODINGS.map(|_| Document::new(&text, 0));
        let mut plain = text;
        for (a, b, new) in edits {
            let (a, b) = (reference_offset(&plain, a, Encoding::Utf32), reference_offset(&plain, b, Encoding::Utf32));
            let (start, end) = (a.min(b), a.max(b));
            for (document, encoding) in documents.iter_mut().zip(ENCODINGS) {
                let range = (document.position(start, encoding), document.position(end, encoding));
                let edit = document.apply(&Change { range: Some(range), text: new.clone() }, encoding);
                prop_assert_eq!((edit.start, edit.old_end, edit.new_end), (start, end, start + new.len()));
            }
            plain.replace_range(start..end, &new);
            for document in &documents {
                prop_assert_eq!(document.rope().to_string(), plain.as_str());
            }
        }
    }
}

fn text_or_nothing() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text()]
}

#[test]
fn a_text_of_many_pieces_has_the_positions_of_one() {
    let lines = "é = 1\r\nx\n\r\rif 题 == '𝒳':\n\n\tpass\r";
    let text = lines.repeat(200) + &"long = ".repeat(1000) + "\r\n" + &lines.repeat(50);
    let (document, index) = (Document::new(&text, 0), LineIndex::new(&text));
    assert!(document.rope().chunks().count() > 4);
    for (offset, c) in text.char_indices() {
        // Inside a line break there is no position.
        if c == '\n' && text[..offset].ends_with('\r') {
            continue;
        }
        for encoding in ENCODINGS {
            let position = index.position(&text, offset, encoding);
            assert_eq!(document.position(offset, encoding), position, "{offset}");
            let back = index.offset(&text, position, encoding);
            assert_eq!(document.offset(position, encoding), back, "{offset}");
        }
    }
}

#[test]
fn the_line_of_an_offset_is_the_same_wherever_it_is_looked_for() {
    let text = "a\n\nb\r\nc\rd";
    let index = LineIndex::new(text);
    for offset in 0..=text.len() + 1 {
        for near in 0..7 {
            assert_eq!(index.line_near(offset, Line(near)), index.line(offset));
        }
    }
}

#[test]
fn a_column_past_the_end_is_the_end_of_its_line() {
    let document = Document::new("ab\r\ncd", 0);
    for encoding in ENCODINGS {
        assert_eq!(document.offset(Position::new(0, 99), encoding), 2);
        assert_eq!(document.offset(Position::new(99, 0), encoding), 6);
        assert_eq!(
            document.offset(Position::new(u32::MAX, u32::MAX), encoding),
            6
        );
        assert_eq!(document.offset(Position::new(0, u32::MAX), encoding), 2);
    }
}

#[test]
fn a_column_inside_a_character_is_its_start() {
    let document = Document::new("a😀b", 0);
    assert_eq!(document.offset(Position::new(0, 2), Encoding::Utf16), 1);
    assert_eq!(document.offset(Position::new(0, 3), Encoding::Utf8), 1);
    assert_eq!(document.offset(Position::new(0, 3), Encoding::Utf16), 5);
}

#[test]
fn a_reversed_range_is_taken_for_its_two_ends() {
    let mut document = Document::new("abcdef", 0);
    let range = Some((Position::new(0, 4), Position::new(0, 2)));
    document.apply(
        &Change {
            range,
            text: "X".to_owned(),
        },
        Encoding::Utf16,
    );
    assert_eq!(document.rope().to_string(), "abXef");
}

#[test]
fn a_change_without_a_range_is_that_of_what_is_another() {
    for (before, after, edit) in [
        ("abc", "héllo", (0, 3, 6)),
        ("one two", "one three two", (5, 5, 11)),
        ("aaa", "aa", (2, 3, 2)),
        // The two begin with the same byte, and end with the same one.
        ("é", "è", (0, 2, 2)),
        ("\u{1F600}x", "\u{10600}x", (0, 4, 4)),
        ("", "x", (0, 0, 1)),
        ("x", "", (0, 1, 0)),
        ("x", "x", (1, 1, 1)),
    ] {
        let mut document = Document::new(before, 0);
        let text = after.to_owned();
        let made = document.apply(&Change { range: None, text }, Encoding::Utf16);
        assert_eq!(document.rope().to_string(), after);
        assert_eq!((made.start, made.old_end, made.new_end), edit, "{after:?}");
    }
}
