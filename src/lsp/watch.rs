//! Notices when a file of a guide changed, and loads the guides again.
//!
//! A client that can watches the folders for us. From every other client a save is what tells.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tower_lsp::ls_types::{
    FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern, Unregistration, Uri,
};

use super::session::Session;
use super::{convert, guides};
use crate::disk::GUIDE_EXTENSIONS;

const METHOD: &str = "workspace/didChangeWatchedFiles";

/// Asks the client to watch the guides of the settings in force, and no others.
pub fn register(session: &Arc<Session>) {
    let facts = session.facts();
    if !facts.watched_files {
        return;
    }
    let watchers: Vec<_> = guides::paths(session)
        .iter()
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

/// Loads the guides again where one of `uris` is part of them.
pub fn changed<'u>(session: &Arc<Session>, uris: impl IntoIterator<Item = &'u Uri>) {
    let guides: Vec<_> = guides::paths(session)
        .iter()
        .filter_map(|path| std::path::absolute(path).ok())
        .collect();
    let is_guide = |uri: &Uri| {
        convert::path(uri).is_some_and(|path| guides.iter().any(|guide| path.starts_with(guide)))
    };
    if uris.into_iter().any(is_guide) {
        guides::load(session);
    }
}
