//! What is compiled into the program: the guide and the catalogue of `content`, as `src/build.rs`
//! has prepared them. Reading them costs what is looked at: a page is unpacked when something of it
//! is asked for.

use std::sync::{Arc, OnceLock};

use crate::concept::{self, Catalogue, Concept, Prepared};
use crate::gloss::{FileProblem, Library, ReadAhead};
use crate::guide::{Content, Guide, Later, Page};
use crate::pack::{Unpacker, decompressed, decompressed_after};
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
    let (traits, _) = prepared!("traits").as_chunks();
    Catalogue::prepared(Prepared {
        traits,
        read: concept,
    })
}

fn concept(number: usize) -> Concept {
    struct Group {
        packed: &'static [u8],
        bytes: OnceLock<Vec<u8>>,
    }
    static GROUPS: OnceLock<Vec<Group>> = OnceLock::new();
    let groups = GROUPS.get_or_init(|| {
        let mut from = Unpacker::new(prepared!("concepts"));
        let lengths = from.list(Unpacker::number).into_iter();
        let group = |length| Group {
            packed: from.bytes(length),
            bytes: OnceLock::new(),
        };
        lengths.map(group).collect()
    });
    let Some(group) = groups.get(number / concept::GROUP) else {
        return Concept::default();
    };
    let bytes = group.bytes.get_or_init(|| decompressed(group.packed));
    Concept::unpack(bytes, number % concept::GROUP)
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
        let recognition = decompressed(prepared!("recognition"));
        let recogniser = Recogniser::unpack(&mut Unpacker::new(&recognition));
        (Arc::new(catalogue()), Arc::new(recogniser))
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
        None => Page::read(stored.name, &text(stored.packed)),
    };
    let pages = || shelf().pages.iter().enumerate().map(page);
    PAGES
        .get_or_init(|| pages().map(Arc::new).collect())
        .clone()
}

/// A file of the built-in guide.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its path below the guide's folder, with slashes.
    pub path: &'static str,
    /// How long it is, in bytes.
    pub length: usize,
    packed: &'static [u8],
}

impl File {
    /// What is in it.
    pub fn text(&self) -> String {
        text(self.packed)
    }
}

/// The files of the built-in guide, in the order of their paths.
pub fn files() -> impl Iterator<Item = File> {
    let pages = shelf().pages.iter();
    pages.map(|stored| File {
        path: path_of(stored.name).unwrap_or(""),
        length: stored.length,
        packed: stored.packed,
    })
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
    /// How long its text is, in bytes.
    length: usize,
    packed: &'static [u8],
}

fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| {
        let mut from = Unpacker::new(prepared!("guide"));
        let fingerprint = from.text();
        let index = from.list(|from| {
            let (name, length) = (from.text(), from.number());
            (name, length, from.option(Unpacker::number), from.number())
        });
        let stored = |(name, length, entries, packed)| Stored {
            name,
            entries,
            length,
            packed: from.bytes(packed),
        };
        Shelf {
            fingerprint,
            pages: index.into_iter().map(stored).collect(),
        }
    })
}

fn content(name: &str, place: usize) -> Content {
    let packed = shelf().pages.get(place).map_or(&[][..], |page| page.packed);
    Content::unpack(name, Unpacker::new(&unpacked(packed)))
}

/// A page as it was before it was compressed.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    static SEED: OnceLock<Vec<u8>> = OnceLock::new();
    let seed = SEED.get_or_init(|| decompressed(prepared!("seed")));
    decompressed_after(seed, packed)
}

fn text(packed: &[u8]) -> String {
    Unpacker::new(&unpacked(packed)).text().to_owned()
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
