//! Messages to the person: shown by the editor or kept in its log, and in ours.
//!
//! They go through one queue, so that they arrive in order and no handler ever waits for the client.

use std::fmt::Display;

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::MessageType;

/// Where messages to the person are handed in.
#[derive(Clone, Debug)]
pub struct Notices(mpsc::UnboundedSender<Notice>);

#[derive(Debug)]
struct Notice {
    level: MessageType,
    text: String,
    shown: bool,
}

impl Notices {
    /// Must be called inside the runtime: the queue has a task of its own.
    pub fn new(client: Client) -> Self {
        let (sender, mut queue) = mpsc::unbounded_channel::<Notice>();
        tokio::spawn(async move {
            while let Some(notice) = queue.recv().await {
                if notice.shown {
                    client.show_message(notice.level, notice.text).await;
                } else {
                    client.log_message(notice.level, notice.text).await;
                }
            }
        });
        Self(sender)
    }

    /// Shows `text` to the person.
    pub fn show(&self, level: MessageType, text: impl Display) {
        self.hand_in(level, text.to_string(), true);
    }

    /// Writes `text` to the editor's log.
    pub fn log(&self, level: MessageType, text: impl Display) {
        self.hand_in(level, text.to_string(), false);
    }

    fn hand_in(&self, level: MessageType, text: String, shown: bool) {
        match level {
            MessageType::ERROR => tracing::error!("{text}"),
            MessageType::WARNING => tracing::warn!("{text}"),
            _ => tracing::info!("{text}"),
        }
        // Fails only at the end of the session, when nobody reads any more.
        let _ = self.0.send(Notice { level, text, shown });
    }
}
