//! The plain block tree of one text, from one pass of `pulldown-cmark` over its [`View`]. Nodes lie
//! in a vector in document order; all places are bytes of the file.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use super::Link;
use super::container::Container;
use super::view::View;
use crate::text::Span;

/// A node's place in [`Blocks::nodes`].
pub(super) type NodeId = usize;

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole text.
    Root,
    /// ATX, setext or HTML, 1 to 6.
    Heading(u8),
    /// Also the text of a tight list item.
    Paragraph,
    /// The number of its first item where it is ordered.
    List(Option<u64>),
    /// Whether it is ticked where it is a task.
    Item(Option<bool>),
    /// A block quote.
    Quote,
    /// Fenced or indented code.
    Code {
        /// Whether it has fences.
        fenced: bool,
        /// The info string.
        info: Box<str>,
        /// The lines of code.
        body: Span,
    },
    /// HTML that is no container.
    Html,
    /// A table, with its head as first child.
    Table,
    /// Its head.
    Head,
    /// One of its rows.
    Row,
    /// One cell.
    Cell,
    /// A thematic break.
    Rule,
    /// A footnote's text.
    Footnote,
    /// One of [`Blocks::containers`].
    Container(usize),
}

/// One block.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub kind: Kind,
    /// From its first to its last character.
    pub span: Span,
    /// The node around it; the root's is itself.
    pub parent: NodeId,
    /// The node after its last descendant.
    pub next: NodeId,
    /// Its own inline content among that of the text.
    pub bits: Range<usize>,
}

/// How a stretch of inline content is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Strong,
    Emphasis,
    Other,
    /// A link, by its place in [`Blocks::links`].
    Link(usize),
    Image,
}

/// A piece of inline content.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bit<'v> {
    Text(CowStr<'v>),
    Code(CowStr<'v>),
    Html,
    /// A line break of the source that is none on paper.
    Soft,
    /// A line break.
    Hard,
    Open(Style),
    Close,
}

/// The tree.
#[derive(Debug)]
pub(super) struct Blocks {
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub containers: Vec<Container>,
    /// Per node, the sibling before it; 0 for none.
    previous: Vec<NodeId>,
}

/// What notes are written in beyond CommonMark.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_WIKILINKS);

/// Blocks nested deeper than this lie in the deepest one.
const DEEPEST: usize = 64;

impl Blocks {
    /// Parses the view of `text`. With the tree comes the inline content of its nodes.
    pub fn new<'v>(
        text: &'v str,
        view: &'v View<'_>,
        containers: Vec<Container>,
    ) -> (Self, Vec<(Bit<'v>, Span)>) {
        let mut builder = Builder {
            file: text,
            out: Self {
                nodes: vec![Node {
                    kind: Kind::Root,
                    span: Span::new(0, text.len()),
                    parent: 0,
                    next: 0,
                    bits: 0..0,
                }],
                links: Vec::new(),
                containers,
                previous: Vec::new(),
            },
            bits: Vec::new(),
            stack: vec![0],
            too_deep: 0,
            loose: false,
            marks: 0,
            view,
        };
        for (event, range) in Parser::new_ext(&view.text, OPTIONS).into_offset_iter() {
            builder.event(event, range);
        }
        builder.finish()
    }

    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.nodes[id].next;
        let mut at = id + 1;
        std::iter::from_fn(move || {
            let here = at;
            (here < end).then(|| {
                at = self.nodes[here].next;
                here
            })
        })
    }

    /// The sibling after a node.
    pub fn after(&self, id: NodeId) -> Option<NodeId> {
        let next = self.nodes[id].next;
        let parent = self.nodes[id].parent;
        (id != 0 && next < self.nodes[parent].next).then_some(next)
    }

    /// The sibling before a node.
    pub fn before(&self, id: NodeId) -> Option<NodeId> {
        self.previous.get(id).copied().filter(|&before| before != 0)
    }

    /// The nodes around a node, innermost first, without the root.
    pub fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            at = self.nodes[at].parent;
            (at != 0).then_some(at)
        })
    }

    /// The container that a node is.
    pub fn container(&self, id: NodeId) -> Option<&Container> {
        match self.nodes[id].kind {
            Kind::Container(number) => self.containers.get(number),
            _ => None,
        }
    }
}

