//! `pygloss.openEntry`: shows an entry of the guide in the editor.
//!
//! The command is answered at once; what the client is asked for goes on by itself, with a time
//! limit, so that a client that never answers holds up nothing.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{Location, MessageActionItem, MessageType, ShowDocumentParams};

use super::session::{ANSWER, Session, Unpacked};
use super::{command, convert};
use crate::builtin;
use crate::gloss::Library;
use crate::guide::{Entry, Page};
use crate::text::Span;

/// How long a person may take to choose.
const CHOOSING: Duration = Duration::from_secs(600);
/// How long unpacking the built-in guide may take.
const UNPACKING: Duration = Duration::from_secs(30);
/// How many entries a person is asked to choose from.
const MOST_CHOICES: usize = 12;

/// Opens the entry with one of the ids in `arguments`; where there are several, the person chooses.
pub fn open(session: &Arc<Session>, library: Arc<Library>, arguments: &[Value]) -> Result<()> {
    let ids = command::texts(arguments).ok_or_else(|| {
        Error::invalid_params(format!("{} takes ids of entries", command::OPEN_ENTRY))
    })?;
    let found: Vec<_> = ids
        .iter()
        .filter(|id| library.guide.find(id).is_some())
        .collect();
    let Some(first) = found.first() else {
        let mut error = Error::new(ErrorCode::ServerError(-32803)); // LSP 3.17: RequestFailed
        error.message = format!("the guides have no entry `{}` any more", ids.join("`, `")).into();
        return Err(error);
    };
    let (only, session) = (
        (found.len() == 1).then(|| (**first).clone()),
        session.clone(),
    );
    let choices: Vec<String> = found.into_iter().map(ToString::to_string).collect();
    tokio::spawn(async move {
        let chosen = match only {
            Some(id) => Some(id),
            None => choose(&session, &library, &choices).await,
        };
        if let Some((page, entry)) = chosen.and_then(|id| library.guide.find(&id)) {
            show(&session, page, entry).await;
        }
    });
    Ok(())
}

async fn choose(session: &Session, library: &Library, ids: &[String]) -> Option<String> {
    let mut titles: Vec<(String, &String)> = Vec::new();
    for id in ids.iter().take(MOST_CHOICES) {
        let Some((page, entry)) = library.guide.find(id) else {
            continue;
        };
        let mut title = entry.title.to_string();
        if titles.iter().any(|(known, _)| *known == title) {
            title = format!("{title} ({}:{})", page.name, line_of(page, entry));
        }
        titles.push((title, id));
    }
    let items = titles
        .iter()
        .map(|(title, _)| MessageActionItem {
            title: title.clone(),
            properties: std::collections::HashMap::new(),
        })
        .collect();
    let question = if ids.len() > titles.len() {
        format!(
            "Which question? (The first {} of {})",
            titles.len(),
            ids.len()
        )
    } else {
        "Which question?".to_owned()
    };
    let asked = session
        .client
        .show_message_request(MessageType::INFO, question, Some(items));
    match tokio::time::timeout(CHOOSING, asked).await {
        Ok(Ok(chosen)) => {
            let chosen = chosen?;
            let of_title = titles.iter().find(|(title, _)| *title == chosen.title);
            of_title.map(|(_, id)| (*id).clone())
        }
        Ok(Err(error)) => {
            let text = format!("the editor could not ask which question to open: {error}");
            session.notices.log(MessageType::WARNING, text);
            ids.first().cloned()
        }
        Err(_) => None,
    }
}

