//! Stars where the grammar knows none.

use super::lex::{after_blanks, after_comment, after_string, is_word, word};
use super::{Bracket, Scan};

/// So far behind a star an equals sign is looked for, in bytes.
const FARTHEST: usize = 16 * 1024;

impl Scan<'_> {
    /// Looks at the star at hand, before which no value stands.
    pub(super) fn star(&mut self) {
        let next = after_blanks(self.text, self.at + 1);
        let Some(&byte) = self.text.get(next) else {
            return;
        };
        if matches!(byte, b'(' | b'[') && self.binds() {
            self.show(self.at, self.at + 1, byte);
            self.show(next, next + 1, b'*');
            // The star of what stands first in the brackets has one before it now.
            let inner = after_blanks(self.text, next + 1);
            if self.text.get(inner) == Some(&b'*') {
                self.show(inner, inner + 1, b' ');
            }
            return;
        }
        let place = self.brackets.last();
        let is_bare = place.is_none_or(|&place| place == Bracket::Subscript)
            || self.text[..self.at].trim_ascii_end().ends_with(b"yield");
        if is_bare && self.is_no_name(next) {
            self.show(self.at, self.at + 1, b'~');
        }
    }

    /// Whether what stands here is bound: by the `for` before it, or by an equals sign behind it.
    fn binds(&mut self) -> bool {
        // All brackets from there on stand around what is in them.
        let owned = self.owned.last();
        if let Some(outside) = self.for_in.last() {
            return owned.is_none_or(|owned| owned < outside);
        }
        owned.is_none() && self.at < self.last_equals()
    }

    /// Where the last equals sign of the statement stands outside of brackets; 0 where there is none.
    fn last_equals(&mut self) -> usize {
        if let Some(known) = self.statement.last_equals {
            return known;
        }
        let mut depth = self.brackets.len();
        let (mut at, mut found) = (self.at, 0);
        // Those between `lambda` and its colon give defaults.
        let mut lambdas = 0_usize;
        let limit = at + FARTHEST;
        while let Some(&byte) = self.text.get(at).filter(|_| at < limit) {
            let behind = self.text.get(at + 1);
            match byte {
                _ if is_word(byte) => {
                    let word = word(&self.text[at..]);
                    lambdas += usize::from(depth == 0 && word == b"lambda");
                    at += word.len();
                    continue;
                }
                b':' if depth == 0 => lambdas = lambdas.saturating_sub(1),
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b'#' => {
                    at = after_comment(self.text, at);
                    continue;
                }
                b'"' | b'\'' => {
                    at = after_string(self.text, at);
                    continue;
                }
                b'\\' => at += 1,
                b'\n' | b'\r' | b';' if depth == 0 => break,
                b'=' | b'<' | b'>' | b'!' if behind == Some(&b'=') => at += 1,
                b'=' if depth == 0 && lambdas == 0 => found = at,
                _ => {}
            }
            at += 1;
        }
        self.statement.last_equals = Some(found);
        found
    }

    /// Whether what begins at `at` is a value that the grammar does not take for what is bound.
    fn is_no_name(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let word = word(rest);
        match rest.first() {
            Some(b'(' | b'[' | b'{' | b'"' | b'\'' | b'-' | b'+' | b'~' | b'.' | b'0'..=b'9') => {
                true
            }
            _ if matches!(word, b"await" | b"None" | b"True" | b"False") => true,
            _ => !word.is_empty() && matches!(rest.get(word.len()), Some(b'"' | b'\'')),
        }
    }
}
