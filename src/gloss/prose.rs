//! A paragraph of a guide made fit for a hover: one line of Markdown that holds nothing but text,
//! emphasis and code, or the same as plain text.
//!
//! Notes are other people's text. Links, images, HTML, control characters and marks that reorder
//! text do not come through.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::text::is_hidden;

/// The paragraph `markdown` as one line of Markdown of at most `limit` characters, cut at the end
/// of a sentence where there is one in the second half, else after a word, with `…`.
pub fn shorten(markdown: &str, limit: usize) -> String {
    let mut line = Line::new(limit, true);
    line.feed(markdown);
    line.finish()
}

/// The paragraph `markdown` as one line of plain text, uncut.
pub fn plain(markdown: &str) -> String {
    let mut line = Line::new(usize::MAX, false);
    line.feed(markdown);
    line.finish()
}

struct Line {
    out: String,
    limit: usize,
    length: usize,
    marks: bool,
    full: bool,
    open: Vec<&'static str>,
}

impl Line {
    fn new(limit: usize, marks: bool) -> Self {
        Self {
            out: String::new(),
            limit,
            length: 0,
            marks,
            full: false,
            open: Vec::new(),
        }
    }

    fn feed(&mut self, markdown: &str) {
        let mut skipping = 0;
        for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
            if self.full {
                break;
            }
            match event {
                Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                    skipping += 1;
                }
                Event::End(TagEnd::Image | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                    skipping -= 1;
                }
                _ if skipping > 0 => {}
                Event::Start(Tag::Emphasis) => self.open("*"),
                Event::Start(Tag::Strong) => self.open("**"),
                Event::End(TagEnd::Emphasis | TagEnd::Strong) => self.close(),
                Event::Text(text) => self.text(&text),
                Event::Code(code) => self.code(&code),
                Event::SoftBreak | Event::HardBreak => self.text(" "),
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => self.text(" "),
                _ => {}
            }
        }
    }

    fn open(&mut self, mark: &'static str) {
        if self.marks {
            self.out.push_str(mark);
            self.open.push(mark);
        }
    }

    fn close(&mut self) {
        if let Some(mark) = self.open.pop() {
            let blank = self.out.ends_with(' ');
            self.out.truncate(self.out.trim_end().len());
            self.out.push_str(mark);
            if blank {
                self.out.push(' ');
            }
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if is_hidden(c) || (c == ' ' && (self.out.is_empty() || self.out.ends_with(' '))) {
                continue;
            }
            if self.length == self.limit {
                self.cut();
                return;
            }
            if self.marks
                && matches!(
                    c,
                    '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '|' | '~' | '&'
                )
            {
                self.out.push('\\');
            }
            self.out.push(c);
            self.length += 1;
        }
    }

    fn code(&mut self, code: &str) {
        let code: String = code
            .chars()
            .filter(|&c| !is_hidden(c))
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        let length = code.chars().count();
        if length > self.limit - self.length {
            self.cut();
            return;
        }
        self.length += length;
        if !self.marks {
            self.out.push_str(&code);
            return;
        }
        let fence = "`".repeat(longest_run(&code) + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') {
            " "
        } else {
            ""
        };
        self.out.extend([fence.as_str(), pad, &code, pad, &fence]);
    }

    fn cut(&mut self) {
        self.full = true;
        let half = self.out.len() / 2;
        let sentence = self
            .out
            .rfind(". ")
            .filter(|&at| at >= half)
            .map(|at| at + 1);
        match sentence {
            Some(end) if self.open.is_empty() => self.out.truncate(end),
            _ => {
                // Never inside a code span: what follows the last blank may be half of one.
                let end = self.out.rfind(' ').filter(|_| !self.out.ends_with(' '));
                let kept = end.map_or(self.out.len(), |end| end);
                if self.out[..kept].matches('`').count().is_multiple_of(2) && kept >= half {
                    self.out.truncate(kept);
                }
                self.out.truncate(self.out.trim_end().len());
                self.out.push('…');
            }
        }
    }

    fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }
}

/// How many backticks stand together in `code` at most.
pub(super) fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_code_and_emphasis_and_joins_lines() {
        assert_eq!(
            shorten("a *b*\nand `c[0]`, **d**", 99),
            "a *b* and `c[0]`, **d**"
        );
    }

    #[test]
    fn drops_what_a_note_could_do_harm_with() {
        let note = "see [this](command:evil) <img src=x> ![i](http://x/y.png) a\u{202e}b\u{7}";
        assert_eq!(shorten(note, 99), "see this ab");
    }

    #[test]
    fn escapes_what_only_looks_like_markup() {
        assert_eq!(shorten(r"2 \* 3 and \<b\>", 99), r"2 \* 3 and \<b\>");
    }

    #[test]
    fn cuts_after_a_sentence_or_a_word() {
        assert_eq!(
            shorten("One two three. Four five six seven.", 20),
            "One two three."
        );
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("one `two three four`", 12), "one…");
    }

    #[test]
    fn keeps_backticks_inside_code() {
        assert_eq!(shorten("``a`b``", 9), "``a`b``");
    }

    #[test]
    fn gives_plain_text_without_marks() {
        assert_eq!(plain("**Bold** `x := 1` [link](y)"), "Bold x := 1 link");
    }
}
