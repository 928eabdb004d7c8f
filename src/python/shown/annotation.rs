//! Annotations that the grammar takes for types with parameters.

use super::lex::{after_blanks, after_string, word};
use super::{Bracket, Head, Scan};

/// No annotation that is longer is looked through, in bytes.
const LONGEST: usize = 4096;

impl Scan<'_> {
    /// Looks at what stands behind the colon at hand, if it is that of an annotation.
    pub(super) fn colon(&mut self) {
        let statement = &mut self.statement;
        let annotates = match (self.brackets.as_slice(), statement.head) {
            ([], Head::Other) => !statement.has_colon && !statement.has_equals,
            ([Bracket::Call], Head::Function) => true,
            _ => false,
        };
        statement.has_colon |= self.brackets.is_empty();
        if annotates {
            self.annotation(self.at + 1);
        }
    }

    /// Looks at the annotation that begins behind the blanks at `from`.
    pub(super) fn annotation(&mut self, from: usize) {
        let start = after_blanks(self.text, from);
        let name = word(&self.text[start.min(self.text.len())..]);
        let bracket = start + name.len();
        let begins = start > from && !name.is_empty() && !name[0].is_ascii_digit();
        if begins && self.text.get(bracket) == Some(&b'[') && self.is_no_type(bracket) {
            self.show(start - 1, start, b'~');
        }
    }

    /// Whether what begins with the bracket at `at` is more than the parameters of a type to the
    /// grammar: a slice stands in it, or something behind it or brackets in it that goes on.
    fn is_no_type(&self, mut at: usize) -> bool {
        // How many brackets are open, and in how many of them the first one stands that is round or
        // curly.
        let (mut depth, mut other) = (0_usize, None);
        let mut is_more = false;
        let limit = at + LONGEST;
        while let Some(&byte) = self.text.get(at).filter(|_| at < limit) {
            match byte {
                b'(' | b'[' | b'{' => {
                    if byte != b'[' {
                        other = other.or(Some(depth));
                    }
                    depth += 1;
                }
                b')' | b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    other = other.filter(|&other| other < depth);
                    let behind = self.text.get(after_blanks(self.text, at + 1));
                    let goes_on = byte == b']' && behind.is_some_and(|&byte| goes_on(byte));
                    is_more |= goes_on && other.is_none();
                }
                b'"' | b'\'' => {
                    at = after_string(self.text, at);
                    continue;
                }
                b':' => is_more |= other.is_none(),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        depth == 0 && is_more
    }
}

/// Whether an expression that is no type goes on with `byte`.
fn goes_on(byte: u8) -> bool {
    !matches!(
        byte,
        b',' | b')' | b']' | b'}' | b'|' | b'=' | b':' | b';' | b'#' | b'\n' | b'\r' | b'\\'
    )
}
