//! Carries messages between two streams and the framework's service, and knows when it is over.
//!
//! The framework's own loop ends at the first malformed message, cannot stop while its output is
//! blocked, queues `$/cancelRequest` behind the requests it should cancel, and lets a panic take the
//! session with it. This one differs in what it promises:
//!
//! - Each message is handled up to its first await before the next one is looked at, so whatever a
//!   handler does before it awaits happens in the order in which the client sent it.
//! - A handler that waits holds up no other message, however many of them wait.
//! - `exit`, the end of either stream, or whoever holds the [`Ending`] ends the session at once, or
//!   a little later where answers are still on their way; never does it wait for the client.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, BufWriter};
use tokio::sync::{mpsc, watch};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::ls_types::MessageType;
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::frames::{self, Frame};
use super::guard;
use super::message::{Understood, understand};
use super::notices::Notices;

/// How long answers may take to get out after `exit`.
const AFTER_EXIT: Duration = Duration::from_secs(1);
/// The same after the end of the input: whoever pipes a session in still wants its answers.
const AFTER_INPUT: Duration = Duration::from_secs(10);
/// How many messages may wait to be handled, and to be written.
const QUEUE: usize = 4096;

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The client said `exit`.
    Exit,
    /// Nothing more can come from the client.
    InputEnded,
    /// Nothing can be told to the client any more.
    OutputClosed,
    /// The process that started the server has ended.
    ParentGone,
}

/// The end of a session, for whoever brings it about and whoever waits for it.
#[derive(Debug)]
pub struct Ending {
    reason: watch::Sender<Option<Reason>>,
    shutdown: AtomicBool,
}

impl Ending {
    /// A session that is not over.
    pub fn new() -> Self {
        Self {
            reason: watch::Sender::new(None),
            shutdown: AtomicBool::new(false),
        }
    }

    /// Ends the session. The first reason stands.
    pub fn bring(&self, reason: Reason) {
        self.reason.send_if_modified(|known| {
            let first = known.is_none();
            known.get_or_insert(reason);
            first
        });
    }

    /// Whether the client asked for `shutdown`.
    pub fn is_orderly(&self) -> bool {
        self.shutdown.load(Ordering::Relaxed)
    }

    async fn comes(&self) -> Option<Reason> {
        let mut reason = self.reason.subscribe();
        reason
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|reason| *reason)
    }
}

/// What a request's handler is, once it was started.
type Running = Pin<Box<dyn Future<Output = Option<Response>> + Send>>;

/// Carries messages until the session is over. Reader, handlers and writer are one task: an answer is
/// out before another thread would have heard of it.
pub async fn carry<S: LanguageServer>(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin,
    service: LspService<S>,
    socket: ClientSocket,
    notices: Notices,
    ending: &Ending,
) {
    let (incoming_in, incoming) = mpsc::channel(QUEUE);
    let (outgoing, outgoing_out) = mpsc::channel(QUEUE);
    let reading = async {
        read_all(input, incoming_in, ending).await;
        std::future::pending().await
    };
    // The queue of answers is closed with the last handler, and the writer ends when the last of them
    // is out.
    let work = async {
        let handling = handle_all(service, socket, notices, incoming, outgoing);
        tokio::join!(handling, write_all(output, outgoing_out, ending))
    };
    let too_late = async {
        match ending.comes().await {
            Some(Reason::Exit) => tokio::time::sleep(AFTER_EXIT).await,
            Some(Reason::InputEnded) => tokio::time::sleep(AFTER_INPUT).await,
            Some(Reason::OutputClosed | Reason::ParentGone) | None => {}
        }
    };
    tokio::select! {
        biased;
        () = too_late => {}
        () = reading => {}
        ((), ()) = work => {}
    }
}

/// What the reader hands on.
enum Incoming {
    Message(Value),
    Broken(String),
}

/// Reads messages until there are no more. `exit` and `shutdown` are noticed here, where nothing
/// that waits to be handled or written can hold them up.
async fn read_all(input: impl AsyncRead + Unpin, queue: mpsc::Sender<Incoming>, ending: &Ending) {
    let mut input = BufReader::with_capacity(64 << 10, input);
    loop {
        let incoming = match frames::read(&mut input).await {
            Ok(Some(Frame::Message(message))) => Incoming::Message(message),
            Ok(Some(Frame::Broken(reason))) => Incoming::Broken(reason),
            Ok(None) => break,
            Err(error) => {
                tracing::error!("cannot read from the client: {error}");
                break;
            }
        };
        let mut last = false;
        if let Incoming::Message(message) = &incoming {
            match message.get("method").and_then(Value::as_str) {
                Some("shutdown") => ending.shutdown.store(true, Ordering::Relaxed),
                Some("exit") => {
                    ending.bring(Reason::Exit);
                    last = true;
                }
                _ => {}
            }
        }
        if queue.send(incoming).await.is_err() || last {
            return;
        }
    }
    ending.bring(Reason::InputEnded);
}

