//! Every place of a text that can hold a question, with what it looks like. Whether it is one is
//! decided later, over all of them together.

mod below;
mod boxed;
mod head;
mod sentence;

use foldhash::HashSet;

use crate::guide::asks::{self, Asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::container::Form;
use crate::guide::document::Doc;
use crate::guide::inline::TextLine;
use crate::guide::title::{self, Title};
use crate::guide::words;
use crate::text::Span;
pub(in crate::guide) use boxed::callout;
pub(in crate::guide::layout) use head::ARROWS;
use head::head;

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::guide) enum Place {
    /// A heading of that level.
    Heading(u8),
    /// The beginning of a list item; whether the list is ordered.
    Item(bool),
    /// A line of a paragraph.
    Paragraph,
    /// The title of a container.
    Container(Form),
    /// The first line of an Obsidian callout.
    Callout,
    /// A block quote that holds one line.
    Quote,
}

/// One such place.
#[derive(Clone, Debug)]
pub(in crate::guide) struct Slot {
    pub place: Place,
    /// The block that begins the entry: the heading, paragraph, item, container or quote.
    pub block: NodeId,
    /// The paragraph or heading that holds the title, where there is one.
    pub leaf: Option<NodeId>,
    /// The first line of `leaf` that is no part of the title.
    pub rest: usize,
    /// Where an answer on the title's own line begins.
    pub inline_answer: Option<usize>,
    /// The title's place.
    pub span: Span,
    pub title: Title,
    pub asks: Asks,
    /// Whether the title is bold.
    pub bold: bool,
    /// The name of the container or callout.
    pub name: String,
    /// Whether the title is links to places in this text only.
    pub jumps: bool,
    /// Whether an item or paragraph has nothing but its title.
    pub bare: bool,
}

impl Slot {
    /// Whether something marks it as a question, apart from its words.
    pub fn is_marked(&self) -> bool {
        self.title.mark.is_some() || self.is_question_container()
    }

    /// `!!! question`, `> [!faq]`, `{exercise}`.
    pub fn is_question_container(&self) -> bool {
        matches!(self.place, Place::Container(_) | Place::Callout)
            && matches!(
                self.name.as_str(),
                "question"
                    | "faq"
                    | "quiz"
                    | "exercise"
                    | "exercise-start"
                    | "problem"
                    | "challenge"
                    | "q"
                    | "card"
            )
            && (self.name != "card" || self.asks == Asks::Surely)
    }
}

/// All slots in document order.
pub(in crate::guide) fn collect(doc: &Doc<'_>) -> Vec<Slot> {
    let mut out = Vec::new();
    let talks = boxed::talks(doc);
    for id in doc.ids() {
        match doc.kind(id) {
            Kind::Heading(_) => heading(doc, id, &mut out),
            Kind::Item(_) => item(doc, id, &mut out),
            Kind::Paragraph => paragraph(doc, id, &talks, &mut out),
            Kind::Container(_) => boxed::container(doc, id, &mut out),
            Kind::Quote => boxed::quote(doc, id, &mut out),
            _ => {}
        }
    }
    sentence::part(doc, &mut out);
    // The first paragraph of a titled box is no place of its own.
    let titles: HashSet<usize> = out
        .iter()
        .filter(|slot| {
            matches!(
                slot.place,
                Place::Container(_) | Place::Callout | Place::Quote
            ) && slot.leaf.is_some()
        })
        .map(|slot| slot.span.start())
        .collect();
    let asked_below: HashSet<NodeId> = out
        .iter()
        .filter(|slot| matches!(slot.place, Place::Heading(_)) && slot.leaf != Some(slot.block))
        .filter_map(|slot| slot.leaf)
        .collect();
    out.retain(|slot| {
        slot.place != Place::Paragraph
            || !(titles.contains(&slot.span.start()) || asked_below.contains(&slot.block))
    });
    let is_dots = |title: &str| {
        title
            .chars()
            .all(|sign| matches!(sign, '.' | '…' | '?' | ' '))
    };
    out.retain(|slot| !is_dots(&slot.title.text) && !is_placeholder(&slot.title.text));
    out
}

/// Templates for other people to fill in.
fn is_placeholder(title: &str) -> bool {
    let folded = title.to_lowercase();
    words::PLACEHOLDERS.iter().any(|words| {
        folded.starts_with(words) || (folded.len() < words.len() + 24 && folded.contains(words))
    })
}

/// Whether the node lies in a quote, a footnote or a table.
fn is_quoted(doc: &Doc<'_>, id: NodeId) -> bool {
    doc.blocks.around(id).any(|node| match doc.kind(node) {
        Kind::Quote => callout(doc, node).is_none(),
        Kind::Footnote | Kind::Table => true,
        _ => false,
    })
}

fn slot(place: Place, block: NodeId, line: &TextLine) -> Slot {
    titled(place, block, line, title::read(line))
}

fn titled(place: Place, block: NodeId, line: &TextLine, title: Title) -> Slot {
    let asks = asks::asks(&title.text);
    Slot {
        place,
        block,
        leaf: None,
        rest: 0,
        inline_answer: None,
        span: line.span,
        asks,
        bold: line.is_bold(),
        name: String::new(),
        jumps: line.jumps > 0 && line.jumps * 10 >= line.text.len() * 7,
        bare: false,
        title,
    }
}

