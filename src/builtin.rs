//! What is compiled into the program: the guide and the catalogue of `content`, as `src/build.rs`
//! has prepared them. Reading them costs what is looked at: a page is unpacked when something of it
//! is asked for.

use std::sync::{Arc, OnceLock};

use crate::concept::{self, Catalogue};
use crate::gloss::{FileProblem, Library, ReadAhead};
use crate::guide::{Content, Guide, Later, Page};
use crate::pack::{Unpacker, decompressed};
use crate::python::Recogniser;

/// What the build has prepared under a name.
macro_rules! prepared {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

/// What the names of built-in pages begin with, to tell them from paths.
const SCHEME: &str = env!("PYGLOSS_SCHEME");

/// The built-in catalogue. `tests/content.rs` holds that it has no problems.
pub fn catalogue() -> Catalogue {
    static PACKED: OnceLock<Vec<u8>> = OnceLock::new();
    let packed = PACKED.get_or_init(|| decompressed(prepared!("catalogue")));
    Catalogue::unpack(&mut Unpacker::new(packed))
}

/// The built-in catalogue for explaining with `guide`. The subjects are read only where a page does
/// not say itself what it explains.
pub fn catalogue_for(guide: &Guide) -> Catalogue {
    let mut catalogue = catalogue();
    if needs_subjects(guide) {
        let packed = decompressed(prepared!("subjects"));
        catalogue.unpack_subjects(&mut Unpacker::new(&packed));
    }
    catalogue
}

/// The built-in catalogue, ready for recognising. It is made once.
fn engine() -> &'static (Arc<Catalogue>, Arc<Recogniser>) {
    static ENGINE: OnceLock<(Arc<Catalogue>, Arc<Recogniser>)> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let catalogue = catalogue();
        let (recogniser, _) = Recogniser::new(&catalogue);
        (Arc::new(catalogue), Arc::new(recogniser))
    })
}

/// Does what the first library waits for.
pub fn warm_up() {
    engine();
    guide_pages();
}

/// The library of `guide` and of what `concepts` define besides the built-in catalogue. The
/// problems are those of [`Library::with_concepts`].
pub fn library(concepts: &[Arc<concept::File>], guide: Guide) -> (Library, Vec<FileProblem>) {
    let needs_subjects = needs_subjects(&guide);
    let known = read_ahead(needs_subjects);
    let mut pages = guide.pages.iter();
    if !concepts.is_empty() || pages.any(|page| page.defines_concepts()) {
        return Library::with_concepts(catalogue_for(&guide), concepts, guide, &known);
    }
    let (catalogue, recogniser) = engine();
    let catalogue = match needs_subjects {
        true => Arc::new(catalogue_for(&guide)),
        false => catalogue.clone(),
    };
    let library = Library::of(catalogue, recogniser.clone(), guide, &known);
    (library, Vec::new())
}

/// The same at the cost of the pages that `before` has not.
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
    library(concepts, guide)
}

/// Whether a page does not say itself what it explains.
fn needs_subjects(guide: &Guide) -> bool {
    let mut pages = guide.pages.iter();
    pages.any(|page| !page.says_what_it_explains())
}

/// The pages of the built-in guide, the same ones at every call.
pub fn guide_pages() -> Vec<Arc<Page>> {
    static PAGES: OnceLock<Vec<Arc<Page>>> = OnceLock::new();
    let page = |(place, stored): (usize, &Stored)| match stored.entries {
        Some(entries) => {
            let read = |name: &str, place| content(name, place);
            let name = stored.name.into();
            Page::later(
                name,
                Later {
                    read,
                    place,
                    entries,
                },
            )
        }
        None => Page::read(stored.name, &text(stored)),
    };
    let pages = || shelf().pages.iter().enumerate().map(page);
    PAGES
        .get_or_init(|| pages().map(Arc::new).collect())
        .clone()
}

/// The files of the built-in guide: path below its folder, and text, in the order of their paths.
pub fn files() -> impl Iterator<Item = (&'static str, String)> {
    let pages = shelf().pages.iter();
    pages.map(|stored| (path_of(stored.name).unwrap_or(""), text(stored)))
}

/// Tells builds of the same version with different guides apart.
pub fn fingerprint() -> &'static str {
    shelf().fingerprint
}

/// The path below the guide's folder of the built-in page called `name`; `None` for a page of a
/// person's own guide.
pub fn path_of(name: &str) -> Option<&str> {
    name.strip_prefix(SCHEME)
}

/// The guide as it is stored.
struct Shelf {
    fingerprint: &'static str,
    pages: Vec<Stored>,
}

struct Stored {
    name: &'static str,
    /// How many entries it has, where it need not be read at once.
    entries: Option<usize>,
    packed: &'static [u8],
}

fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| {
        let mut from = Unpacker::new(prepared!("guide"));
        let fingerprint = from.text();
        let index = from.list(|from| {
            let name = from.text();
            (name, from.option(Unpacker::number), from.number())
        });
        let stored = |(name, entries, length)| Stored {
            name,
            entries,
            packed: from.bytes(length),
        };
        Shelf {
            fingerprint,
            pages: index.into_iter().map(stored).collect(),
        }
    })
}

fn content(name: &str, place: usize) -> Content {
    let packed = shelf().pages.get(place).map_or(&[][..], |page| page.packed);
    Content::unpack(name, Unpacker::new(&decompressed(packed)))
}

fn text(page: &Stored) -> String {
    Unpacker::new(&decompressed(page.packed)).text().to_owned()
}

/// What the pages that are read later say about concepts, with the subjects or without.
fn read_ahead(with_subjects: bool) -> ReadAhead {
    let packed = match with_subjects {
        true => decompressed(prepared!("evidence-with-subjects")),
        false => decompressed(prepared!("evidence")),
    };
    let pages = guide_pages().into_iter();
    let later = pages.filter(|page| page.is_read_later());
    ReadAhead::unpack(&mut Unpacker::new(&packed), later)
}
