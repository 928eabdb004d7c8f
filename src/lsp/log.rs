//! What happened, on standard error, one line each. Standard output belongs to the protocol.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Writes events down to `level` to standard error. Without spans: nothing here nests.
struct Lines {
    level: Level,
}

/// Turns the log on for this process. `PYGLOSS_LOG` may be `error`, `warn`, `info` (the default),
/// `debug` or `trace`.
pub fn install() {
    let level = std::env::var("PYGLOSS_LOG")
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Level::INFO);
    // Fails where a log is on already: that one will do.
    let _ = tracing::subscriber::set_global_default(Lines { level });
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // The framework tells what each message was, and warns of those that we have no use for; that
        // is nobody's news.
        let own = metadata.target().starts_with("pygloss");
        metadata.is_event() && *metadata.level() <= if own { self.level } else { Level::ERROR }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        let line = format!("pygloss: {}: {}\n", event.metadata().level(), message.0);
        // In one piece, so that lines of several threads do not mix. Where standard error is gone,
        // nobody is left to be told.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let separator = if self.0.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = if field.name() == "message" {
            write!(self.0, "{separator}{value:?}")
        } else {
            write!(self.0, "{separator}{}={value:?}", field.name())
        };
    }
}
