//! Work that takes long: it tells how far it is, hands out what it has found so far, and stops when
//! nobody wants its result any more.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{Location, NumberOrString};

use super::away::Waiting;
use super::session::{ANSWER, Session};

/// The tokens of a request that takes long (LSP 3.17, "Work Done Progress", "Partial Result
/// Progress").
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    #[serde(default)]
    pub work_done_token: Option<NumberOrString>,
    #[serde(default)]
    pub partial_result_token: Option<NumberOrString>,
}

/// `$/progress` with any value: the framework's type has no partial results.
#[derive(Debug)]
enum Progress {}

#[derive(Debug, Serialize, Deserialize)]
struct ProgressParams {
    token: NumberOrString,
    value: Value,
}

impl Notification for Progress {
    type Params = ProgressParams;
    const METHOD: &'static str = "$/progress";
}

/// What a job tells on its way.
#[derive(Debug)]
enum Event {
    Report { done: usize, of: usize },
    Places(Vec<Location>),
}

/// Work under way, as the work itself sees it.
#[derive(Debug)]
pub struct Job {
    is_cancelled: Arc<AtomicBool>,
    events: mpsc::UnboundedSender<Event>,
}

impl Job {
    /// Whether to stop.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Tells how much is done.
    pub fn report(&self, done: usize, of: usize) {
        // Fails only at the end of the session.
        let _ = self.events.send(Event::Report { done, of });
    }

    /// Hands out places before the end.
    pub fn hand_out(&self, places: Vec<Location>) {
        if !places.is_empty() {
            let _ = self.events.send(Event::Places(places));
        }
    }
}

/// Jobs that the person can cancel, by token.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<HashMap<NumberOrString, Weak<Job>>>);

impl Jobs {
    /// Cancels the job with this token (`window/workDoneProgress/cancel`).
    pub fn cancel(&self, token: &NumberOrString) {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.get(token).and_then(Weak::upgrade) {
            job.is_cancelled.store(true, Ordering::Relaxed);
        }
    }

    fn add(&self, token: &NumberOrString, job: &Arc<Job>) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.insert(token.clone(), Arc::downgrade(job));
    }

    fn remove(&self, token: &NumberOrString) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.remove(token);
    }
}

/// A job that was begun: for the work, for whoever waits for it, and what has to be awaited before
/// the answer so that all that was handed out has gone before it.
pub struct Begun {
    pub job: Arc<Job>,
    pub waiting: Waiting,
    pub told: JoinHandle<()>,
}

/// Begins a job that is called `title` where the client shows it. Where the request has no token and
/// `is_own` says so, the server makes one, for a client that shows such.
pub fn begin(session: &Arc<Session>, title: &'static str, tokens: Tokens, is_own: bool) -> Begun {
    let (events, queue) = mpsc::unbounded_channel();
    let waiting = Waiting::default();
    let job = Arc::new(Job {
        is_cancelled: waiting.0.clone(),
        events,
    });
    let own = (is_own && tokens.work_done_token.is_none() && session.facts().progress).then(|| {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        NumberOrString::String(format!("pygloss.{number}"))
    });
    let is_made = own.is_some();
    let token = tokens.work_done_token.or(own);
    if let Some(token) = &token {
        session.jobs.add(token, &job);
    }
    let session = session.clone();
    let told = tokio::spawn(async move {
        if let (true, Some(token)) = (is_made, &token) {
            let asked = session.client.create_work_done_progress(token.clone());
            if !matches!(tokio::time::timeout(ANSWER, asked).await, Ok(Ok(()))) {
                return;
            }
        }
        tell(
            &session,
            title,
            token.as_ref(),
            tokens.partial_result_token,
            queue,
        )
        .await;
        if let Some(token) = &token {
            session.jobs.remove(token);
        }
    });
    Begun { waiting, job, told }
}

async fn tell(
    session: &Session,
    title: &str,
    work_done: Option<&NumberOrString>,
    partial: Option<NumberOrString>,
    mut queue: mpsc::UnboundedReceiver<Event>,
) {
    let send = async |token: Option<&NumberOrString>, value: Value| {
        if let Some(token) = token.cloned() {
            let params = ProgressParams { token, value };
            session.client.send_notification::<Progress>(params).await;
        }
    };
    let begin = json!({"kind": "begin", "title": title, "cancellable": true, "percentage": 0});
    send(work_done, begin).await;
    let mut last = 0;
    while let Some(event) = queue.recv().await {
        match event {
            Event::Report { done, of } => {
                let percentage = done * 100 / of.max(1);
                if percentage > last {
                    last = percentage;
                    let message = format!("{done} of {of} files");
                    let report = json!({"kind": "report", "message": message,
                        "percentage": percentage, "cancellable": true});
                    send(work_done, report).await;
                }
            }
            Event::Places(places) => send(partial.as_ref(), json!(places)).await,
        }
    }
    send(work_done, json!({"kind": "end"})).await;
}
