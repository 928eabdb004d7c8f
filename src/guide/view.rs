//! The text as `pulldown-cmark` is to see it: containers of other dialects are taken out of their
//! indentation and marked by empty comments, and every byte knows where it stands in the file.
//!
//! A text without such containers is its own view.

use std::borrow::Cow;

use super::container::Container;
use super::depth;
use super::scan::{self, Scan, What};
use crate::problem::Problem;

/// The stand-in for the first or last line of a container: an HTML block of its own.
const MARK: &str = "<!---->";

/// Where a container begins or ends in the view.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The byte of the view.
    pub at: usize,
    /// Which container.
    pub id: usize,
    /// Whether it begins.
    pub opens: bool,
}

/// A part of the view that is copied from the file, or put in (then `length` is 0).
#[derive(Clone, Copy, Debug)]
struct Copied {
    view: usize,
    file: usize,
    length: usize,
}

/// The text to parse, and the way back.
#[derive(Debug)]
pub(super) struct View<'t> {
    /// What the parser reads.
    pub text: Cow<'t, str>,
    /// Where the copied text begins, where it is a plain copy.
    offset: usize,
    parts: Vec<Copied>,
    /// Containers, by place.
    pub marks: Vec<Mark>,
    /// The containers that the marks speak of.
    pub containers: Vec<Container>,
    /// What was wrong with them.
    pub problems: Vec<Problem>,
}

impl<'t> View<'t> {
    /// The view of `text` from the byte `from` on, where the front matter ends.
    pub fn new(text: &'t str, from: usize) -> Self {
        let mut view = Self::with_containers(text, from);
        if let Some((text, first)) = depth::limited(&view.text) {
            view.problems.push(depth::problem(view.start(first)));
            view.text = Cow::Owned(text);
        }
        view
    }

    fn with_containers(text: &'t str, from: usize) -> Self {
        let body = text.get(from..).unwrap_or("");
        if !scan::wanted(body) {
            return Self::plain(body, from);
        }
        let mut scan = scan::scan(text, from);
        let plain = scan
            .pieces
            .iter()
            .all(|piece| matches!(piece.what, What::Line(_)));
        if plain {
            return Self::plain(body, from);
        }
        let mut builder = Builder {
            text,
            strips: strips(&scan),
            indents: vec![0; scan.containers.len()],
            out: String::with_capacity(body.len() + 256),
            parts: Vec::new(),
            marks: Vec::new(),
        };
        for piece in std::mem::take(&mut scan.pieces) {
            builder.piece(piece.what, piece.inside);
        }
        Self {
            text: Cow::Owned(builder.out),
            offset: 0,
            parts: builder.parts,
            marks: builder.marks,
            containers: scan.containers,
            problems: scan.problems,
        }
    }

    fn plain(body: &'t str, offset: usize) -> Self {
        Self {
            text: Cow::Borrowed(body),
            offset,
            parts: Vec::new(),
            marks: Vec::new(),
            containers: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The byte of the file that stands at the byte `at` of the view.
    pub fn start(&self, at: usize) -> usize {
        if self.parts.is_empty() {
            return self.offset + at;
        }
        let index = self.parts.partition_point(|part| part.view <= at);
        let Some(part) = self.parts.get(index.saturating_sub(1)) else {
            return 0;
        };
        part.file + (at - part.view.min(at)).min(part.length)
    }

    /// The byte of the file after what stands before the byte `at` of the view.
    pub fn end(&self, at: usize) -> usize {
        if self.parts.is_empty() {
            return self.offset + at;
        }
        let index = self.parts.partition_point(|part| part.view < at);
        let Some(part) = self.parts.get(index.saturating_sub(1)) else {
            return 0;
        };
        part.file + (at - part.view.min(at)).min(part.length)
    }
}

/// Per container, how many columns to take from the beginning of its lines.
fn strips(scan: &Scan) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(scan.containers.len());
    for (id, around) in scan.around.iter().enumerate() {
        let outer = around.map_or(0, |parent| out[parent]);
        out.push(outer + scan.extra[id]);
    }
    out
}

struct Builder<'t> {
    text: &'t str,
    strips: Vec<usize>,
    out: String,
    parts: Vec<Copied>,
    marks: Vec<Mark>,
    /// Per container, how far its mark is indented.
    indents: Vec<usize>,
}

