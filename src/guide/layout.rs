//! Which layouts a text uses, and the entries that they give. One file per layout; a new one is a
//! new file with a `choose` over [`choose::Choice`], or one that reads [`Draft`]s by itself.
//!
//! A text is read as a whole: [`slot`] lists every place that can hold a question, [`label`] every
//! place that announces an answer, the layouts choose among them from the strongest evidence to the
//! weakest, and [`extent`] lays out what was chosen.

mod apart;
mod boxes;
mod card;
mod choose;
mod extent;
mod heading;
mod item;
mod label;
mod marked;
pub(super) mod page;
mod pair;
mod paragraph;
mod slot;
mod table;
mod topic;

use std::sync::Arc;

use foldhash::HashSet;

use super::asks::{self, Asks};
use super::blocks::{Kind as Block, NodeId};
use super::document::Doc;
use super::meta::{self, Meta};
use super::words;
use super::{Entry, Kind, Level};
use crate::text::Span;
use choose::Choice;
use slot::Place;

/// An entry before it has an id.
#[derive(Clone, Debug)]
struct Draft {
    title: String,
    heading: Span,
    extent: Span,
    answer: Option<Span>,
    /// The node from which its section is told.
    section: NodeId,
    meta: Meta,
    is_heading: bool,
    anchor: Option<String>,
}

/// The entries of a text in any layout, with the anchors that they name themselves, and the layouts
/// it was taken for.
pub(super) fn read(doc: &Doc<'_>, name: &str) -> (Vec<(Entry, Option<String>)>, Vec<String>) {
    // What these read is not to be read again.
    let sides = pair::read(doc);
    let html = table::read_html(doc);
    let mut choice = Choice::new(doc);
    let read = sides.iter().chain(&html);
    choice.leave_out(&merged(read.map(|draft| draft.extent)));
    marked::choose(&mut choice);
    boxes::choose(&mut choice);
    heading::choose(&mut choice);
    paragraph::choose(&mut choice);
    item::choose(&mut choice);

    let mut drafts = questions(&choice);
    let answers: Vec<Span> = merged(drafts.iter().filter_map(|draft| draft.answer));
    let inside = |at: usize| covers(&answers, at);
    let mut layouts: Vec<String> = choice
        .why
        .iter()
        .map(|(why, count)| format!("{why}: {count}"))
        .collect();
    if !sides.is_empty() {
        layouts.push(format!("cards with named sides: {}", sides.len()));
    }
    let mut tables = table::read(doc, &inside);
    tables.extend(
        html.into_iter()
            .filter(|draft| !inside(draft.heading.start())),
    );
    if !tables.is_empty() {
        layouts.push(format!("rows of question tables: {}", tables.len()));
    }
    let cards = card::read(doc, &inside);
    if !cards.is_empty() {
        layouts.push(format!("flashcards: {}", cards.len()));
    }
    let begun: HashSet<NodeId> = choice
        .slots
        .iter()
        .zip(&choice.chosen)
        .filter(|(_, chosen)| **chosen)
        .map(|(slot, _)| slot.block)
        .chain(
            tables
                .iter()
                .chain(&cards)
                .chain(&sides)
                .map(|draft| draft.section),
        )
        .collect();
    drop(choice);
    let chosen = drafts.len();
    drafts.extend(sides);
    drafts.extend(tables);
    drafts.extend(cards);
    let extents = merged(drafts.iter().map(|draft| draft.extent));
    drop_announced(&mut drafts, chosen);
    let topics = topic::read(doc, name, &|at| covers(&extents, at), &|id| {
        begun.contains(&id)
    });
    if !topics.is_empty() {
        layouts.push(format!("sections without questions: {}", topics.len()));
    }
    let level = level_of_page(doc, name);
    let mut out: Vec<(Entry, Option<String>)> = drafts
        .into_iter()
        .map(|draft| entry(doc, draft, Kind::Question, level))
        .chain(topics.into_iter().map(|draft| {
            // A note of its own that is called by a question asks it.
            let asks = !draft.is_heading && asks::asks(&draft.title) == Asks::Surely;
            let kind = if asks { Kind::Question } else { Kind::Topic };
            entry(doc, draft, kind, level)
        }))
        .collect();
    out.sort_by_key(|(entry, _)| (entry.heading.start(), entry.heading.end()));
    if let Some((first, _)) = out.first_mut()
        && let Some(explains) = &doc.front.explains
    {
        // A page that says what it explains says it of its first section.
        let stated = Arc::make_mut(&mut first.stated);
        stated.explains.extend(explains.iter().cloned());
        stated.aliases.extend(doc.front.aliases.iter().cloned());
    }
    (out, layouts)
}

