//! Settings from the client: with `initialize`, asked for after `initialized`, and whenever they
//! change. They take effect at once.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::ls_types::{ConfigurationItem, MessageType, Registration};

use super::session::Session;
use super::{guides, watch};
use crate::config::{SECTION, Settings};

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
        apply(&asking, &answer.into_iter().next().unwrap_or_default());
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

/// Puts `value` over what came with `initialize`, and does what follows from the difference.
pub fn apply(session: &Arc<Session>, value: &Value) {
    let mut state = session.state();
    let (settings, mut problems) = Settings::default().with(&state.initial_settings);
    let (settings, more) = settings.with(value);
    problems.extend(more);
    let before = std::mem::replace(&mut state.settings, Arc::new(settings));
    let now = state.settings.clone();
    drop(state);
    complain(session, &problems);
    if before.guides != now.guides {
        guides::load(session);
        watch::register(session);
    } else if before.lenses != now.lenses {
        guides::refresh_lenses(session);
    }
}

/// Names in one message what could not be used.
pub fn complain(session: &Session, problems: &[String]) {
    if !problems.is_empty() {
        let text = format!(
            "pygloss: in the settings, {}; what stood before stands",
            problems.join("; ")
        );
        session.notices.show(MessageType::WARNING, text);
    }
}
