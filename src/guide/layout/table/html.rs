//! Tables and definition lists written in HTML: `<table>`, `<dl>`.

use std::borrow::Cow;

use super::{Cell, Grid, Row, name};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::container;
use crate::guide::document::Doc;
use crate::guide::inline::{self, TextLine};
use crate::text::Span;

/// All of them, in order.
pub(super) fn grids<'d>(doc: &'d Doc<'_>) -> Vec<Grid<'d>> {
    let mut out = Vec::new();
    let mut done = 0;
    let mut ends = None;
    for id in doc.ids().filter(|&id| *doc.kind(id) == Kind::Html) {
        let span = doc.span(id);
        let from = span.start().max(done);
        let mut rest = doc.text.get(from..span.end()).unwrap_or("");
        while let Some(at) = rest.find('<') {
            rest = &rest[at..];
            let start = span.end() - rest.len();
            let Some(tag) = container::tag(rest) else {
                rest = &rest[1..];
                continue;
            };
            let name = tag.name.to_ascii_lowercase();
            rest = &rest[tag.length..];
            if tag.closes || !matches!(name.as_str(), "table" | "dl") {
                continue;
            }
            let begin = start + tag.length;
            let ends = ends.get_or_insert_with(|| Ends::of(doc.text));
            let places = if name == "dl" {
                &ends.list
            } else {
                &ends.table
            };
            let Some(end) = after(places, begin) else {
                continue;
            };
            let grid = match name.as_str() {
                "dl" => definitions(doc, id, Span::new(begin, end)),
                _ => table(doc, id, Span::new(begin, end)),
            };
            out.push(grid);
            done = end;
            rest = doc.text.get(end..span.end()).unwrap_or("");
        }
    }
    out
}

/// Where the closing tags of tables and lists stand.
struct Ends {
    table: Vec<usize>,
    list: Vec<usize>,
}

impl Ends {
    fn of(text: &str) -> Self {
        let places = |close: &[u8]| {
            let windows = text.as_bytes().windows(close.len()).enumerate();
            let found = windows.filter(|(_, bytes)| bytes.eq_ignore_ascii_case(close));
            found.map(|(at, _)| at).collect()
        };
        Self {
            table: places(b"</table"),
            list: places(b"</dl"),
        }
    }
}

/// The first of these places behind `from`.
fn after(places: &[usize], from: usize) -> Option<usize> {
    places.get(places.partition_point(|&at| at < from)).copied()
}

/// A tag: its name in lower case, whether it closes, and its place.
struct Tag {
    name: String,
    closes: bool,
    span: Span,
}

/// The tags in `span`, in order.
fn tags(text: &str, span: Span) -> Vec<Tag> {
    let mut out = Vec::new();
    let mut at = span.start();
    while let Some(found) = text.get(at..span.end()).and_then(|rest| rest.find('<')) {
        at += found;
        match container::tag(&text[at..span.end()]) {
            Some(tag) => {
                out.push(Tag {
                    name: tag.name.to_ascii_lowercase(),
                    closes: tag.closes,
                    span: Span::new(at, at + tag.length),
                });
                at += tag.length;
            }
            None => at += 1,
        }
    }
    out
}

fn table<'d>(doc: &'d Doc<'_>, node: NodeId, span: Span) -> Grid<'d> {
    let mut rows: Vec<Row<'d>> = Vec::new();
    let (mut open, mut headed) = (false, false);
    let tags = tags(doc.text, span);
    for (at, tag) in tags.iter().enumerate() {
        match (tag.name.as_str(), tag.closes) {
            ("tr", false) => {
                rows.push(Row {
                    node,
                    span: tag.span,
                    cells: Vec::new(),
                });
                open = true;
            }
            ("tr", true) => {
                if let Some(row) = rows.last_mut().filter(|_| open) {
                    row.span = Span::new(row.span.start(), tag.span.end());
                }
                open = false;
            }
            ("td" | "th", false) => {
                let ends = |tag: &&Tag| matches!(tag.name.as_str(), "td" | "th" | "tr");
                let stop = tags[at + 1..].iter().find(ends);
                let stop = stop.map_or(span.end(), |tag| tag.span.start());
                headed |= tag.name == "th" && rows.len() == 1;
                if let Some(row) = rows.last_mut() {
                    row.cells.push(cell(doc.text, tag.span.end(), stop));
                    row.span = Span::new(row.span.start(), row.span.end().max(stop));
                }
            }
            _ => {}
        }
    }
    // A header may stand in plain cells.
    let names: Vec<String> = rows
        .first()
        .map(|row| row.cells.iter().map(name).collect())
        .unwrap_or_default();
    let mut head = Vec::new();
    if headed || super::columns(&names).surely {
        head = names;
        rows.remove(0);
    }
    Grid {
        head,
        rows,
        start: span.start(),
    }
}

/// `<dt>` asks, `<dd>` answers.
fn definitions<'d>(doc: &'d Doc<'_>, node: NodeId, span: Span) -> Grid<'d> {
    let tags = tags(doc.text, span);
    let mut rows: Vec<Row<'d>> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if tag.closes || !matches!(tag.name.as_str(), "dt" | "dd") {
            continue;
        }
        let ends = |tag: &&Tag| matches!(tag.name.as_str(), "dt" | "dd");
        let stop = tags[at + 1..].iter().find(ends);
        let stop = stop.map_or(span.end(), |tag| tag.span.start());
        let held = cell(doc.text, tag.span.end(), stop);
        if tag.name == "dt" {
            rows.push(Row {
                node,
                span: Span::new(tag.span.start(), stop),
                cells: vec![held],
            });
        } else if let Some(row) = rows.last_mut() {
            row.cells.push(held);
            row.span = Span::new(row.span.start(), stop);
        }
    }
    rows.retain(|row| row.cells.len() > 1);
    Grid {
        head: vec!["term".to_owned(), "answer".to_owned()],
        rows,
        start: span.start(),
    }
}

/// What stands between two tags, as a person reads it.
fn cell<'d>(text: &str, from: usize, to: usize) -> Cell<'d> {
    let raw = text.get(from..to)?;
    let inner = raw.trim();
    let start = from + (raw.len() - raw.trim_start().len());
    let shown = inline::plain(inner);
    (!shown.is_empty()).then(|| {
        Cow::Owned(TextLine {
            text: shown,
            span: Span::new(start, start + inner.len()),
            ..TextLine::default()
        })
    })
}