/// Leaves out those of the first `chosen` questions that stand in a line without an answer and have one
/// elsewhere in the text: `Questions covered` lists them beforehand.
fn drop_announced(drafts: &mut Vec<Draft>, chosen: usize) {
    let key = |draft: &Draft| words::fold(&draft.title);
    let answered: HashSet<String> = drafts
        .iter()
        .filter(|draft| draft.answer.is_some())
        .map(key)
        .collect();
    let mut at = 0;
    drafts.retain(|draft| {
        at += 1;
        at > chosen || draft.answer.is_some() || draft.is_heading || !answered.contains(&key(draft))
    });
}

/// The chosen slots, laid out.
fn questions(choice: &Choice<'_, '_>) -> Vec<Draft> {
    let plan = extent::Plan::new(
        choice.doc,
        &choice.slots,
        &choice.labels,
        &choice.answered,
        &choice.chosen,
    );
    plan.lay()
        .into_iter()
        .map(|laid| {
            let slot = &choice.slots[laid.slot];
            let mut meta = laid.meta;
            meta.level = meta.level.or(slot.title.level);
            if meta.asked_by.is_empty() {
                meta.asked_by.clone_from(&slot.title.companies);
            }
            if meta.tags.is_empty() {
                meta.tags.clone_from(&slot.title.tags);
            }
            if meta.asked_by.is_empty() && matches!(slot.place, Place::Item(_)) {
                let list = choice.doc.blocks.nodes[slot.block].parent;
                meta.asked_by.extend(item::company(choice, list));
            }
            Draft {
                title: slot.title.text.clone(),
                heading: slot.span,
                extent: laid.extent,
                answer: laid.answer,
                section: laid.section,
                meta,
                is_heading: matches!(slot.place, Place::Heading(_)),
                anchor: slot.title.anchor.clone(),
            }
        })
        .collect()
}

fn entry(doc: &Doc<'_>, draft: Draft, kind: Kind, level: Option<Level>) -> (Entry, Option<String>) {
    let mut meta = draft.meta;
    if meta.tags.is_empty() {
        meta.tags.clone_from(&doc.front.tags);
    }
    let among = meta::level_among(&mut meta.tags);
    let own = doc.heading_at[draft.section].filter(|_| draft.is_heading);
    let under = doc.under[draft.section];
    let level = meta
        .level
        .or(among)
        .or_else(|| under.and_then(|at| doc.headings[at].level_below))
        .or(level);
    let explicit = match own {
        Some(at) if doc.headings[at].explicit => Some(doc.headings[at].anchor.clone()),
        Some(_) => Some(String::new()),
        None => draft.anchor,
    };
    if meta.asked_by.is_empty() {
        meta.asked_by.clone_from(&doc.front.asked_by);
    }
    let entry = Entry {
        id: Box::default(),
        kind,
        title: draft.title.into(),
        heading: draft.heading,
        extent: draft.extent,
        gloss: draft.answer.and_then(|answer| gloss(doc, answer)),
        answer: draft.answer,
        section: doc.section(draft.section),
        level,
        stated: Arc::new(meta.stated()),
    };
    (entry, explicit)
}

