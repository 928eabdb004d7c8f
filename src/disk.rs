//! The only reader and walker of files, with its limits. Everything below it works on strings.
//!
//! Only regular files are read: a pipe or a device in a folder would wait for ever.

mod cache;
mod project;
mod python_source;
mod shelf;
mod state;
mod walk;

pub use cache::{Unpacked, cache_folder, unpack_guide, unpacked_guide};
pub use project::{SETTINGS_FILES, oldest_python, project_settings};
pub use python_source::decode as decode_python;
pub use shelf::{Shelf, Unsaved, is_guide};
pub use state::{change_study, read_study, state_folder, study_stamp, today};
pub use walk::{
    CONCEPTS_FILE, GUIDE_EXTENSIONS, PYTHON_EXTENSIONS, Stamp, guide_files, guide_stamps,
    python_files, walk_python,
};

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::concept;
use crate::guide::{self, Page};

/// The largest guide file that is read, in bytes.
pub const LARGEST_GUIDE_FILE: u64 = 64 << 20;
/// The largest Python file that is read, in bytes.
pub const LARGEST_PYTHON_FILE: u64 = 256 << 20;

/// The bytes of the regular file at `path`, which may be a link to one. The error is one line
/// without the path.
pub fn read(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let metadata = std::fs::metadata(path).map_err(|error| reason(&error))?;
    if metadata.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    if !metadata.is_file() {
        return Err("is not a regular file; only those are read".to_owned());
    }
    let too_large = || format!("is larger than {} MiB; it is not read", largest >> 20);
    if metadata.len() > largest {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let file = std::fs::File::open(path).map_err(|error| reason(&error))?;
    // A file that grows while it is read does not get past the limit.
    file.take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > largest {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The text of the Python file at `path`, decoded as Python does.
pub fn read_python(path: &Path) -> Result<String, String> {
    decode_python(read(path, LARGEST_PYTHON_FILE)?)
}

/// What reading guides from the disk gave.
#[derive(Debug, Default)]
pub struct GuideFiles {
    /// The pages of each path in the order of their names; those of a later path come before those
    /// of an earlier one, which is the order of precedence.
    pub layers: Vec<Vec<Arc<Page>>>,
    /// Files that define concepts, in the order of precedence.
    pub concepts: Vec<Arc<concept::File>>,
    /// What could not be read or used, one line each, with the path and the way out.
    pub messages: Vec<String>,
    /// Whether something could not be read at all.
    pub failed: bool,
}

/// Reads the guides at `paths`: files, and folders with all that is below them. The name of a page
/// is its path as given, joined with what was walked.
pub fn read_guides(paths: &[PathBuf]) -> GuideFiles {
    Shelf::default().read(paths, &Unsaved::new())
}

/// The page of a guide's file, whatever it is encoded in (see [`crate::guide::decode`]).
fn page_of(path: &Path, bytes: &[u8]) -> Result<Page, String> {
    let (text, odd) = guide::decode(bytes).map_err(|problem| problem.message)?;
    let mut page = Page::read(&path.to_string_lossy(), &text);
    page.add_problems(odd);
    Ok(page)
}

/// Reads one file that defines concepts.
fn read_concepts(path: &Path) -> Result<concept::File, String> {
    let bytes = read(path, LARGEST_GUIDE_FILE)?;
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
    Ok(concept::File {
        name: path.to_string_lossy().into(),
        text: text.into(),
    })
}

/// What went wrong, without the number of the operating system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "may not be read (permission denied)".to_owned(),
        _ => error.to_string(),
    }
}
