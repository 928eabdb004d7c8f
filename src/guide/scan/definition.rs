//! Definitions of questions: `What is it?`, then `: That.` (PHP Markdown Extra, Pandoc). Only terms
//! that ask count, so that other lines that begin with a colon stay what they are.

use super::super::asks::{self, Asks};
use super::super::container::{Form, Opener};
use super::super::lines::{self, RawLine};
use super::super::title;
use super::{Scanner, What};

impl Scanner<'_> {
    /// Opens a definition at the line, if it begins one.
    pub(super) fn definition(&mut self, index: usize, line: RawLine, body: &str) -> bool {
        let Some(text) = marked(body) else {
            return false;
        };
        let open = self.stack.last().map(|open| (open.id, open.indent));
        let another = open.is_some_and(|(id, indent)| {
            self.out.containers[id].form == Form::Definition && indent == line.indent
        });
        if another {
            self.close(line.start, true);
        } else if !self.term_asks(index) {
            return false;
        }
        let opener = Opener {
            form: Form::Definition,
            name: "definition".to_owned(),
            title: String::new(),
            label: String::new(),
        };
        self.open_by_line(line, opener, (0, 0));
        self.push(What::First(line.end - text.len()..line.end));
        true
    }

    /// Whether the line before, or the one before a blank line, is a term that asks.
    fn term_asks(&self, index: usize) -> bool {
        let before = |back: usize| index.checked_sub(back).and_then(|at| self.lines.get(at));
        let term = match before(1) {
            Some(line) if line.is_blank() => before(2),
            line => line,
        };
        let Some(term) = term.filter(|line| !line.is_blank()) else {
            return false;
        };
        let body = term.body(self.text);
        let body = body[lines::markers(body)..].trim_matches(['*', '_', ' ']);
        let block = body.starts_with(['#', '|', '<', '>', ':', '`', '~']);
        !block && (asks::asks(body) >= Asks::Likely || title::question_mark(body).is_some())
    }

    /// Whether a line that is not indented goes on with the paragraph of a definition.
    pub(super) fn is_lazy(&self, index: usize, line: RawLine) -> bool {
        let flows = index > 0 && !self.lines[index - 1].is_blank();
        let is_term = self
            .lines
            .get(index + 1)
            .is_some_and(|next| marked(next.body(self.text)).is_some());
        let body = line.body(self.text);
        let block = body.starts_with(['#', '|', '<', '>', ':', '-', '+', '=', '`', '~'])
            || lines::markers(body) > 0;
        flows && !is_term && !block
    }
}

/// What follows the colon of a definition.
fn marked(body: &str) -> Option<&str> {
    let text = body.strip_prefix(':')?;
    let text = text.strip_prefix([' ', '\t'])?.trim_start();
    (!text.is_empty() && lines::fence(text).is_none()).then_some(text)
}
