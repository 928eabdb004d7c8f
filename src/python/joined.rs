//! Line breaks that the grammar does not see through.
//!
//! In brackets, after a dot, the grammar's scanner takes a line that begins further to the left for
//! the end of the block: no closing bracket may follow a dot, and only that tells it that brackets
//! are open. One such place can make an error of the whole file.

use super::Source;
use super::joins::Joins;

/// The text with a space for each line break after a dot in brackets, and for those in `joins`;
/// `None` where there is none after a dot. Every byte keeps its place.
pub(super) fn joined(source: Source<'_>, joins: &Joins) -> Option<Vec<u8>> {
    if !may_break_after_dot(source) {
        return None;
    }
    let mut text = Vec::with_capacity(source.len());
    while text.len() < source.len() {
        let (piece, start) = source.piece(text.len());
        text.extend_from_slice(piece.get(text.len() - start..)?);
    }
    for at in joins.iter() {
        *text.get_mut(at)? = b' ';
    }
    let mut depth = 0_usize;
    let mut after_dot = false;
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'#' => {
                at += text[at..].iter().take_while(|&&byte| byte != b'\n').count();
                continue;
            }
            b'"' | b'\'' => {
                at = end_of_string(&text, at);
                after_dot = false;
                continue;
            }
            b'\n' | b'\r' if after_dot && depth > 0 => {
                text[at] = b' ';
                changed = true;
            }
            b'\n' | b'\r' | b' ' | b'\t' => {}
            b'.' => after_dot = true,
            other => {
                after_dot = false;
                match other {
                    b'(' | b'[' | b'{' => depth += 1,
                    b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
        at += 1;
    }
    changed.then_some(text)
}

/// Whether a line ends with a dot, whatever it means: cheap, for it is asked of each text that does
/// not parse.
fn may_break_after_dot(source: Source<'_>) -> bool {
    let mut at = 0;
    let mut after_dot = false;
    while at < source.len() {
        let (piece, start) = source.piece(at);
        for &byte in piece.get(at - start..).unwrap_or_default() {
            match byte {
                b'.' => after_dot = true,
                b' ' | b'\t' => {}
                b'\n' | b'\r' if after_dot => return true,
                // A comment may stand between.
                b'#' if after_dot => return true,
                _ => after_dot = false,
            }
        }
        at = start + piece.len();
    }
    false
}

/// Where the string literal ends whose quotes begin at `start`.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let quote = text[start];
    let triple = text[start..].starts_with(&[quote; 3]);
    let mut at = start + if triple { 3 } else { 1 };
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' if !triple => return at,
            byte if byte == quote && !triple => return at + 1,
            byte if byte == quote && text[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined_text(text: &str) -> Option<String> {
        joined(Source::Text(text), &Joins::default()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_line_break_after_a_dot_in_brackets_is_joined() {
        assert_eq!(joined_text("(a.\nb)\n").as_deref(), Some("(a. b)\n"));
        assert_eq!(joined_text("(a.  \r\nb)\n").as_deref(), Some("(a.    b)\n"));
    }

    #[test]
    fn other_line_breaks_stay() {
        for text in [
            "(a\n.b)\n",
            "x = 1.\n",
            "('a.\n', b)\n",
            "# (a.\nb\n",
            "(\"\"\"a.\n\"\"\")\n",
        ] {
            assert_eq!(joined_text(text), None, "{text}");
        }
    }
}
