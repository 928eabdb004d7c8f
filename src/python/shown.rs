//! Line breaks that the grammar does not see through.
//!
//! Only a closing bracket that may follow tells the grammar's scanner that brackets are open. Where
//! none may, after an operator, a dot or a keyword that asks for more, or in the middle of
//! `a if b else c`, it takes a line that begins further to the left than the statement for the end of
//! the block. One such place can make an error of the whole file.

use super::Source;
use super::joins::Joins;

/// The text with spaces for the line breaks that are misunderstood, for the comments among them, and
/// for the breaks in `joins`; `None` where none is misunderstood. Every byte keeps its place.
pub(super) fn joined(source: Source<'_>, joins: &Joins) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(source.len());
    while text.len() < source.len() {
        let (piece, start) = source.piece(text.len());
        text.extend_from_slice(piece.get(text.len() - start..)?);
    }
    let found = Scan::new(&text).misunderstood();
    if found.is_empty() {
        return None;
    }
    for at in joins.iter() {
        *text.get_mut(at)? = b' ';
    }
    for (start, end) in found {
        text[start..end].fill(b' ');
    }
    Some(text)
}

/// What stands before a place, as far as it matters whether more has to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Something that may be the last, or after which a closing bracket may stand.
    Whole,
    /// An operator or a keyword that asks for more.
    Open,
    Dot,
}

/// Goes through a text as far as brackets, strings and comments matter.
struct Scan<'t> {
    text: &'t [u8],
    at: usize,
    depth: usize,
    before: Before,
    /// How far the line is indented that the statement begins at.
    indent: usize,
}

impl<'t> Scan<'t> {
    fn new(text: &'t [u8]) -> Self {
        let mut scan = Self {
            text,
            at: 0,
            depth: 0,
            before: Before::Whole,
            indent: 0,
        };
        scan.begin_line();
        scan
    }

    /// The stretches from a break, or from a comment before it, to what goes on behind it. Those in
    /// brackets that are never closed are left out: somebody is typing there.
    fn misunderstood(mut self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut closed = 0;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'#' | b'\n' | b'\r' => {
                    let start = self.at;
                    let is_further_left = self.skip_lines();
                    // A comment is hidden only where it has to be.
                    let is_hidden = match self.before {
                        Before::Dot => true,
                        Before::Open => is_further_left,
                        Before::Whole => {
                            is_further_left && !self.text[start..self.at].contains(&b'#')
                        }
                    };
                    if self.depth == 0 {
                        self.before = Before::Whole;
                    } else if is_hidden {
                        found.push((start, self.at));
                    }
                }
                b' ' | b'\t' | b'\x0c' => self.at += 1,
                // With the break behind it.
                b'\\' => self.at += 2,
                b'"' | b'\'' => {
                    self.at = end_of_string(self.text, self.at);
                    self.before = Before::Whole;
                }
                b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => self.word(),
                _ => {
                    self.sign(byte);
                    self.at += 1;
                    if self.depth == 0 {
                        closed = found.len();
                    }
                }
            }
        }
        found.truncate(closed);
        found
    }

    fn word(&mut self) {
        const ASKS: [&[u8]; 14] = [
            b"and", b"as", b"async", b"await", b"else", b"for", b"from", b"if", b"in", b"is",
            b"lambda", b"not", b"or", b"yield",
        ];
        let rest = &self.text[self.at..];
        let is_word = |&&byte: &&u8| byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80;
        let length = rest.iter().take_while(is_word).count();
        self.before = match ASKS.contains(&&rest[..length]) {
            true => Before::Open,
            false => Before::Whole,
        };
        self.at += length;
    }

    fn sign(&mut self, byte: u8) {
        self.before = match byte {
            b'(' | b'[' | b'{' => {
                self.depth += 1;
                // Brackets behind a value may not be empty.
                match byte {
                    b'[' => Before::Open,
                    _ => Before::Whole,
                }
            }
            b')' | b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                Before::Whole
            }
            b'.' => Before::Dot,
            b',' | b';' => Before::Whole,
            _ => Before::Open,
        };
    }

    /// Goes over breaks, empty lines and comments to what stands behind them. Whether a line there
    /// begins further to the left than the statement, comments included.
    fn skip_lines(&mut self) -> bool {
        let mut is_further_left = false;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'#' => {
                    let rest = &self.text[self.at..];
                    let is_inside = |&&byte: &&u8| byte != b'\n' && byte != b'\r';
                    self.at += rest.iter().take_while(is_inside).count();
                }
                b'\n' | b'\r' => {
                    self.at += 1;
                    let indent = self.begin_line();
                    let is_empty = matches!(self.text.get(self.at), None | Some(b'\n' | b'\r'));
                    is_further_left |= !is_empty && indent < self.indent;
                }
                _ => break,
            }
        }
        is_further_left
    }

    /// Goes to the first byte of a line that is no blank, and tells how far it is indented.
    fn begin_line(&mut self) -> usize {
        let mut indent = 0;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b' ' => indent += 1,
                b'\t' => indent += 8,
                b'\x0c' => indent = 0,
                _ => break,
            }
            self.at += 1;
        }
        if self.depth == 0 {
            self.indent = indent;
        }
        indent
    }
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
    fn where_more_is_asked_for_a_line_further_left_is_joined() {
        for (text, expected) in [
            ("if a:\n  b[\n:c]\n", "if a:\n  b[ :c]\n"),
            ("if a:\n  (b if c\nelse d)\n", "if a:\n  (b if c else d)\n"),
            ("if a:\n  (b +\n c)\n", "if a:\n  (b +  c)\n"),
            ("if a:\n  (b or\n\n c)\n", "if a:\n  (b or   c)\n"),
            (
                "if a:\n\t[b for # d\nc in d]\n",
                "if a:\n\t[b for     c in d]\n",
            ),
            ("if a:\n  f(b=\n# d\n    c)\n", "if a:\n  f(b=         c)\n"),
            (
                "if a:\n  f(é=\r\nc, (d,\n))\n",
                "if a:\n  f(é=  c, (d, ))\n",
            ),
        ] {
            assert_eq!(joined_text(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_line_breaks_stay() {
        for text in [
            "(a\n.b)\n",
            "x = 1.\n",
            "('a.\n', b)\n",
            "# (a.\nb\n",
            "(\"\"\"a.\n\"\"\")\n",
            "(a +\nb)\n",
            "if a:\n  (b +\n  c)\n",
            "if a:\n  (b, # c\nc)\n",
            "if a:\n  (\n# b\n)\n",
            "if a:\n  b = '(' +\\\nc\n",
            "if a:\n  b.\nc +\nd\n",
            "if a:\n  x = forge,\nd\n",
            "if a:\n  f(x +\nd\n(e)\n",
        ] {
            assert_eq!(joined_text(text), None, "{text}");
        }
    }
}
