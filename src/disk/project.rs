//! The files in which a project says something about itself.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::project::{self, Version};

/// The names of the files with settings; the first one that has any counts.
pub const SETTINGS_FILES: [&str; 2] = ["pygloss.toml", "pyproject.toml"];
/// The largest of them that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The oldest Python that the project of the file at `path` runs on, by the nearest
/// `pyproject.toml` in its folder or one above it; nothing outside of `folders` is read.
pub fn oldest_python(path: &Path, folders: &[PathBuf]) -> Option<Version> {
    let inside = |folder: &&Path| folders.iter().any(|root| folder.starts_with(root));
    let above = path.ancestors().skip(1).take_while(inside);
    let mut found = above.map(|folder| folder.join("pyproject.toml"));
    let nearest = found.find(|file| file.is_file())?;
    project::requires_python(&text(&nearest).ok()?)
}

/// The settings that the workspace's folder keeps, with the file that has them. The error names the
/// file.
pub fn project_settings(folder: &Path) -> Result<Option<(PathBuf, Value)>, String> {
    for name in SETTINGS_FILES {
        let file = folder.join(name);
        if !file.is_file() {
            continue;
        }
        let settings = text(&file).and_then(|text| project::settings(name, &text));
        match settings.map_err(|reason| format!("{}: {reason}", file.display()))? {
            Some(settings) => return Ok(Some((file, settings))),
            None => continue,
        }
    }
    Ok(None)
}

fn text(file: &Path) -> Result<String, String> {
    let bytes = super::read(file, LARGEST)?;
    String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
}
