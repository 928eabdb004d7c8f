//! The format of the built-in guide: front matter with `explains`, a gloss below the title, and
//! `###` questions below `## Questions`. Reference pages have one `##` section with a line
//! `*Explains: …*` per concept instead.

use std::sync::Arc;

use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::{Doc, Heading};
use crate::guide::meta::Meta;
use crate::guide::words::fold;
use crate::guide::{Entry, Kind as EntryKind, Stated};
use crate::problem::Problem;
use crate::text::Span;

/// The entries of a page in this format, or `None` where the text is none.
pub(in crate::guide) fn read(
    doc: &Doc<'_>,
    problems: &mut Vec<Problem>,
) -> Option<(Vec<Entry>, String)> {
    let has_sections = doc
        .headings
        .iter()
        .any(|heading| heading.level == 2 && !explains(doc, heading).is_empty());
    doc.front.explains.as_ref()?;
    let questions = doc
        .headings
        .iter()
        .position(|heading| heading.level == 2 && is_questions(heading));
    if questions.is_none() && !has_sections {
        return None;
    }
    let mut entries = Vec::new();
    entries.extend(page(doc, questions));
    for (index, heading) in doc.headings.iter().enumerate() {
        if heading.level == 2 {
            let explains = explains(doc, heading);
            if !explains.is_empty() {
                entries.push(section(doc, heading, explains));
            }
        }
        if heading.level == 3 && heading.parent.is_some() && heading.parent == questions {
            entries.push(question(doc, index, problems));
        }
    }
    let asked = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Question)
        .count();
    let why = format!(
        "page of the built-in guide's format: front matter with `explains`, {asked} questions below `## Questions`, {} sections with a line `Explains:`",
        entries.len() - asked - 1
    );
    Some((entries, why))
}

fn is_questions(heading: &Heading) -> bool {
    matches!(
        fold(&heading.title.text).as_str(),
        "questions" | "preguntas" | "вопросы" | "问题" | "fragen"
    )
}

/// The page as a whole.
fn page(doc: &Doc<'_>, questions: Option<usize>) -> Option<Entry> {
    let heading = doc.headings.first();
    let first = heading.map_or(1, |heading| heading.node + 1);
    let title = match heading {
        Some(heading) if heading.level == 1 => heading.title.text.clone(),
        _ => doc.front.title.clone()?,
    };
    let span = heading.map_or(
        Span::new(doc.front.span.start(), doc.front.span.start()),
        |heading| doc.span(heading.node),
    );
    let stop = questions.map_or(doc.blocks.nodes.len(), |index| doc.headings[index].node);
    let answer = content(doc, first, stop);
    let end = doc.text.trim_end().len();
    Some(Entry {
        id: Box::default(),
        kind: EntryKind::Topic,
        title: title.into(),
        heading: span,
        extent: Span::new(span.start(), end),
        answer,
        section: Arc::default(),
        level: doc.front.level,
        gloss: gloss(doc, first, stop),
        stated: Arc::new(Stated {
            tags: doc.front.tags.clone(),
            asked_by: doc.front.asked_by.clone(),
            explains: doc.front.explains.clone().unwrap_or_default(),
            aliases: doc.front.aliases.clone(),
        }),
    })
}

/// The ids in the line `*Explains: …*` at the beginning of a section.
fn explains(doc: &Doc<'_>, heading: &Heading) -> Vec<String> {
    top(doc, heading.node + 1, heading.end)
        .take_while(|&id| !matches!(doc.kind(id), Kind::Heading(_)))
        .flat_map(|id| doc.lines[id].iter())
        .filter_map(crate::guide::meta::read)
        .flat_map(|meta| meta.explains)
        .collect()
}

/// A section that explains something of its own.
fn section(doc: &Doc<'_>, heading: &Heading, explains: Vec<String>) -> Entry {
    let answer = content(doc, heading.node + 1, heading.end);
    let meta = Meta {
        explains,
        ..Meta::default()
    };
    entry(doc, heading, EntryKind::Topic, answer, meta)
}

fn question(doc: &Doc<'_>, index: usize, problems: &mut Vec<Problem>) -> Entry {
    let heading = &doc.headings[index];
    let mut meta = Meta::default();
    for id in top(doc, heading.node + 1, heading.end).take(3) {
        if let Some(said) = doc.meta(id) {
            meta.add(said);
        } else if *doc.kind(id) == Kind::Paragraph
            && let Some(said) = doc.lines[id].first().and_then(crate::guide::meta::read)
        {
            meta.add(said);
        }
    }
    if meta.level.is_none() {
        problems.push(Problem::warning(
            doc.span(heading.node),
            "question-level",
            "this question has no line `*Level: easy*`, `medium` or `hard` below it",
        ));
    }
    let answer = content(doc, heading.node + 1, heading.end);
    entry(doc, heading, EntryKind::Question, answer, meta)
}

fn entry(
    doc: &Doc<'_>,
    heading: &Heading,
    kind: EntryKind,
    answer: Option<Span>,
    meta: Meta,
) -> Entry {
    let span = doc.span(heading.node);
    Entry {
        id: Box::default(),
        kind,
        title: heading.title.text.as_str().into(),
        heading: span,
        extent: Span::new(span.start(), answer.map_or(span.end(), Span::end)),
        answer,
        section: doc.section(heading.node),
        level: meta.level,
        gloss: gloss(doc, heading.node + 1, heading.end),
        stated: Arc::new(meta.stated()),
    }
}

/// The blocks from `from` to before `to` that lie in no other of them.
fn top<'d>(doc: &'d Doc<'_>, from: NodeId, to: NodeId) -> impl Iterator<Item = NodeId> + 'd {
    let mut at = from;
    std::iter::from_fn(move || {
        let here = at;
        (here < to.min(doc.blocks.nodes.len())).then(|| {
            at = doc.blocks.nodes[here].next;
            here
        })
    })
}

/// What is left of those blocks without metadata at their beginning and rules at their end.
fn content(doc: &Doc<'_>, from: NodeId, to: NodeId) -> Option<Span> {
    let blocks: Vec<NodeId> = top(doc, from, to).collect();
    let first = blocks
        .iter()
        .position(|&id| doc.meta(id).is_none() && !doc.is_furniture(id))?;
    let last = blocks.iter().rposition(|&id| !doc.is_furniture(id))?;
    let mut start = doc.span(blocks[first]).start();
    // A metadata line that no blank line sets apart from the answer.
    if *doc.kind(blocks[first]) == Kind::Paragraph {
        let text = doc.lines[blocks[first]]
            .iter()
            .find(|line| crate::guide::meta::read(line).is_none());
        start = text.map_or(start, |line| line.span.start());
    }
    (first <= last).then(|| Span::new(start, doc.span(blocks[last]).end()))
}

/// The first paragraph that says something.
fn gloss(doc: &Doc<'_>, from: NodeId, to: NodeId) -> Option<Span> {
    let id = top(doc, from, to)
        .take_while(|&id| !matches!(doc.kind(id), Kind::Heading(_)))
        .find(|&id| {
            *doc.kind(id) == Kind::Paragraph && doc.meta(id).is_none() && !doc.is_furniture(id)
        })?;
    let start = doc.lines[id]
        .iter()
        .find(|line| crate::guide::meta::read(line).is_none())
        .map_or(doc.span(id).start(), |line| line.span.start());
    Some(Span::new(start, doc.span(id).end()))
}
