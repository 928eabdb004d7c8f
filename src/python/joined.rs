//! Line breaks that the grammar does not see through.
//!
//! In brackets, after a dot, the grammar's scanner takes a line that begins further to the left for
//! the end of the block: no closing bracket may follow a dot, and only that tells it that brackets
//! are open. One such place can make an error of the whole file.

use super::Source;

/// The text with a space for each line break after a dot in brackets; `None` where there is none.
/// Every byte keeps its place.
pub(super) fn joined(source: Source<'_>) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(source.len());
    while text.len() < source.len() {
        let (piece, start) = source.piece(text.len());
        text.extend_from_slice(piece.get(text.len() - start..)?);
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
        joined(Source::Text(text)).map(|bytes| String::from_utf8(bytes).unwrap())
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
