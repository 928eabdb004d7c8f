//! Sections that teach without asking, and notes that are one topic each.

use super::Draft;
use crate::guide::asks::{self, Asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;
use crate::guide::meta::Meta;
use crate::guide::words;
use crate::text::Span;

/// The sections of a text that have something of their own to say. `taken` tells whether a place
/// belongs to a question; `begins` whether a question begins at a node.
pub(super) fn read(
    doc: &Doc<'_>,
    name: &str,
    taken: &dyn Fn(usize) -> bool,
    begins: &dyn Fn(NodeId) -> bool,
) -> Vec<Draft> {
    let mut out = Vec::new();
    match note(doc, name, taken, begins) {
        Some((note, true)) => return vec![note],
        Some((note, false)) => out.push(note),
        None => {}
    }
    for heading in &doc.headings {
        let title = &heading.title.text;
        let span = doc.span(heading.node);
        if begins(heading.node)
            || taken(span.start())
            || heading.title.announces.contents
            || words::is_answer_label(title)
        {
            continue;
        }
        let Some(answer) = own_text(doc, heading.node, heading.end, taken, begins) else {
            continue;
        };
        let mut meta = Meta::default();
        for id in siblings(doc, heading.node).take(3) {
            if let Some(said) = doc.meta(id) {
                meta.add(said);
            }
        }
        meta.level = meta.level.or(heading.title.level);
        out.push(Draft {
            title: title.clone(),
            heading: span,
            extent: Span::new(
                span.start(),
                end(doc, heading.node, heading.end).max(answer.end()),
            ),
            answer: Some(answer),
            section: heading.node,
            meta,
            is_heading: true,
            anchor: None,
        });
    }
    out
}

/// A text that is called by its front matter or its file: what stands before its first heading, or
/// all of it where it has none, or where that name asks and nothing else does; then `true`.
fn note(
    doc: &Doc<'_>,
    name: &str,
    taken: &dyn Fn(usize) -> bool,
    begins: &dyn Fn(NodeId) -> bool,
) -> Option<(Draft, bool)> {
    let named = doc.front.title.clone().filter(|title| !title.is_empty());
    let first_heading = doc.headings.first().map(|heading| heading.node);
    let title = match (named, first_heading) {
        (Some(title), _) => title,
        (None, None) => super::stem(name),
        (None, Some(_)) => return None,
    };
    let silent = !doc.ids().any(begins);
    let whole = silent && (first_heading.is_none() || asks::asks(&title) == Asks::Surely);
    // `## Answer` below a title that asks.
    let is_label = |id: NodeId| {
        let heading = doc.heading_at[id].map(|at| &doc.headings[at]);
        heading.is_some_and(|heading| words::is_answer_label(&heading.title.text))
    };
    let speaks = |id: NodeId| !doc.is_furniture(id) && doc.meta(id).is_none();
    let before = |id: NodeId| first_heading.is_none_or(|heading| id < heading);
    let mut blocks = doc.blocks.children(0);
    let first = blocks.find(|&id| speaks(id) && !(whole && is_label(id)))?;
    let reached = before(first) || (whole && first_heading.is_some_and(is_label));
    if !reached || taken(doc.span(first).start()) || is_navigation(doc, first) {
        return None;
    }
    let last = doc
        .blocks
        .children(0)
        .take_while(|&id| whole || before(id))
        .filter(|&id| speaks(id))
        .last()?;
    let upto = (first..doc.blocks.nodes[last].next).any(begins);
    if upto || title.is_empty() {
        return None;
    }
    let answer = Span::new(doc.span(first).start(), doc.span(last).end());
    let draft = Draft {
        title,
        heading: Span::new(answer.start(), answer.start()),
        extent: answer,
        answer: Some(answer),
        section: first,
        meta: Meta::default(),
        is_heading: false,
        anchor: None,
    };
    Some((draft, whole))
}

/// The nodes after a heading on its level.
fn siblings<'d>(doc: &'d Doc<'_>, heading: NodeId) -> impl Iterator<Item = NodeId> + 'd {
    let mut at = doc.blocks.after(heading);
    std::iter::from_fn(move || {
        let here = at?;
        at = doc.blocks.after(here);
        Some(here)
    })
}

/// What stands below a heading before the next heading or question, contents and links apart.
fn own_text(
    doc: &Doc<'_>,
    heading: NodeId,
    end: NodeId,
    taken: &dyn Fn(usize) -> bool,
    begins: &dyn Fn(NodeId) -> bool,
) -> Option<Span> {
    let mut span: Option<Span> = None;
    for id in siblings(doc, heading).take_while(|&id| id < end) {
        let holds_question = begins(id) || taken(doc.span(id).start());
        if matches!(doc.kind(id), Kind::Heading(_)) || holds_question {
            break;
        }
        if doc.is_furniture(id) || doc.meta(id).is_some() || is_navigation(doc, id) {
            continue;
        }
        if holds_begin(doc, id, begins) {
            break;
        }
        let own = doc.span(id);
        span = Some(span.map_or(own, |span| Span::new(span.start(), own.end())));
    }
    span
}

/// Whether a question begins somewhere inside a block.
fn holds_begin(doc: &Doc<'_>, id: NodeId, begins: &dyn Fn(NodeId) -> bool) -> bool {
    (id..doc.blocks.nodes[id].next).any(begins)
}

/// A list or paragraph of links and nothing else.
fn is_navigation(doc: &Doc<'_>, id: NodeId) -> bool {
    let (mut all, mut linked, mut jumps) = (0, 0, 0);
    for node in id..doc.blocks.nodes[id].next {
        if matches!(doc.kind(node), Kind::Code { .. } | Kind::Table) {
            return false;
        }
        for line in &doc.lines[node] {
            all += line.text.len();
            linked += line.linked;
            jumps += line.jumps;
        }
    }
    // `[← Back](a.md) | [Home](b.md)`
    let parted = doc.lines[id].iter().all(|line| {
        line.text
            .contains(['|', '·', '•', '←', '→', '«', '»', '⬅', '➡'])
    });
    all > 0
        && (jumps * 10 >= all * 6
            || (linked * 10 >= all * 8 && matches!(doc.kind(id), Kind::List(_)))
            || (linked * 10 >= all * 7 && *doc.kind(id) == Kind::Paragraph && parted))
}

/// The end of the last block of a section that says something.
fn end(doc: &Doc<'_>, heading: NodeId, stop: NodeId) -> usize {
    siblings(doc, heading)
        .take_while(|&id| id < stop)
        .filter(|&id| !doc.is_furniture(id))
        .last()
        .map_or(0, |id| doc.span(id).end())
}
