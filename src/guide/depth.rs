//! A limit to how deep the lists and quotes of a text nest. What `pulldown-cmark` spends on a line
//! grows with the depth of what is open around it, so that a line of 100,000 `>` before 100,000
//! other lines would cost the product of both. People nest a handful deep.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::blocks::OPTIONS;
use crate::problem::Problem;
use crate::text::Span;

/// How many markers of lists and quotes a line may begin with.
const MOST: usize = 100;
/// The last column at which a list may begin, from 0: a list in a list is at least two columns
/// deeper.
const FARTHEST: usize = 400;

/// The text with the markers of lists and quotes that are too deep turned into full stops, where
/// there are some, so that every byte stays at its place; and where the first of them stands. Code
/// keeps what looks like them.
pub(super) fn limited(text: &str) -> Option<(String, usize)> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // A marker takes a byte at least, and a tab is as wide as four.
        if line.len() > MOST {
            let mut at = start;
            for part in line.split_inclusive('\r') {
                places.extend(too_deep(part).map(|place| at + place));
                at += part.len();
            }
        }
        start += line.len();
    }
    if places.is_empty() {
        return None;
    }
    // Only the parser tells what is code. It reads the text without the markers fast, and they
    // change nothing about where code begins and ends.
    let code = code(&without(text, &places)?);
    places.retain(|&place| {
        let upto = code.partition_point(|range| range.start <= place);
        upto == 0 || code[upto - 1].end <= place
    });
    let first = *places.first()?;
    Some((without(text, &places)?, first))
}

/// The text with full stops at these places, which hold ASCII.
fn without(text: &str, places: &[usize]) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for &at in places {
        bytes[at] = b'.';
    }
    String::from_utf8(bytes).ok()
}

/// Where the lines of code blocks stand, in order.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = false;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => open = true,
            Event::End(TagEnd::CodeBlock) => open = false,
            Event::Text(_) if open => out.push(range),
            _ => {}
        }
    }
    out
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

/// Where the first marker on the line stands that is too deep: once it is text, so is the rest.
fn too_deep(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let rule = rule(bytes);
    let (mut at, mut column, mut count) = (0, 0, 0);
    while at < bytes.len() && at < rule {
        if let Some(width) = marker(&bytes[at..]) {
            count += 1;
            if count > MOST || column > FARTHEST {
                return Some(at);
            }
            at += width;
            column += width;
            continue;
        }
        match bytes[at] {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return None,
        }
        at += 1;
    }
    None
}

/// Where the rest of the line is a thematic break, which is no list though it looks like many
/// (CommonMark 0.31, section 4.1); the line's length where none is.
fn rule(line: &[u8]) -> usize {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let Some(&sign @ (b'-' | b'*')) = line.iter().rev().find(|byte| !blank(byte)) else {
        return line.len();
    };
    let mut count = 0;
    let mut from = line.len();
    for (at, byte) in line.iter().enumerate().rev() {
        if *byte == sign {
            count += 1;
            from = at;
        } else if !blank(&byte) {
            break;
        }
    }
    if count < 3 { line.len() } else { from }
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
        assert_eq!(limited(&format!("a\n\n{}\n", "- ".repeat(500))), None);
        assert_eq!(limited(&format!("> + {}\n", "* ".repeat(500))), None);
    }

    #[test]
    fn code_that_looks_like_markers_is_code() {
        let marks = "> ".repeat(MOST + 1);
        let fenced = format!("```text\n{marks}a\n```\n\n> - ~~~\n>   {marks}\n>   ~~~\n");
        assert_eq!(limited(&fenced), None);
        assert_eq!(limited(&format!("a\n\n    {marks}a\n")), None);
        let (limited, first) = limited(&format!("{fenced}\n{marks}b\n")).unwrap();
        assert!(limited.starts_with(&fenced) && limited.ends_with("> > . b\n"));
        assert_eq!(first, fenced.len() + 1 + 2 * MOST);
    }

    #[test]
    fn numbers_count_as_markers_too() {
        let (limited, _) = limited(&format!("{}a\n", "1. ".repeat(MOST + 2))).unwrap();
        assert_eq!(limited, format!("{}.. 1. a\n", "1. ".repeat(MOST)));
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
        let line = |depth: usize| format!("{}- a\n", "  ".repeat(depth));
        let text: String = (0..=FARTHEST / 2 + 1).map(line).collect();
        let (limited, first) = limited(&text).unwrap();
        assert_eq!(first, text.len() - 4);
        assert!(limited.ends_with("  . a\n") && limited.contains("  - a\n  "));
        let shallow = &text[..text.len() - line(FARTHEST / 2 + 1).len()];
        assert_eq!(super::limited(shallow), None);
    }
}
