//! What is compiled into the program: the guide and the catalogue of `content`.

use std::sync::{Arc, OnceLock};

use include_dir::{Dir, File, include_dir};

use crate::concept::{self, Catalogue};
use crate::gloss::{FileProblem, Library};
use crate::guide::{Guide, Page};
use crate::parallel;

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
    if needs_subjects(guide) {
        catalogue.add_subjects(subjects());
    }
    catalogue
}

/// The library of `guide` and of what `concepts` define, at the cost of the pages that `before` has
/// not. The problems are those of [`Library::with_concepts`].
pub fn library_after(
    before: Option<&Library>,
    concepts: &[Arc<concept::File>],
    guide: Guide,
) -> (Library, Vec<FileProblem>) {
    let fits = |before: &&Library| before.catalogue.subjects().is_empty() != needs_subjects(&guide);
    if let Some(before) = before.filter(fits)
        && let Some(found) = before.with_guide(concepts, guide.clone())
    {
        return found;
    }
    Library::with_concepts(catalogue_for(&guide), concepts, guide)
}

/// Whether a page does not say itself what it explains.
fn needs_subjects(guide: &Guide) -> bool {
    guide.pages.iter().any(|page| page.front.explains.is_none())
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

/// The built-in guide, read; it is read once.
pub fn guide_pages() -> Vec<Arc<Page>> {
    static PAGES: OnceLock<Vec<Arc<Page>>> = OnceLock::new();
    let read = || {
        let pages: Vec<_> = pages().collect();
        parallel::map(&pages, |(name, text)| {
            Arc::new(Page::read(&format!("{SCHEME}{name}"), text))
        })
    };
    PAGES.get_or_init(read).clone()
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
