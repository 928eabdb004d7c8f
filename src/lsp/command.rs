//! `workspace/executeCommand`: what an editor can do with nothing of its own for pygloss.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::ExecuteCommandParams;

use super::session::Session;
use super::usages::{self, Usages};
use super::wire::Where;
use super::{open, quiz, report, study};
use crate::study::Knowledge;

/// Opens an entry. Its arguments are ids of entries.
pub const OPEN_ENTRY: &str = "pygloss.openEntry";
/// Asks a question about what stands at a place, then shows the answer.
pub const QUIZ_HERE: &str = "pygloss.quizHere";
/// Marks concepts as known. Its arguments are ids of concepts.
pub const MARK_KNOWN: &str = "pygloss.markKnown";
/// Marks concepts as being learned.
pub const MARK_LEARNING: &str = "pygloss.markLearning";
/// Gives the places of a concept.
pub const SHOW_USAGES: &str = "pygloss.showUsages";
/// Gives a report for a bug report.
pub const DEBUG_INFORMATION: &str = "pygloss.debugInformation";

/// All commands.
pub const ALL: [&str; 6] = [
    OPEN_ENTRY,
    QUIZ_HERE,
    MARK_KNOWN,
    MARK_LEARNING,
    SHOW_USAGES,
    DEBUG_INFORMATION,
];

/// Does what a command says.
pub async fn execute(
    session: &Arc<Session>,
    params: ExecuteCommandParams,
) -> Result<Option<Value>> {
    let arguments = params.arguments.as_slice();
    match params.command.as_str() {
        OPEN_ENTRY => {
            if let Some(library) = session.library().await {
                open::open(session, library, arguments)?;
            }
        }
        QUIZ_HERE => {
            let place: Where = first(QUIZ_HERE, arguments)?;
            quiz::here(session, place).await?;
        }
        MARK_KNOWN => mark(session, arguments, Knowledge::Known)?,
        MARK_LEARNING => mark(session, arguments, Knowledge::Learning)?,
        SHOW_USAGES => {
            let mut wanted: Usages = first(SHOW_USAGES, arguments)?;
            wanted.tokens.work_done_token = params.work_done_progress_params.work_done_token;
            wanted.tokens.partial_result_token = None;
            let used = usages::usages(session, wanted, true).await?;
            if !session.facts().shows_usages {
                open::offer_places(session, &used.locations);
            }
            return Ok(Some(json!(used.locations)));
        }
        DEBUG_INFORMATION => return Ok(Some(Value::String(report::report(session)))),
        other => {
            let text = format!("pygloss has no command `{other}`");
            return Err(Error::invalid_params(text));
        }
    }
    Ok(None)
}

/// The first argument, which is an object.
fn first<T: serde::de::DeserializeOwned>(command: &str, arguments: &[Value]) -> Result<T> {
    let argument = arguments.first().cloned().unwrap_or_default();
    serde_json::from_value(argument)
        .map_err(|error| Error::invalid_params(format!("{command}: {error}")))
}

/// The arguments as texts: plain, or a list as the only one.
pub fn texts(arguments: &[Value]) -> Option<Vec<String>> {
    let arguments = match arguments {
        [Value::Array(list)] => list,
        plain => plain,
    };
    let texts: Option<Vec<_>> = arguments
        .iter()
        .map(|argument| argument.as_str().map(str::to_owned))
        .collect();
    texts.filter(|texts| !texts.is_empty())
}

fn mark(session: &Arc<Session>, arguments: &[Value], state: Knowledge) -> Result<()> {
    let ids = texts(arguments);
    let ids = ids.ok_or_else(|| Error::invalid_params("this command takes ids of concepts"))?;
    study::mark_in_background(session, ids, state);
    Ok(())
}
