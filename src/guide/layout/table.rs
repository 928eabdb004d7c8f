//! Tables of questions: a row each, with answer, level, topics and companies by the header.

mod html;

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt as _};

use super::{Draft, joined_words};
use crate::guide::asks::{self, Asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;
use crate::guide::inline::TextLine;
use crate::guide::meta::{self, Meta};
use crate::guide::title;
use crate::guide::words::{self, fold};
use crate::text::Span;

/// A table, however it is written.
struct Grid<'d> {
    /// The titles of its columns, folded; empty where it has none.
    head: Vec<String>,
    rows: Vec<Row<'d>>,
    /// Where it begins.
    start: usize,
}

/// A row of it.
struct Row<'d> {
    /// The node that it stands in.
    node: NodeId,
    span: Span,
    cells: Vec<Cell<'d>>,
}

/// What a cell holds, on one line, and where; `None` where it is empty.
type Cell<'d> = Option<Cow<'d, TextLine>>;

/// Which column holds what.
#[derive(Default)]
struct Columns {
    question: Option<usize>,
    answer: Option<usize>,
    level: Option<usize>,
    tags: Option<usize>,
    companies: Option<usize>,
    /// Whether the header says in so many words that the one asks and the other answers.
    surely: bool,
}

/// The questions of all tables. `inside` tells whether a place lies in an answer.
pub(super) fn read(doc: &Doc<'_>, inside: &dyn Fn(usize) -> bool) -> Vec<Draft> {
    let pipes = doc
        .ids()
        .filter(|&id| *doc.kind(id) == Kind::Table)
        .map(|id| pipes(doc, id));
    pipes
        .flat_map(|grid| questions(&grid, inside(grid.start)))
        .collect()
}

/// The same for tables written in HTML, of which the parser tells no more than where they begin.
pub(super) fn read_html(doc: &Doc<'_>) -> Vec<Draft> {
    let grids = html::grids(doc);
    grids
        .iter()
        .flat_map(|grid| questions(grid, false))
        .collect()
}

/// A table of GitHub's Markdown.
fn pipes<'d>(doc: &'d Doc<'_>, table: NodeId) -> Grid<'d> {
    let cells = |row: NodeId| {
        let cells = doc.blocks.children(row);
        cells
            .filter(|&id| *doc.kind(id) == Kind::Cell)
            .map(|id| doc.whole(id))
            .collect::<Vec<Cell<'d>>>()
    };
    let of_kind = |kind: Kind| {
        let children = doc.blocks.children(table);
        children.filter(move |&id| *doc.kind(id) == kind)
    };
    let head = of_kind(Kind::Head).next().map(cells).unwrap_or_default();
    Grid {
        head: head.iter().map(name).collect(),
        rows: of_kind(Kind::Row)
            .map(|row| Row {
                node: row,
                span: doc.span(row),
                cells: cells(row),
            })
            .collect(),
        start: doc.span(table).start(),
    }
}

/// The title of a column.
fn name(cell: &Cell<'_>) -> String {
    cell.as_ref()
        .map(|line| fold(&line.text))
        .unwrap_or_default()
}

/// What the columns hold by their titles.
fn columns(head: &[String]) -> Columns {
    let mut columns = Columns::default();
    let mark = |list: &words::List, name: &str| list.has(name) && name.len() > 1;
    for (at, name) in head.iter().enumerate() {
        let asks = mark(&words::QUESTION_MARKS, name) && !words::TASKS.has(name);
        let answers = mark(&words::ANSWER_MARKS, name);
        let side = words::side(name).filter(|_| name.len() > 1);
        let (face, back) = (
            side.is_some_and(|(_, face)| face),
            side.is_some_and(|(_, face)| !face),
        );
        let place = if asks || words::QUESTION_COLUMNS.has(name) || face {
            &mut columns.question
        } else if answers || words::ANSWER_COLUMNS.has(name) || back {
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
    let named = |column: Option<usize>, list: &words::List| {
        column
            .and_then(|at| head.get(at))
            .is_some_and(|name| list.has(name) && !words::TASKS.has(name))
    };
    columns.surely = named(columns.question, &words::QUESTION_MARKS)
        && named(columns.answer, &words::ANSWER_MARKS);
    columns
}

/// The questions of a table.
fn questions(grid: &Grid<'_>, inside: bool) -> Vec<Draft> {
    let mut columns = columns(&grid.head);
    let rows = &grid.rows;
    let Some(question) = columns.question.or_else(|| asking_column(rows, inside)) else {
        return Vec::new();
    };
    columns.question = Some(question);
    let (mut asking, mut jumping, mut all) = (0, 0, 0);
    let asked = rows
        .iter()
        .filter_map(|row| row.cells.get(question)?.as_ref());
    for line in asked {
        all += 1;
        asking += usize::from(asks::asks(&title::read(line).text) >= Asks::Maybe);
        jumping += usize::from(line.jumps > 0 && line.jumps * 10 >= line.text.len() * 6);
    }
    // In an answer, a column of questions comes first or after numbers.
    let told = |cell: &Cell<'_>| {
        let text = cell.as_ref().map_or("", |line| &line.text);
        text.chars().any(char::is_alphabetic)
    };
    if inside
        && rows
            .iter()
            .any(|row| row.cells.iter().take(question).any(told))
    {
        return Vec::new();
    }
    // A table of links into the text is its contents; one in an answer must ask to count.
    let least = match (inside, columns.surely) {
        (true, _) => 6,
        (false, false) => 3,
        (false, true) => 0,
    };
    if all == 0 || jumping * 2 > all || asking * 10 < all * least {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    rows.iter()
        .filter_map(|row| question_row(row, &columns))
        .filter(|draft| seen.insert(draft.heading.start()))
        .collect()
}

/// Without a known header: the column most of whose cells end in a question mark.
fn asking_column(rows: &[Row<'_>], inside: bool) -> Option<usize> {
    if inside || rows.len() < 2 {
        return None;
    }
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    (0..width.min(3)).find(|&column| {
        let surely = rows
            .iter()
            .filter_map(|row| row.cells.get(column)?.as_ref())
            // `Mutable?` compares things: a question has more words.
            .filter(|line| {
                let words = line.text.split_whitespace().count();
                asks::asks(&line.text) == Asks::Surely && (words > 2 || !line.text.is_ascii())
            })
            .count();
        surely * 10 >= rows.len() * 7
    })
}

fn question_row(row: &Row<'_>, columns: &Columns) -> Option<Draft> {
    let cell = |column: Option<usize>| row.cells.get(column?)?.as_deref();
    let line = cell(columns.question)?;
    let read = title::read(line);
    if read.text.is_empty() {
        return None;
    }
    let text = |column| cell(column).map(|line| line.text.as_str());
    let mut found = Meta {
        level: text(columns.level).and_then(words::level_in).or(read.level),
        tags: text(columns.tags).map(meta::tags).unwrap_or_default(),
        asked_by: text(columns.companies)
            .map(title::names)
            .unwrap_or_default(),
        explains: Vec::new(),
    };
    if found.asked_by.is_empty() {
        found.asked_by = read.companies;
    }
    if found.tags.is_empty() {
        found.tags = read.tags;
    }
    let answer = cell(columns.answer)
        .filter(|line| joined_words(&line.text) > 0)
        .map(|line| line.span);
    Some(Draft {
        title: read.text,
        heading: line.span,
        extent: row.span,
        answer,
        section: row.node,
        meta: found,
        is_heading: false,
        anchor: read.anchor,
    })
}