async fn write_all(
    output: impl AsyncWrite + Unpin,
    mut queue: mpsc::Receiver<Vec<u8>>,
    ending: &Ending,
) {
    let mut output = BufWriter::with_capacity(64 << 10, output);
    while let Some(body) = queue.recv().await {
        let mut written = frames::write(&mut output, &body).await;
        if queue.is_empty() && written.is_ok() {
            written = output.flush().await;
        }
        if let Err(error) = written {
            tracing::warn!("cannot write to the client: {error}");
            ending.bring(Reason::OutputClosed);
            return;
        }
    }
    // The queue is closed and empty; what was written last was flushed with it.
}

/// Handles messages in order until `exit` or the end of the input.
async fn handle_all<S: LanguageServer>(
    mut service: LspService<S>,
    socket: ClientSocket,
    notices: Notices,
    mut incoming: mpsc::Receiver<Incoming>,
    outgoing: mpsc::Sender<Vec<u8>>,
) {
    let (mut questions, mut answers) = socket.split();
    let mut running = FuturesUnordered::<Running>::new();
    loop {
        tokio::select! {
            message = incoming.recv() => match message {
                None => break,
                Some(Incoming::Broken(reason)) => {
                    tracing::warn!("{reason}");
                    let mut error = Error::parse_error();
                    error.message = reason.into();
                    send(&outgoing, &Response::from_error(Id::Null, error)).await;
                }
                Some(Incoming::Message(message)) => match understand(message) {
                    Ok(Understood::Request(request)) => {
                        let exits = request.method() == "exit";
                        let mut handler = start(&mut service, request, &notices);
                        match futures_util::poll!(&mut handler) {
                            std::task::Poll::Pending => running.push(handler),
                            std::task::Poll::Ready(None) => {}
                            std::task::Poll::Ready(Some(answer)) => {
                                send(&outgoing, &answer).await;
                                // Or it would be written after all messages that wait were handled.
                                tokio::task::yield_now().await;
                            }
                        }
                        if exits {
                            return;
                        }
                    }
                    Ok(Understood::Response(response)) => {
                        // Fails only when the session is over.
                        let _ = answers.send(response).await;
                    }
                    Err(None) => {}
                    Err(Some(refusal)) => send(&outgoing, &refusal).await,
                }
            },
            Some(answer) = running.next(), if !running.is_empty() => {
                // What a handler told on its way (LSP 3.17, "Partial Result Progress") goes first.
                while let Some(Some(told)) = questions.next().now_or_never() {
                    send(&outgoing, &told).await;
                }
                if let Some(answer) = answer {
                    send(&outgoing, &answer).await;
                }
            }
            Some(question) = questions.next() => send(&outgoing, &question).await,
        }
    }
    // The input has ended without `exit`: what was asked before is still answered.
    while let Some(answer) = running.next().await {
        if let Some(answer) = answer {
            send(&outgoing, &answer).await;
        }
    }
}

/// Starts the handler of a request or notification. A panic in it becomes an internal error.
fn start<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
    notices: &Notices,
) -> Running {
    let notices = notices.clone();
    let method = request.method().to_owned();
    let id = request.id().cloned();
    let call = guard::run(|| service.call(request));
    Box::pin(async move {
        let outcome = match call {
            Ok(handler) => guard::run_future(handler).await,
            Err(said) => Err(said),
        };
        match outcome {
            // The framework's only error is that it has exited: nobody waits for an answer then.
            Ok(Err(_)) => None,
            Ok(Ok(Some(answer))) => Some(answer),
            // Whoever sends a notification with an id waits for an answer that it never has.
            Ok(Ok(None)) => id.map(|id| {
                let is_known = !method.starts_with("$/") || method == "$/cancelRequest";
                let mut error = if is_known {
                    Error::invalid_request()
                } else {
                    // LSP 3.17, "$ Notifications and Requests".
                    Error::method_not_found()
                };
                error.message = format!("{method} is no request and takes no id").into();
                Response::from_error(id, error)
            }),
            Err(said) => {
                notices.log(MessageType::ERROR, format!("{method} failed: {said}"));
                let mut error = Error::internal_error();
                error.message =
                    format!("{method} failed inside pygloss; its log says where").into();
                id.map(|id| Response::from_error(id, error))
            }
        }
    })
}

async fn send(outgoing: &mpsc::Sender<Vec<u8>>, message: &impl serde::Serialize) {
    match serde_json::to_vec(message) {
        // Fails only when the writer is gone, and then the session is over.
        Ok(body) => drop(outgoing.send(body).await),
        Err(error) => tracing::error!("a message cannot be written: {error}"),
    }
}
