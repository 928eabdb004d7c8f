//! The methods of the protocol. Each takes its parameters apart, asks a feature and answers; what
//! changes a document does so before the first await, in the order of the messages.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, ExecuteCommandParams, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, ServerInfo,
};

use super::facts::Facts;
use super::session::Session;
use super::transport::Reason;
use super::{action, browse, convert, guides, hover, lens, open, parent, settings, watch};
use crate::config::Settings;

/// The server's side of one session.
#[derive(Clone, Debug)]
pub struct Server(pub Arc<Session>);

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let session = &self.0;
        if let Some(id) = params.process_id {
            let ending = session.ending.clone();
            tokio::spawn(async move {
                parent::gone(id).await;
                ending.bring(Reason::ParentGone);
            });
        }
        let root = root(&params);
        let initial = params.initialization_options.unwrap_or_default();
        let (settings, problems) = Settings::default().with(&initial);
        let facts = Facts::new(&params.capabilities);
        let capabilities = facts.offer();
        session.meet(facts);
        let mut state = session.state();
        state.root = root;
        state.settings = Arc::new(settings);
        state.initial_settings = initial;
        drop(state);
        settings::complain(session, &problems);
        guides::load(session);
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        settings::register(&self.0);
        settings::ask(&self.0);
        watch::begin(&self.0);
        if self.0.options.builtin {
            guides::unpack(&self.0);
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let language = &document.language_id;
        self.0
            .open(document.uri, language, &document.text, document.version);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let changes: Vec<_> = params
            .content_changes
            .into_iter()
            .map(convert::change)
            .collect();
        let document = params.text_document;
        self.0.change(&document.uri, &changes, document.version);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        watch::changed(&self.0, [&params.text_document.uri]);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.0.close(&params.text_document.uri);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.0.facts().configuration {
            settings::ask(&self.0);
        } else {
            settings::apply(&self.0, &params.settings);
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        watch::changed(&self.0, params.changes.iter().map(|change| &change.uri));
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let Some(snapshot) = self.0.snapshot(&place.text_document.uri) else {
            return Ok(None);
        };
        let asked =
            snapshot.ask(move |snapshot, library| hover::hover(snapshot, library, place.position));
        Ok(asked.await?.flatten())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let Some(snapshot) = self.0.snapshot(&params.text_document.uri) else {
            return Ok(None);
        };
        snapshot.ask(lens::lenses).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        if !action::is_wanted(&params.context) {
            return Ok(None);
        }
        let Some(snapshot) = self.0.snapshot(&params.text_document.uri) else {
            return Ok(None);
        };
        let asked =
            snapshot.ask(move |snapshot, library| action::actions(snapshot, library, &params));
        asked.await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        if params.command != convert::OPEN_ENTRY {
            let text = format!("pygloss has no command `{}`", params.command);
            return Err(Error::invalid_params(text));
        }
        if let Some(library) = self.0.library().await {
            open::open(&self.0, library, &params.arguments)?;
        }
        Ok(None)
    }
}

/// Requests beyond LSP.
impl Server {
    /// `pygloss/search`.
    pub async fn search(&self, params: browse::Search) -> Result<Vec<browse::Found>> {
        browse::search(&self.0, params).await
    }

    /// `pygloss/entry`.
    pub async fn entry(&self, params: browse::WhichEntry) -> Result<browse::Whole> {
        browse::entry(&self.0, params).await
    }

    /// `pygloss/concepts`.
    pub async fn concepts(&self) -> Result<Vec<browse::Covered>> {
        browse::concepts(&self.0).await
    }
}

/// The workspace's folder: the first one, or the one that older clients name.
#[allow(deprecated)]
fn root(params: &InitializeParams) -> Option<std::path::PathBuf> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    let uri = folders.first().map(|folder| &folder.uri);
    convert::path(uri.or(params.root_uri.as_ref())?)
}

/// Ways to fail on purpose, for the tests of what happens then.
#[cfg(feature = "test-hooks")]
impl Server {
    /// A request that panics, at once or after it has waited.
    pub async fn test_panic(&self, params: Value) -> Result<Value> {
        if params["late"] == true {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("on purpose");
    }

    /// The text of an open document, as the server has it, and its version.
    pub async fn test_text(&self, params: Value) -> Result<Value> {
        let uri = params["uri"].as_str().and_then(|uri| uri.parse().ok());
        let snapshot = uri.and_then(|uri| self.0.snapshot(&uri));
        let snapshot = snapshot.ok_or_else(|| Error::invalid_params("no such document"))?;
        let document = snapshot.view.document();
        Ok(serde_json::json!({
            "text": document.rope().to_string(),
            "version": document.version(),
        }))
    }

    /// A notification that panics while it holds the lock.
    pub async fn test_panic_with_lock(&self, _: Value) {
        let _state = self.0.state();
        panic!("on purpose, with the lock");
    }
}
