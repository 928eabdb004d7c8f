//! `pygloss/usages` and `textDocument/references` in guides: the places in the workspace's Python
//! files where a concept, or what an entry is about, occurs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    Location, Position, ReferenceParams, Registration, TextDocumentIdentifier,
};

use super::away::away;
use super::census::{self, Found};
use super::job::{self, Begun, Tokens};
use super::notes;
use super::session::Session;
use super::wire;
use crate::concept::ConceptId;
use crate::gloss::{self, Library};

/// What `pygloss/usages` takes: a concept, an entry or a place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Usages {
    #[serde(default)]
    concept: Option<String>,
    #[serde(default)]
    entry: Option<String>,
    #[serde(default)]
    pub text_document: Option<TextDocumentIdentifier>,
    #[serde(default)]
    pub position: Option<Position>,
    #[serde(flatten)]
    pub tokens: Tokens,
}

/// What it gives.
#[derive(Debug, Default, Serialize)]
pub struct Used {
    concepts: Vec<String>,
    pub locations: Vec<Location>,
    complete: bool,
}

/// Looks for the places. Those that were handed out before are not in the result.
pub async fn usages(session: &Arc<Session>, params: Usages, is_own: bool) -> Result<Used> {
    let library = wire::library(session).await?;
    let wanted = wanted(session, &library, &params).await?;
    let mut used = Used {
        concepts: wanted
            .iter()
            .map(|id| library.catalogue[*id].id.to_string())
            .collect(),
        complete: true,
        ..Used::default()
    };
    if wanted.is_empty() {
        return Ok(used);
    }
    let was_handed_out = params.tokens.partial_result_token.is_some();
    let limit = session.state().settings.usages_limit;
    let title = "Looking for places in the workspace";
    let found = look(
        session,
        &library,
        title,
        params.tokens,
        is_own,
        wanted,
        limit,
    )
    .await?;
    used.complete = found.complete;
    if !was_handed_out {
        used.locations = found.places;
    }
    Ok(used)
}

/// Looks over the workspace as a job that the person sees and can cancel.
pub async fn look(
    session: &Arc<Session>,
    library: &Arc<Library>,
    title: &'static str,
    tokens: Tokens,
    is_own: bool,
    wanted: Vec<ConceptId>,
    limit: usize,
) -> Result<Found> {
    let has_tokens = tokens.work_done_token.is_some() || tokens.partial_result_token.is_some();
    let Begun { job, waiting, told } = job::begin(session, title, tokens, is_own);
    let looking = (session.clone(), library.clone());
    let found = away(move || {
        let (session, library) = looking;
        census::look(&session, &library, &job, &wanted, limit)
    })
    .await;
    // The last to know the job: what it told ends here.
    drop(waiting);
    // What was handed out goes before the answer. A token of our own needs the client's leave, and
    // that nobody waits for.
    if has_tokens {
        let is_in_time = tokio::time::timeout(super::session::ANSWER, told).await;
        drop(is_in_time);
    }
    found
}

/// The concepts that are asked about.
async fn wanted(
    session: &Arc<Session>,
    library: &Arc<Library>,
    params: &Usages,
) -> Result<Vec<ConceptId>> {
    if let Some(id) = &params.concept {
        return Ok(vec![wire::find(library, id)?]);
    }
    if let Some(id) = &params.entry {
        let found = of_entry(library, id);
        let unknown = || Error::invalid_params(format!("the guides have no entry `{id}`"));
        return found.ok_or_else(unknown);
    }
    let (Some(document), Some(position)) = (&params.text_document, params.position) else {
        let text = "pygloss/usages takes a concept, an entry, or a document and a position";
        return Err(Error::invalid_params(text));
    };
    if let Some(snapshot) = session.snapshot(&document.uri) {
        let here = snapshot.ask(move |snapshot, library| {
            let offset = snapshot.offset(position);
            let analysis = snapshot.analysis(library);
            gloss::concepts_at(library, &analysis.occurrences, offset)
        });
        let here = here.await?.unwrap_or_default();
        // The most specific one: nobody who points at `async with` wants every `with`.
        return Ok(here.into_iter().take(1).collect());
    }
    let (session, library) = (session.clone(), library.clone());
    let uri = document.uri.clone();
    away(move || notes::concepts(&session, &library, &uri, position)).await
}

/// What the entry with this id is about.
fn of_entry(library: &Library, id: &str) -> Option<Vec<ConceptId>> {
    let (place, number) = library.guide.place(id)?;
    Some(gloss::concepts_of(library, place, number))
}

/// `textDocument/references` in a guide's file: the places of what the entry here is about.
pub async fn references(
    session: &Arc<Session>,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let place = params.text_document_position;
    if session.markdown(&place.text_document.uri).is_none() {
        return Ok(None);
    }
    let wanted = Usages {
        text_document: Some(place.text_document),
        position: Some(place.position),
        tokens: Tokens {
            work_done_token: params.work_done_progress_params.work_done_token,
            partial_result_token: params.partial_result_params.partial_result_token,
        },
        ..Usages::default()
    };
    Ok(Some(usages(session, wanted, false).await?.locations))
}

/// Offers references in Markdown files, to clients that can be told for which files.
pub fn register(session: &Arc<Session>) {
    if !session.facts().references_registration {
        return;
    }
    let client = session.client.clone();
    session.spawn("client/registerCapability", async move {
        let registration = Registration {
            id: "pygloss.references".to_owned(),
            method: "textDocument/references".to_owned(),
            register_options: Some(serde_json::json!({
                "documentSelector": [{"language": "markdown"}], "workDoneProgress": true,
            })),
        };
        client.register_capability(vec![registration]).await
    });
}
