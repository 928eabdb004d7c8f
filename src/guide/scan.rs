//! Finds the containers of [`super::container`] in the raw lines of a text, in one pass with a
//! stack. What it yields, [`super::view`] turns into Markdown that `pulldown-cmark` can read.

mod definition;
mod html;
mod shortcode;

use std::ops::Range;

use foldhash::HashMap;

use super::container::{self, Container, Form, Opener};
use super::lines::{self, Fence, RawLine};
use crate::problem::Problem;
use crate::text::Span;

/// One piece of the text, in order.
#[derive(Debug)]
pub(super) struct Piece {
    /// What it is.
    pub what: What,
    /// The container it lies in; strips of indentation follow from it.
    pub inside: Option<usize>,
}

/// What a piece is.
#[derive(Debug)]
pub(super) enum What {
    /// A line of Markdown, from its first byte, with its break.
    Line(RawLine),
    /// A part of a line, shown as a line of its own with that indentation.
    Part(Range<usize>, usize),
    /// The same at the beginning of a container.
    First(Range<usize>),
    /// Text to show as a heading of that level.
    Heading(Range<usize>, usize),
    /// Text to show as the heading of a container, indented so far.
    Title(Range<usize>, usize),
    /// A container begins, its marker indented so far after the list markers before it.
    Open(usize, Range<usize>, usize),
    /// A container ends.
    Close(usize),
    /// A fence that nobody closed ends.
    EndFence(u8, usize),
}

/// What a scan finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub pieces: Vec<Piece>,
    pub containers: Vec<Container>,
    /// Per container, the columns that its content is indented beyond its first line.
    pub extra: Vec<usize>,
    /// Per container, the one around it.
    pub around: Vec<Option<usize>>,
    pub problems: Vec<Problem>,
}

/// Whether the text can have a container at all; most have none and need no scan.
pub(super) fn wanted(text: &str) -> bool {
    const SIGNS: [&str; 12] = [
        "<", "{{%", "???", "!!!", ":::", "=== \"", "```{", "~~~{", "\n: ", "\n:\t", "\n  : ",
        "\n   : ",
    ];
    SIGNS.iter().any(|sign| text.contains(sign))
        || tight_heading(text).is_some()
        || text
            .match_indices("\n##")
            .any(|(at, _)| tight_heading(&text[at + 1..]).is_some())
}

/// The signs of a heading that no space follows, as `##Title` was written before CommonMark. One sign
/// alone is a tag.
fn tight_heading(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let begins = |sign: char| sign.is_alphanumeric() || matches!(sign, '*' | '`' | '【' | '「');
    ((2..=6).contains(&level) && line[level..].starts_with(begins)).then_some(level)
}

/// A container that is still open.
struct Open {
    id: usize,
    indent: usize,
    /// The least indentation of a line in it.
    least: usize,
    /// Colons or backticks of a directive's first line.
    signs: usize,
    sign: u8,
}

struct Scanner<'t> {
    text: &'t str,
    out: Scan,
    stack: Vec<Open>,
    fence: Option<(Fence<'t>, usize, usize)>,
    /// Per line, the next line below it that looks like a fence, as an index.
    next_fence: Vec<u32>,
    lines: Vec<RawLine>,
    details_left: usize,
    details_ends: usize,
    /// Where the last comment ends.
    comment_end: Option<usize>,
    /// Where the last closing tag of each name stands.
    ends: HashMap<&'t str, usize>,
    /// The same for shortcodes.
    code_ends: HashMap<&'t str, usize>,
}

/// How deep containers may nest; what opens deeper is text.
const DEEPEST: usize = 48;

/// Scans `text` from the byte `from` on.
pub(super) fn scan(text: &str, from: usize) -> Scan {
    let lines: Vec<RawLine> = lines::lines(text, from).collect();
    let mut next_fence = vec![u32::MAX; lines.len()];
    let mut next = u32::MAX;
    for (index, line) in lines.iter().enumerate().rev() {
        next_fence[index] = next;
        if lines::fence(line.body(text)).is_some() {
            next = u32::try_from(index).unwrap_or(u32::MAX);
        }
    }
    let mut scanner = Scanner {
        text,
        out: Scan::default(),
        stack: Vec::new(),
        fence: None,
        next_fence,
        lines,
        details_left: text.matches("<details").count(),
        details_ends: text.matches("</details").count(),
        comment_end: text.rfind("-->").max(text.rfind("*/}")),
        ends: text
            .match_indices("</")
            .filter_map(|(at, _)| container::tag(&text[at..]).map(|tag| (tag.name, at)))
            .collect(),
        code_ends: shortcode::ends(text),
    };
    scanner.run();
    scanner.out
}

impl<'t> Scanner<'t> {
    fn run(&mut self) {
        let mut index = 0;
        while index < self.lines.len() {
            let line = self.lines[index];
            index = self.line(index, line).max(index + 1);
        }
        let end = self.text.len();
        self.end_fence();
        while !self.stack.is_empty() {
            self.close(end, false);
        }
    }

