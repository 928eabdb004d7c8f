//! What a person has learned, as a small file that they can read: `study.json` in pygloss's own
//! folder of the user's state.
//!
//! A change reads the file, changes it and puts a new one in its place by a rename, all under a lock
//! on a file beside it: several servers lose nothing of each other, and no reader sees half a file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::BaseStrategy;

use crate::study::{Day, Study};

/// The file's name.
const NAME: &str = "study.json";
/// The largest file that is read, in bytes: tens of thousands of questions.
const LARGEST: u64 = 16 << 20;

/// pygloss's own folder for the user's state; `None` where there is no home.
pub fn state_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(folder.join("pygloss"))
}

/// Today (UTC).
pub fn today() -> Day {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Day(u32::try_from(since.as_secs() / 86_400).unwrap_or(u32::MAX))
}

/// What tells one state of the file below `folder` from another.
pub fn study_stamp(folder: &Path) -> Option<(u64, SystemTime)> {
    let metadata = fs::metadata(folder.join(NAME)).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// What is kept below `folder`; nothing is what a missing file holds. The error names the file.
pub fn read_study(folder: &Path) -> Result<Study, String> {
    let path = folder.join(NAME);
    if !path.exists() {
        return Ok(Study::default());
    }
    let bytes =
        super::read(&path, LARGEST).map_err(|reason| format!("{}: {reason}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        format!(
            "{}: not what pygloss wrote ({error}); mend it or move it away: until then nothing is \
             kept",
            path.display()
        )
    })
}

/// Changes what is kept below `folder`, and gives it back as it is now. A file that cannot be read
/// is never overwritten.
pub fn change_study<T>(
    folder: &Path,
    change: impl FnOnce(&mut Study) -> T,
) -> Result<(Study, T), String> {
    let failed = |error: io::Error| {
        format!(
            "{}: cannot be written: {}",
            folder.join(NAME).display(),
            super::reason(&error)
        )
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let lock = File::create(folder.join(".study.lock")).map_err(failed)?;
    // Held until the file is closed; the system lets it go when a process ends.
    lock.lock().map_err(failed)?;
    let mut study = read_study(folder)?;
    let outcome = change(&mut study);
    replace(&folder.join(NAME), &study).map_err(failed)?;
    Ok((study, outcome))
}

fn replace(path: &Path, study: &Study) -> io::Result<()> {
    // Where the file is a link (people keep such files in a repository), what it leads to changes.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = path.with_extension(format!("json.{}.tmp", std::process::id()));
    let written = (|| {
        let mut text = serde_json::to_vec_pretty(study)?;
        text.push(b'\n');
        let mut file = File::create(&temporary)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&temporary, &path)
    })();
    if written.is_err() {
        // Litter at worst; the error that matters is told.
        let _ = fs::remove_file(&temporary);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Knowledge, Rating};

    #[test]
    fn several_writers_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let folder = folder.path();
                scope.spawn(move || {
                    for number in 0..10 {
                        let id = format!("syntax.c{writer}-{number}");
                        change_study(folder, |study| study.mark(&id, Some(Knowledge::Known)))
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(read_study(folder.path()).unwrap().counts(), (40, 0, 0));
        let names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn a_file_that_somebody_broke_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        fs::write(&path, "{broken").unwrap();
        let error = read_study(folder.path()).unwrap_err();
        assert!(error.contains("study.json") && error.contains("mend"));
        let rated = change_study(folder.path(), |study| study.rate("q", Rating::Good, Day(1)));
        assert!(rated.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "{broken");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = change_study(&file.join("below"), |_| ()).unwrap_err();
        assert!(error.contains("study.json"), "{error}");
        assert_eq!(read_study(&file.join("below")), Ok(Study::default()));
    }
}
