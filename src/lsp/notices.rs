//! What is told to the client unasked: messages to the person, shown by the editor or kept in its
//! log (and in ours), and diagnostics.
//!
//! It goes through one queue, so that it arrives in order and no handler ever waits for the client.

use std::fmt::Display;

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

/// Where what is told is handed in.
#[derive(Clone, Debug)]
pub struct Notices(mpsc::UnboundedSender<Notice>);

#[derive(Debug)]
enum Notice {
    Shown(MessageType, String),
    Logged(MessageType, String),
    Diagnostics(Uri, Vec<Diagnostic>, Option<i32>),
}

impl Notices {
    /// Must be called inside the runtime: the queue has a task of its own.
    pub fn new(client: Client) -> Self {
        let (sender, mut queue) = mpsc::unbounded_channel::<Notice>();
        tokio::spawn(async move {
            while let Some(notice) = queue.recv().await {
                match notice {
                    Notice::Shown(level, text) => client.show_message(level, text).await,
                    Notice::Logged(level, text) => client.log_message(level, text).await,
                    Notice::Diagnostics(uri, found, version) => {
                        client.publish_diagnostics(uri, found, version).await;
                    }
                }
            }
        });
        Self(sender)
    }

    /// Shows `text` to the person.
    pub fn show(&self, level: MessageType, text: impl Display) {
        let text = text.to_string();
        note(level, &text);
        self.hand_in(Notice::Shown(level, text));
    }

    /// Writes `text` to the editor's log.
    pub fn log(&self, level: MessageType, text: impl Display) {
        let text = text.to_string();
        note(level, &text);
        self.hand_in(Notice::Logged(level, text));
    }

    /// Sends the diagnostics of a document.
    pub fn publish(&self, uri: Uri, found: Vec<Diagnostic>, version: Option<i32>) {
        self.hand_in(Notice::Diagnostics(uri, found, version));
    }

    fn hand_in(&self, notice: Notice) {
        // Fails only at the end of the session, when nobody reads any more.
        let _ = self.0.send(notice);
    }
}

/// Writes `text` to our own log.
fn note(level: MessageType, text: &str) {
    match level {
        MessageType::ERROR => tracing::error!("{text}"),
        MessageType::WARNING => tracing::warn!("{text}"),
        _ => tracing::info!("{text}"),
    }
}