struct Builder<'v, 't> {
    file: &'v str,
    view: &'v View<'t>,
    out: Blocks,
    bits: Vec<(Bit<'v>, Span)>,
    stack: Vec<NodeId>,
    too_deep: usize,
    /// Whether the innermost node is a paragraph that the parser did not announce.
    loose: bool,
    marks: usize,
}

impl<'v> Builder<'v, '_> {
    fn event(&mut self, event: Event<'v>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, &range),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.bit(Bit::Code(text), range),
            Event::InlineHtml(html) => {
                let tag = html.trim_start_matches('<').to_ascii_lowercase();
                let bit = if tag.starts_with("br") {
                    Bit::Hard
                } else {
                    Bit::Html
                };
                self.bit(bit, range);
            }
            Event::Html(_) => self.html(range),
            Event::SoftBreak => self.bit(Bit::Soft, range),
            Event::HardBreak => self.bit(Bit::Hard, range),
            Event::Rule => {
                self.end_loose();
                self.leaf(Kind::Rule, range);
            }
            Event::TaskListMarker(ticked) => {
                let item = self
                    .stack
                    .iter()
                    .rev()
                    .find(|&&id| matches!(self.out.nodes[id].kind, Kind::Item(_)));
                if let Some(&id) = item {
                    self.out.nodes[id].kind = Kind::Item(Some(ticked));
                }
            }
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.view.start(range.start);
        let end = self.view.end(range.end).max(start);
        let text = self.file.get(start..end).unwrap_or("");
        Span::new(
            start,
            start + text.trim_end_matches(['\n', '\r', ' ', '\t']).len(),
        )
    }

    fn open(&mut self, kind: Kind, range: &Range<usize>) {
        if self.stack.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let id = self.out.nodes.len();
        let bits = self.bits.len();
        self.out.nodes.push(Node {
            kind,
            span: self.span(range),
            parent: self.stack.last().copied().unwrap_or(0),
            next: id + 1,
            bits: bits..bits,
        });
        self.stack.push(id);
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.stack.len() > 1
            && let Some(id) = self.stack.pop()
        {
            self.out.nodes[id].next = self.out.nodes.len();
        }
    }

    fn leaf(&mut self, kind: Kind, range: Range<usize>) {
        self.open(kind, &range);
        self.close();
    }

