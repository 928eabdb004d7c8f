//! Notices when a file of a guide changed, and loads the guides again.
//!
//! A client that can watches the files for us. For every other one they are looked at now and then;
//! what is saved in the editor itself is noticed at once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use serde_json::json;
use tower_lsp::ls_types::{
    FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern, Unregistration, Uri,
};

use super::guides::Changed;
use super::session::Session;
use super::{convert, guides};
use crate::disk::{self, GUIDE_EXTENSIONS};

const METHOD: &str = "workspace/didChangeWatchedFiles";

/// How often the files of guides are looked at, at most.
const INTERVAL: Duration = Duration::from_secs(3);
/// What share of the time looking may take: one part in so many.
const SHARE: u32 = 100;

/// Begins to watch the guides: the client does, or we look ourselves.
pub fn begin(session: &Arc<Session>) {
    if session.facts().watched_files {
        register(session);
    } else {
        tokio::spawn(look(Arc::downgrade(session)));
    }
}

/// Looks at the guides' files as long as the session lasts.
async fn look(session: Weak<Session>) {
    let mut known = None;
    let mut pause = INTERVAL;
    loop {
        tokio::time::sleep(pause).await;
        let Some(session) = session.upgrade() else {
            return;
        };
        let mut paths = guides::paths(&session);
        paths.extend(settings_files(&session));
        let began = Instant::now();
        let looked = tokio::task::spawn_blocking(move || (disk::guide_stamps(&paths), paths));
        let Ok(now) = looked.await else { return };
        pause = INTERVAL.max(began.elapsed() * SHARE);
        // Other paths than before are the settings' doing, which load them by themselves.
        let has_changed = known
            .as_ref()
            .is_some_and(|(stamps, paths)| *paths == now.1 && *stamps != now.0);
        known = Some(now);
        if has_changed {
            guides::load(&session, Changed::Everything);
        }
    }
}

/// Asks the client to watch the guides of the settings in force, and no others.
pub fn register(session: &Arc<Session>) {
    let facts = session.facts();
    if !facts.watched_files {
        return;
    }
    let watchers: Vec<_> = guides::paths(session)
        .iter()
        .chain(&settings_files(session))
        .filter_map(|path| watcher(&std::path::absolute(path).ok()?, facts.relative_patterns))
        .collect();
    // A name of its own each time: requests on their way may overtake each other.
    let name = (!watchers.is_empty()).then(|| {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        format!("pygloss.guides.{}", COUNT.fetch_add(1, Ordering::Relaxed))
    });
    let before = std::mem::replace(&mut session.state().watching, name.clone());
    let client = session.client.clone();
    session.spawn("client/registerCapability", async move {
        let method = METHOD.to_owned();
        if let Some(id) = name {
            let register_options = Some(json!({ "watchers": watchers }));
            let registration = Registration {
                id,
                method: method.clone(),
                register_options,
            };
            client.register_capability(vec![registration]).await?;
        }
        if let Some(id) = before {
            let registration = Unregistration { id, method };
            client.unregister_capability(vec![registration]).await?;
        }
        Ok(())
    });
}

/// The files of the workspace's folders that settings may stand in.
fn settings_files(session: &Session) -> Vec<PathBuf> {
    let folders = session.state().folders.clone();
    let files = folders
        .iter()
        .flat_map(|folder| disk::SETTINGS_FILES.map(|name| folder.join(name)));
    files.collect()
}

fn watcher(path: &Path, is_relative: bool) -> Option<FileSystemWatcher> {
    let (folder, pattern) = if path.is_dir() {
        let below = format!("**/*.{{{}}}", GUIDE_EXTENSIONS.join(","));
        (path, below)
    } else {
        let name = path.file_name()?.to_str()?.to_owned();
        (path.parent()?, name)
    };
    let glob_pattern = if is_relative {
        GlobPattern::Relative(RelativePattern {
            base_uri: OneOf::Right(convert::file_uri(folder)?),
            pattern,
        })
    } else {
        let folder = folder.to_str()?.replace('\\', "/");
        GlobPattern::String(format!("{}/{pattern}", folder.trim_end_matches('/')))
    };
    Some(FileSystemWatcher {
        glob_pattern,
        kind: None,
    })
}

/// Loads again those of `uris` that are part of a guide.
pub fn changed<'u>(session: &Arc<Session>, uris: impl IntoIterator<Item = &'u Uri>) {
    let mut guides = absolute_paths(session);
    guides.extend(settings_files(session));
    let paths = uris.into_iter().filter_map(|uri| in_guide(&guides, uri));
    let files: BTreeSet<_> = paths.collect();
    if !files.is_empty() {
        guides::load(session, Changed::Files(files));
    }
}

/// Has the document `uri` read as it stands in the editor, where it is part of a guide.
pub fn edited(session: &Arc<Session>, uri: &Uri) {
    if let Some(path) = in_guide(&absolute_paths(session), uri) {
        guides::edited(session, path);
    }
}

fn absolute_paths(session: &Session) -> Vec<PathBuf> {
    let paths = guides::paths(session);
    let absolute = paths.iter().map(std::path::absolute);
    absolute.filter_map(Result::ok).collect()
}

/// The path of `uri` where that can be part of one of `guides`.
fn in_guide(guides: &[PathBuf], uri: &Uri) -> Option<PathBuf> {
    let path = convert::path(uri)?;
    let is_part = |guide: &PathBuf| {
        path == *guide || (path.starts_with(guide) && (disk::is_guide(&path) || !path.is_file()))
    };
    guides.iter().any(is_part).then_some(path)
}
