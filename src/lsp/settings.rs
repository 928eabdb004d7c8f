//! Settings from the client: with `initialize`, asked for after `initialized`, and whenever they
//! change; below them what the workspace's own files say. They take effect at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::ls_types::{ConfigurationItem, MessageType, Registration};

use super::guides::Changed;
use super::session::{Session, State};
use super::{definition, diagnostics, guides, watch};
use crate::config::{SECTION, Settings};
use crate::disk;

/// Asks the client for its settings, where it can be asked.
pub fn ask(session: &Arc<Session>) {
    if !session.facts().configuration {
        return;
    }
    let (client, asking) = (session.client.clone(), session.clone());
    session.spawn("workspace/configuration", async move {
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.to_owned()),
        };
        let answer = client.configuration(vec![item]).await?;
        apply(&asking, answer.into_iter().next().unwrap_or_default());
        Ok(())
    });
}

/// Asks the client to tell when its settings change.
pub fn register(session: &Arc<Session>) {
    if !session.facts().configuration_changes {
        return;
    }
    let client = session.client.clone();
    session.spawn("client/registerCapability", async move {
        let method = "workspace/didChangeConfiguration";
        let registration = Registration {
            id: method.to_owned(),
            method: method.to_owned(),
            register_options: Some(serde_json::json!({ "section": SECTION })),
        };
        client.register_capability(vec![registration]).await
    });
}

/// Puts what came with `initialize` in force.
pub fn begin(session: &Session, value: Value) {
    let mut state = session.state();
    state.initial_settings = value;
    let problems = settle(&mut state);
    drop(state);
    complain(session, problems);
}

/// Puts `value` in the place of what the client said before, and does what follows from the
/// difference.
pub fn apply(session: &Arc<Session>, value: Value) {
    let mut state = session.state();
    if says_something(&value) || state.asked_settings.is_some() {
        state.asked_settings = Some(value);
    }
    let before = state.settings.clone();
    let problems = settle(&mut state);
    let now = state.settings.clone();
    drop(state);
    complain(session, problems);
    follow(session, &before, &now, needs_load(&before, &now));
}

/// Whether there is anything about us in `value`. Clients that have their settings sent at the start
/// send or answer later `null` or `{}`, which takes nothing back.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(fields) => !fields.is_empty() && fields.get(SECTION) != Some(&Value::Null),
        _ => true,
    }
}

/// Joins the layers: the workspace's files below what the client said last, which is what came with
/// `initialize` as long as it said nothing else. What could not be used of the client's is given
/// back.
fn settle(state: &mut State) -> Vec<String> {
    let said = state.asked_settings.as_ref();
    let (settings, problems) = Settings::default().with(said.unwrap_or(&state.initial_settings));
    state.settings = Arc::new(settings.over(&state.file_settings));
    problems
}

/// Reads the files of the workspace's folders, and puts them in force. Not for the threads that
/// carry messages. What is wrong with them is told once.
pub fn read_files(session: &Arc<Session>) {
    let folders = session.state().folders.clone();
    let mut all = Settings::default();
    let mut problems = Vec::new();
    for folder in &folders {
        match disk::project_settings(folder) {
            Ok(None) => {}
            Ok(Some((file, value))) => {
                let (mut settings, own) = Settings::default().with(&value);
                settings.guides = inside(&settings.guides, folder, &folders, |outside| {
                    problems.push(format!(
                        "{}: {outside} is outside of the workspace; name it in the editor's own \
                         settings to use it",
                        file.display()
                    ));
                });
                let told = own.iter().map(|one| format!("{}: {one}", file.display()));
                problems.extend(told);
                // Of several folders the first one that says something counts.
                all = all.over(&settings);
            }
            Err(reason) => problems.push(reason),
        }
    }
    let mut state = session.state();
    let before = state.settings.clone();
    state.file_settings = all;
    // What is wrong with the client's was told when it came.
    settle(&mut state);
    let now = state.settings.clone();
    let is_news = state.told_of_files != problems;
    state.told_of_files.clone_from(&problems);
    drop(state);
    if is_news {
        tell(session, &problems);
    }
    // Whoever reads them loads what they name.
    follow(session, &before, &now, false);
}

/// The guides that a file in `folder` names, as whole paths; those that lead out of the workspace
/// are left out and told. Links are followed first: a link out of it is out of it.
fn inside(
    guides: &[String],
    folder: &Path,
    folders: &[PathBuf],
    mut tell: impl FnMut(&str),
) -> Vec<String> {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let roots: Vec<_> = folders.iter().map(|folder| real(folder)).collect();
    let whole = guides.iter().map(|guide| (guide, folder.join(guide)));
    whole
        .filter(|(guide, path)| {
            let has_steps_up = path.components().any(|part| part.as_os_str() == "..");
            let exists = path.exists();
            let path = real(path);
            let is_inside = roots.iter().any(|root| path.starts_with(root));
            // Steps up in a path that is not there cannot be followed.
            let is_ours = is_inside && (exists || !has_steps_up);
            if !is_ours {
                tell(guide);
            }
            is_ours
        })
        .map(|(_, path)| path.to_string_lossy().into_owned())
        .collect()
}

/// Whether other guides are wanted.
fn needs_load(before: &Settings, now: &Settings) -> bool {
    before.guides != now.guides || before.builtin_guide != now.builtin_guide
}

/// What follows from other settings; other guides are loaded where it `loads`.
fn follow(session: &Arc<Session>, before: &Settings, now: &Settings, loads: bool) {
    if before.guides != now.guides {
        watch::register(session);
    }
    if loads {
        guides::load(session, Changed::Everything);
    } else if before.lenses != now.lenses || before.lens_disabled != now.lens_disabled {
        guides::refresh_lenses(session);
    }
    if before.definition != now.definition {
        definition::register(session);
    }
    if before.hints != now.hints {
        diagnostics::again(session);
    }
}

/// Tells what could not be used of the client's settings, unless that was just told: many clients
/// send the same with `initialize` and later.
fn complain(session: &Session, problems: Vec<String>) {
    let mut state = session.state();
    let is_news = state.told_of_settings != problems;
    state.told_of_settings.clone_from(&problems);
    drop(state);
    if is_news {
        tell(session, &problems);
    }
}

/// Names in one message what could not be used.
fn tell(session: &Session, problems: &[String]) {
    if !problems.is_empty() {
        let text = format!(
            "pygloss: in the settings, {}; the default stands",
            problems.join("; ")
        );
        session.notices.show(MessageType::WARNING, text);
    }
}
