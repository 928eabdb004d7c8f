//! What one session with one client knows. Everything that changes is behind one lock, which is
//! never held across an await; requests take a [`super::snapshot::Snapshot`] and let it go.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Semaphore, watch};
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

use super::Options;
use super::analyst::Analyst;
use super::census::Census;
use super::convert;
use super::facts::Facts;
use super::guides::Loader;
use super::job::Jobs;
use super::notebooks::Notebooks;
use super::notices::Notices;
use super::snapshot::Looks;
use super::sync::Open;
use super::transport::Ending;
use crate::builtin;
use crate::config::Settings;
use crate::gloss::Library;
use crate::guide::Page;
use crate::guide::search::Index;
use crate::study::Study;
use crate::text::Encoding;

/// How long a client may take to answer what needs no person.
pub const ANSWER: Duration = Duration::from_secs(30);

/// Where the built-in guide can be opened.
#[derive(Clone, Debug)]
pub enum Unpacked {
    /// It is being made.
    NotYet,
    /// Below this folder.
    In(PathBuf),
    /// Nowhere, and why.
    Nowhere(String),
}

/// One session.
pub struct Session {
    /// The other side.
    pub client: Client,
    /// Messages to the person.
    pub notices: Notices,
    /// How the session ends.
    pub ending: Arc<Ending>,
    /// How the server was started.
    pub options: Options,
    /// What hovers and lenses are made of; `None` until it is loaded for the first time.
    pub library: watch::Sender<Option<Arc<Library>>>,
    /// Where the built-in guide can be opened.
    pub unpacked: watch::Sender<Unpacked>,
    /// Loads the library.
    pub loader: Loader,
    /// What is known of the workspace's files.
    pub census: Mutex<Census>,
    /// Scans under way, by the token that the person can cancel them with.
    pub jobs: Jobs,
    /// Long work waits here for its turn, so that it never takes all processors.
    pub turns: Arc<Semaphore>,
    /// Who does it.
    pub analyst: Analyst,
    /// How often that was looking at a document.
    pub looks: Looks,
    facts: OnceLock<Facts>,
    client_name: OnceLock<String>,
    state: Mutex<State>,
    /// The index of the library that was searched last.
    index: Mutex<Option<(Arc<Library>, Arc<Index>)>>,
}

