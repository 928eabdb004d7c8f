//! Documents as the client opens, changes and closes them, and what is known of an open one.

use std::sync::Arc;

use tower_lsp::ls_types::{MessageType, Uri};

use super::convert;
use super::documents::View;
use super::notebooks::Joined;
use super::session::Session;
use super::snapshot::Snapshot;
use crate::disk::{self, Unsaved};
use crate::project::Version;
use crate::text::Change;

/// Documents longer than this, in bytes, get no lenses: nobody reads such a file from the top.
pub const WITHOUT_LENSES: usize = 5 << 20;

/// An open document.
#[derive(Debug)]
pub struct Open {
    /// The text.
    pub view: View,
    pub is_python: bool,
    pub is_markdown: bool,
    /// The oldest Python that the project of the document runs on.
    pub oldest_python: Option<Version>,
}

impl Session {
    /// Takes a document in. Opened twice, the later text stands.
    pub fn open(&self, uri: Uri, language: &str, text: &str, version: i32) {
        let open = Open {
            view: View::new(text, version),
            is_python: is_edited(&uri) && language.eq_ignore_ascii_case("python"),
            is_markdown: is_edited(&uri) && is_markdown(language),
            oldest_python: None,
        };
        let mut state = self.state();
        if is_cell(&uri) {
            state.notebooks.open_cell(&uri);
        }
        let before = state.documents.insert(uri.clone(), open);
        drop(state);
        self.tell_if_large(&uri, text.len());
        if let Some(before) = before {
            before.view.outdate();
            self.warn_once(&uri, "was opened twice; the later text stands");
        }
    }

    /// Tells that a document gets no lenses.
    fn tell_if_large(&self, uri: &Uri, bytes: usize) {
        if bytes > WITHOUT_LENSES {
            self.tell_once(MessageType::INFO, uri, "is so large that it gets no lenses");
        }
    }

    fn warn_once(&self, uri: &Uri, what: &'static str) {
        self.tell_once(MessageType::WARNING, uri, what);
    }

    /// Tells something of a document once, however often it is so: a client that does a thing in its
    /// own way does it at each key.
    fn tell_once(&self, level: MessageType, uri: &Uri, what: &'static str) {
        let text = format!("{} {what}", uri.as_str());
        if self.state().told_of_documents.insert(text.clone()) {
            self.notices.log(level, text);
        }
    }

    /// Changes a document.
    pub fn change(&self, uri: &Uri, changes: &[Change], version: i32) {
        let encoding = self.encoding();
        let mut state = self.state();
        let Some(open) = state.documents.get_mut(uri) else {
            drop(state);
            self.warn_once(uri, "was changed and is not open; ignored");
            return;
        };
        let known = open.view.document().version();
        let now = open.view.changed(changes, version, encoding);
        let bytes = now.document().rope().len_bytes();
        std::mem::replace(&mut open.view, now).outdate();
        drop(state);
        self.tell_if_large(uri, bytes);
        // LSP 3.17, "VersionedTextDocumentIdentifier": numbers need not be consecutive.
        if version != known.saturating_add(1) {
            tracing::debug!("{}: version {version} came after {known}", uri.as_str());
        }
        if version <= known {
            self.warn_once(uri, "has versions that do not go up; taken as they come");
        }
    }

    /// Forgets a document.
    pub fn close(&self, uri: &Uri) {
        let mut state = self.state();
        state.notebooks.close_cell(uri);
        let before = state.documents.remove(uri);
        drop(state);
        if let Some(before) = before {
            before.view.outdate();
        } else {
            self.warn_once(uri, "was closed and is not open");
        }
    }

    /// The Python document `uri` as it is now; `None` where there is none to say anything about.
    pub fn snapshot(self: &Arc<Self>, uri: &Uri) -> Option<Snapshot> {
        let mut state = self.state();
        let open = state.documents.get(uri).filter(|open| open.is_python)?;
        let own = open.view.clone();
        let before = state.notebooks.upto(uri).iter();
        let before: Vec<_> = before
            .filter_map(|cell| state.documents.get(cell))
            .filter(|open| open.is_python)
            .map(|open| open.view.clone())
            .collect();
        let joined = match before.len() {
            0 => Joined {
                view: own.clone(),
                first_line: 0,
            },
            _ => state.notebooks.join(uri, before),
        };
        Some(Snapshot {
            session: self.clone(),
            uri: uri.clone(),
            view: joined.view,
            own,
            first_line: joined.first_line,
            settings: state.settings.clone(),
            study: state.study.clone(),
        })
    }

