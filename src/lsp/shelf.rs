//! `pygloss/guides`, `pygloss/browse` and `pygloss/check`: the guides as a person sees them on a
//! shelf, and what is wrong with their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Uri};

use super::away::{away, away_unless};
use super::convert;
use super::session::{Session, Unpacked};
use super::wire;
use crate::builtin;
use crate::check::check_unless;
use crate::concept::Catalogue;
use crate::gloss::{Library, concepts_of, plain};
use crate::guide::{Guide, Kind, Page};
use crate::problem::{Problem, Severity};
use crate::stop::Stop;

/// What the built-in guide is called.
const BUILTIN: &str = "pygloss";

/// One guide.
#[derive(Debug, Serialize)]
pub struct Shelf {
    name: String,
    /// Its file or folder, where it can be opened.
    uri: Option<Uri>,
    builtin: bool,
    files: usize,
    questions: usize,
    topics: usize,
    /// How many problems `pygloss/check` has of it.
    problems: usize,
}

/// What `pygloss/browse` takes.
#[derive(Debug, Default, Deserialize)]
pub struct Browse {
    #[serde(default)]
    uri: Option<Uri>,
}

/// One file of a guide.
#[derive(Debug, Serialize)]
pub struct Volume {
    uri: Option<Uri>,
    guide: String,
    title: String,
    /// The folders between the guide and the file, outermost first.
    folder: Vec<String>,
    entries: usize,
}

/// One entry of a file.
#[derive(Debug, Serialize)]
pub struct Chapter {
    #[serde(flatten)]
    entry: wire::Entry,
    concepts: Vec<wire::Concept>,
}

/// What is wrong with one file.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    pub uri: Uri,
    pub diagnostics: Vec<Diagnostic>,
}

/// A guide in use: its path, none for the built-in one, and its pages with their places.
type Layer<'g> = (Option<PathBuf>, Vec<(usize, &'g Arc<Page>)>);

/// The guides in order of precedence.
fn layers<'g>(session: &Session, guide: &'g Guide) -> Vec<Layer<'g>> {
    let paths = session.state().layers.clone();
    let of = |layer| -> Vec<_> {
        let pages = guide.pages.iter().enumerate();
        pages
            .filter(|(place, _)| guide.layer(*place) == layer)
            .collect()
    };
    let count = paths.len();
    let own = paths.into_iter().enumerate();
    let mut found: Vec<_> = own.map(|(layer, path)| (Some(path), of(layer))).collect();
    if session.has_builtin() {
        found.push((None, of(count)));
    }
    found
}

/// All guides.
pub async fn guides(session: &Arc<Session>) -> Result<Vec<Shelf>> {
    let library = wire::library(session).await?;
    let session = session.clone();
    away_unless(move |stop| {
        let layers = layers(&session, &library.guide).into_iter();
        layers
            .map(|(path, pages)| {
                let problems = match path {
                    Some(_) => problems(&library.catalogue, &pages, stop)?.len(),
                    None => 0,
                };
                let entries = pages.iter().flat_map(|(_, page)| page.entries.iter());
                let questions = entries.filter(|entry| entry.kind == Kind::Question).count();
                let all: usize = pages.iter().map(|(_, page)| page.entry_count()).sum();
                Some(Shelf {
                    name: name(path.as_deref()),
                    uri: path.as_deref().map_or_else(
                        || match &*session.unpacked.borrow() {
                            Unpacked::In(folder) => convert::file_uri(folder),
                            Unpacked::NotYet | Unpacked::Nowhere(_) => None,
                        },
                        |path| convert::file_uri(&std::path::absolute(path).ok()?),
                    ),
                    builtin: path.is_none(),
                    files: pages.len(),
                    questions,
                    topics: all - questions,
                    problems,
                })
            })
            .collect()
    })
    .await
}

/// All files of all guides in reading order, or the entries of one file.
pub async fn browse(session: &Arc<Session>, params: Browse) -> Result<Value> {
    let library = wire::library(session).await?;
    let session = session.clone();
    let found = away(move || match params.uri {
        None => serde_json::to_value(volumes(&session, &library)),
        Some(uri) => serde_json::to_value(chapters(&session, &library, &uri)),
    })
    .await?;
    found.map_err(|_| Error::internal_error())
}