/// What changes while a session lasts.
#[derive(Debug, Default)]
pub struct State {
    /// The open documents.
    pub documents: HashMap<Uri, Open>,
    /// What was told of which document, so that it is told once.
    pub told_of_documents: HashSet<String>,
    /// The notebooks whose cells are among the documents.
    pub notebooks: Notebooks,
    /// The settings in force.
    pub settings: Arc<Settings>,
    /// What the person has learned.
    pub study: Arc<Study>,
    /// The person's guides that the library was made of, in order of precedence.
    pub layers: Vec<PathBuf>,
    /// How long loading the library took.
    pub loaded: Duration,
    /// The settings that came with `initialize`.
    pub initial_settings: Value,
    /// Those that the client sent or was asked for last, in the place of the first ones.
    pub asked_settings: Option<Value>,
    /// What was last told about the client's settings.
    pub told_of_settings: Vec<String>,
    /// Those of the workspace's files, below all others.
    pub file_settings: Settings,
    /// What was last told about those files.
    pub told_of_files: Vec<String>,
    /// The workspace's folders.
    pub folders: Vec<PathBuf>,
    /// Under which name the client watches the guides for us.
    pub watching: Option<String>,
    /// The diagnostics that were sent last, by document, with its version.
    pub published: HashMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
    /// What was last told about guides, so that it is told once.
    pub told: Vec<String>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Session {
    /// A session before `initialize`.
    pub fn new(client: Client, options: Options, ending: Arc<Ending>) -> Self {
        Self {
            notices: Notices::new(client.clone()),
            client,
            ending,
            options,
            library: watch::Sender::new(None),
            unpacked: watch::Sender::new(Unpacked::NotYet),
            loader: Loader::default(),
            census: Mutex::default(),
            jobs: Jobs::default(),
            turns: Arc::new(Semaphore::new(1)),
            analyst: Analyst::default(),
            looks: Looks::default(),
            facts: OnceLock::new(),
            client_name: OnceLock::new(),
            state: Mutex::default(),
            index: Mutex::new(None),
        }
    }

    /// What the client can do; before `initialize`, nothing.
    pub fn facts(&self) -> &Facts {
        static NOTHING: OnceLock<Facts> = OnceLock::new();
        self.facts
            .get()
            .unwrap_or_else(|| NOTHING.get_or_init(Facts::default))
    }

    /// Sets what the client can do. It counts once.
    pub fn meet(&self, facts: Facts) {
        // The framework lets one `initialize` through.
        let _ = self.facts.set(facts);
    }

    /// What the client calls itself.
    pub fn client_name(&self) -> &str {
        self.client_name.get().map_or("unknown", String::as_str)
    }

    /// Sets what the client calls itself. It counts once.
    pub fn name_client(&self, name: String) {
        let _ = self.client_name.set(name);
    }

    /// The lock. A panic while it was held leaves no half-made change behind: documents are
    /// replaced as a whole.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the built-in guide is used.
    pub fn has_builtin(&self) -> bool {
        self.options.builtin && self.state().settings.builtin_guide
    }

    /// What columns count in this session.
    pub fn encoding(&self) -> Encoding {
        self.facts().encoding
    }

    /// Sends diagnostics, unless there are none and were none, or the document was closed meanwhile.
    pub fn publish(&self, uri: Uri, found: Vec<Diagnostic>, version: Option<i32>) {
        let mut state = self.state();
        let is_news = match found.is_empty() {
            true => state.published.remove(&uri).is_some(),
            false if !state.documents.contains_key(&uri) => false,
            false => {
                let now = (version, found.clone());
                let before = state.published.insert(uri.clone(), now.clone());
                before != Some(now)
            }
        };
        if is_news {
            // Within the lock: what is taken back is never overtaken by what was found before.
            self.notices.publish(uri, found, version);
        }
    }

    /// Puts `library`, made of the person's guides at `layers`, in the place of the one before.
    /// Documents are looked at again when asked for.
    pub fn adopt(&self, library: Arc<Library>, layers: Vec<PathBuf>) {
        let mut state = self.state();
        state.layers = layers;
        // With the first one, nothing was looked at yet: whoever waits for it shares what they find.
        if self.library.borrow().is_some() {
            for open in state.documents.values_mut() {
                open.view = open.view.forgotten();
            }
            state.notebooks.forget();
        }
        // Within the lock: a snapshot never joins a new document with an old library.
        self.library.send_replace(Some(library));
    }

    /// The index of `library`, which `build` makes where it is not there yet. Others who search
    /// meanwhile wait.
    pub fn index(&self, library: &Arc<Library>, build: impl FnOnce() -> Index) -> Arc<Index> {
        let mut held = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some((of, index)) if Arc::ptr_eq(of, library) => index.clone(),
            _ => {
                let index = Arc::new(build());
                *held = Some((library.clone(), index.clone()));
                index
            }
        }
    }

    /// The library, once there is one.
    pub async fn library(&self) -> Option<Arc<Library>> {
        let mut library = self.library.subscribe();
        let found = library.wait_for(Option::is_some).await;
        found.ok().and_then(|library| library.clone())
    }

    /// Asks the client something in the background; what goes wrong is logged.
    pub fn spawn(
        self: &Arc<Self>,
        method: &'static str,
        asked: impl Future<Output = tower_lsp::jsonrpc::Result<()>> + Send + 'static,
    ) {
        let session = self.clone();
        tokio::spawn(async move {
            let reason = match tokio::time::timeout(ANSWER, asked).await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.to_string(),
                Err(_) => "the client did not answer".to_owned(),
            };
            let text = format!("{method}: {reason}");
            session.notices.log(MessageType::WARNING, text);
        });
    }

    /// The page of the guide that is the file `uri`, with its place in [`crate::guide::Guide::pages`].
    pub fn page_at<'l>(&self, library: &'l Library, uri: &Uri) -> Option<(usize, &'l Arc<Page>)> {
        let path = convert::path(uri)?;
        let mut pages = library.guide.pages.iter().enumerate();
        pages.find(|(_, page)| self.file_of(page).as_ref() == Some(&path))
    }

    /// The file that a page of the guide can be opened as, where it can be.
    pub fn file_of(&self, page: &Page) -> Option<PathBuf> {
        match builtin::path_of(&page.name) {
            None => std::path::absolute(&*page.name).ok(),
            Some(below) => match &*self.unpacked.borrow() {
                Unpacked::In(folder) => Some(folder.join(below)),
                Unpacked::NotYet | Unpacked::Nowhere(_) => None,
            },
        }
    }
}
