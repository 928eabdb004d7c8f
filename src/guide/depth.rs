//! A limit to how deep the lists and quotes of a text nest. What `pulldown-cmark` spends on a line
//! grows with the depth of what is open around it, so that a line of 100,000 `>` before 100,000
//! other lines would cost the product of both. People nest a handful deep.

use crate::problem::Problem;
use crate::text::Span;

/// How many markers of lists and quotes a line may begin with.
const MOST: usize = 100;
/// The last column at which a list may begin, from 0: a list in a list is at least two columns
/// deeper.
const FARTHEST: usize = 400;

/// The text with the markers of lists and quotes that are too deep turned into full stops, where
/// there are some, so that every byte stays at its place; and where the first of them stands.
pub(super) fn limited(text: &str) -> Option<(String, usize)> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // A marker takes a byte at least, and a tab is as wide as four.
        if line.len() > MOST {
            let mut at = start;
            for part in line.split_inclusive('\r') {
                too_deep(part, at, &mut places);
                at += part.len();
            }
        }
        start += line.len();
    }
    let first = *places.first()?;
    let mut bytes = text.as_bytes().to_vec();
    for at in places {
        bytes[at] = b'.';
    }
    // Markers are ASCII: the text stays what it was elsewhere.
    String::from_utf8(bytes).ok().map(|text| (text, first))
}

/// The problem that a text nests too deep at the byte `at` of the file.
pub(super) fn problem(at: usize) -> Problem {
    Problem::warning(
        Span::new(at, at + 1),
        "too-deep",
        format!(
            "lists and quotes nest more than {MOST} deep here: the markers from here on are taken for text"
        ),
    )
}

/// Adds the bytes that make markers of what is too deep on the line that begins at `start`.
fn too_deep(line: &str, start: usize, places: &mut Vec<usize>) {
    let bytes = line.as_bytes();
    let (mut at, mut column, mut count) = (0, 0, 0);
    while at < bytes.len() {
        if let Some(width) = marker(&bytes[at..]) {
            count += 1;
            if count > MOST || column > FARTHEST {
                places.push(start + at + width - 1);
            }
            at += width;
            column += width;
            continue;
        }
        match bytes[at] {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return,
        }
        at += 1;
    }
}

/// How many bytes a marker takes that stands at the beginning (CommonMark 0.31, sections 5.1, 5.2).
fn marker(bytes: &[u8]) -> Option<usize> {
    let ends = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
    match bytes.first()? {
        b'>' => Some(1),
        b'-' | b'+' | b'*' if ends(1) => Some(1),
        b'0'..=b'9' => {
            let digits = bytes
                .iter()
                .take(10)
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let ended =
                digits < 10 && matches!(bytes.get(digits), Some(b'.' | b')')) && ends(digits + 1);
            ended.then_some(digits + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_as_people_write_it_is_left_alone() {
        assert_eq!(limited(&format!("> - 1. a {}\n", "> ".repeat(200))), None);
        assert_eq!(limited(&format!("{}a\n", "- ".repeat(MOST))), None);
        assert_eq!(limited(&"*".repeat(500)), None);
    }

    #[test]
    fn markers_that_are_too_deep_become_text_of_the_same_length() {
        let text = format!("a\n{}b\n", "> 1. ".repeat(51));
        let (limited, first) = limited(&text).unwrap();
        assert_eq!(limited.len(), text.len());
        assert_eq!(limited, format!("a\n{}. 1. b\n", "> 1. ".repeat(50)));
        assert_eq!(first, 2 + 50 * 5);
    }

    #[test]
    fn a_list_far_to_the_right_is_text() {
        let text = format!("{}- a\r{}- a\n", " ".repeat(402), "\t".repeat(99));
        let (limited, first) = limited(&text).unwrap();
        assert_eq!(first, 402);
        assert!(limited.ends_with("\t- a\n"));
    }
}
