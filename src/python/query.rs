//! Concepts that a person defines by a query of their own.
//!
//! A query is tree-sitter's, with two captures: `@focus`, the tokens to hover, and `@extent`, the
//! whole construct; one of them may be missing. It is run on one top-level statement at a time, as
//! everything else is, so no pattern reaches from one statement to the next or up to the module.
//! What is written must not be able to stop an editor, so each has a [`Budget`] for a statement.

mod field;
mod pattern;
mod shape;

use std::ops::ControlFlow;

use tree_sitter::{Node, Query, QueryCursor, QueryCursorOptions, StreamingIterator};

use super::Source;
use super::budget::Budget;
use super::grammar::LANGUAGE;
use crate::concept::ConceptId;
use crate::text::Span;

/// No query is longer, in bytes.
const LONGEST: usize = 1 << 14;
/// How many matches may be going on at a time; the oldest is given up for a new one.
const MATCHES: u32 = 256;

/// How much of a node's text its conditions look at, in bytes.
const LONGEST_TEXT: usize = 1 << 12;

/// The least that a query may cost on one statement, in steps of its own and bytes that its conditions
/// look at, and what it may cost besides for each byte of the statement.
const LEAST: usize = 100_000;
const FOR_A_BYTE: usize = 6;
/// tree-sitter asks after so many steps whether to go on.
const STEPS: usize = 100;
/// What a condition costs beside the bytes that it looks at.
const CONDITION: usize = 10;

/// A query that finds a concept.
#[derive(Debug)]
pub(super) struct ByQuery {
    pub concept: ConceptId,
    query: Query,
    focus: Option<u32>,
    extent: Option<u32>,
}

/// Where `text` has a NUL character, as it is or as `\0`: tree-sitter compares names with one beyond
/// their end.
fn nul(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let is_nul = match byte {
            b'\\' => bytes
                .next()
                .is_some_and(|(_, escaped)| matches!(escaped, b'0' | 0)),
            byte => byte == 0,
        };
        if is_nul {
            return Some(at);
        }
    }
    None
}

impl ByQuery {
    /// Compiles `text`. The error says what is wrong, and at which byte of it.
    pub fn new(concept: ConceptId, text: &str) -> Result<Self, (String, usize)> {
        if text.len() > LONGEST {
            let message = format!("the query is longer than {LONGEST} bytes");
            return Err((message, 0));
        }
        if let Some(at) = nul(text) {
            return Err(("the query has a NUL character".to_owned(), at));
        }
        pattern::check(text)?;
        shape::check(text)?;
        field::check(text)?;
        let query = Query::new(&LANGUAGE, text).map_err(|error| {
            // A message of several lines shows the query again.
            let what = error.message.lines().next().unwrap_or_default().to_owned();
            (
                format!("the query is broken: {:?}: {what}", error.kind),
                error.offset,
            )
        })?;
        let (focus, extent) = (
            query.capture_index_for_name("focus"),
            query.capture_index_for_name("extent"),
        );
        if focus.is_none() && extent.is_none() {
            let message = "the query captures neither `@focus` nor `@extent`";
            return Err((message.to_owned(), 0));
        }
        Ok(Self {
            concept,
            query,
            focus,
            extent,
        })
    }

    /// Calls `visit` with the extent and the focus of each match in `node`; without a focus of its
    /// own a construct is meant where it stands.
    pub fn run(
        &self,
        node: Node<'_>,
        source: Source<'_>,
        mut visit: impl FnMut(Span, &mut Vec<Span>),
    ) {
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MATCHES);
        let budget = Budget::new(LEAST + node.byte_range().len() * FOR_A_BYTE);
        let mut progress = |_: &_| match budget.spend(STEPS) {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        };
        let options = QueryCursorOptions::new().progress_callback(&mut progress);
        let text = |node: Node<'_>| {
            let range = node.byte_range();
            let length = range.len().min(LONGEST_TEXT);
            let end = match budget.spend(CONDITION + length) {
                true => range.start + length,
                false => range.start,
            };
            pieces(source, range.start..end)
        };
        let mut matches = cursor.matches_with_options(&self.query, node, text, options);
        let mut focus = Vec::new();
        while let Some(found) = matches.next() {
            if budget.left() == 0 {
                // Its conditions may have seen no text.
                break;
            }
            let span = |node: Node<'_>| Span::from(node.byte_range());
            let captured = |wanted: Option<u32>| {
                let captures = found.captures().iter();
                captures.filter(move |capture| Some(capture.index) == wanted)
            };
            focus.clear();
            focus.extend(captured(self.focus).map(|capture| span(capture.node)));
            focus.retain(|span: &Span| !span.is_empty());
            focus.sort_unstable();
            focus.dedup();
            let extents = captured(self.extent).map(|capture| span(capture.node));
            let all = extents.chain(focus.iter().copied()).reduce(|all, one| {
                Span::new(all.start().min(one.start()), all.end().max(one.end()))
            });
            let Some(extent) = all.filter(|all| !all.is_empty()) else {
                continue;
            };
            if focus.is_empty() {
                focus.push(extent);
            }
            visit(extent, &mut focus);
        }
    }
}

/// The text of `range`, piece by piece.
fn pieces<'s>(source: Source<'s>, range: std::ops::Range<usize>) -> impl Iterator<Item = &'s [u8]> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let (piece, start) = source.piece(at);
        let upto = range.end.min(start + piece.len());
        let found = piece.get(at - start..upto.checked_sub(start)?)?;
        at = upto;
        (!found.is_empty()).then_some(found)
    })
}
