//! One text, read: its block tree, the text of its blocks, and the headings over every block.

use std::borrow::Cow;
use std::sync::Arc;

use super::anchor::Anchors;
use super::asks::{self, Asks};
use super::blocks::{Blocks, Kind, NodeId};
use super::container::Form;
use super::front::{self, FrontMatter};
use super::inline::{self, TextLine};
use super::meta::{self, Meta};
use super::title::{self, Title};
use super::view::View;
use super::words;
use super::{CodeBlock, Level};
use crate::problem::Problem;
use crate::text::Span;

/// A heading that has a section below it.
#[derive(Debug)]
pub(super) struct Heading {
    /// Its node.
    pub node: NodeId,
    /// 1 to 6.
    pub level: u8,
    /// As it reads, with its number.
    pub shown: String,
    /// Taken apart.
    pub title: Title,
    /// GitHub's anchor, or the one that it names itself.
    pub anchor: String,
    /// Whether it names that anchor itself.
    pub explicit: bool,
    /// The heading above it.
    pub parent: Option<usize>,
    /// The node after its section.
    pub end: NodeId,
    /// Whether it is the title of the whole text.
    pub names_page: bool,
    /// The level that it, or the nearest heading above it that says one, gives to its section.
    pub level_below: Option<Level>,
    /// The titles of the headings above what stands below it, the text's own title left out.
    pub section: Arc<[String]>,
}

/// The text with everything that layouts ask for.
#[derive(Debug)]
pub(super) struct Doc<'t> {
    pub text: &'t str,
    pub blocks: Blocks,
    /// Per node, the lines of its own text.
    pub lines: Vec<Vec<TextLine>>,
    pub headings: Vec<Heading>,
    /// What links into the text can name.
    pub anchors: Vec<String>,
    /// Per node, the heading that it stands under.
    pub under: Vec<Option<usize>>,
    /// Per node, its place in `headings` where it is one.
    pub heading_at: Vec<Option<usize>>,
    pub front: FrontMatter,
    pub problems: Vec<Problem>,
}

impl<'t> Doc<'t> {
    /// Reads the text.
    pub fn new(text: &'t str) -> Self {
        let mut problems = Vec::new();
        let (front, body) = front::read(text, &mut problems);
        let mut view = View::new(text, body);
        problems.append(&mut view.problems);
        let containers = std::mem::take(&mut view.containers);
        let (mut blocks, bits) = Blocks::new(text, &view, containers);
        let lines: Vec<Vec<TextLine>> = (0..blocks.nodes.len())
            .map(|id| {
                if blocks.nodes[id].bits.is_empty() {
                    Vec::new()
                } else {
                    inline::lines(text, &blocks, &bits, id)
                }
            })
            .collect();
        for (node, lines) in blocks.nodes.iter_mut().zip(&lines) {
            if matches!(node.kind, Kind::Heading(_)) && is_card(lines) {
                node.kind = Kind::Paragraph;
            }
        }
        let count = blocks.nodes.len();
        let mut doc = Self {
            text,
            blocks,
            lines,
            headings: Vec::new(),
            anchors: Vec::new(),
            under: vec![None; count],
            heading_at: vec![None; count],
            front,
            problems,
        };
        doc.outline();
        doc.unclosed_fences();
        doc
    }

    /// The nodes in document order.
    pub fn ids(&self) -> std::ops::Range<NodeId> {
        1..self.blocks.nodes.len()
    }

    /// What a node is.
    pub fn kind(&self, id: NodeId) -> &Kind {
        &self.blocks.nodes[id].kind
    }

    /// Where a node stands.
    pub fn span(&self, id: NodeId) -> Span {
        self.blocks.nodes[id].span
    }

