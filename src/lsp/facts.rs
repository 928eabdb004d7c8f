//! What the client said that it can do, and what the server says in return.

use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    DiagnosticOptions, DiagnosticServerCapabilities, ExecuteCommandOptions,
    HoverProviderCapability, MarkupKind, Notebook, NotebookCellSelector,
    NotebookDocumentSyncOptions, NotebookSelector, OneOf, ReferenceOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use super::{command, convert};
use crate::text::Encoding;

/// What matters of a client's capabilities. The default is a client that can do nothing.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What columns count.
    pub encoding: Encoding,
    /// Hovers are best as Markdown.
    pub markdown: bool,
    /// Documents can be shown on request.
    pub show_document: bool,
    /// Code actions may be more than commands.
    pub action_literals: bool,
    /// Lenses can be asked for again.
    pub lens_refresh: bool,
    /// Settings can be asked for.
    pub configuration: bool,
    /// Changes of settings are told to those who register for them.
    pub configuration_changes: bool,
    /// Changes of files are told to those who register for them.
    pub watched_files: bool,
    /// An answer may be that the document has changed meanwhile.
    pub stale_answers: bool,
    /// Watched files may be named relative to a folder.
    pub relative_patterns: bool,
    /// Diagnostics are asked for.
    pub pulls_diagnostics: bool,
    /// Diagnostics can be asked for again.
    pub diagnostic_refresh: bool,
    /// References can be offered for some documents only.
    pub references_registration: bool,
    /// Definitions can be offered while the session lasts.
    pub definition_registration: bool,
    /// Notebooks are told cell by cell.
    pub notebooks: bool,
    /// Progress of the server's own making can be shown.
    pub progress: bool,
    /// Places that a command gives back are shown by the client itself.
    pub shows_usages: bool,
    /// The client wants to be told when states of concepts or guides change.
    pub state_notifications: bool,
    /// Commands that may stand as links in hovers.
    pub link_commands: Vec<String>,
}

impl Facts {
    /// Reads them from what the client sent with `initialize`.
    pub fn new(capabilities: &ClientCapabilities) -> Self {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let experimental = capabilities.experimental.as_ref();
        let own = |name: &str| {
            experimental.is_some_and(|experimental| experimental["pygloss"][name] == true)
        };
        Self {
            encoding: convert::encoding(offered.unwrap_or_default()),
            markdown: text
                .and_then(|text| text.hover.as_ref()?.content_format.as_ref())
                // The client prefers the first one (LSP 3.17, `HoverClientCapabilities`).
                .is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown)),
            show_document: capabilities
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            action_literals: text
                .and_then(|text| text.code_action.as_ref())
                .is_some_and(|action| action.code_action_literal_support.is_some()),
            lens_refresh: workspace
                .and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
                .unwrap_or(false),
            configuration: workspace
                .and_then(|workspace| workspace.configuration)
                .unwrap_or(false),
            configuration_changes: workspace
                .and_then(|workspace| workspace.did_change_configuration?.dynamic_registration)
                .unwrap_or(false),
            watched_files: watched
                .and_then(|watched| watched.dynamic_registration)
                .unwrap_or(false),
            stale_answers: general.is_some_and(|general| general.stale_request_support.is_some()),
            relative_patterns: watched
                .and_then(|watched| watched.relative_pattern_support)
                .unwrap_or(false),
            pulls_diagnostics: text.is_some_and(|text| text.diagnostic.is_some()),
            diagnostic_refresh: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
                .unwrap_or(false),
            references_registration: text
                .and_then(|text| text.references?.dynamic_registration)
                .unwrap_or(false),
            definition_registration: text
                .and_then(|text| text.definition?.dynamic_registration)
                .unwrap_or(false),
            notebooks: capabilities.notebook_document.is_some(),
            progress: capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or(false),
            shows_usages: own("showsUsages"),
            state_notifications: own("stateNotifications"),
            link_commands: experimental
                .and_then(|experimental| experimental["commands"].as_array())
                .map(|names| {
                    let names = names.iter().filter_map(|name| name.as_str());
                    names.map(str::to_owned).collect()
                })
                .unwrap_or_default(),
        }
    }

    /// What pygloss offers to such a client. Definitions only where they are wanted, and cannot be
    /// offered later.
    pub fn offer(&self, with_definitions: bool) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(convert::encoding_kind(self.encoding)),
            text_document_sync: Some(TextDocumentSyncCapability::Options(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::INCREMENTAL),
                    save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                    ..TextDocumentSyncOptions::default()
                },
            )),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            code_lens_provider: Some(CodeLensOptions {
                resolve_provider: None,
            }),
            code_action_provider: Some(if self.action_literals {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![convert::OPEN_GUIDE]),
                    ..CodeActionOptions::default()
                })
            } else {
                CodeActionProviderCapability::Simple(true)
            }),
            diagnostic_provider: self.pulls_diagnostics.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(env!("CARGO_PKG_NAME").to_owned()),
                    inter_file_dependencies: true,
                    ..DiagnosticOptions::default()
                })
            }),
            references_provider: (!self.references_registration).then_some(OneOf::Right(
                ReferenceOptions {
                    work_done_progress_options: WorkDoneProgressOptions {
                        work_done_progress: Some(true),
                    },
                },
            )),
            definition_provider: (with_definitions && !self.definition_registration)
                .then_some(OneOf::Left(true)),
            notebook_document_sync: self.notebooks.then(|| {
                let cells = vec![NotebookCellSelector {
                    language: "python".to_owned(),
                }];
                OneOf::Left(NotebookDocumentSyncOptions {
                    notebook_selector: vec![NotebookSelector::ByNotebook {
                        notebook: Notebook::String("*".to_owned()),
                        cells: Some(cells),
                    }],
                    save: None,
                })
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: command::ALL.map(str::to_owned).to_vec(),
                work_done_progress_options: WorkDoneProgressOptions {
                    work_done_progress: Some(true),
                },
            }),
            ..ServerCapabilities::default()
        }
    }
}