    fn push(&mut self, what: What) {
        let inside = self.stack.last().map(|open| open.id);
        self.out.pieces.push(Piece { what, inside });
    }

    /// Handles the line and returns the index of the next one to handle.
    fn line(&mut self, index: usize, line: RawLine) -> usize {
        let body = line.body(self.text);
        if self.fence.is_some() && self.in_fence(index, line, body) {
            return index + 1;
        }
        if line.is_blank() {
            self.push(What::Line(line));
            return index + 1;
        }
        self.dedent(index, line);
        if let Some(open) = self.stack.last_mut()
            && !body.starts_with("</")
            && (line.indent > open.indent || self.out.containers[open.id].form != Form::Definition)
        {
            open.least = open.least.min(line.indent);
        }
        if let Some(after) = self.comment(index, line, body) {
            return after;
        }
        let skip = lines::markers(body);
        if let Some(fence) = lines::fence(&body[skip..]) {
            return self.fence_line(index, line, body, fence);
        }
        if let Some(opener) = container::admonition(body) {
            self.open_by_line(line, opener, (0, 0));
            return index + 1;
        }
        if line.indent == 0
            && let Some(level) = tight_heading(body)
        {
            let title = body.trim_end_matches('#').len();
            self.push(What::Heading(line.first + level..line.first + title, level));
            return index + 1;
        }
        if self.definition(index, line, body) {
            return index + 1;
        }
        if body.contains("{{") && self.shortcodes(line) {
            return index + 1;
        }
        if body.starts_with(":::") {
            let before = self.out.containers.len();
            self.colons(line, body);
            let opened = self.out.containers.len() > before;
            return if opened {
                self.options(index + 1)
            } else {
                index + 1
            };
        }
        if body[skip..].starts_with('<') {
            return self.html(index, line, line.first + skip);
        }
        if self.closes_later(body) {
            return self.html_text(index, line, line.start);
        }
        self.push(What::Line(line));
        index + 1
    }

    /// Whether the line belongs to the open fence; else the fence has ended before it.
    fn in_fence(&mut self, index: usize, line: RawLine, body: &str) -> bool {
        let Some((opener, indent, depth)) = self.fence else {
            return false;
        };
        if lines::fence(body).is_some_and(|fence| fence.closes(&opener)) {
            self.fence = None;
            self.push(What::Line(line));
            return true;
        }
        let outside = !line.is_blank()
            && (line.indent < indent || (depth > 0 && body.starts_with("</")))
            && self.leaves(line, body);
        if outside && !self.fence_ends_later(index, opener, indent) {
            self.end_fence();
            return false;
        }
        self.push(What::Line(line));
        true
    }

    /// Whether a line inside a fence looks like the end of the container around the fence.
    fn leaves(&self, line: RawLine, body: &str) -> bool {
        let Some(open) = self.stack.last() else {
            return false;
        };
        let container = &self.out.containers[open.id];
        match container.form {
            Form::Admonition | Form::Definition => line.indent <= open.indent,
            Form::Details | Form::Component | Form::Summary => container::tag(body)
                .is_some_and(|tag| tag.closes && tag.name.eq_ignore_ascii_case(&container.name)),
            Form::Directive => false,
        }
    }

    /// Whether the next fence below closes the open one where it was opened.
    fn fence_ends_later(&self, index: usize, opener: Fence<'_>, indent: usize) -> bool {
        let next = self.next_fence[index] as usize;
        let Some(line) = self.lines.get(next) else {
            return false;
        };
        let closes = line.indent == indent
            && lines::fence(line.body(self.text)).is_some_and(|fence| fence.closes(&opener));
        closes
            && self.lines[index..next].iter().take(200).all(|line| {
                let body = line.body(self.text);
                !(line.indent == 0
                    && (body.starts_with("##") || container::admonition(body).is_some()))
            })
    }

    fn end_fence(&mut self) {
        if let Some((fence, ..)) = self.fence.take() {
            self.push(What::EndFence(fence.sign, fence.length));
        }
    }

    /// Closes the admonitions and definitions that a line is not indented enough for.
    fn dedent(&mut self, index: usize, line: RawLine) {
        while let Some(open) = self.stack.last() {
            let form = self.out.containers[open.id].form;
            let kept = match form {
                _ if line.indent >= open.indent + 2 => true,
                Form::Admonition => false,
                Form::Definition => {
                    let another =
                        line.indent == open.indent && line.body(self.text).starts_with(": ");
                    another || self.is_lazy(index, line)
                }
                _ => true,
            };
            if kept {
                return;
            }
            self.close(line.start, true);
        }
    }

    /// HTML and MDX comments are shown to nobody.
    fn comment(&mut self, index: usize, line: RawLine, body: &str) -> Option<usize> {
        let (begin, end) = if body.starts_with("<!--") {
            ("<!--", "-->")
        } else if body.starts_with("{/*") {
            ("{/*", "*/}")
        } else {
            return None;
        };
        if self.comment_end.is_none_or(|end| end < line.first) {
            return None;
        }
        let mut at = index;
        let mut from = line.first + begin.len();
        loop {
            let line = self.lines.get(at)?;
            if self
                .text
                .get(from..line.end)
                .is_some_and(|rest| rest.contains(end))
            {
                break;
            }
            at += 1;
            from = self.lines.get(at)?.start;
        }
        for line in &self.lines[index..=at] {
            let inside = self.stack.last().map(|open| open.id);
            let blank = begin == "{/*";
            let what = if blank {
                What::Part(line.start..line.start, 0)
            } else {
                What::Line(*line)
            };
            self.out.pieces.push(Piece { what, inside });
        }
        Some(at + 1)
    }