    /// All text of a heading, paragraph or cell in one line.
    pub fn whole(&self, id: NodeId) -> Option<Cow<'_, TextLine>> {
        inline::joined(&self.lines[id])
    }

    /// The titles of the headings above a node, the text's own title left out.
    pub fn section(&self, id: NodeId) -> Arc<[String]> {
        self.under[id].map_or_else(Arc::default, |at| self.headings[at].section.clone())
    }

    /// The fenced blocks.
    pub fn code_blocks(&self) -> Vec<CodeBlock> {
        let blocks = self
            .blocks
            .nodes
            .iter()
            .filter_map(|node| match &node.kind {
                Kind::Code {
                    fenced: true,
                    info,
                    body,
                } => Some(CodeBlock {
                    language: language(info),
                    span: node.span,
                    code: *body,
                }),
                _ => None,
            });
        blocks.collect()
    }

    /// Whether a node says nothing: rules, HTML, links back to the top.
    pub fn is_furniture(&self, id: NodeId) -> bool {
        match self.kind(id) {
            Kind::Rule => true,
            Kind::Html => !says_something(self.text.get(self.span(id).range()).unwrap_or("")),
            Kind::Paragraph => {
                let lines = &self.lines[id];
                lines.iter().all(|line| {
                    // `%` parts cards for Anki.
                    line.text.is_empty()
                        || line.text == "%"
                        || (line.jumps > 0
                            && line.jumps + 12 >= line.text.len()
                            && line.text.len() < 60)
                        || (line.text.len() < 40
                            && matches!(
                                words::fold(&line.text).as_str(),
                                "back to top" | "top" | "volver arriba" | "наверх" | "返回顶部"
                            ))
                })
            }
            _ => false,
        }
    }

    /// Whether a node defines the term before it.
    pub fn is_definition(&self, id: NodeId) -> bool {
        let container = self.blocks.container(id);
        container.is_some_and(|container| container.form == Form::Definition)
    }

    /// What the lines of a paragraph say about the question above it, where all of them do.
    pub fn meta(&self, id: NodeId) -> Option<Meta> {
        if *self.kind(id) != Kind::Paragraph {
            return None;
        }
        let mut all = Meta::default();
        let lines = &self.lines[id];
        for line in lines {
            all.add(meta::read(line)?);
        }
        (!lines.is_empty()).then_some(all)
    }

    /// Finds the headings, their anchors and their sections.
    fn outline(&mut self) {
        let mut anchors = Anchors::default();
        let mut open: Vec<(usize, NodeId)> = Vec::new();
        for id in self.ids() {
            while let Some(&(index, end)) = open.last() {
                if id < end {
                    break;
                }
                self.headings[index].end = id;
                open.pop();
            }
            let Kind::Heading(level) = *self.kind(id) else {
                self.under[id] = open.last().map(|&(index, _)| index);
                continue;
            };
            let parent = self.blocks.nodes[id].parent;
            let in_summary = self
                .blocks
                .container(parent)
                .is_some_and(|c| c.form == Form::Summary);
            let quoted = self
                .blocks
                .around(id)
                .any(|node| matches!(self.kind(node), Kind::Quote | Kind::Footnote));
            if in_summary {
                self.under[id] = open.last().map(|&(index, _)| index);
                continue;
            }
            let Some(line) = self.whole(id) else {
                self.under[id] = open.last().map(|&(index, _)| index);
                continue;
            };
            let anchor = anchors.next(line.rendered());
            let title = title::read(&line);
            let shown = shown(&line, &title);
            self.anchors.push(anchor.clone());
            if quoted {
                self.under[id] = open.last().map(|&(index, _)| index);
                continue;
            }
            let scope_end = self.blocks.nodes[parent].next;
            while let Some(&(index, end)) = open.last() {
                if end != scope_end || self.headings[index].level < level {
                    break;
                }
                self.headings[index].end = id;
                open.pop();
            }
            let above = open.last().map(|&(index, _)| index);
            self.under[id] = above;
            let named = title
                .anchor
                .clone()
                .or_else(|| html_anchor(&self.text[self.span(id).range()]));
            self.anchors.extend(named.clone());
            self.heading_at[id] = Some(self.headings.len());
            open.push((self.headings.len(), scope_end));
            let level_below = words::level_heading(&title.text)
                .or(title.level)
                .or_else(|| above.and_then(|above| self.headings[above].level_below));
            self.headings.push(Heading {
                node: id,
                level,
                level_below,
                section: Arc::default(),
                shown,
                explicit: named.is_some(),
                anchor: named.unwrap_or(anchor),
                title,
                parent: above,
                end: scope_end,
                names_page: false,
            });
        }
        let first_deeper = self.headings.iter().position(|heading| heading.level > 1);
        if let Some(first) = first_deeper {
            // Where more of the same level follow, they are sections, the first one apart.
            let top = self.headings[0].level;
            let sections = self.headings[first..]
                .iter()
                .any(|heading| heading.level <= top);
            let titles = if sections { first.min(1) } else { first };
            // `# Question 1` is the first of several rather than a name.
            let is_one_of = |heading: &Heading| {
                let title = &heading.title;
                let counted = title.mark.is_some() || title.number.is_some();
                heading.level == 1 && (counted || asks::asks(&title.text) == Asks::Surely)
            };
            let more = self.headings[first..].iter().any(is_one_of);
            for heading in &mut self.headings[..titles] {
                heading.names_page = !(more && is_one_of(heading));
            }
        } else if self.headings.len() == 1 {
            self.headings[0].names_page = true;
        }
        for index in 0..self.headings.len() {
            let heading = &self.headings[index];
            let above = heading
                .parent
                .map(|above| self.headings[above].section.clone());
            self.headings[index].section = match (above, heading.names_page) {
                (above, true) => above.unwrap_or_default(),
                (None, false) => [heading.shown.clone()].into(),
                (Some(above), false) => above.iter().chain([&heading.shown]).cloned().collect(),
            };
        }
    }

    fn unclosed_fences(&mut self) {
        for node in &self.blocks.nodes {
            let Kind::Code {
                fenced: true, body, ..
            } = &node.kind
            else {
                continue;
            };
            if body.end() >= node.span.end() {
                let line = self.text[node.span.range()]
                    .find('\n')
                    .unwrap_or(node.span.len());
                self.problems.push(Problem::warning(
                    Span::new(node.span.start(), node.span.start() + line),
                    "unclosed-fence",
                    "this code fence is never closed: all that follows it is code",
                ));
            }
        }
    }
}

