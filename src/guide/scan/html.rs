//! Lines with HTML and MDX tags: `<details>`, `<summary>`, `<Accordion>`, `<h3>`.

use super::super::container::{self, Form, HtmlTag, Opener};
use super::super::lines::{self, RawLine};
use super::{Open, Scanner, What};

impl Scanner<'_> {
    /// A line that begins, after list markers, with `<` at the byte `at`.
    pub(super) fn html(&mut self, index: usize, line: RawLine, at: usize) -> usize {
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
            let (last, after) = self.summary(index, line, at, at + tag.length);
            return after.map_or(last + 1, |after| self.after(last, after));
        }
        if tag.closes {
            return if self.stack.iter().any(|open| self.is_tag(open, &name)) {
                self.html_text(index, line, at)
            } else {
                self.tag_of_text(index, line, at)
            };
        }
        let Some(opener) = opener(&tag, &name) else {
            return self.tag_of_text(index, line, at);
        };
        let component = opener.form == Form::Component;
        if component && (tag.void || !self.ends_below(at + tag.length, tag.name)) {
            return self.plain(index, line);
        }
        self.open(line, line.first..at, at..(at + tag.length), opener, (0, 0));
        self.after(index, at + tag.length)
    }

    /// A line that begins with a tag of no container; one may end behind it, as in
    /// `</p></details>`.
    fn tag_of_text(&mut self, index: usize, line: RawLine, at: usize) -> usize {
        if self.closes_later(self.text.get(at..line.end).unwrap_or("")) {
            self.html_text(index, line, at)
        } else {
            self.plain(index, line)
        }
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
    pub(super) fn html_text(
        &mut self,
        mut index: usize,
        mut line: RawLine,
        mut at: usize,
    ) -> usize {
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
                    let (last, after) = self.summary(index, line, at, at + tag.length);
                    let Some(after) = after else {
                        return last + 1;
                    };
                    index = last;
                    while self.lines.get(index).is_some_and(|line| line.end < after) {
                        index += 1;
                    }
                    let Some(next) = self.lines.get(index).copied() else {
                        return index;
                    };
                    line = next;
                    at = after;
                    continue;
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
    pub(super) fn closes_later(&self, body: &str) -> bool {
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

    /// `<summary>`: its first lines are the heading of its container, the rest is content. Gives its
    /// last line and the byte after it, where it was closed.
    fn summary(
        &mut self,
        index: usize,
        line: RawLine,
        at: usize,
        from: usize,
    ) -> (usize, Option<usize>) {
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
        (last, after)
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
