//! The methods of the protocol. Each takes its parameters apart, asks a feature and answers; what
//! changes a document does so before the first await, in the order of the messages.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, DidChangeConfigurationParams,
    DidChangeNotebookDocumentParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseNotebookDocumentParams, DidCloseTextDocumentParams,
    DidOpenNotebookDocumentParams, DidOpenTextDocumentParams, DidSaveNotebookDocumentParams,
    DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    ExecuteCommandParams, FullDocumentDiagnosticReport, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, Location, ReferenceParams, RelatedFullDocumentDiagnosticReport, ServerInfo,
    WorkDoneProgressCancelParams, WorkspaceFolder,
};

use super::facts::Facts;
use super::guides::Changed;
use super::session::Session;
use super::transport::Reason;
use super::{
    action, command, convert, definition, diagnostics, guides, hover, lens, notes, parent,
    settings, study, usages, watch,
};

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
        let folders = folders(&params);
        if let Some(client) = &params.client_info {
            let version = client.version.as_deref().unwrap_or_default();
            session.name_client(format!("{} {version}", client.name));
        }
        let initial = params.initialization_options.unwrap_or_default();
        session.state().folders = folders;
        settings::begin(session, initial);
        let facts = Facts::new(&params.capabilities);
        let capabilities = facts.offer(session.state().settings.definition);
        session.meet(facts);
        guides::load(session, Changed::Everything);
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
        usages::register(&self.0);
        if self.0.state().settings.definition {
            definition::register(&self.0);
        }
        watch::begin(&self.0);
        study::watch(&self.0);
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
        let uri = document.uri.clone();
        self.0
            .open(document.uri, language, &document.text, document.version);
        self.0.look_for_project(&uri);
        diagnostics::soon(&self.0, &uri);
        watch::edited(&self.0, &uri);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let changes: Vec<_> = params
            .content_changes
            .into_iter()
            .map(convert::change)
            .collect();
        let document = params.text_document;
        self.0.change(&document.uri, &changes, document.version);
        diagnostics::soon(&self.0, &document.uri);
        watch::edited(&self.0, &document.uri);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        watch::changed(&self.0, [&params.text_document.uri]);
        self.0.look_for_project(&params.text_document.uri);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.0.close(&uri);
        watch::edited(&self.0, &uri);
        // What was sent of it is taken back: nobody follows it any more.
        self.0.publish(uri, Vec::new(), None);
    }

    async fn notebook_did_open(&self, params: DidOpenNotebookDocumentParams) {
        let notebook = params.notebook_document;
        let cells = notebook.cells.into_iter().map(|cell| cell.document);
        let cells = cells.collect();
        self.0.state().notebooks.open(notebook.uri, cells);
        for cell in params.cell_text_documents {
            self.0
                .open(cell.uri, &cell.language_id, &cell.text, cell.version);
        }
    }

    async fn notebook_did_change(&self, params: DidChangeNotebookDocumentParams) {
        let change = params.change;
        let notebook = &params.notebook_document.uri;
        self.0.state().notebooks.change(notebook, &change);
        let Some(cells) = change.cells else { return };
        if let Some(structure) = cells.structure {
            for closed in structure.did_close.into_iter().flatten() {
                self.0.close(&closed.uri);
            }
            for cell in structure.did_open.into_iter().flatten() {
                self.0
                    .open(cell.uri, &cell.language_id, &cell.text, cell.version);
            }
        }
        for content in cells.text_content.into_iter().flatten() {
            let changes: Vec<_> = content.changes.into_iter().map(convert::change).collect();
            let document = content.document;
            self.0.change(&document.uri, &changes, document.version);
        }
    }

    async fn notebook_did_save(&self, _: DidSaveNotebookDocumentParams) {}

    async fn notebook_did_close(&self, params: DidCloseNotebookDocumentParams) {
        let cells = self
            .0
            .state()
            .notebooks
            .close(&params.notebook_document.uri);
        let told = params.cell_text_documents.into_iter().map(|cell| cell.uri);
        for cell in told.chain(cells) {
            if self.0.view(&cell).is_some() {
                self.0.close(&cell);
            }
        }
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.0.facts().configuration {
            settings::ask(&self.0);
        } else {
            settings::apply(&self.0, params.settings);
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        watch::changed(&self.0, params.changes.iter().map(|change| &change.uri));
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let uri = &place.text_document.uri;
        let Some(snapshot) = self.0.snapshot(uri) else {
            return notes::hover(&self.0, uri, place.position).await;
        };
        let asked =
            snapshot.ask(move |snapshot, library| hover::hover(snapshot, library, place.position));
        Ok(asked.await?.flatten())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = &params.text_document.uri;
        let Some(snapshot) = self.0.snapshot(uri) else {
            return notes::lenses(&self.0, uri).await;
        };
        if lens::is_too_large(&snapshot) {
            return Ok(Some(Vec::new()));
        }
        snapshot.ask(lens::lenses).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        usages::references(&self.0, params).await
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let Some(snapshot) = self.0.snapshot(&place.text_document.uri) else {
            return Ok(None);
        };
        let asked = snapshot.ask(move |snapshot, library| {
            definition::definition(snapshot, library, place.position)
        });
        let found = asked.await?.flatten();
        Ok(found.map(GotoDefinitionResponse::Scalar))
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let items = diagnostics::of(&self.0, &params.text_document.uri).await?;
        let report = RelatedFullDocumentDiagnosticReport {
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                items,
                ..FullDocumentDiagnosticReport::default()
            },
            ..RelatedFullDocumentDiagnosticReport::default()
        };
        Ok(DocumentDiagnosticReportResult::Report(report.into()))
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
        command::execute(&self.0, params).await
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let path = |folder: &WorkspaceFolder| convert::path(&folder.uri);
        let removed: Vec<_> = params.event.removed.iter().filter_map(path).collect();
        let mut state = self.0.state();
        let first = state.folders.first().cloned();
        state.folders.retain(|folder| !removed.contains(folder));
        for added in params.event.added.iter().filter_map(path) {
            if !state.folders.contains(&added) {
                state.folders.push(added);
            }
        }
        let is_other = state.folders.first() != first.as_ref();
        drop(state);
        if is_other {
            guides::load(&self.0, Changed::Everything);
            watch::register(&self.0);
        }
    }
}

impl Server {
    /// `window/workDoneProgress/cancel`, which the framework leaves out.
    pub async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.0.jobs.cancel(&params.token);
    }
}

/// The workspace's folders, or the one that older clients name.
#[allow(deprecated)]
fn folders(params: &InitializeParams) -> Vec<std::path::PathBuf> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    let named: Vec<_> = folders
        .iter()
        .filter_map(|folder| convert::path(&folder.uri))
        .collect();
    if named.is_empty() {
        let root = params.root_uri.as_ref().and_then(convert::path);
        let path = params.root_path.as_deref().map(std::path::PathBuf::from);
        let root = root.or(path.filter(|path| path.is_absolute()));
        return root.into_iter().collect();
    }
    named
}
