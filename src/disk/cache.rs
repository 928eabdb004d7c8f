//! The built-in guide as files, so that an editor can open it.
//!
//! It is unpacked once per version and content below the user's cache folder: into a temporary
//! folder beside its final place, which is then renamed, so that no reader ever sees half of it and
//! several servers may do it at once. Files that somebody changed or removed are mended.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use etcetera::BaseStrategy;

use crate::builtin;

/// Where the built-in guide is, and what was done for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// The folder that holds the chapters.
    pub folder: PathBuf,
    /// How many files were written: all, some that were not as they should be, or none.
    pub written: usize,
}

/// pygloss's own folder below the user's cache folder; `None` where there is no home.
pub fn cache_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.cache_dir().join("pygloss"))
}

/// The folder below `cache` that holds the built-in guide, if it was ever unpacked; what somebody
/// changed in it is for [`unpack_guide`] to mend.
pub fn unpacked_guide(cache: &Path) -> Option<PathBuf> {
    Some(folder_below(cache)).filter(|folder| folder.is_dir())
}

fn folder_below(cache: &Path) -> PathBuf {
    cache.join(format!(
        "guide-{}-{}",
        env!("CARGO_PKG_VERSION"),
        builtin::fingerprint()
    ))
}

/// Makes sure that the built-in guide stands below `cache` as this program has it.
pub fn unpack_guide(cache: &Path) -> io::Result<Unpacked> {
    let folder = folder_below(cache);
    if folder.is_dir() {
        let written = mend(&folder)?;
        return Ok(Unpacked { folder, written });
    }
    fs::create_dir_all(cache)?;
    let temporary = cache.join(format!(
        ".unpacking-{}-{}",
        std::process::id(),
        builtin::fingerprint()
    ));
    let outcome = mend(&temporary).and_then(|written| match fs::rename(&temporary, &folder) {
        Ok(()) => Ok(written),
        // Another server was first: what it made is as good.
        Err(_) if folder.is_dir() => mend(&folder),
        Err(error) => Err(error),
    });
    if temporary.exists() {
        // What stays behind is only litter; the answer does not depend on it.
        let _ = fs::remove_dir_all(&temporary);
    }
    outcome.map(|written| Unpacked { folder, written })
}

/// Writes those pages below `folder` that are not as the program has them; how many.
fn mend(folder: &Path) -> io::Result<usize> {
    let mut written = 0;
    for file in builtin::files() {
        let path = folder.join(file.path);
        if is_untouched(&path, file.length) {
            continue;
        }
        let text = file.text();
        if fs::read(&path).is_ok_and(|present| present == text.as_bytes()) {
            // What cannot be marked is compared again next time.
            let _ = fs::File::open(&path).and_then(|file| file.set_modified(written_at()));
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        }
        let temporary = path.with_extension(format!("{}.tmp", unique()));
        fs::write(&temporary, &text)?;
        let opened = fs::File::options().write(true).open(&temporary)?;
        let _ = opened.set_modified(written_at());
        let mut permissions = opened.metadata()?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&temporary, permissions)?;
        fs::rename(&temporary, &path)?;
        written += 1;
    }
    Ok(written)
}

/// When every page was last changed, as its file says: whoever writes to it changes that too.
fn written_at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

/// Whether the file is one of ours to which nobody has written, as far as that shows without reading
/// it: a page of this `length`.
fn is_untouched(path: &Path, length: usize) -> bool {
    fs::metadata(path).is_ok_and(|known| {
        let is_long = u64::try_from(length).is_ok_and(|length| known.len() == length);
        let is_old = known.modified().is_ok_and(|time| time == written_at());
        known.is_file() && is_long && is_old
    })
}

/// A name that no other process and no other call uses at the same time.
fn unique() -> String {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    format!(
        "{}-{}",
        std::process::id(),
        CALLS.fetch_add(1, Ordering::Relaxed)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpacks_once_and_mends_what_was_changed() {
        let cache = tempfile::tempdir().unwrap();
        let first = unpack_guide(cache.path()).unwrap();
        assert_eq!(first.written, builtin::files().count());
        assert_eq!(unpack_guide(cache.path()).unwrap().written, 0);

        let file = builtin::files().next().unwrap();
        let (page, text) = (first.folder.join(file.path), file.text());
        assert!(fs::metadata(&page).unwrap().permissions().readonly());
        fs::remove_file(&page).unwrap();
        fs::write(&page, "scribbled").unwrap();
        let again = unpack_guide(cache.path()).unwrap();
        assert_eq!(again.written, 1);
        assert_eq!(fs::read_to_string(&page).unwrap(), text);

        // As long as before, and changed all the same.
        fs::remove_file(&page).unwrap();
        fs::write(&page, text.replace('e', "a")).unwrap();
        assert_eq!(unpack_guide(cache.path()).unwrap().written, 1);
        // Only the time is another, and is put right.
        let file = fs::File::open(&page).unwrap();
        file.set_modified(SystemTime::now()).unwrap();
        assert_eq!(unpack_guide(cache.path()).unwrap().written, 0);
        assert_eq!(
            fs::metadata(&page).unwrap().modified().unwrap(),
            written_at()
        );
    }

    #[test]
    fn several_at_once_leave_one_whole_guide_and_no_litter() {
        let cache = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| unpack_guide(cache.path()));
            }
        });
        let done = unpack_guide(cache.path()).unwrap();
        assert_eq!(done.written, 0);
        assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error() {
        let cache = tempfile::tempdir().unwrap();
        let file = cache.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(unpack_guide(&file.join("below")).is_err());
    }
}