/// `Q: …`, `A: …`, `---`: Markdown takes the lines above a rule for a heading.
fn is_card(lines: &[TextLine]) -> bool {
    let mut lines = lines.iter();
    lines
        .next()
        .is_some_and(|line| title::question_mark(&line.text).is_some())
        && lines.any(|line| title::answer_mark(&line.text).is_some())
}

/// Whether HTML has text between its tags and comments.
fn says_something(html: &str) -> bool {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if rest[..at].chars().any(char::is_alphanumeric) {
            return true;
        }
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        let Some(close) = rest.find(end) else {
            return false;
        };
        rest = &rest[close + end.len()..];
    }
    rest.chars().any(char::is_alphanumeric)
}

/// The language of a code block: the first word of its info string.
fn language(info: &str) -> String {
    info.trim_start_matches(['{', '.'])
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '{' | '}' | ',' | ':'))
        .next()
        .unwrap_or("")
        .to_lowercase()
}

/// A heading as it reads, its number kept, without emoji and links around it.
fn shown(line: &TextLine, title: &Title) -> String {
    match line.text.find(&title.text) {
        Some(at) if title.number.is_some() && title.mark.is_none() && !title.quoted => {
            let before = line.text[..at].trim_start_matches(|sign: char| {
                !sign.is_alphanumeric() && !matches!(sign, '(' | '[')
            });
            format!("{before}{}", title.text)
        }
        _ => title.text.clone(),
    }
}

/// `<a name="x"></a>` or `<a id="x">` in a heading.
fn html_anchor(raw: &str) -> Option<String> {
    let at = raw.find("<a ")?;
    let tag = super::container::tag(&raw[at..])?;
    super::container::attribute(tag.attributes, &["id", "name"]).filter(|name| !name.is_empty())
}
