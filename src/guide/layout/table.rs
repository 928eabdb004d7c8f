//! Tables of questions: a row each, with answer, level, topics and companies by the header.

use super::{Draft, joined_words};
use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt as _};

use crate::guide::asks::{self, Asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;
use crate::guide::inline::TextLine;
use crate::guide::meta::{self, Meta};
use crate::guide::title;
use crate::guide::words::{self, fold};
use crate::text::Span;

/// Which column holds what.
#[derive(Default)]
struct Columns {
    question: Option<usize>,
    answer: Option<usize>,
    level: Option<usize>,
    tags: Option<usize>,
    companies: Option<usize>,
}

/// The questions of all tables. `inside` tells whether a place lies in an answer.
pub(super) fn read(doc: &Doc<'_>, inside: &dyn Fn(usize) -> bool) -> Vec<Draft> {
    doc.ids()
        .filter(|&id| *doc.kind(id) == Kind::Table)
        .flat_map(|id| table(doc, id, inside(doc.span(id).start())))
        .collect()
}

fn cells(doc: &Doc<'_>, row: NodeId) -> Vec<NodeId> {
    doc.blocks
        .children(row)
        .filter(|&id| *doc.kind(id) == Kind::Cell)
        .collect()
}

fn table(doc: &Doc<'_>, id: NodeId, inside: bool) -> Vec<Draft> {
    let Some(head) = doc
        .blocks
        .children(id)
        .find(|&child| *doc.kind(child) == Kind::Head)
    else {
        return Vec::new();
    };
    let names: Vec<String> = cells(doc, head)
        .iter()
        .map(|&cell| {
            doc.whole(cell)
                .map(|line| fold(&line.text))
                .unwrap_or_default()
        })
        .collect();
    let mut columns = Columns::default();
    for (at, name) in names.iter().enumerate() {
        let place = if words::QUESTION_COLUMNS.has(name) {
            &mut columns.question
        } else if words::ANSWER_COLUMNS.has(name) {
            &mut columns.answer
        } else if words::LEVEL_KEYS.has(name) {
            &mut columns.level
        } else if words::COMPANY_KEYS.has(name) {
            &mut columns.companies
        } else if words::TAG_KEYS.has(name) {
            &mut columns.tags
        } else {
            continue;
        };
        place.get_or_insert(at);
    }
    let rows: Vec<Vec<NodeId>> = doc
        .blocks
        .children(id)
        .filter(|&child| *doc.kind(child) == Kind::Row)
        .map(|row| cells(doc, row))
        .collect();
    let Some(question) = columns
        .question
        .or_else(|| asking_column(doc, &rows, inside))
    else {
        return Vec::new();
    };
    columns.question = Some(question);
    let lines: Vec<Option<Cow<TextLine>>> = rows
        .iter()
        .map(|row| row.get(question).and_then(|&cell| doc.whole(cell)))
        .collect();
    let (mut asking, mut jumping, mut all) = (0, 0, 0);
    for line in lines.iter().flatten() {
        all += 1;
        asking += usize::from(asks::asks(&title::read(line).text) >= Asks::Maybe);
        jumping += usize::from(line.jumps > 0 && line.jumps * 10 >= line.text.len() * 6);
    }
    // In an answer, a column of questions comes first or after numbers.
    if inside
        && rows.iter().any(|row| {
            row.iter().take(question).any(|&cell| {
                doc.whole(cell)
                    .is_some_and(|line| line.text.chars().any(char::is_alphabetic))
            })
        })
    {
        return Vec::new();
    }
    // A table of links into the text is its contents; one in an answer must ask to count.
    if all == 0 || jumping * 2 > all || asking * 10 < all * if inside { 6 } else { 3 } {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    rows.iter()
        .zip(lines)
        .filter_map(|(row, line)| {
            let line = line?;
            let draft = question_row(doc, row, &line, &columns)?;
            seen.insert(draft.heading.start()).then_some(draft)
        })
        .collect()
}

/// Without a known header: the column most of whose cells end in a question mark.
fn asking_column(doc: &Doc<'_>, rows: &[Vec<NodeId>], inside: bool) -> Option<usize> {
    if inside || rows.len() < 2 {
        return None;
    }
    let width = rows.iter().map(Vec::len).max()?;
    (0..width.min(3)).find(|&column| {
        let surely = rows
            .iter()
            .filter_map(|row| row.get(column).and_then(|&cell| doc.whole(cell)))
            .filter(|line| asks::asks(&line.text) == Asks::Surely)
            .count();
        surely * 10 >= rows.len() * 7
    })
}

fn question_row(
    doc: &Doc<'_>,
    row: &[NodeId],
    line: &TextLine,
    columns: &Columns,
) -> Option<Draft> {
    let read = title::read(line);
    if read.text.is_empty() {
        return None;
    }
    let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).copied();
    let text = |column| {
        cell(column)
            .and_then(|id| doc.whole(id))
            .map(|line| line.text.clone())
    };
    let mut found = Meta {
        level: text(columns.level)
            .and_then(|level| words::level_in(&level))
            .or(read.level),
        tags: text(columns.tags)
            .map(|tags| meta::tags(&tags))
            .unwrap_or_default(),
        asked_by: text(columns.companies)
            .map(|list| title::names(&list))
            .unwrap_or_default(),
        explains: Vec::new(),
    };
    if found.asked_by.is_empty() {
        found.asked_by = read.companies;
    }
    let answer = cell(columns.answer)
        .filter(|&id| {
            doc.lines[id]
                .iter()
                .any(|line| joined_words(&line.text) > 0)
        })
        .map(|id| {
            let lines = &doc.lines[id];
            Span::new(
                lines.first().map_or(0, |line| line.span.start()),
                lines.last().map_or(0, |line| line.span.end()),
            )
        });
    let parent = doc.blocks.nodes[*row.first()?].parent;
    Some(Draft {
        title: read.text,
        heading: line.span,
        extent: doc.span(parent),
        answer,
        section: parent,
        meta: found,
        is_heading: false,
        anchor: read.anchor,
    })
}
