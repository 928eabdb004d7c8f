//! Finds the containers of [`super::container`] in the raw lines of a text, in one pass with a
//! stack. What it yields, [`super::view`] turns into Markdown that `pulldown-cmark` can read.

use std::collections::HashMap;
use std::ops::Range;

use super::container::{self, Container, Form, HtmlTag, Opener};
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
    ["<", "???", "!!!", ":::", "=== \"", "```{", "~~~{"]
        .iter()
        .any(|sign| text.contains(sign))
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
    /// Where the last closing tag of each name stands.
    ends: HashMap<&'t str, usize>,
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
        ends: text
            .match_indices("</")
            .filter_map(|(at, _)| container::tag(&text[at..]).map(|tag| (tag.name, at)))
            .collect(),
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
        self.dedent(line);
        if let Some(open) = self.stack.last_mut()
            && !body.starts_with("</")
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
            self.open(
                line,
                line.first..line.first,
                line.first..line.end,
                opener,
                (0, 0),
            );
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
            Form::Admonition => line.indent <= open.indent,
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

    /// Closes the admonitions that a line is not indented enough for.
    fn dedent(&mut self, line: RawLine) {
        while let Some(open) = self.stack.last() {
            let id = open.id;
            if self.out.containers[id].form != Form::Admonition || line.indent >= open.indent + 2 {
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
            self.open(
                line,
                line.first..line.first,
                line.first..line.end,
                opener,
                (fence.sign, fence.length),
            );
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
            self.open(
                line,
                line.first..line.first,
                line.first..line.end,
                opener,
                (b':', count),
            );
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
            self.push(What::Line(line));
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
        container.closed = closed || container.form == Form::Admonition;
        let deeper = open.least.saturating_sub(open.indent);
        self.out.extra[open.id] = match container.form {
            Form::Admonition => deeper.min(4),
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

    /// A line that begins, after list markers, with `<` at the byte `at`.
    fn html(&mut self, index: usize, line: RawLine, at: usize) -> usize {
        let text = self.text;
        let Some(tag) = text.get(at..).and_then(container::tag) else {
            return self.plain(index, line);
        };
        let name = tag.name.to_ascii_lowercase();
        if let Some(level) = heading_level(&name)
            && !tag.closes
        {
            return self.html_heading(index, line, at + tag.length, level);
        }
        if name == "details" && !tag.closes && !tag.void {
            self.unclosed_siblings(line);
        }
        if name == "summary"
            && !tag.closes
            && self.stack.iter().any(|open| self.is_tag(open, "details"))
        {
            return self.summary(index, line, at, at + tag.length);
        }
        if tag.closes {
            return if self.stack.iter().any(|open| self.is_tag(open, &name)) {
                self.html_text(index, line, at)
            } else {
                self.plain(index, line)
            };
        }
        let Some(opener) = opener(&tag, &name) else {
            return self.plain(index, line);
        };
        let component = opener.form == Form::Component;
        if component && (tag.void || !self.ends_below(at + tag.length, tag.name)) {
            return self.plain(index, line);
        }
        self.open(line, line.first..at, at..(at + tag.length), opener, (0, 0));
        self.after(index, at + tag.length)
    }

    fn plain(&mut self, index: usize, line: RawLine) -> usize {
        self.push(What::Line(line));
        index + 1
    }

    fn is_tag(&self, open: &Open, name: &str) -> bool {
        let container = &self.out.containers[open.id];
        !matches!(container.form, Form::Admonition | Form::Directive)
            && container.name.eq_ignore_ascii_case(name)
    }

    /// Whether a component that opens before `at` is closed at all.
    fn ends_below(&self, at: usize, name: &str) -> bool {
        self.ends.get(name).is_some_and(|&end| end >= at)
    }

    /// Goes on after a tag: with the rest of its line, or with the next line.
    fn after(&mut self, index: usize, at: usize) -> usize {
        let mut last = index;
        while self.lines.get(last).is_some_and(|line| line.end < at) {
            last += 1;
        }
        let Some(line) = self.lines.get(last).copied() else {
            return last;
        };
        let rest = self.text.get(at..line.end).unwrap_or("");
        let spaces = rest.len() - rest.trim_start().len();
        if rest.trim().is_empty() {
            return last + 1;
        }
        self.html_text(last, line, at + spaces)
    }

    /// Text with tags in it from the byte `at` of a line to the end of that line.
    fn html_text(&mut self, mut index: usize, line: RawLine, mut at: usize) -> usize {
        let text = self.text;
        let indent = self.stack.last().map_or(line.indent, |open| open.indent);
        while at < line.end {
            let rest = text.get(at..line.end).unwrap_or("");
            let trimmed = rest.trim_start();
            at = line.end - trimmed.len();
            if let Some(tag) = container::tag(text.get(at..).unwrap_or("")) {
                let name = tag.name.to_ascii_lowercase();
                if tag.closes && self.stack.iter().any(|open| self.is_tag(open, &name)) {
                    self.close_tag(&name, at + tag.length);
                    at += tag.length;
                    continue;
                }
                if name == "summary" && !tag.closes {
                    return self.summary(index, line, at, at + tag.length);
                }
                if !tag.closes && !tag.void && name == "details" {
                    if let Some(opener) = opener(&tag, &name) {
                        self.open(line, at..at, at..(at + tag.length), opener, (0, 0));
                    }
                    at += tag.length;
                    continue;
                }
            }
            let end = self.next_tag(at, line.end);
            self.push(What::Part(at..end, indent));
            at = end;
        }
        index += 1;
        index
    }

    /// Where the next tag of a container on this line begins.
    fn next_tag(&self, at: usize, end: usize) -> usize {
        let rest = self.text.get(at..end).unwrap_or("");
        let mut ticks = 0;
        let mut counted = 0;
        for (here, _) in rest.match_indices('<').filter(|found| found.0 > 0) {
            ticks += rest[counted..here]
                .bytes()
                .filter(|&byte| byte == b'`')
                .count();
            counted = here;
            let tag = &rest[here..];
            let known = ["</", "<details", "<summary", "<DETAILS", "<SUMMARY"];
            if ticks % 2 == 1 || !known.iter().any(|start| tag.starts_with(start)) {
                continue;
            }
            if let Some(tag) = container::tag(tag) {
                let name = tag.name.to_ascii_lowercase();
                if !tag.closes || self.stack.iter().any(|open| self.is_tag(open, &name)) {
                    return at + here;
                }
            }
        }
        end
    }

    /// Whether a line of text ends a container somewhere after its beginning.
    fn closes_later(&self, body: &str) -> bool {
        !self.stack.is_empty()
            && body.contains("</")
            && self.stack.iter().any(|open| {
                let container = &self.out.containers[open.id];
                matches!(container.form, Form::Details | Form::Component)
                    && body
                        .rfind("</")
                        .and_then(|at| container::tag(&body[at..]).map(|tag| (at, tag)))
                        .is_some_and(|(at, tag)| {
                            tag.name.eq_ignore_ascii_case(&container.name)
                                && body[..at].bytes().filter(|&b| b == b'`').count() % 2 == 0
                        })
            })
    }

    fn close_tag(&mut self, name: &str, end: usize) {
        let Some(at) = self.stack.iter().rposition(|open| self.is_tag(open, name)) else {
            return;
        };
        while self.stack.len() > at + 1 {
            self.close(end, false);
        }
        self.close(end, true);
        if name == "details" {
            self.details_ends = self.details_ends.saturating_sub(1);
        }
    }

    /// `<summary>`: its first lines are the heading of its container, the rest is content.
    fn summary(&mut self, index: usize, line: RawLine, at: usize, from: usize) -> usize {
        let opener = Opener {
            form: Form::Summary,
            name: "summary".to_owned(),
            title: String::new(),
            label: String::new(),
        };
        let indent = self.stack.last().map_or(line.indent, |open| open.indent);
        let flat = RawLine { indent, ..line };
        self.open(flat, at..at, at..from, opener, (0, 0));
        let mut end_of_head = None;
        let mut last = index;
        let mut end = None;
        for (number, line) in self.lines.iter().enumerate().skip(index).take(60) {
            let begin = line.start.max(from);
            let part = self.text.get(begin..line.end).unwrap_or("");
            let whole = self
                .text
                .get(from..begin)
                .is_some_and(|head| strip_tags(head).trim().is_empty());
            let blank = part.trim().is_empty() || lines::fence(part.trim_start()).is_some();
            if blank && !whole && end_of_head.is_none() {
                end_of_head = Some(begin);
            }
            last = number;
            if let Some(found) = part.find("</summary") {
                end = Some(begin + found);
                break;
            }
            if part.contains("</details") || part.contains("<details") {
                break;
            }
        }
        let stop = end.unwrap_or_else(|| self.lines[index].end.max(from));
        if end.is_none() {
            last = index;
            end_of_head = None;
        }
        let head = end_of_head.map_or(stop, |head| head.min(stop));
        self.push(What::Title(from..head, indent));
        if head < stop {
            for number in index..=last {
                let line = self.lines[number];
                if line.next > head && line.start < stop {
                    let begin = line.start.max(head);
                    self.push(What::Part(begin..line.end.min(stop), 0));
                }
            }
        }
        let after =
            end.and_then(|end| container::tag(&self.text[end..]).map(|tag| end + tag.length));
        self.close_tag("summary", after.unwrap_or(stop));
        let Some(after) = after else {
            return last + 1;
        };
        self.after(last, after)
    }

    /// `<h3>…</h3>`, also over a few lines.
    fn html_heading(&mut self, index: usize, line: RawLine, from: usize, level: usize) -> usize {
        let close = format!("</h{level}");
        for number in index..self.lines.len().min(index + 6) {
            let this = self.lines[number];
            let begin = this.start.max(from);
            let part = self.text.get(begin..this.end).unwrap_or("");
            let lower = part.to_ascii_lowercase();
            if let Some(found) = lower.find(&close) {
                self.push(What::Heading(from..(begin + found), level));
                return number + 1;
            }
        }
        self.plain(index, line)
    }

    /// Where more `<details>` are opened than closed, the one before ends at the next.
    fn unclosed_siblings(&mut self, line: RawLine) {
        let waiting = self
            .stack
            .iter()
            .filter(|open| self.out.containers[open.id].form == Form::Details)
            .count();
        while self.details_left + waiting > self.details_ends
            && self.stack.last().is_some_and(|open| {
                self.out.containers[open.id].form == Form::Details && open.indent == line.indent
            })
        {
            self.close(line.start, false);
        }
    }
}

/// The container that a tag opens.
fn opener(tag: &HtmlTag<'_>, name: &str) -> Option<Opener> {
    let form = if name == "details" {
        Form::Details
    } else if tag.name.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        Form::Component
    } else {
        return None;
    };
    let titles = ["title", "question", "summary", "label", "header", "heading"];
    Some(Opener {
        form,
        name: tag.name.to_lowercase(),
        title: container::attribute(tag.attributes, &titles).unwrap_or_default(),
        label: String::new(),
    })
}

/// 1 to 6 for `h1` to `h6`.
fn heading_level(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The text without its tags.
fn strip_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let length = container::tag(&rest[at..]).map_or(1, |tag| tag.length);
        if length == 1 {
            out.push('<');
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}
