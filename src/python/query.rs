//! Concepts that a person defines by a query of their own.
//!
//! A query is tree-sitter's, with two captures: `@focus`, the tokens to hover, and `@extent`, the
//! whole construct; one of them may be missing. It is run on one top-level statement at a time, as
//! everything else is, so no pattern reaches from one statement to the next or up to the module.
//! What is written must not be able to stop an editor: see [`Budget`].

use std::ops::ControlFlow;

use tree_sitter::{Node, Query, QueryCursor, QueryCursorOptions, StreamingIterator};

use super::Source;
use super::grammar::LANGUAGE;
use crate::concept::ConceptId;
use crate::text::Span;

/// No query is longer, in bytes.
const LONGEST: usize = 1 << 14;
/// How many matches may be going on at a time; the oldest is given up for a new one.
const MATCHES: u32 = 256;

/// What a query may cost on one statement: so many hundreds of steps, and more in a long one. What
/// it would find behind that is not found.
struct Budget;

impl Budget {
    const LEAST: usize = 1000;
    const BYTES_EACH: usize = 16;

    fn of(node: Node<'_>) -> usize {
        Self::LEAST + node.byte_range().len() / Self::BYTES_EACH
    }
}

/// A query that finds a concept.
#[derive(Debug)]
pub(super) struct ByQuery {
    pub concept: ConceptId,
    query: Query,
    focus: Option<u32>,
    extent: Option<u32>,
}

impl ByQuery {
    /// Compiles `text`. The error says what is wrong, and at which byte of it.
    pub fn new(concept: ConceptId, text: &str) -> Result<Self, (String, usize)> {
        if text.len() > LONGEST {
            let message = format!("the query is longer than {LONGEST} bytes");
            return Err((message, 0));
        }
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
        let mut left = Budget::of(node);
        let mut progress = |_: &_| {
            left = left.saturating_sub(1);
            match left {
                0 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        };
        let options = QueryCursorOptions::new().progress_callback(&mut progress);
        let text = |node: Node<'_>| pieces(source, node.byte_range());
        let mut matches = cursor.matches_with_options(&self.query, node, text, options);
        let mut focus = Vec::new();
        while let Some(found) = matches.next() {
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