fn volumes(session: &Session, library: &Library) -> Vec<Volume> {
    let mut found = Vec::new();
    for (path, pages) in layers(session, &library.guide) {
        for (_, page) in pages {
            let below = match (builtin::path_of(&page.name), &path) {
                (Some(below), _) => Path::new(below),
                (None, Some(path)) => {
                    let page = Path::new(&*page.name);
                    page.strip_prefix(path).unwrap_or(page)
                }
                (None, None) => Path::new(&*page.name),
            };
            let folders = below.parent().into_iter().flat_map(Path::components);
            found.push(Volume {
                uri: wire::uri(session, page),
                guide: name(path.as_deref()),
                title: title(&page.in_passing()),
                folder: folders
                    .map(|folder| folder.as_os_str().to_string_lossy().into_owned())
                    .collect(),
                entries: page.entry_count(),
            });
        }
    }
    found
}

/// What a page calls itself: in its front matter or by its first heading; else the name of its file.
fn title(page: &Page) -> String {
    let heading = || {
        let text = page.text.get(page.front.span.end()..)?;
        let mut lines = text.lines().map(str::trim);
        let title = lines.find_map(|line| line.strip_prefix("# "))?;
        Some(plain(title))
    };
    let stated = page.title().map(str::to_owned).or_else(heading);
    stated.unwrap_or_else(|| {
        let stem = Path::new(&*page.name).file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    })
}

/// The name of the guide at `path`, without its extension; the built-in one where there is none.
fn name(path: Option<&Path>) -> String {
    let Some(path) = path else {
        return BUILTIN.to_owned();
    };
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let last = if whole.is_dir() {
        whole.file_name()
    } else {
        whole.file_stem()
    };
    last.unwrap_or(whole.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn chapters(session: &Session, library: &Library, uri: &Uri) -> Vec<Chapter> {
    let study = session.state().study.clone();
    let Some((place, page)) = session.page_at(library, uri) else {
        return Vec::new();
    };
    let entries = page.entries.iter().enumerate();
    entries
        .map(|(number, entry)| Chapter {
            entry: wire::entry(session, page, entry),
            concepts: concepts_of(library, place, number)
                .into_iter()
                .map(|id| wire::concept(library, &study, id))
                .collect(),
        })
        .collect()
}

/// What is wrong with the person's own guides; files without problems are left out.
pub async fn checked(session: &Arc<Session>) -> Result<Vec<Checked>> {
    let library = wire::library(session).await?;
    let session = session.clone();
    away_unless(move |stop| {
        let own = layers(&session, &library.guide).into_iter();
        let own = own.filter(|(path, _)| path.is_some());
        let checked = own.map(|(_, pages)| {
            let problems = problems(&library.catalogue, &pages, stop)?;
            Some(diagnostics(&session, problems, &pages))
        });
        Some(checked.collect::<Option<Vec<_>>>()?.concat())
    })
    .await
}

/// `None` where `stop` says so.
fn problems(
    catalogue: &Catalogue,
    pages: &[(usize, &Arc<Page>)],
    stop: Stop<'_>,
) -> Option<Vec<(Arc<str>, Problem)>> {
    let guide = Guide::layered([pages.iter().map(|(_, page)| (*page).clone()).collect()]);
    check_unless(&guide, &|id| catalogue.find(id).is_some(), stop)
}

fn diagnostics(
    session: &Session,
    problems: Vec<(Arc<str>, Problem)>,
    pages: &[(usize, &Arc<Page>)],
) -> Vec<Checked> {
    let mut found: Vec<(&Arc<Page>, Vec<Diagnostic>)> = Vec::new();
    for (name, problem) in problems {
        let Some((_, page)) = pages.iter().find(|(_, page)| page.name == name) else {
            continue;
        };
        let diagnostic = diagnostic(session, page, &problem);
        match found.iter_mut().find(|(known, _)| known.name == name) {
            Some((_, all)) => all.push(diagnostic),
            None => found.push((page, vec![diagnostic])),
        }
    }
    found
        .into_iter()
        .filter_map(|(page, diagnostics)| {
            Some(Checked {
                uri: wire::uri(session, page)?,
                diagnostics,
            })
        })
        .collect()
}

/// A problem of a page.
pub fn diagnostic(session: &Session, page: &Page, problem: &Problem) -> Diagnostic {
    Diagnostic {
        range: convert::page_range(page, problem.span, session.encoding()),
        severity: Some(match problem.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(problem.code.to_owned())),
        source: Some(env!("CARGO_PKG_NAME").to_owned()),
        message: problem.message.clone(),
        ..Diagnostic::default()
    }
}
