//! Loads the guides in the background, at the start and whenever something about them changed, and
//! puts the built-in one where an editor can open it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use tower_lsp::ls_types::MessageType;

use super::session::{Session, Unpacked};
use super::{diagnostics, guard, settings, study};
use crate::gloss::Library;
use crate::guide::{Guide, Kind, Page};
use crate::{builtin, disk};

/// How many problems are shown to the person; the log has them all.
const SHOWN: usize = 3;
/// How many problems inside pages the log has of one load; `pygloss check` has them all.
const LOGGED: usize = 50;

/// Begins to load what the settings name. Until it is there the library before it answers; of
/// several loads at a time the one that was begun last counts.
pub fn load(session: &Arc<Session>) {
    let session = session.clone();
    let number = session.loads.fetch_add(1, Ordering::SeqCst) + 1;
    tokio::task::spawn_blocking(move || {
        if number == 1 {
            study::read(&session);
        }
        settings::read_files(&session);
        let paths = paths(&session);
        let began = Instant::now();
        let built = guard::run(|| build(&paths, session.options.builtin));
        if session.loads.load(Ordering::SeqCst) != number {
            return;
        }
        match built {
            Ok((library, messages)) => {
                let library = Arc::new(library);
                let layers = paths.into_iter().rev().collect();
                session.adopt(library.clone(), layers);
                session.state().loaded = began.elapsed();
                tell(&session, &library, messages);
                if number > 1 {
                    refresh_lenses(&session);
                    study::tell(&session);
                }
                diagnostics::again(&session);
            }
            Err(said) => {
                let text = format!("the guides could not be loaded: {said}");
                session.notices.show(MessageType::ERROR, text);
                // Requests wait for the first library: it has to come, whatever is in it.
                if session.library.borrow().is_none() {
                    let (library, _) = Library::new(builtin::catalogue(), Guide::default());
                    session.adopt(Arc::new(library), Vec::new());
                }
            }
        }
    });
}

fn build(paths: &[PathBuf], with_builtin: bool) -> (Library, Vec<String>) {
    let files = disk::read_guides(paths);
    let own = with_builtin.then(builtin::guide_pages);
    let guide = Guide::layered(files.layers.into_iter().chain(own));
    let catalogue = builtin::catalogue_for(&guide);
    let (library, problems) = Library::with_concepts(catalogue, &files.concepts, guide);
    let mut messages = files.messages;
    for (file, problem) in problems {
        let line = file.line(&problem);
        messages.push(format!("{}:{line}: {}", file.name, problem.message));
    }
    (library, messages)
}

/// The guides in the order of the settings; the later one of the list takes precedence, so that a
/// person's notes stand before their team's.
pub fn paths(session: &Session) -> Vec<PathBuf> {
    let state = session.state();
    let set = state.settings.guides.iter().map(|guide| {
        let root = state.folders.first().map(PathBuf::as_path);
        resolve(guide, root, std::env::home_dir().as_deref())
    });
    session.options.guides.iter().cloned().chain(set).collect()
}

fn resolve(guide: &str, root: Option<&Path>, home: Option<&Path>) -> PathBuf {
    let below_home = guide
        .strip_prefix('~')
        .filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    if let (Some(rest), Some(home)) = (below_home, home) {
        return home.join(rest.trim_start_matches(['/', '\\']));
    }
    // A path that is absolute replaces the root.
    root.map_or_else(|| PathBuf::from(guide), |root| root.join(guide))
}

/// The pages that are a person's own.
fn own(guide: &Guide) -> impl Iterator<Item = &Arc<Page>> {
    let pages = guide.pages.iter();
    pages.filter(|page| builtin::path_of(&page.name).is_none())
}

/// Tells what could not be read, unless the person was just told the same.
fn tell(session: &Session, library: &Library, mut messages: Vec<String>) {
    let guide = &library.guide;
    session.notices.log(
        MessageType::INFO,
        format!(
            "{} entries on {} pages of {} guides",
            guide.entries().count(),
            guide.pages.len(),
            session.options.guides.len()
                + session.state().settings.guides.len()
                + usize::from(session.options.builtin),
        ),
    );
    let problems =
        own(guide).flat_map(|page| page.problems.iter().map(move |problem| (page, problem)));
    for page in own(guide).filter(|page| !page.entries.is_empty()) {
        if page.entries.iter().all(|entry| entry.kind == Kind::Topic) {
            let text = format!("{}: topics only: for hovers, not for lenses", page.name);
            session.notices.log(MessageType::INFO, text);
        }
    }
    for (number, (page, problem)) in problems.enumerate() {
        let line = page.lines.line(problem.span.start()).0 + 1;
        let text = format!("{}:{line}: {}", page.name, problem.message);
        if problem.code == "encoding" {
            // Everything of the page may be wrong then, not just a line.
            messages.push(text);
        } else if number < LOGGED {
            session.notices.log(MessageType::WARNING, text);
        }
    }
    let mut state = session.state();
    if state.told == messages {
        return;
    }
    state.told.clone_from(&messages);
    drop(state);
    if let Some(shown) = messages.chunks(SHOWN).next() {
        let more = match messages.len() - shown.len() {
            0 => String::new(),
            more => format!("\n… and {more} more; the log has them all"),
        };
        let text = format!("pygloss: {}{more}", shown.join("\n"));
        session.notices.show(MessageType::WARNING, text);
    }
    for message in messages.iter().skip(SHOWN) {
        session.notices.log(MessageType::WARNING, message);
    }
}

/// Asks the client to ask for lenses again.
pub fn refresh_lenses(session: &Arc<Session>) {
    if !session.facts().lens_refresh {
        return;
    }
    let client = session.client.clone();
    session.spawn("workspace/codeLens/refresh", async move {
        client.code_lens_refresh().await
    });
}

/// Begins to unpack the built-in guide.
pub fn unpack(session: &Arc<Session>) {
    let session = session.clone();
    tokio::task::spawn_blocking(move || {
        let outcome = guard::run(|| {
            let cache = session.options.cache.clone().or_else(disk::cache_folder);
            let cache = cache.ok_or("there is no home folder for the built-in guide")?;
            disk::unpack_guide(&cache)
                .map(|unpacked| unpacked.folder)
                .map_err(|error| {
                    let below = cache.display();
                    format!("the built-in guide could not be unpacked below {below}: {error}")
                })
        });
        let state = match outcome.unwrap_or_else(Err) {
            Ok(folder) => Unpacked::In(folder),
            Err(reason) => {
                session.notices.log(MessageType::WARNING, &reason);
                Unpacked::Nowhere(reason)
            }
        };
        session.unpacked.send_replace(state);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guides_may_be_named_from_home_and_from_the_workspace() {
        let (root, home) = (Path::new("/work"), Path::new("/home/ada"));
        let resolve = |guide| resolve(guide, Some(root), Some(home));
        assert_eq!(resolve("~"), home);
        assert_eq!(resolve("~/notes"), home.join("notes"));
        assert_eq!(resolve("~notes"), root.join("~notes"));
        assert_eq!(resolve("docs/py.md"), root.join("docs/py.md"));
        assert_eq!(resolve("/srv/notes"), Path::new("/srv/notes"));
        assert_eq!(super::resolve("notes", None, None), Path::new("notes"));
    }
}
