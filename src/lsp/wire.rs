//! What our own requests say about entries and concepts; `editors/schemas` has it as JSON schemas.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, Range, TextDocumentIdentifier, Uri};

use super::convert;
use super::session::Session;
use crate::concept::ConceptId;
use crate::gloss::Library;
use crate::guide::{self, Kind, Page};
use crate::study::{Knowledge, Study};

/// An entry, without its text.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub id: String,
    title: String,
    /// `question` or `topic`.
    kind: &'static str,
    /// `easy`, `medium` or `hard`.
    level: Option<&'static str>,
    /// The titles of the headings above it, outermost first.
    section: Vec<String>,
    tags: Vec<String>,
    /// The file, where it can be opened.
    uri: Option<Uri>,
    /// Its heading in the file.
    range: Range,
}

/// A concept, with what the person knows of it.
#[derive(Clone, Debug, Serialize)]
pub struct Concept {
    pub id: String,
    name: String,
    family: &'static str,
    /// The first Python version that has it, where that is later than 3.0.
    since: Option<String>,
    state: Option<Knowledge>,
}

/// No parameters: what a client sends all the same is passed over.
#[derive(Clone, Debug, Deserialize)]
pub struct Nothing {}

/// A place in a document, or a whole document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Where {
    pub text_document: TextDocumentIdentifier,
    #[serde(default)]
    pub position: Option<Position>,
    #[serde(default)]
    pub limit: Option<usize>,
}

/// An entry as requests give it.
pub fn entry(session: &Session, page: &Page, entry: &guide::Entry) -> Entry {
    Entry {
        id: entry.id.to_string(),
        title: entry.title.to_string(),
        kind: match entry.kind {
            Kind::Question => "question",
            Kind::Topic => "topic",
        },
        level: entry.level.map(|level| level.name()),
        section: entry.section.to_vec(),
        tags: entry.tags.clone(),
        uri: uri(session, page),
        range: convert::page_range(page, entry.heading, session.encoding()),
    }
}

/// A concept as requests give it.
pub fn concept(library: &Library, study: &Study, id: ConceptId) -> Concept {
    let concept = &library.catalogue[id];
    Concept {
        id: concept.id.to_string(),
        name: concept.name.to_string(),
        family: concept.family().name(),
        since: concept.since.as_deref().map(str::to_owned),
        state: study.knowledge(&concept.id),
    }
}

/// The entries about a concept, best first.
pub fn entries(session: &Session, library: &Library, id: ConceptId) -> Vec<Entry> {
    let found = library.entries(id);
    found
        .map(|(page, one, _)| entry(session, page, one))
        .collect()
}

/// The address of a page, where it can be opened.
pub fn uri(session: &Session, page: &Page) -> Option<Uri> {
    convert::file_uri(&session.file_of(page)?)
}

/// The concept called `id`.
pub fn find(library: &Library, id: &str) -> Result<ConceptId> {
    let found = library.catalogue.find(id);
    found.ok_or_else(|| Error::invalid_params(format!("there is no concept `{id}`")))
}

/// The library; an error where the session ends before there is one.
pub async fn library(session: &Session) -> Result<Arc<Library>> {
    session.library().await.ok_or_else(Error::request_cancelled)
}