    /// Whether the document `uri` is still as `view` has it.
    pub fn is_current(&self, uri: &Uri, view: &View) -> bool {
        let state = self.state();
        let open = state.documents.get(uri);
        open.is_some_and(|open| open.view.is_same(view))
    }

    /// An open document of any kind.
    pub fn view(&self, uri: &Uri) -> Option<View> {
        let state = self.state();
        state.documents.get(uri).map(|open| open.view.clone())
    }

    /// The open Python documents.
    pub fn views(&self) -> Vec<(Uri, View)> {
        let state = self.state();
        let open = state.documents.iter().filter(|(_, open)| open.is_python);
        open.map(|(uri, open)| (uri.clone(), open.view.clone()))
            .collect()
    }

    /// The text of an open Markdown document.
    pub fn markdown(&self, uri: &Uri) -> Option<String> {
        let state = self.state();
        let open = state.documents.get(uri).filter(|open| open.is_markdown)?;
        let document = open.view.document().clone();
        drop(state);
        Some(document.rope().to_string())
    }

    /// The documents that may be part of a guide, as they stand in the editor, by absolute path.
    pub fn unsaved(&self) -> Unsaved {
        let state = self.state();
        let notes = state.documents.iter().filter(|(_, open)| !open.is_python);
        let views: Vec<_> = notes
            .filter_map(|(uri, open)| Some((convert::path(uri)?, open.view.clone())))
            .filter(|(path, _)| disk::is_guide(path))
            .collect();
        drop(state);
        let texts = views.into_iter();
        texts
            .map(|(path, view)| (path, view.document().rope().to_string()))
            .collect()
    }

    /// The addresses of all open documents.
    pub fn open_documents(&self) -> Vec<Uri> {
        self.state().documents.keys().cloned().collect()
    }

    /// Whether there may ever be something wrong with the document: it is Markdown, or Python and the
    /// person wants hints, or had them.
    pub fn may_have_diagnostics(&self, uri: &Uri) -> bool {
        let state = self.state();
        let wants_hints = state.settings.hints;
        let had_some = state.published.contains_key(uri);
        let open = state.documents.get(uri);
        open.is_some_and(|open| (open.is_markdown || wants_hints || had_some) && is_edited(uri))
    }

    /// The oldest Python that the project of an open document runs on, where that is known.
    pub fn oldest_python(&self, uri: &Uri) -> Option<Version> {
        self.state().documents.get(uri)?.oldest_python
    }

    /// Looks for it in the background.
    pub fn look_for_project(self: &Arc<Self>, uri: &Uri) {
        let Some(path) = convert::path(uri).filter(|_| self.snapshot(uri).is_some()) else {
            return;
        };
        let (session, uri) = (self.clone(), uri.clone());
        tokio::task::spawn_blocking(move || {
            let folders = session.state().folders.clone();
            let oldest = disk::oldest_python(&path, &folders);
            if let Some(open) = session.state().documents.get_mut(&uri) {
                open.oldest_python = oldest;
            }
        });
    }
}

/// Whether a document is one that a person is editing: not the other side of a `git:` diff, and no
/// scheme that nobody told us about.
fn is_edited(uri: &Uri) -> bool {
    const SCHEMES: [&str; 4] = ["file", "inmemory", "untitled", "vscode-notebook-cell"];
    let scheme = uri.scheme().as_str();
    SCHEMES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme))
}

/// Whether a document is a cell that came by itself.
fn is_cell(uri: &Uri) -> bool {
    uri.scheme()
        .as_str()
        .eq_ignore_ascii_case("vscode-notebook-cell")
}

fn is_markdown(language: &str) -> bool {
    const LANGUAGES: [&str; 4] = ["markdown", "mdx", "quarto", "rmd"];
    LANGUAGES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(language))
}
