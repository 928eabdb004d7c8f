//! Positions and edits in every encoding, against a text that is only counted through.

use pygloss::text::{Change, Document, Edit, Encoding, LineIndex, Position};

use super::bytes::Bytes;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
/// Longer texts say nothing more, and each place of a text is looked at.
const LONGEST: usize = 2000;
const MOST_EDITS: usize = 20;

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(&data[..data.len().min(LONGEST)]);
    let mut text = bytes.text();
    let mut document = Document::new(&text, 1);
    check(&text, &document);
    for _ in 0..MOST_EDITS {
        if bytes.is_empty() {
            break;
        }
        let encoding = ENCODINGS[usize::from(bytes.byte()) % 3];
        let mut position = || {
            let line = u32::from(bytes.byte());
            // Far past any end, now and then.
            let line = if line == 254 { u32::MAX } else { line % 40 };
            let column = u32::from(bytes.byte());
            Position::new(line, if column == 254 { u32::MAX } else { column })
        };
        let range = (position(), position());
        let new = bytes.text();
        let (a, b) = (
            offset(&text, range.0, encoding),
            offset(&text, range.1, encoding),
        );
        let change = Change {
            range: Some(range),
            text: new.clone(),
        };
        let edit = document.apply(&change, encoding);
        let expected = Edit {
            start: a.min(b),
            old_end: a.max(b),
            new_end: a.min(b) + new.len(),
        };
        assert_eq!(edit, expected);
        text.replace_range(a.min(b)..a.max(b), &new);
        assert_eq!(document.rope(), &text);
    }
    check(&text, &document);
}

/// Each place of `text` has the position that counting gives, and leads back.
fn check(text: &str, document: &Document) {
    let index = LineIndex::new(text);
    assert_eq!(index.len(), document.rope().len_lines());
    let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for encoding in ENCODINGS {
        for at in places.clone() {
            let expected = position(text, at, encoding);
            assert_eq!(document.position(at, encoding), expected, "{at}");
            assert_eq!(index.position(text, at, encoding), expected, "{at}");
            let back = offset(text, expected, encoding);
            assert_eq!(document.offset(expected, encoding), back, "{at}");
            assert_eq!(index.offset(text, expected, encoding), back, "{at}");
            // Only within a line's end there is no position of its own.
            assert!(
                back == at || text[back..at].chars().all(|c| c == '\r'),
                "{at}"
            );
            let past = Position::new(expected.line.0, expected.column.0.saturating_add(1));
            let next = offset(text, past, encoding);
            assert_eq!(document.offset(past, encoding), next);
            assert_eq!(index.offset(text, past, encoding), next);
        }
    }
}

/// The lines of `text`: the byte that each begins at, and its text without its end.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c == '\r' && rest.peek().is_some_and(|(_, next)| *next == '\n') {
            rest.next();
            found.push((start, &text[start..at]));
            start = at + 2;
        } else if c == '\r' || c == '\n' {
            found.push((start, &text[start..at]));
            start = at + 1;
        }
    }
    found.push((start, &text[start..]));
    found
}

fn width(c: char, encoding: Encoding) -> u32 {
    let width = match encoding {
        Encoding::Utf8 => c.len_utf8(),
        Encoding::Utf16 => c.len_utf16(),
        Encoding::Utf32 => 1,
    };
    u32::try_from(width).unwrap()
}

fn position(text: &str, at: usize, encoding: Encoding) -> Position {
    let lines = lines(text);
    let line = lines.iter().rposition(|(start, _)| *start <= at).unwrap();
    let (start, inside) = lines[line];
    let before = inside.char_indices().take_while(|(c, _)| start + c < at);
    let column = before.map(|(_, c)| width(c, encoding)).sum();
    Position::new(u32::try_from(line).unwrap(), column)
}

fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let lines = lines(text);
    let Some((start, inside)) = lines.get(position.line.0 as usize) else {
        return text.len();
    };
    let mut units = 0_u32;
    for (at, c) in inside.char_indices() {
        units += width(c, encoding);
        if units > position.column.0 {
            return start + at;
        }
    }
    start + inside.len()
}
