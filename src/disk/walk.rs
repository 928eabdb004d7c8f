//! Which files a path stands for.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ignore::{WalkBuilder, WalkState};

/// The extensions of guide files.
pub const GUIDE_EXTENSIONS: [&str; 4] = ["md", "markdown", "mdx", "ipynb"];
/// The name of files in a guide's folder that define concepts.
pub const CONCEPTS_FILE: &str = "concepts.toml";
/// The extensions of Python files.
pub const PYTHON_EXTENSIONS: [&str; 3] = ["py", "pyi", "pyw"];

/// The guide files at `path`, in the order of their names: the file itself, or those below the
/// folder (hidden ones and those that an ignore file names left out). With them, what could not be
/// walked.
pub fn guide_files(path: &Path) -> (Vec<PathBuf>, Vec<String>) {
    let mut files = Vec::new();
    let mut messages = Vec::new();
    match std::fs::metadata(path) {
        Err(error) => {
            let reason = super::reason(&error);
            messages.push(format!("{}: {reason}; check the path", path.display()));
        }
        Ok(metadata) if !metadata.is_dir() => files.push(path.to_owned()),
        Ok(_) => {
            for entry in WalkBuilder::new(path).sort_by_file_name(Ord::cmp).build() {
                match entry {
                    Ok(entry) if is_file(&entry) && is_of_guide(entry.path()) => {
                        files.push(entry.into_path());
                    }
                    Ok(_) => {}
                    Err(error) => messages.push(error.to_string()),
                }
            }
        }
    }
    (files, messages)
}

fn is_of_guide(path: &Path) -> bool {
    has(path, &GUIDE_EXTENSIONS) || defines_concepts(path)
}

/// Whether the file at `path` defines concepts.
pub fn defines_concepts(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONCEPTS_FILE)
}

/// What tells that the guides at `paths` have changed: their files with size and time of change.
pub fn guide_stamps(paths: &[PathBuf]) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let files = paths.iter().flat_map(|path| guide_files(path).0);
    files
        .filter_map(|file| {
            let metadata = std::fs::metadata(&file).ok()?;
            Some((file, metadata.len(), metadata.modified().ok()))
        })
        .collect()
}

/// Size and time of change: what tells one state of a file from another.
pub type Stamp = (u64, Option<SystemTime>);

/// The Python files below `folders` of at most `largest` bytes, in the order of their paths, each
/// once, with its stamp. Hidden files, those that an ignore file names, and virtual environments are left out, as is
/// what cannot be read. Stops early, with what it has, where `is_cancelled` says so.
pub fn python_files(
    folders: &[PathBuf],
    largest: u64,
    is_cancelled: &dyn Fn() -> bool,
) -> Vec<(PathBuf, Stamp)> {
    let mut found = BTreeMap::new();
    for folder in folders {
        let walk = WalkBuilder::new(folder)
            .filter_entry(|entry| !is_environment(entry))
            .build();
        for entry in walk.flatten() {
            if is_cancelled() {
                break;
            }
            if !has(entry.path(), &PYTHON_EXTENSIONS) {
                continue;
            }
            // Of what a link leads to.
            let metadata = std::fs::metadata(entry.path());
            let file = |metadata: &Metadata| metadata.is_file() && metadata.len() <= largest;
            if let Some(metadata) = metadata.ok().filter(file) {
                let stamp = (metadata.len(), metadata.modified().ok());
                found.insert(entry.into_path(), stamp);
            }
        }
    }
    found.into_iter().collect()
}

/// Whether it is the folder of a virtual environment.
fn is_environment(entry: &ignore::DirEntry) -> bool {
    // Asking each file for a file in it takes longer than all else.
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    !is_file && entry.path().join("pyvenv.cfg").is_file()
}

/// Calls `visit` from several threads for each Python file below `roots`, in no order; a root that
/// is a file is visited whatever it is called. Paths are the root as given, joined with what was
/// walked. Problems go to `complain`, one line each.
pub fn walk_python(
    roots: &[PathBuf],
    threads: usize,
    visit: impl Fn(&Path) + Sync,
    complain: impl Fn(String) + Sync,
) {
    let Some((first, others)) = roots.split_first() else {
        return;
    };
    let mut builder = WalkBuilder::new(first);
    for other in others {
        builder.add(other);
    }
    builder.threads(threads).build_parallel().run(|| {
        Box::new(|entry| {
            match entry {
                Ok(entry) => {
                    let named = entry.depth() == 0 && !entry.path().is_dir();
                    if named || (is_file(&entry) && has(entry.path(), &PYTHON_EXTENSIONS)) {
                        visit(entry.path());
                    }
                }
                Err(error) => complain(error.to_string()),
            }
            WalkState::Continue
        })
    });
}

/// Whether it is a regular file, or a link to one.
fn is_file(entry: &ignore::DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_symlink() => entry.path().is_file(),
        Some(kind) => kind.is_file(),
        None => false,
    }
}

pub fn has(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|own| {
            extensions
                .iter()
                .any(|known| known.eq_ignore_ascii_case(own))
        })
}