/// The first paragraph of an answer, without the mark that announces it; all of an answer that has
/// no paragraphs and one line.
fn gloss(doc: &Doc<'_>, answer: Span) -> Option<Span> {
    let nodes = &doc.blocks.nodes;
    // The paragraph may begin before the answer, with the question.
    let first = nodes.partition_point(|node| node.span.start() < answer.start());
    let found = nodes[first.saturating_sub(4)..]
        .iter()
        .take(64)
        .take_while(|node| node.span.start() < answer.end())
        .filter(|node| node.kind == Block::Paragraph && node.span.end() > answer.start())
        .find_map(|node| {
            let start = node.span.start().max(answer.start());
            let end = node.span.end().min(answer.end());
            let whole = doc.text.get(start..end)?;
            let said = whole.get(mark_length(whole)..)?;
            // `**Answer: B**`
            let open = said.len() < whole.len() && said.matches("**").count() == 1;
            let said = said.strip_suffix("**").filter(|_| open).unwrap_or(said);
            let start = start + mark_length(whole);
            (!said.is_empty()).then(|| Span::new(start, start + said.len()))
        });
    let one_line = !doc.text.get(answer.range())?.contains('\n');
    found.or_else(|| one_line.then_some(answer))
}

/// How many bytes of `**Answer:** ` a text begins with.
fn mark_length(text: &str) -> usize {
    // `**Answer** That.`
    if let Some((word, rest)) = text
        .strip_prefix("**")
        .and_then(|inner| inner.split_once("**"))
        && rest.starts_with(' ')
        && word.len() > 1
        && words::ANSWER_MARKS.has(&words::fold(word))
    {
        return text.len() - rest.trim_start().len();
    }
    let Some(at) = text
        .char_indices()
        .take(40)
        .find(|&(at, sign)| {
            matches!(sign, ':' | '：' | '\n')
                || (matches!(sign, '-' | '–')
                    && at > 2
                    && text[at + sign.len_utf8()..].starts_with(' '))
        })
        .map(|(at, _)| at)
    else {
        return 0;
    };
    let mark = words::fold(&text[..at]);
    let is_back = words::side(&mark).is_some_and(|(_, face)| !face);
    if !words::ANSWER_MARKS.has(&mark) && !is_back {
        return 0;
    }
    let rest = text[at..].trim_start_matches(['-', '–']);
    let rest = rest.trim_start_matches([':', '：', '*', '_', ' ', '\n', '\r', '\t']);
    text.len() - rest.len()
}

/// The level that the front matter, its tags or the file's name give to the whole text.
fn level_of_page(doc: &Doc<'_>, name: &str) -> Option<Level> {
    let mut tags = doc.front.tags.clone();
    doc.front
        .level
        .or_else(|| meta::level_among(&mut tags))
        .or_else(|| {
            let stem = stem(name).to_lowercase();
            let mut levels = stem
                .split(|sign: char| !sign.is_alphanumeric())
                // `python-basics` and `simple-queue` are about something.
                .filter(|word| {
                    !matches!(
                        *word,
                        "basic"
                            | "basics"
                            | "simple"
                            | "fundamental"
                            | "entry"
                            | "mid"
                            | "middle"
                            | "media"
                            | "medio"
                            | "regular"
                    )
                })
                .filter_map(words::level_word);
            let first = levels.next()?;
            levels.all(|level| level == first).then_some(first)
        })
}

/// A file's name without folders and ending.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned()
}

/// How many words a text has.
fn joined_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Spans as few that do not touch.
fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut all: Vec<Span> = spans.collect();
    all.sort();
    let mut out: Vec<Span> = Vec::with_capacity(all.len());
    for span in all {
        match out.last_mut() {
            Some(last) if span.start() <= last.end() => {
                *last = Span::new(last.start(), last.end().max(span.end()));
            }
            _ => out.push(span),
        }
    }
    out
}

/// Whether one of the spans, which do not touch, holds the byte `at`.
fn covers(spans: &[Span], at: usize) -> bool {
    let upto = spans.partition_point(|span| span.start() <= at);
    upto > 0 && spans[upto - 1].contains(at)
}