    fn end_loose(&mut self) {
        if self.loose {
            self.loose = false;
            if let Some(&id) = self.stack.last()
                && let Some((_, last)) = self.bits[self.out.nodes[id].bits.clone()].last()
            {
                let start = self.out.nodes[id].span.start();
                self.out.nodes[id].span = Span::new(start, last.end());
            }
            self.close();
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let style = match &tag {
            Tag::Emphasis => Some(Style::Emphasis),
            Tag::Strong => Some(Style::Strong),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => Some(Style::Other),
            Tag::Image { .. } => Some(Style::Image),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                self.out.links.push(Link {
                    to: dest_url.to_string(),
                    span: self.span(&range),
                    wiki: matches!(link_type, LinkType::WikiLink { .. }),
                });
                Some(Style::Link(self.out.links.len() - 1))
            }
            _ => None,
        };
        if let Some(style) = style {
            return self.bit(Bit::Open(style), range);
        }
        self.end_loose();
        let kind = match tag {
            Tag::Heading { level, .. } => Kind::Heading(level_number(level)),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(code) => self.code(code, &range),
            Tag::List(first) => Kind::List(first),
            Tag::Item => Kind::Item(None),
            Tag::FootnoteDefinition(_) => Kind::Footnote,
            Tag::Table(_) => Kind::Table,
            Tag::TableHead => Kind::Head,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::HtmlBlock => Kind::Html,
            _ => Kind::Paragraph,
        };
        self.open(kind, &range);
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                let at = self.view.end(range.end);
                self.push_bit(Bit::Close, Span::new(at, at));
            }
            _ => {
                self.end_loose();
                // A container that the parser's block did not see the end of ends with it.
                while self.too_deep == 0
                    && self
                        .stack
                        .last()
                        .is_some_and(|&id| matches!(self.out.nodes[id].kind, Kind::Container(_)))
                {
                    self.close();
                }
                self.close();
            }
        }
    }

    /// The end of an HTML block decides nothing about containers: marks do.
    fn html(&mut self, range: Range<usize>) {
        while let Some(mark) = self.view.marks.get(self.marks) {
            if mark.at >= range.end {
                return;
            }
            self.marks += 1;
            if mark.at < range.start || self.too_deep > 0 {
                continue;
            }
            let (id, opens) = (mark.id, mark.opens);
            // The mark's own HTML block is left first, so that the container is its sibling.
            self.leave_html();
            if opens {
                self.open_container(id);
            } else {
                self.close_container(id);
            }
            // What the parser ends next is that HTML block.
            self.open(Kind::Html, &(range.start..range.start));
        }
    }

    fn leave_html(&mut self) {
        if self.too_deep == 0
            && self
                .stack
                .last()
                .is_some_and(|&id| self.out.nodes[id].kind == Kind::Html)
        {
            self.stack.pop();
            self.out.nodes.pop();
        }
    }

    fn open_container(&mut self, id: usize) {
        let Some(container) = self.out.containers.get(id) else {
            return;
        };
        let span = Span::new(container.opener.start, container.end);
        self.open(Kind::Container(id), &(0..0));
        if let Some(&node) = self.stack.last()
            && self.out.nodes[node].kind == Kind::Container(id)
        {
            let text = self.file.get(span.range()).unwrap_or("");
            self.out.nodes[node].span =
                Span::new(span.start(), span.start() + text.trim_end().len());
        }
    }

    fn close_container(&mut self, id: usize) {
        let Some(at) = self
            .stack
            .iter()
            .rposition(|&node| self.out.nodes[node].kind == Kind::Container(id))
        else {
            return;
        };
        // Only where nothing that the parser opened is still open inside.
        let free = self.stack[at..]
            .iter()
            .all(|&node| matches!(self.out.nodes[node].kind, Kind::Container(_)));
        if free && self.too_deep == 0 {
            while self.stack.len() > at {
                self.close();
            }
        }
    }

    fn code(&self, code: CodeBlockKind<'_>, range: &Range<usize>) -> Kind {
        let span = self.span(range);
        let (fenced, info) = match code {
            CodeBlockKind::Fenced(info) => (true, info.to_string()),
            CodeBlockKind::Indented => (false, String::new()),
        };
        let text = self.file.get(span.range()).unwrap_or("");
        let body = if fenced {
            let from = text.find('\n').map_or(text.len(), |at| at + 1);
            let to = match text.rfind('\n') {
                Some(at)
                    if at + 1 >= from
                        && super::lines::fence(
                            text[at + 1..].trim_start_matches([' ', '\t', '>']),
                        )
                        .is_some() =>
                {
                    at + 1
                }
                _ => text.len(),
            };
            Span::new(span.start() + from.min(to), span.start() + to)
        } else {
            span
        };
        Kind::Code {
            fenced,
            info: info.into(),
            body,
        }
    }

    fn text(&mut self, text: CowStr<'v>, range: Range<usize>) {
        if let Some(&id) = self.stack.last()
            && matches!(self.out.nodes[id].kind, Kind::Code { .. } | Kind::Html)
        {
            return;
        }
        self.bit(Bit::Text(text), range);
    }

    fn bit(&mut self, bit: Bit<'v>, range: Range<usize>) {
        let holds = self.stack.last().is_some_and(|&id| {
            matches!(
                self.out.nodes[id].kind,
                Kind::Paragraph | Kind::Heading(_) | Kind::Cell
            )
        });
        if !holds && self.too_deep == 0 {
            self.open(Kind::Paragraph, &range);
            self.loose = true;
        }
        let span = Span::new(self.view.start(range.start), self.view.end(range.end));
        self.push_bit(bit, span);
    }

    fn push_bit(&mut self, bit: Bit<'v>, span: Span) {
        self.bits.push((bit, span));
        let end = self.bits.len();
        if let Some(&id) = self.stack.last() {
            self.out.nodes[id].bits.end = end;
        }
    }

    fn finish(mut self) -> (Blocks, Vec<(Bit<'v>, Span)>) {
        self.end_loose();
        self.too_deep = 0;
        while self.stack.len() > 1 {
            self.close();
        }
        let count = self.out.nodes.len();
        self.out.nodes[0].next = count;
        self.out.previous = vec![0; count];
        for id in 1..count {
            let next = self.out.nodes[id].next;
            if next < count && self.out.nodes[next].parent == self.out.nodes[id].parent {
                self.out.previous[next] = id;
            }
        }
        (self.out, self.bits)
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
