//! The language server: LSP 3.17 on standard input and output.
//!
//! The way of a message: [`transport`] reads it and starts its handler in [`server`]; a change goes
//! into [`session`] before the next message is looked at; a request takes a snapshot, a feature
//! ([`hover`], [`lens`], [`action`], [`open`], …) asks [`crate::gloss`], and [`convert`] says it in the
//! protocol's words.
//!
//! What never happens here: a lock held across an await, an await before a mutation, a request to
//! the client awaited in a handler, a panic that ends the session, a byte on standard output that
//! is not the protocol's.

mod action;
mod analyst;
mod away;
mod browse;
mod census;
mod command;
mod constructs;
mod convert;
mod definition;
mod diagnostics;
mod documents;
mod facts;
mod frames;
mod guard;
mod guides;
#[cfg(feature = "test-hooks")]
mod hooks;
mod hover;
mod job;
mod lenient;
mod lens;
mod log;
mod message;
mod notebooks;
mod notes;
mod notices;
mod open;
mod own;
mod parent;
mod plan;
mod quiz;
mod report;
mod server;
mod session;
mod settings;
mod shelf;
mod snapshot;
#[cfg(unix)]
mod stdio;
mod study;
mod sync;
mod transport;
mod usages;
mod watch;
mod wire;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tower_lsp::LspService;

use server::Server;
use session::Session;
use transport::Ending;

/// How the server is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Files and folders of Markdown notes; the editor's settings add to them.
    pub guides: Vec<PathBuf>,
    /// Whether the built-in guide is used.
    pub builtin: bool,
    /// Below which folder the built-in guide is unpacked; `None` for the user's cache folder.
    pub cache: Option<PathBuf>,
    /// The folder that what a person learned is kept in; `None` for the user's state folder.
    pub state: Option<PathBuf>,
}

/// Serves the client on standard input and output until the session is over. The status is that of
/// LSP 3.17, "Exit Notification": success where the client asked for `shutdown` before.
pub fn run(options: Options) -> ExitCode {
    log::install();
    guard::install();
    // Beside what goes on until the client has said how it wants to begin.
    std::thread::spawn(crate::builtin::warm_up);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let served = on_standard_streams(&runtime, options);
    // Not waited for: what goes on in the background may take long, and nobody wants it any more.
    runtime.shutdown_background();
    match served {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            tracing::error!("cannot wait for the client: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(unix)]
fn on_standard_streams(runtime: &Runtime, options: Options) -> io::Result<bool> {
    stdio::run(runtime, |input, output| serve(input, output, options))
}

#[cfg(not(unix))]
fn on_standard_streams(runtime: &Runtime, options: Options) -> io::Result<bool> {
    Ok(runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), options)))
}

/// Serves one client; returns whether it asked for `shutdown` before the end.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin,
    options: Options,
) -> bool {
    let ending = Arc::new(Ending::new());
    let service =
        LspService::build(|client| Server(Arc::new(Session::new(client, options, ending.clone()))));
    let service = service
        .custom_method("pygloss/search", Server::search)
        .custom_method("pygloss/entry", Server::entry)
        .custom_method("pygloss/concepts", Server::concepts)
        .custom_method("pygloss/constructs", Server::constructs)
        .custom_method("pygloss/quiz", Server::quiz)
        .custom_method("pygloss/mark", Server::mark)
        .custom_method("pygloss/rate", Server::rate)
        .custom_method("pygloss/guides", Server::guides)
        .custom_method("pygloss/browse", Server::browse)
        .custom_method("pygloss/check", Server::check)
        .custom_method("pygloss/usages", Server::usages)
        .custom_method("pygloss/studyPlan", Server::study_plan)
        .custom_method("window/workDoneProgress/cancel", Server::cancel_progress);
    #[cfg(feature = "test-hooks")]
    let service = service
        .custom_method("pygloss/testPanic", Server::test_panic)
        .custom_method("pygloss/testText", Server::test_text)
        .custom_method("pygloss/testPanicWithLock", Server::test_panic_with_lock);
    let (service, socket) = service.finish();
    let notices = service.inner().0.notices.clone();
    transport::carry(input, output, service, socket, notices, &ending).await;
    ending.is_orderly()
}
