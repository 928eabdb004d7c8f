//! What is compiled into the program: the guide and the catalogue of `content`.

use std::sync::Arc;

use include_dir::{Dir, File, include_dir};

use crate::concept::Catalogue;
use crate::guide::{Guide, Page};

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// What the names of built-in pages begin with, to tell them from paths.
const SCHEME: &str = "pygloss:/";

/// The built-in catalogue. `tests/content.rs` holds that it has no problems.
pub fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::default();
    for (_, source) in concept_files() {
        catalogue.add(source);
    }
    catalogue
}

/// The built-in catalogue for explaining with `guide`. The subjects are read only where a page does
/// not say itself what it explains.
pub fn catalogue_for(guide: &Guide) -> Catalogue {
    let mut catalogue = catalogue();
    if guide.pages.iter().any(|page| page.front.explains.is_none()) {
        catalogue.add_subjects(subjects());
    }
    catalogue
}

/// What people call the subjects of interviews, and which concepts raise them.
pub fn subjects() -> &'static str {
    let file = CONTENT.get_file("subjects.toml");
    file.and_then(File::contents_utf8).unwrap_or("")
}

/// The files of the catalogue: name and text, in the order of their names.
pub fn concept_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    files("concepts", "toml")
}

/// The pages of the built-in guide: path below its folder, and text, in the order of their paths.
pub fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    files("guide", "md")
}

/// The built-in guide, read.
pub fn guide_pages() -> Vec<Arc<Page>> {
    pages()
        .map(|(name, text)| Arc::new(Page::read(&format!("{SCHEME}{name}"), text)))
        .collect()
}

/// The path below the guide's folder of the built-in page called `name`; `None` for a page of a
/// person's own guide.
pub fn path_of(name: &str) -> Option<&str> {
    name.strip_prefix(SCHEME)
}

/// The files of a folder of `content` with this extension, by their path below it.
fn files(
    folder: &'static str,
    extension: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut found = Vec::new();
    collect(CONTENT.get_dir(folder), &mut found);
    found.sort_unstable();
    found.into_iter().filter_map(move |(path, text)| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        name.ends_with(extension).then_some((name, text))
    })
}

fn collect(dir: Option<&'static Dir<'static>>, found: &mut Vec<(&'static str, &'static str)>) {
    let Some(dir) = dir else { return };
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            found.push((path, text));
        }
    }
    for below in dir.dirs() {
        collect(Some(below), found);
    }
}
