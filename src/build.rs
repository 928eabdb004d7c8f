//! Prepares `content` when the program is built, so that nothing of it is read when it starts: the
//! catalogue as a table, the pages with what was found in them, each packed for itself, and what
//! each says about which concepts. [`builtin`](../builtin.rs) reads all this.
//!
//! It uses the modules of the crate that read catalogue and guide, so that both read alike.
#![allow(dead_code, unused_imports, clippy::print_stdout)]

mod concept;
mod guide;
mod pack;
mod parallel;
mod problem;
mod text;

mod gloss {
    //! Of [`crate::gloss`](../gloss.rs) only the part that reads pages.
    pub mod relevance;
}

/// What code in answers uses counts for pages that do not say what they explain. Those are not
/// prepared, so that no grammar is needed here: what rules say of it stays in words.
mod python {
    use crate::concept::ConceptId;

    mod catalogued;
    pub mod recognition;
    mod symbol;
    mod rule {
        //! Of [`crate::python::rule`](../python/rule.rs) only what is written.
        pub mod table;
    }

    pub struct Recogniser;
    pub struct Syntax;
    pub struct Occurrence {
        pub concept: ConceptId,
    }

    impl Recogniser {
        pub fn occurrences(&self, _: &Syntax, _: &str) -> Vec<Occurrence> {
            Vec::new()
        }
    }

    impl Syntax {
        pub fn parse(_: &str) -> Self {
            Self
        }

        pub fn has_error(&self) -> bool {
            false
        }
    }
}

use std::error::Error;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use concept::Catalogue;
use gloss::relevance::ReadAhead;
use guide::Page;
use pack::Packer;
use python::recognition::Recognition;

/// What the names of built-in pages begin with, to tell them from paths.
const SCHEME: &str = "pygloss:/";

/// From how many pages the beginning of what pages are compressed after is taken, and how long it is
/// in bytes: a longer one saves little, and is copied for every page.
const SEEDS: usize = 3;
const SEED: usize = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let content = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("content");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", content.display());
    println!("cargo::rustc-env=PYGLOSS_SCHEME={SCHEME}");

    let mut catalogue = Catalogue::default();
    for (_, source) in files(&content.join("concepts"), "toml")? {
        // Its problems are told by `tests/content.rs`, where they are read by people.
        catalogue.add(&source);
    }
    let plain = Arc::new(catalogue.clone());
    catalogue.add_subjects(&fs::read_to_string(content.join("subjects.toml"))?);
    let catalogue = Arc::new(catalogue);

    let sources = files(&content.join("guide"), "md")?;
    let pages = parallel::map(&sources, |(name, source)| {
        Arc::new(Page::read(&format!("{SCHEME}{name}"), source))
    });
    let later = pages.iter().filter(|page| page.can_be_read_later());
    let later: Vec<_> = later.cloned().collect();

    fs::write(out.join("traits"), plain.pack_traits())?;
    let groups = plain.pack_groups();
    let groups: Vec<_> = groups.iter().map(Packer::compressed).collect();
    let mut packed = Packer::default();
    packed.list(&groups, |to, group| to.number(group.len()));
    packed.bytes.extend(groups.concat());
    fs::write(out.join("concepts"), packed.bytes)?;

    let mut packed = Packer::default();
    Recognition::of(&plain).pack(&mut packed);
    fs::write(out.join("recognition"), packed.compressed())?;

    let mut packed = Packer::default();
    catalogue.pack_subjects(&mut packed);
    fs::write(out.join("subjects"), packed.compressed())?;

    for (name, catalogue) in [("evidence", &plain), ("evidence-with-subjects", &catalogue)] {
        let mut packed = Packer::default();
        ReadAhead::new(catalogue, &python::Recogniser, &later).pack(&mut packed);
        fs::write(out.join(name), packed.compressed())?;
    }

    let bodies = parallel::map(&pages, |page| {
        let mut packed = Packer::default();
        page.pack(&page.name, &mut packed);
        packed
    });
    // What pages have in common is in a few of them.
    let few = bodies.iter().step_by(pages.len() / SEEDS + 1);
    let mut seed = Packer::default();
    let beginnings = few.flat_map(|body| body.bytes.iter().take(SEED / SEEDS));
    seed.bytes = beginnings.copied().collect();
    fs::write(out.join("seed"), seed.compressed())?;
    let bodies = parallel::map(&bodies, |body| body.compressed_after(&seed.bytes));
    let mut packed = Packer::default();
    packed.text(&format!("{:016x}", fingerprint(&sources)));
    packed.number(pages.len());
    for (page, body) in pages.iter().zip(&bodies) {
        packed.text(&page.name);
        packed.number(page.text.len());
        let entries = Some(page.entries.len()).filter(|_| page.can_be_read_later());
        packed.option(entries, Packer::number);
        packed.number(body.len());
    }
    packed.bytes.extend(bodies.concat());
    fs::write(out.join("guide"), packed.bytes)?;
    Ok(())
}

/// The files below `folder` with this extension: path below it with slashes, and text, in the order
/// of their paths.
fn files(folder: &Path, extension: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut found = Vec::new();
    collect(folder, "", extension, &mut found)?;
    found.sort_unstable();
    Ok(found)
}

fn collect(
    folder: &Path,
    below: &str,
    extension: &str,
    found: &mut Vec<(String, String)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = format!("{below}{}", name.ok_or("a name is not UTF-8")?);
        if path.is_dir() {
            collect(&path, &format!("{name}/"), extension, found)?;
        } else if path.extension().is_some_and(|known| known == extension) {
            found.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// Tells builds of the same version with different guides apart.
fn fingerprint(pages: &[(String, String)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (name, text) in pages {
        for part in [name, text] {
            hasher.write(part.as_bytes());
            hasher.write_u8(0);
        }
    }
    hasher.finish()
}
