//! Diagnostics: what is wrong with the open files of a person's own guides, and, for those who want
//! it, hints at pitfalls in Python. A client that asks for them (LSP 3.17, "Pull Diagnostics") is
//! answered; to every other one they are sent when it pauses.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeDescription, Diagnostic, DiagnosticSeverity, NumberOrString, Uri};

use super::away::away;
use super::session::Session;
use super::shelf;
use super::snapshot::Snapshot;
use super::wire;
use crate::builtin;
use crate::check::check_page;
use crate::concept::Family;
use crate::gloss::{self, Library, plain};
use crate::guide::{Guide, Page};

/// How long nothing may have changed before diagnostics are sent.
const PAUSE: Duration = Duration::from_millis(300);

/// The diagnostics of an open document.
pub async fn of(session: &Arc<Session>, uri: &Uri) -> Result<Vec<Diagnostic>> {
    if let Some(snapshot) = session.snapshot(uri) {
        return Ok(snapshot.ask(hints).await?.unwrap_or_default());
    }
    let Some(text) = session.markdown(uri) else {
        return Ok(Vec::new());
    };
    let library = wire::library(session).await?;
    let (session, uri) = (session.clone(), uri.clone());
    away(move || of_guide(&session, &library, &uri, &text)).await
}

/// A hint at each pitfall of the document.
fn hints(snapshot: &Snapshot, library: &Arc<Library>) -> Vec<Diagnostic> {
    if !snapshot.settings.hints {
        return Vec::new();
    }
    let analysis = snapshot.analysis(library);
    let disabled = &snapshot.settings.hover_disabled;
    let mut found = Vec::new();
    for occurrence in analysis.occurrences.iter() {
        if library.catalogue.family(occurrence.concept) != Family::Pitfall {
            continue;
        }
        let concept = &library.catalogue[occurrence.concept];
        if concept.is_in(disabled) {
            continue;
        }
        let place = occurrence.focus.first().unwrap_or(occurrence.extent);
        let Some(range) = snapshot.range(place) else {
            continue;
        };
        let part = gloss::explain(library, occurrence.concept);
        let entry = part.topic;
        let address = entry.and_then(|(page, _)| wire::uri(&snapshot.session, page));
        found.push(Diagnostic {
            range,
            severity: Some(DiagnosticSeverity::HINT),
            code: Some(NumberOrString::String(concept.id.to_string())),
            code_description: address.map(|href| CodeDescription { href }),
            source: Some(env!("CARGO_PKG_NAME").to_owned()),
            message: format!("{}: {}", concept.name, plain(part.gloss)),
            ..Diagnostic::default()
        });
    }
    found
}

/// What is wrong with a file of a person's own guide, as it stands in the editor.
fn of_guide(session: &Session, library: &Library, uri: &Uri, text: &str) -> Vec<Diagnostic> {
    let Some((place, known)) = session.page_at(library, uri) else {
        return Vec::new();
    };
    if builtin::path_of(&known.name).is_some() {
        return Vec::new();
    }
    let layer = library.guide.layer(place);
    let page = Arc::new(Page::read(&known.name, text));
    let pages = library.guide.pages.iter().enumerate();
    let pages: Vec<_> = pages
        .filter(|(place, _)| library.guide.layer(*place) == layer)
        .map(|(_, other)| match other.name == page.name {
            true => page.clone(),
            false => other.clone(),
        })
        .collect();
    let guide = Guide::layered([pages]);
    let known = |id: &str| library.catalogue.find(id).is_some();
    check_page(&guide, &page.name, &known)
        .iter()
        .map(|problem| shelf::diagnostic(session, &page, problem))
        .collect()
}

/// Sends the diagnostics of a document to a client that does not ask for them, once it pauses.
pub fn soon(session: &Arc<Session>, uri: &Uri) {
    if session.facts().pulls_diagnostics || !session.may_have_diagnostics(uri) {
        return;
    }
    let (session, uri) = (session.clone(), uri.clone());
    tokio::spawn(async move {
        let Some(before) = session.view(&uri) else {
            return;
        };
        tokio::time::sleep(PAUSE).await;
        if !session.is_current(&uri, &before) {
            return;
        }
        let version = before.document().version();
        if let Ok(found) = of(&session, &uri).await
            && session.is_current(&uri, &before)
        {
            session.publish(uri, found, Some(version));
        }
    });
}

/// The same for all open documents, after guides or settings have changed; a client that asks is
/// asked to ask again.
pub fn again(session: &Arc<Session>) {
    if session.facts().diagnostic_refresh {
        let client = session.client.clone();
        session.spawn("workspace/diagnostic/refresh", async move {
            client.workspace_diagnostic_refresh().await
        });
    }
    for uri in session.open_documents() {
        soon(session, &uri);
    }
}
