//! `pygloss.quizHere`, for clients without a window for it: the question as a message, then on
//! request the answer.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{MessageActionItem, MessageType};

use super::session::Session;
use super::wire::Where;
use super::{constructs, open, study};
use crate::disk;
use crate::gloss::{Library, plain};
use crate::study::{Knowledge, Rating};

/// How long a person may think.
const THINKING: Duration = Duration::from_secs(1800);
/// The longest answer that a message shows, in characters.
const ANSWER_LIMIT: usize = 600;

const SHOW: &str = "Show the answer";
const KNOWN: &str = "I know this";
const OPEN: &str = "Open the guide";
const AGAIN: &str = "Again";
const GOOD: &str = "Good";
const EASY: &str = "Easy";

/// Asks the best question about what stands at a place. Answered at once: the rest goes on by
/// itself.
pub async fn here(session: &Arc<Session>, mut place: Where) -> Result<()> {
    place.limit = Some(1);
    let asked = match session.snapshot(&place.text_document.uri) {
        None => None,
        Some(snapshot) => {
            snapshot
                .ask(move |snapshot, library| {
                    let today = disk::today();
                    constructs::quiz(snapshot, library, &place, today).pop()
                })
                .await?
        }
    };
    let Some(asked) = asked.flatten() else {
        let text = "pygloss: no question about what stands here";
        session.notices.show(MessageType::INFO, text);
        return Ok(());
    };
    let session = session.clone();
    tokio::spawn(async move {
        if let Some(library) = session.library().await {
            ask(&session, &library, &asked.entry.id, asked.concept.id).await;
        }
    });
    Ok(())
}

async fn ask(session: &Arc<Session>, library: &Arc<Library>, id: &str, concept: String) {
    let Some((page, entry)) = library.guide.find(id) else {
        return;
    };
    let open = |library: Arc<Library>| {
        // The entry was found just now.
        let _ = open::open(session, library, &[id.into()]);
    };
    match choose(session, &entry.title, &[SHOW, KNOWN, OPEN]).await {
        Some(SHOW) => {}
        Some(KNOWN) => {
            return study::mark_in_background(session, vec![concept], Knowledge::Known);
        }
        Some(OPEN) => return open(library.clone()),
        _ => return,
    }
    let answer = entry.answer.and_then(|span| page.text.get(span.range()));
    let answer = plain(answer.unwrap_or("The guide has no answer to it."));
    let shown = match answer.char_indices().nth(ANSWER_LIMIT) {
        None => answer,
        Some((end, _)) => format!("{}…", answer[..end].trim_end()),
    };
    let rating = match choose(session, &shown, &[AGAIN, GOOD, EASY, OPEN]).await {
        Some(AGAIN) => Rating::Again,
        Some(GOOD) => Rating::Good,
        Some(EASY) => Rating::Easy,
        Some(OPEN) => return open(library.clone()),
        _ => return,
    };
    if let Err(error) = study::rate(session, study::Rate::new(id, rating)).await {
        session.notices.show(MessageType::ERROR, error.message);
    }
}

/// What the person chose of `choices`.
async fn choose(session: &Session, text: &str, choices: &[&'static str]) -> Option<&'static str> {
    let items = choices.iter().map(|choice| MessageActionItem {
        title: (*choice).to_owned(),
        properties: std::collections::HashMap::new(),
    });
    let items = Some(items.collect());
    let asked = session
        .client
        .show_message_request(MessageType::INFO, text, items);
    let chosen = tokio::time::timeout(THINKING, asked).await.ok()?.ok()??;
    choices
        .iter()
        .copied()
        .find(|choice| *choice == chosen.title)
}
