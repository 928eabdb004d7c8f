//! Headings that only say that something is asked: `## Question 1`, `## Problem` before
//! `## Solution`. What they ask stands below them, or is the name of the heading above.

use super::head::head;
use super::{Place, Slot, slot};
use crate::guide::asks::{Asks, asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::{Doc, Heading};
use crate::guide::inline::TextLine;
use crate::guide::{title, words};

/// The longest question that is its own title, in bytes.
const LONGEST: usize = 300;
/// How many headings before and after another are looked at for more of its kind.
const NEAR: usize = 8;

/// The slot of such a heading, the one at `index` of [`Doc::headings`], whose text is `line`.
pub(super) fn asked_below(
    doc: &Doc<'_>,
    id: NodeId,
    index: usize,
    line: &TextLine,
) -> Option<Slot> {
    let heading = &doc.headings[index];
    let numbered = is_mark(&line.text) || last_two(&line.text).is_some_and(is_mark);
    if !numbered && !is_word_before_answer(doc, index) {
        return None;
    }
    let mut slot = match paragraph(doc, id) {
        Some(slot) => slot,
        None => named_above(doc, index, line).filter(|_| !numbered)?,
    };
    slot.place = Place::Heading(heading.level);
    slot.block = id;
    slot.span = doc.span(id);
    slot.title.mark = heading.title.mark;
    slot.title.number = heading.title.number;
    Some(slot)
}

/// Whether a heading such as `### Q1` is a mark alone, and the list below it begins with what it asks.
pub(super) fn asked_in_list(doc: &Doc<'_>, id: NodeId, line: &TextLine) -> bool {
    let mut below = doc.blocks.after(id);
    while let Some(next) = below.filter(|&next| doc.is_furniture(next)) {
        below = doc.blocks.after(next);
    }
    let Some(list) = below.filter(|&next| matches!(doc.kind(next), Kind::List(_))) else {
        return false;
    };
    // The list, its first item, and what that begins with.
    let first = doc.lines.get(list + 2).and_then(|lines| lines.first());
    is_mark(&line.text) && first.is_some_and(|line| title::question_mark(&line.text).is_some())
}

/// Whether a heading or line only marks the heading right below it: `### Question 1`, then `#### What
/// is it?`
pub(super) fn frames(doc: &Doc<'_>, id: NodeId) -> bool {
    let Some(below) = doc.blocks.after(id).and_then(|next| doc.heading_at[next]) else {
        return false;
    };
    let inner = &doc.headings[below];
    let deeper = match doc.kind(id) {
        Kind::Heading(level) => *level < inner.level,
        _ => true,
    };
    let says = || {
        let title = &inner.title.text;
        let word = words::fold(title);
        let near = &doc.headings[below.saturating_sub(NEAR)..];
        let alike = |other: &&Heading| words::fold(&other.title.text) == word;
        !words::is_answer_label(title)
            && !words::QUESTION_MARKS.has(&word)
            && (asks(title) >= Asks::Likely || near.iter().take(2 * NEAR).filter(alike).count() < 2)
    };
    deeper
        && doc
            .whole(id)
            .is_some_and(|line| is_mark(title::without_codes(line.text.trim())))
        && says()
}

/// Whether a text is a mark with its number and no more.
fn is_mark(text: &str) -> bool {
    title::question_mark(text).is_some_and(|mark| text[mark.length..].trim().is_empty())
}

/// `Question 1` of `Bonus Question 1`.
fn last_two(text: &str) -> Option<&str> {
    let mut spaces = text.trim_end().rmatch_indices(' ').map(|(at, _)| at);
    let at = spaces.nth(1)?;
    (text.split_whitespace().count() <= 4).then(|| text[at..].trim())
}

/// `## Question`, then `## Answer`. A lone letter other than Q stands for more than a question.
fn is_word_before_answer(doc: &Doc<'_>, index: usize) -> bool {
    let word = words::fold(&doc.headings[index].shown);
    let next = doc.headings.get(index + 1);
    words::QUESTION_MARKS.has(&word)
        && (word.len() > 1 || word == "q")
        && next.is_some_and(|next| words::is_answer_label(&next.title.text))
}

/// What the first paragraph below asks: all of it, or its first sentence where it is long. Code and
/// tables may stand before it.
fn paragraph(doc: &Doc<'_>, id: NodeId) -> Option<Slot> {
    let mut below = doc.blocks.after(id)?;
    while matches!(doc.kind(below), Kind::Code { .. } | Kind::Table) || doc.is_furniture(below) {
        below = doc.blocks.after(below)?;
    }
    let lines = &doc.lines[below];
    if *doc.kind(below) != Kind::Paragraph || title::answer_mark(&lines.first()?.text).is_some() {
        return None;
    }
    let (mut asked, rest, inline_answer) = head(doc.text, lines, 0, false)?;
    if asked.text.len() >= LONGEST {
        let end = first_sentence(&asked.text)?;
        asked.to_mut().text.truncate(end);
    }
    let mut slot = slot(Place::Paragraph, below, &asked);
    slot.leaf = Some(below);
    slot.rest = rest;
    slot.inline_answer = inline_answer;
    Some(slot)
}

/// Where the first sentence of `text` ends, if it is a title's length.
fn first_sentence(text: &str) -> Option<usize> {
    let ends = text.match_indices(['.', '?', '!', '。', '？', '！', '؟', '।']);
    ends.map(|(at, sign)| at + sign.len())
        .take_while(|&end| end < LONGEST)
        .find(|&end| text[end..].starts_with(' ') || !text[..end].ends_with(['.', '?', '!']))
}

/// `# Two Sum`, `## Problem`: the name of the heading above, where it holds one problem only.
fn named_above(doc: &Doc<'_>, index: usize, line: &TextLine) -> Option<Slot> {
    let heading = &doc.headings[index];
    let above = &doc.headings[heading.parent?];
    let word = words::fold(&heading.shown);
    let alike = |other: &&Heading| {
        other.parent == heading.parent
            && other.node != heading.node
            && words::fold(&other.shown) == word
    };
    // Those near by tell: each heading looks at a few others only.
    let near = &doc.headings[index.saturating_sub(NEAR)..];
    let alone = !near.iter().take(2 * NEAR + 1).any(|other| alike(&other));
    let names = !above.title.announces.questions && !above.title.announces.contents;
    if !alone || !names {
        return None;
    }
    let mut slot = slot(Place::Paragraph, heading.node, line);
    slot.title.text.clone_from(&above.title.text);
    slot.title.level = above.title.level;
    slot.asks = asks(&slot.title.text);
    slot.leaf = Some(heading.node);
    slot.rest = usize::MAX;
    Some(slot)
}
