//! Breaks in brackets that the grammar takes for the end of a block.

use super::lex::after_comment;
use super::{Before, Scan};

impl Scan<'_> {
    /// Looks at the break or comment at hand, and goes to what stands behind it and all that follow.
    pub(super) fn breaks(&mut self) {
        let start = self.at;
        let is_further_left = self.skip_lines();
        // A comment is hidden only where it has to be.
        let is_hidden = match self.before {
            Before::Dot => true,
            Before::Open => is_further_left,
            Before::Whole => is_further_left && !self.text[start..self.at].contains(&b'#'),
        };
        if self.brackets.is_empty() {
            self.end_statement();
        } else if is_hidden {
            self.show(start, self.at, b' ');
        }
    }

    /// Goes over breaks, empty lines and comments to what stands behind them. Whether a line there
    /// begins further to the left than the statement, comments included.
    fn skip_lines(&mut self) -> bool {
        let mut is_further_left = false;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'#' => self.at = after_comment(self.text, self.at),
                b'\n' | b'\r' => {
                    self.at += 1;
                    let indent = self.begin_line();
                    let is_empty = matches!(self.text.get(self.at), None | Some(b'\n' | b'\r'));
                    is_further_left |= !is_empty && indent < self.statement.indent;
                }
                _ => break,
            }
        }
        is_further_left
    }

    /// Goes to the first byte of a line that is no blank, and tells how far it is indented.
    pub(super) fn begin_line(&mut self) -> usize {
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
        if self.brackets.is_empty() {
            self.statement.indent = indent;
        }
        indent
    }
}