impl Builder<'_> {
    fn piece(&mut self, what: What, inside: Option<usize>) {
        let strip = inside.map_or(0, |id| self.strips[id]);
        match what {
            What::Line(line) => {
                let (from, spaces) = self.stripped(line.start, line.first, strip);
                self.spaces(spaces, line.start);
                self.copy(from, line.next);
                if line.next == line.end {
                    self.put("\n", line.end);
                }
            }
            What::Part(range, indent) => {
                if range.is_empty() {
                    self.put("\n", range.start);
                    return;
                }
                let whole = self.text[..range.start].ends_with(['\n', '\r']);
                let from = if whole && indent == 0 {
                    let first = range.start + lead_spaces(&self.text[range.clone()]);
                    self.stripped(range.start, first, strip).0
                } else {
                    self.spaces(indent.saturating_sub(strip), range.start);
                    range.start
                };
                self.copy(from, range.end);
                self.put("\n", range.end);
            }
            What::First(range) => {
                self.spaces(inside.map_or(0, |id| self.indents[id]), range.start);
                self.copy(range.start, range.end);
                self.put("\n", range.end);
            }
            What::Heading(range, level) => self.heading(range, level, 0),
            What::Title(range, indent) => self.heading(range, 6, indent.saturating_sub(strip)),
            What::Open(id, before, indent) => {
                self.blank(before.start);
                let indent = indent.saturating_sub(strip);
                self.spaces(indent, before.start);
                self.indents[id] = indent + before.len();
                let at = before.end;
                self.copy(before.start, before.end);
                self.mark(id, true, at);
            }
            What::Close(id) => {
                let at = self.parts.last().map_or(0, |part| part.file + part.length);
                let indent = self.indents[id];
                self.blank(at);
                self.spaces(indent, at);
                self.mark(id, false, at);
            }
            What::EndFence(sign, length) => {
                let at = self.parts.last().map_or(0, |part| part.file + part.length);
                let fence = char::from(sign).to_string().repeat(length);
                self.put(&fence, at);
                self.put("\n", at);
            }
        }
    }

    fn mark(&mut self, id: usize, opens: bool, file: usize) {
        self.marks.push(Mark {
            at: self.out.len(),
            id,
            opens,
        });
        self.put(MARK, file);
        self.put("\n\n", file);
    }

    fn heading(&mut self, range: std::ops::Range<usize>, level: usize, indent: usize) {
        self.blank(range.start);
        self.spaces(indent.min(3), range.start);
        self.put(&"#".repeat(level), range.start);
        self.put(" ", range.start);
        let mut at = range.start;
        let text = self.text;
        for line in super::lines::lines(&text[..range.end], range.start) {
            if line.first < line.end {
                if at > range.start {
                    self.put(" ", line.first);
                }
                self.copy(line.first, line.end);
                at = line.end;
            }
        }
        self.put("\n\n", range.end);
    }

    /// Ends the current paragraph.
    fn blank(&mut self, file: usize) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            let breaks = if self.out.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            self.put(breaks, file);
        }
    }

    /// Where the line goes on after `strip` columns, and how many of a tab's columns are left.
    fn stripped(&self, start: usize, first: usize, strip: usize) -> (usize, usize) {
        let mut column = 0;
        let mut at = start;
        let bytes = self.text.as_bytes();
        while at < first && column < strip {
            column += if bytes[at] == b'\t' {
                4 - column % 4
            } else {
                1
            };
            at += 1;
        }
        (at, column.saturating_sub(strip))
    }

    fn spaces(&mut self, count: usize, file: usize) {
        if count > 0 {
            self.put(&" ".repeat(count), file);
        }
    }

    fn put(&mut self, text: &str, file: usize) {
        self.parts.push(Copied {
            view: self.out.len(),
            file,
            length: 0,
        });
        self.out.push_str(text);
    }

    fn copy(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        let view = self.out.len();
        match self.parts.last_mut() {
            Some(last)
                if last.length > 0
                    && last.file + last.length == from
                    && last.view + last.length == view =>
            {
                last.length += to - from;
            }
            _ => self.parts.push(Copied {
                view,
                file: from,
                length: to - from,
            }),
        }
        self.out.push_str(&self.text[from..to]);
    }
}

/// How many bytes of spaces `text` begins with.
fn lead_spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        View::new(text, 0)
            .text
            .replace("\n\n", "\n")
            .replace("\n\n", "\n")
    }

    #[test]
    fn text_without_containers_is_its_own_view() {
        let view = View::new("---\nx\n---\n# a < b\n", 10);
        assert_eq!(view.text, "# a < b\n");
        assert_eq!((view.start(0), view.end(7)), (10, 17));
    }

    #[test]
    fn an_admonition_loses_its_indentation() {
        let text = "??? success \"Answer\"\n\n    text\n\n        code\n\nafter\n";
        assert_eq!(shown(text), "<!---->\ntext\n    code\n<!---->\nafter\n");
        let view = View::new(text, 0);
        let at = view.text.find("text").unwrap();
        assert_eq!(&text[view.start(at)..view.end(at + 4)], "text");
    }

    #[test]
    fn details_on_one_line_come_apart() {
        let text = "<details><summary>1. Why?</summary>Because.</details>\n";
        assert_eq!(
            shown(text),
            "<!---->\n<!---->\n###### 1. Why?\n<!---->\nBecause.\n<!---->\n"
        );
    }

    #[test]
    fn components_nest_and_dedent() {
        let text = "<Group>\n  <Item title=\"Q\">\n    a\n\n    * b\n  </Item>\n</Group>\n";
        assert_eq!(shown(text), "<!---->\n<!---->\na\n* b\n<!---->\n<!---->\n");
    }

    #[test]
    fn tags_inside_fences_are_text() {
        let text = "```html\n<details>\n```\n<details>\nx\n</details>\n";
        assert_eq!(
            shown(text),
            "```html\n<details>\n```\n<!---->\nx\n<!---->\n"
        );
    }

    #[test]
    fn a_definition_loses_its_colon_and_its_indentation() {
        let text = "Why?\n: So.\n    And so.\nLazily.\n\n    ```py\n    x\n    ```\nHow?\n: Thus.\n\nafter\n";
        let view = View::new(text, 0);
        assert_eq!(
            shown(text),
            "Why?\n<!---->\nSo.\nAnd so.\nLazily.\n```py\nx\n```\n<!---->\nHow?\n<!---->\nThus.\n<!---->\nafter\n"
        );
        let at = view.text.find("Thus").unwrap();
        assert_eq!(&text[view.start(at)..view.end(at + 5)], "Thus.");
        for text in ["Term\n: what it is\n", "a ?\n:smile: b\n", "| a? |\n: b\n"] {
            assert_eq!(View::new(text, 0).text, text);
        }
    }

    #[test]
    fn an_unclosed_fence_ends_with_its_admonition() {
        let text = "??? a \"b\"\n\n    ```py\n    # x\n\n## Next\n";
        assert_eq!(shown(text), "<!---->\n```py\n# x\n```\n<!---->\n## Next\n");
    }
}
