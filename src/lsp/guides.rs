//! Loads the guides in the background, at the start and whenever something about them changed, and
//! puts the built-in one where an editor can open it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tower_lsp::ls_types::MessageType;

use super::session::{Session, Unpacked};
use super::{diagnostics, guard, settings, study};
use crate::disk::Shelf;
use crate::gloss::Library;
use crate::guide::{Guide, Kind, Page};
use crate::{builtin, disk};

/// How many problems are shown to the person; the log has them all.
const SHOWN: usize = 3;
/// How many problems inside pages the log has of one load; `pygloss check` has them all.
const LOGGED: usize = 50;

/// How long typing in a guide has to pause before its text is read.
const PAUSE: Duration = Duration::from_millis(200);

/// When the unpacked guide is looked at: its files are hundreds, and nothing waits for it.
const AFTER_THE_START: Duration = Duration::from_secs(1);

/// The guides as they were read last, and what has changed since.
#[derive(Debug, Default)]
pub struct Loader {
    /// Whoever holds it loads.
    shelf: Mutex<Shelf>,
    waiting: Mutex<Option<Changed>>,
    /// How often a guide was edited: the last edit of several is followed by loading.
    edits: AtomicU64,
}

/// What has to be looked at.
#[derive(Debug)]
pub enum Changed {
    /// Every guide.
    Everything,
    /// These files, by absolute path, and no other.
    Files(BTreeSet<PathBuf>),
}

impl Changed {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Files(mut files), Self::Files(mut more)) => {
                files.append(&mut more);
                Self::Files(files)
            }
            _ => Self::Everything,
        }
    }
}

impl Loader {
    fn add(&self, changed: Changed) {
        let mut waiting = lock(&self.waiting);
        *waiting = Some(match waiting.take() {
            Some(before) => before.and(changed),
            None => changed,
        });
    }
}

/// A panic while it was held leaves nothing behind that the next load would not put right.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins to load what the settings name, as far as it has `changed`. Until it is there the library
/// before it answers.
pub fn load(session: &Arc<Session>, changed: Changed) {
    begin(session, changed, false);
}

/// Quietly, the log has nothing of it: a person who types knows.
fn begin(session: &Arc<Session>, changed: Changed, quietly: bool) {
    session.loader.add(changed);
    let session = session.clone();
    tokio::task::spawn_blocking(move || {
        let mut shelf = lock(&session.loader.shelf);
        // Another load may have taken along what this one was begun for.
        let Some(changed) = lock(&session.loader.waiting).take() else {
            return;
        };
        let before = session.library.borrow().clone();
        if before.is_none() {
            study::read(&session);
        }
        settings::read_files(&session);
        let began = Instant::now();
        match guard::run(|| build(&session, &mut shelf, changed, before.as_deref())) {
            // At the start the settings come a moment later. Nobody is to see what was before them.
            Ok(_) if before.is_none() && lock(&session.loader.waiting).is_some() => {}
            Ok((library, messages)) => {
                let library = library.map_or_else(
                    // The very same pages as before: nobody needs to look again.
                    || before.clone(),
                    |library| {
                        let library = Arc::new(library);
                        let layers = paths(&session).into_iter().rev().collect();
                        session.adopt(library.clone(), layers);
                        session.state().loaded = began.elapsed();
                        if before.is_some() {
                            refresh_lenses(&session);
                            study::tell(&session);
                        }
                        Some(library)
                    },
                );
                if let Some(library) = library.filter(|_| !quietly) {
                    tell(&session, &library, messages);
                }
                diagnostics::again(&session);
            }
            Err(said) => {
                // What was read may be half of it.
                *shelf = Shelf::default();
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

/// Begins to load the guide at `path` again once nobody has edited one for a moment.
pub fn edited(session: &Arc<Session>, path: PathBuf) {
    let loader = &session.loader;
    let count = loader.edits.fetch_add(1, Ordering::SeqCst) + 1;
    let changed = Changed::Files(BTreeSet::from([path]));
    loader.add(changed);
    let session = session.clone();
    tokio::spawn(async move {
        tokio::time::sleep(PAUSE).await;
        if session.loader.edits.load(Ordering::SeqCst) == count {
            begin(&session, Changed::Files(BTreeSet::new()), true);
        }
    });
}

/// The library of the guides as they are now; `None` where it is as before.
fn build(
    session: &Session,
    shelf: &mut Shelf,
    changed: Changed,
    before: Option<&Library>,
) -> (Option<Library>, Vec<String>) {
    let (paths, unsaved) = (paths(session), session.unsaved());
    let files = match changed {
        Changed::Everything => shelf.read(&paths, &unsaved),
        Changed::Files(changed) => {
            let changed: Vec<_> = changed.into_iter().collect();
            shelf.read_changed(&paths, &changed, &unsaved)
        }
    };
    let own = session.has_builtin().then(builtin::guide_pages);
    let guide = Guide::layered(files.layers.into_iter().chain(own));
    if before.is_some_and(|before| before.has(&files.concepts, &guide)) {
        return (None, files.messages);
    }
    let (library, problems) = builtin::library_after(before, &files.concepts, guide);
    let mut messages = files.messages;
    for (file, problem) in problems {
        let line = file.line(&problem);
        messages.push(format!("{}:{line}: {}", file.name, problem.message));
    }
    (Some(library), messages)
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
    let set = session.state().settings.guides.len();
    session.notices.log(
        MessageType::INFO,
        format!(
            "{} entries on {} pages of {} guides",
            guide.entry_count(),
            guide.pages.len(),
            session.options.guides.len() + set + usize::from(session.has_builtin()),
        ),
    );
    let wrong = own(guide).filter(|page| page.has_problems());
    let problems = wrong.flat_map(|page| page.problems.iter().map(move |problem| (page, problem)));
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

/// Begins to unpack the built-in guide. Where an earlier session did, it can be opened at once; that
/// it is whole is looked at when the person's first questions are answered.
pub fn unpack(session: &Arc<Session>) {
    let session = session.clone();
    tokio::spawn(async move {
        let known = session.options.cache.clone().or_else(disk::cache_folder);
        let Some(cache) = known else {
            let reason = "there is no home folder for the built-in guide".to_owned();
            return settle(&session, Err(reason));
        };
        if let Some(folder) = disk::unpacked_guide(&cache) {
            settle(&session, Ok(folder));
            tokio::time::sleep(AFTER_THE_START).await;
        } else {
            let _ = session.library().await;
        }
        let unpacked = tokio::task::spawn_blocking(move || {
            let unpacked = guard::run(|| disk::unpack_guide(&cache));
            let unpacked = unpacked.and_then(|done| done.map_err(|error| error.to_string()));
            unpacked.map(|done| done.folder).map_err(|error| {
                let below = cache.display();
                format!("the built-in guide could not be unpacked below {below}: {error}")
            })
        });
        if let Ok(outcome) = unpacked.await {
            settle(&session, outcome);
        }
    });
}

/// Tells everybody where the built-in guide can be opened, or why it cannot.
fn settle(session: &Session, outcome: Result<PathBuf, String>) {
    let state = match outcome {
        Ok(folder) => Unpacked::In(folder),
        Err(reason) => {
            session.notices.log(MessageType::WARNING, &reason);
            Unpacked::Nowhere(reason)
        }
    };
    session.unpacked.send_replace(state);
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