fn heading(doc: &Doc<'_>, id: NodeId, out: &mut Vec<Slot>) {
    let Some(index) = doc.heading_at[id] else {
        return;
    };
    let parent = doc.blocks.nodes[id].parent;
    if matches!(doc.kind(parent), Kind::Item(_)) && parent + 1 == id {
        return;
    }
    let Some(line) = doc.whole(id) else {
        return;
    };
    if below::frames(doc, id) {
        return;
    }
    let level = doc.headings[index].level;
    if below::asked_in_list(doc, id, &line) {
        return;
    }
    if let Some(slot) = below::asked_below(doc, id, index, &line) {
        out.push(slot);
        return;
    }
    let mut title = doc.headings[index].title.clone();
    if let Some(mark) = doc
        .blocks
        .before(id)
        .filter(|&above| title.mark.is_none() && below::frames(doc, above))
        .and_then(|above| doc.whole(above))
        .map(|line| title::read(&line))
    {
        title.mark = mark.mark;
        title.number = mark.number;
    }
    let slot = titled(Place::Heading(level), id, &line, title);
    let span = doc.span(id);
    // `[What is it?](#)` leads nowhere.
    let leads = slot.jumps && !doc.text[span.range()].contains("](#)");
    out.push(Slot {
        leaf: Some(id),
        rest: usize::MAX,
        span,
        jumps: leads,
        ..slot
    });
}

fn item(doc: &Doc<'_>, id: NodeId, out: &mut Vec<Slot>) {
    let Some(leaf) = doc
        .blocks
        .children(id)
        .find(|&child| *doc.kind(child) != Kind::Html)
    else {
        return;
    };
    if !matches!(doc.kind(leaf), Kind::Paragraph | Kind::Heading(_)) || is_quoted(doc, id) {
        return;
    }
    let parent = doc.blocks.nodes[id].parent;
    let ordered = matches!(doc.kind(parent), Kind::List(Some(_)));
    let lines = &doc.lines[leaf];
    let Some((line, rest, inline_answer)) = head(
        doc.text,
        lines,
        0,
        matches!(doc.kind(leaf), Kind::Heading(_)),
    ) else {
        return;
    };
    let mut slot = slot(Place::Item(ordered), id, &line);
    slot.leaf = Some(leaf);
    slot.rest = rest;
    slot.inline_answer = inline_answer;
    let last = doc.blocks.nodes[leaf].next >= doc.blocks.nodes[id].next;
    slot.bare = last && rest >= lines.len() && inline_answer.is_none();
    // `- Q1` and no more: a list of links without their targets.
    let only_mark = title::question_mark(&format!("{} x", line.text))
        .is_some_and(|mark| mark.length >= line.text.len());
    if only_mark && slot.bare {
        return;
    }
    if ordered && slot.title.number.is_none() {
        slot.title.number = number_in_list(doc, parent, id);
    }
    out.push(slot);
}

/// The number that an item of an ordered list shows.
fn number_in_list(doc: &Doc<'_>, list: NodeId, item: NodeId) -> Option<u32> {
    let Kind::List(Some(first)) = *doc.kind(list) else {
        return None;
    };
    // The source says it: counting siblings would cost the square of their number.
    let text = doc.text[doc.span(item).range()].trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits]
        .parse()
        .ok()
        .or_else(|| u32::try_from(first).ok())
}

fn paragraph(doc: &Doc<'_>, id: NodeId, talks: &HashSet<NodeId>, out: &mut Vec<Slot>) {
    let parent = doc.blocks.nodes[id].parent;
    let first_of_item = matches!(doc.kind(parent), Kind::Item(_)) && parent + 1 == id;
    let quoted = is_quoted(doc, if talks.contains(&parent) { parent } else { id });
    if quoted || below::frames(doc, id) {
        return;
    }
    let lines = &doc.lines[id];
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let begins = at == 0
            || title::question_mark(&line.text).is_some()
            || title::is_card(&line.text)
            || head::counts(lines, at)
            || lines[at - 1].hard && title::number(&line.text).is_some();
        if !begins || (first_of_item && at == 0) || title::answers(line) {
            at += 1;
            continue;
        }
        if !may_ask(&lines[at..]) && !defined(doc, id) {
            at += 1;
            continue;
        }
        let Some((head, rest, inline_answer)) = head(doc.text, lines, at, false) else {
            break;
        };
        let mut slot = slot(Place::Paragraph, id, &head);
        slot.leaf = Some(id);
        slot.rest = rest;
        slot.inline_answer = inline_answer;
        slot.bare = rest >= lines.len() && inline_answer.is_none();
        let said = slot.title.mark.is_some()
            || slot.title.number.is_some()
            || slot.bold
            || slot.title.quoted
            || slot.asks == Asks::Surely
            || inline_answer.is_some()
            || defined(doc, id);
        if said {
            out.push(slot);
        }
        at = rest.max(at + 1);
    }
}

/// Whether a definition follows: the paragraph is its term.
fn defined(doc: &Doc<'_>, id: NodeId) -> bool {
    doc.blocks
        .after(id)
        .is_some_and(|next| doc.is_definition(next))
}

/// Whether anything in the lines of a paragraph sets its beginning apart: most are plain text.
fn may_ask(lines: &[TextLine]) -> bool {
    let Some(first) = lines.first() else {
        return false;
    };
    first.bold > 0
        || title::is_card(&first.text)
        || !first
            .text
            .starts_with(|sign: char| sign.is_ascii_alphabetic())
        || first.text.len() <= 40
        || title::question_mark(&first.text).is_some()
        || lines
            .iter()
            .any(|line| line.text.contains(['?', '？', '؟']))
}
