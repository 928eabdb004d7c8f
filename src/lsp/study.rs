//! `pygloss/mark` and `pygloss/rate`: what a person has learned. It is kept in a file that other
//! servers of the same person change too; here is a copy of it, which follows.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::MessageType;
use tower_lsp::ls_types::notification::Notification;

use super::away::away;
use super::guides;
use super::session::Session;
use super::wire;
use crate::disk;
use crate::study::{Knowledge, Rating, Study};

/// How often the file is looked at.
const INTERVAL: Duration = Duration::from_secs(2);

/// What `pygloss/mark` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    concepts: Vec<String>,
    #[serde(default)]
    state: Option<Knowledge>,
}

/// What `pygloss/rate` takes.
#[derive(Debug, Deserialize)]
pub struct Rate {
    entry: String,
    rating: Rating,
}

impl Rate {
    /// How the answer to the question `entry` went.
    pub fn new(entry: &str, rating: Rating) -> Self {
        let entry = entry.to_owned();
        Self { entry, rating }
    }
}

/// What `pygloss/rate` gives.
#[derive(Debug, Serialize)]
pub struct Rated {
    /// When the question comes again, as `YYYY-MM-DD` (UTC).
    pub due: String,
}

/// `pygloss/stateChanged`: concepts or guides are not what they were.
#[derive(Debug)]
enum StateChanged {}

impl Notification for StateChanged {
    type Params = serde_json::Value;
    const METHOD: &'static str = "pygloss/stateChanged";
}

/// Marks concepts.
pub async fn mark(session: &Arc<Session>, params: Mark) -> Result<()> {
    let library = wire::library(session).await?;
    // What a guide once had may always be forgotten.
    if params.state.is_some() {
        for id in &params.concepts {
            wire::find(&library, id)?;
        }
    }
    change(session, move |study| {
        for id in &params.concepts {
            study.mark(id, params.state);
        }
    })
    .await
}

/// Rates the answer to a question.
pub async fn rate(session: &Arc<Session>, params: Rate) -> Result<Rated> {
    let library = wire::library(session).await?;
    if library.guide.find(&params.entry).is_none() {
        let text = format!("the guides have no entry `{}`", params.entry);
        return Err(Error::invalid_params(text));
    }
    let rated = change(session, move |study| {
        study.rate(&params.entry, params.rating, disk::today())
    });
    let due = rated.await?.to_string();
    Ok(Rated { due })
}

/// Marks concepts for the commands, where there is nobody to give an error to.
pub fn mark_in_background(session: &Arc<Session>, concepts: Vec<String>, state: Knowledge) {
    let session = session.clone();
    let state = Some(state);
    tokio::spawn(async move {
        if let Err(error) = mark(&session, Mark { concepts, state }).await {
            session.notices.show(MessageType::ERROR, error.message);
        }
    });
}

/// The folder of the file.
fn folder(session: &Session) -> Option<PathBuf> {
    session.options.state.clone().or_else(disk::state_folder)
}

async fn change<T: Send + 'static>(
    session: &Arc<Session>,
    change: impl FnOnce(&mut Study) -> T + Send + 'static,
) -> Result<T> {
    let failed = |message: String| {
        let mut error = Error::new(ErrorCode::ServerError(-32803)); // LSP 3.17: RequestFailed
        error.message = message.into();
        error
    };
    let folder = folder(session).ok_or_else(|| failed("there is no home folder".to_owned()))?;
    let changed = away(move || disk::change_study(&folder, change)).await?;
    let (study, outcome) = changed.map_err(failed)?;
    adopt(session, study);
    Ok(outcome)
}

/// Reads the file for the first time. Not for the threads that carry messages.
pub fn read(session: &Arc<Session>) {
    match folder(session).map_or_else(|| Ok(Study::default()), |folder| disk::read_study(&folder)) {
        Ok(study) => session.state().study = Arc::new(study),
        Err(reason) => session.notices.show(MessageType::WARNING, reason),
    }
}

/// Follows the file as long as the session lasts: another server may change it.
pub fn watch(session: &Arc<Session>) {
    let Some(folder) = folder(session) else {
        return;
    };
    let session = Arc::downgrade(session);
    tokio::spawn(follow(session, folder));
}

async fn follow(session: Weak<Session>, folder: PathBuf) {
    let mut known = None;
    loop {
        let looked = {
            let folder = folder.clone();
            tokio::task::spawn_blocking(move || {
                let stamp = disk::study_stamp(&folder);
                (stamp != known).then(|| (stamp, disk::read_study(&folder)))
            })
        };
        let Ok(looked) = looked.await else { return };
        let Some(session) = session.upgrade() else {
            return;
        };
        if let Some((stamp, study)) = looked {
            known = stamp;
            // What cannot be read was told when it was first read, or will be at the next change.
            if let Ok(study) = study {
                adopt(&session, study);
            }
        }
        drop(session);
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Puts `study` in force, and tells the client where it is another.
fn adopt(session: &Arc<Session>, study: Study) {
    let mut state = session.state();
    if *state.study == study {
        return;
    }
    state.study = Arc::new(study);
    drop(state);
    guides::refresh_lenses(session);
    tell(session);
}

/// Tells a client that wants to know it that concepts or guides are not what they were.
pub fn tell(session: &Arc<Session>) {
    if !session.facts().state_notifications {
        return;
    }
    let client = session.client.clone();
    tokio::spawn(async move {
        let nothing = serde_json::json!({});
        client.send_notification::<StateChanged>(nothing).await;
    });
}