    fn fence_line(
        &mut self,
        index: usize,
        line: RawLine,
        body: &'t str,
        fence: Fence<'t>,
    ) -> usize {
        let closes = self.stack.last().is_some_and(|open| {
            open.sign == fence.sign && fence.length >= open.signs && fence.info.is_empty()
        });
        if closes {
            self.close(line.next, true);
            return index + 1;
        }
        if fence.info.starts_with('{')
            && let Some(opener) = container::directive(fence.info)
            && super::words::is_prose_directive(&opener.name)
        {
            self.open_by_line(line, opener, (fence.sign, fence.length));
            return self.options(index + 1);
        }
        let indent = line.indent + lines::markers(body);
        self.fence = Some((fence, indent.min(line.indent + 12), self.stack.len()));
        self.push(What::Line(line));
        index + 1
    }

    fn colons(&mut self, line: RawLine, body: &str) {
        let count = body.bytes().take_while(|&byte| byte == b':').count();
        let rest = &body[count..];
        if rest.trim().is_empty() {
            let at = self
                .stack
                .iter()
                .rposition(|open| open.sign == b':' && open.signs <= count);
            if let Some(at) = at {
                while self.stack.len() > at + 1 {
                    self.close(line.start, false);
                }
                self.close(line.next, true);
            } else {
                self.push(What::Line(line));
            }
        } else if let Some(opener) = container::directive(rest) {
            self.open_by_line(line, opener, (b':', count));
        } else {
            self.push(What::Line(line));
        }
    }

    /// The lines `:label: x` below the first line of a directive.
    fn options(&mut self, mut index: usize) -> usize {
        while let Some(line) = self.lines.get(index) {
            let body = line.body(self.text);
            let Some((key, value)) = body.strip_prefix(':').and_then(|rest| rest.split_once(':'))
            else {
                break;
            };
            if key.is_empty() || key.contains(' ') {
                break;
            }
            if let Some(container) = self.out.containers.last_mut()
                && matches!(key, "label" | "name")
            {
                container.label = value.trim().to_owned();
            }
            index += 1;
        }
        index
    }

    /// Opens a container by all of a line.
    fn open_by_line(&mut self, line: RawLine, read: Opener, sign: (u8, usize)) {
        let (before, opener) = (line.first..line.first, line.first..line.end);
        self.open(line, before, opener, read, sign);
    }

    /// Opens a container at `line`; `before` are list markers in front of it.
    fn open(
        &mut self,
        line: RawLine,
        before: Range<usize>,
        opener: Range<usize>,
        read: Opener,
        sign: (u8, usize),
    ) {
        let id = self.out.containers.len();
        if self.stack.len() >= DEEPEST {
            self.push(What::Part(opener, line.indent));
            return;
        }
        if read.form == Form::Details {
            self.details_left = self.details_left.saturating_sub(1);
        }
        let before_length = before.len();
        self.push(What::Open(id, before, line.indent));
        self.out.around.push(self.stack.last().map(|open| open.id));
        self.out.extra.push(0);
        self.out.containers.push(Container {
            form: read.form,
            name: read.name,
            title: read.title,
            label: read.label,
            opener,
            end: line.next,
            closed: false,
        });
        self.stack.push(Open {
            id,
            indent: line.indent + before_length,
            least: usize::MAX,
            signs: sign.1,
            sign: sign.0,
        });
    }

    fn close(&mut self, end: usize, closed: bool) {
        let Some(open) = self.stack.pop() else {
            return;
        };
        self.out.pieces.push(Piece {
            what: What::Close(open.id),
            inside: Some(open.id),
        });
        let container = &mut self.out.containers[open.id];
        container.end = end;
        let indented = matches!(container.form, Form::Admonition | Form::Definition);
        container.closed = closed || indented;
        let deeper = open.least.saturating_sub(open.indent);
        self.out.extra[open.id] = match container.form {
            Form::Admonition | Form::Definition => deeper.min(4),
            Form::Component => deeper.min(12),
            Form::Details if deeper < 4 => deeper,
            _ => 0,
        };
        if open.least == usize::MAX {
            self.out.extra[open.id] = 0;
        }
        if !container.closed && container.form != Form::Summary {
            let name = &container.name;
            self.out.problems.push(Problem::warning(
                Span::from(container.opener.clone()),
                "unclosed-container",
                format!("`{name}` is opened here and never closed; it was taken to end where what is around it ends"),
            ));
        }
        if let Some(parent) = self.stack.last_mut() {
            parent.least = parent.least.min(open.indent);
        }
    }
}
