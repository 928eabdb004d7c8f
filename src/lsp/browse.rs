//! `pygloss/search`, `pygloss/entry` and `pygloss/concepts`: the guide for editors that show it in
//! a window of their own. Requests beyond LSP; their parameters and results are the structs here.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};

use super::away::away;
use super::session::Session;
use super::wire;
use crate::gloss::Library;
use crate::guide::Page;
use crate::guide::link::{Target, resolve};
use crate::guide::search::Index;
use crate::text::Span;

/// How many entries a search gives unless told, and at most.
const FEW: usize = 20;
const MOST: usize = 200;

/// What `pygloss/search` takes.
#[derive(Debug, Deserialize)]
pub struct Search {
    query: String,
    #[serde(default)]
    limit: Option<usize>,
}

/// What `pygloss/entry` takes.
#[derive(Debug, Deserialize)]
pub struct WhichEntry {
    id: String,
}

/// An entry with its text.
#[derive(Debug, Serialize)]
pub struct Whole {
    #[serde(flatten)]
    entry: wire::Entry,
    /// All that belongs to it, from its heading on; links within the guide are addresses of files.
    markdown: String,
    /// The answer alone, likewise.
    answer: Option<String>,
}

/// A concept with what the guides have about it.
#[derive(Debug, Serialize)]
pub struct Covered {
    #[serde(flatten)]
    concept: wire::Concept,
    /// Ids of entries, best first.
    entries: Vec<String>,
}

/// The entries that fit a query, best first.
pub async fn search(session: &Arc<Session>, params: Search) -> Result<Vec<wire::Entry>> {
    let Some(library) = session.library().await else {
        return Ok(Vec::new());
    };
    let session = session.clone();
    away(move || {
        let index = session.index(&library, || Index::new(&library.guide));
        let hits = index.search(&params.query, params.limit.unwrap_or(FEW).min(MOST));
        hits.iter()
            .filter_map(|hit| {
                // Who types a query sees many pages in passing: none of them stays unpacked.
                let page = library.guide.pages.get(hit.page)?.in_passing();
                Some(wire::entry(&session, &page, page.entries.get(hit.entry)?))
            })
            .collect()
    })
    .await
}

/// One entry with its text.
pub async fn entry(session: &Arc<Session>, params: WhichEntry) -> Result<Whole> {
    let library = session.library().await;
    let whole = library.as_ref().and_then(|library| {
        let (page, entry) = library.guide.find(&params.id)?;
        Some(Whole {
            entry: wire::entry(session, page, entry),
            markdown: markdown(session, library, page, entry.extent),
            answer: entry
                .answer
                .map(|answer| markdown(session, library, page, answer)),
        })
    });
    whole.ok_or_else(|| Error::invalid_params(format!("the guides have no entry `{}`", params.id)))
}

/// The catalogue.
pub async fn concepts(session: &Arc<Session>) -> Result<Vec<Covered>> {
    let Some(library) = session.library().await else {
        return Ok(Vec::new());
    };
    let study = session.state().study.clone();
    let covered = library.catalogue.iter().map(|(id, _)| Covered {
        concept: wire::concept(&library, &study, id),
        entries: library
            .entries(id)
            .map(|(_, entry, _)| entry.id.to_string())
            .collect(),
    });
    Ok(covered.collect())
}

/// A part of a page. Whoever shows it elsewhere knows nothing of the folder that its links start
/// from, so those that lead to pages become addresses.
fn markdown(session: &Session, library: &Library, page: &Arc<Page>, part: Span) -> String {
    let place = library
        .guide
        .pages
        .iter()
        .position(|other| Arc::ptr_eq(other, page));
    let mut out = String::new();
    let mut done = part.start();
    for link in &page.links {
        let is_next = part.covers(link.span) && done <= link.span.start();
        let (Some(place), true, false) = (place, is_next, link.wiki) else {
            continue;
        };
        let (Target::Page(target) | Target::NoAnchor(target)) =
            resolve(&library.guide, place, link)
        else {
            continue;
        };
        let target = library.guide.pages.get(target);
        let source = page.text.get(link.span.range()).unwrap_or_default();
        let (Some(uri), Some(at)) = (
            target.and_then(|target| wire::uri(session, target)),
            source.rfind(&link.to),
        ) else {
            continue;
        };
        let start = link.span.start() + at;
        out.push_str(page.text.get(done..start).unwrap_or_default());
        out.push_str(uri.as_str());
        if let Some((_, anchor)) = link.to.split_once('#') {
            out.push('#');
            out.push_str(anchor);
        }
        done = start + link.to.len();
    }
    out.push_str(page.text.get(done..part.end()).unwrap_or_default());
    out
}