async fn show(session: &Session, page: &Page, entry: &Entry) {
    if builtin::path_of(&page.name).is_some()
        && let Err(reason) = unpacked(session).await
    {
        let text = format!("\"{}\" cannot be opened: {reason}", entry.title);
        session.notices.show(MessageType::ERROR, text);
        return;
    }
    let path = session.file_of(page);
    let Some((path, uri)) = path.and_then(|path| convert::file_uri(&path).map(|uri| (path, uri)))
    else {
        let text = format!("{} is no path that an editor can open", page.name);
        session.notices.show(MessageType::ERROR, text);
        return;
    };
    let place = format!("{}:{}", path.display(), line_of(page, entry));
    if !session.facts().show_document {
        let text = format!("\"{}\" is in {place}", entry.title);
        session.notices.show(MessageType::INFO, text);
        return;
    }
    let asked = session.client.show_document(ShowDocumentParams {
        uri,
        external: Some(false),
        take_focus: Some(true),
        selection: Some(convert::page_range(
            page,
            heading(page, entry),
            session.encoding(),
        )),
    });
    let reason = match tokio::time::timeout(ANSWER, asked).await {
        Ok(Ok(true)) => return,
        Ok(Ok(false)) => "it says that it did not".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it did not answer".to_owned(),
    };
    let text = format!("the editor did not open {place}: {reason}");
    session.notices.show(MessageType::WARNING, text);
}

/// Lets the person choose one of `places` and shows it, for clients that do not do so themselves.
/// Goes on by itself.
pub fn offer_places(session: &Arc<Session>, places: &[Location]) {
    let session = session.clone();
    let all = places.len();
    let places = places.to_vec();
    tokio::spawn(async move {
        let mut titles: Vec<(String, Location)> = Vec::new();
        for place in places.into_iter().take(MOST_CHOICES) {
            let path = convert::path(&place.uri);
            let name = path.map_or_else(
                || place.uri.as_str().to_owned(),
                |path| path.display().to_string(),
            );
            titles.push((format!("{name}:{}", place.range.start.line + 1), place));
        }
        let text = match all {
            0 => "pygloss: it stands nowhere in this workspace".to_owned(),
            1 => "1 place in this workspace".to_owned(),
            _ if all > titles.len() => {
                format!(
                    "{all} places in this workspace (the first {})",
                    titles.len()
                )
            }
            _ => format!("{all} places in this workspace"),
        };
        if titles.is_empty() || !session.facts().show_document {
            let list: Vec<_> = titles.iter().map(|(title, _)| title.as_str()).collect();
            let text = [&[text.as_str()], list.as_slice()].concat().join("\n");
            session.notices.show(MessageType::INFO, text);
            return;
        }
        let items = titles.iter().map(|(title, _)| MessageActionItem {
            title: title.clone(),
            properties: std::collections::HashMap::new(),
        });
        let items = Some(items.collect());
        let asked = session
            .client
            .show_message_request(MessageType::INFO, text, items);
        let Ok(Ok(Some(chosen))) = tokio::time::timeout(CHOOSING, asked).await else {
            return;
        };
        let place = titles.into_iter().find(|(title, _)| *title == chosen.title);
        if let Some((_, place)) = place {
            let asked = session.client.show_document(ShowDocumentParams {
                uri: place.uri,
                external: Some(false),
                take_focus: Some(true),
                selection: Some(place.range),
            });
            // A client that does not show it has told the person why.
            let _ = tokio::time::timeout(ANSWER, asked).await;
        }
    });
}

/// Waits until the built-in guide stands on the disk; the error says why it does not.
async fn unpacked(session: &Session) -> std::result::Result<(), String> {
    let mut unpacked = session.unpacked.subscribe();
    let settled = unpacked.wait_for(|state| !matches!(state, Unpacked::NotYet));
    match tokio::time::timeout(UNPACKING, settled).await {
        Ok(Ok(state)) => match &*state {
            Unpacked::Nowhere(reason) => Err(reason.clone()),
            Unpacked::In(_) | Unpacked::NotYet => Ok(()),
        },
        Ok(Err(_)) => Err("the session is over".to_owned()),
        Err(_) => Err("the built-in guide is still being unpacked".to_owned()),
    }
}

/// The entry's heading within its line: a selection over several lines would hide what follows.
fn heading(page: &Page, entry: &Entry) -> Span {
    let start = entry.heading.start();
    let line = page.text.get(entry.heading.range()).unwrap_or_default();
    let first = line.split(['\n', '\r']).next().unwrap_or_default();
    Span::new(start, start + first.len())
}

/// The line of an entry's heading, from 1.
pub fn line_of(page: &Page, entry: &Entry) -> u32 {
    page.lines.line(entry.heading.start()).0 + 1
}
