//! Glosses: occurrences in Python source joined with the entries of a guide, as plain data.
//!
//! A [`Library`] is everything that answers are made of; it does not change once it is built, and
//! callers share it by `Arc`. [`hover`], [`lenses`] and [`entries_at`] are its questions;
//! [`render`] turns a [`Hover`] into Markdown or plain text.

mod hover;
mod lens;
mod prose;
mod relevance;
pub mod render;

pub use hover::{Detail, Hover, Part, Question, explain, hover};
pub use lens::{Lens, LensMode, WORTH_A_LENS, lenses};
pub use prose::{plain, shorten};
pub use relevance::{Link, Links, Reason};

use std::sync::Arc;

use crate::concept::{Catalogue, ConceptId};
use crate::guide::{Entry, Guide, Page};
use crate::problem::Problem;
use crate::python::{Occurrences, Recogniser};

/// A catalogue, the recogniser made from it, a guide, and which entries are about which concept.
#[derive(Debug)]
pub struct Library {
    /// What can be explained.
    pub catalogue: Catalogue,
    /// The catalogue, ready for recognising.
    pub recogniser: Recogniser,
    /// What explains it.
    pub guide: Guide,
    /// Which entry explains what.
    pub links: Links,
}

impl Library {
    /// Joins `catalogue` and `guide`. The problems are those of recognition data, by concept.
    pub fn new(catalogue: Catalogue, guide: Guide) -> (Self, Vec<(ConceptId, Problem)>) {
        let (recogniser, problems) = Recogniser::new(&catalogue);
        let links = Links::new(&catalogue, &recogniser, &guide);
        (
            Self {
                catalogue,
                recogniser,
                guide,
                links,
            },
            problems,
        )
    }

    /// The entries about `concept`, best first.
    pub fn entries(&self, concept: ConceptId) -> impl Iterator<Item = (&Arc<Page>, &Entry, &Link)> {
        self.links.of(concept).iter().filter_map(|link| {
            let page = self.guide.pages.get(link.page)?;
            Some((page, page.entries.get(link.entry)?, link))
        })
    }
}

/// An entry with its page.
pub type Place<'l> = (&'l Arc<Page>, &'l Entry);

/// What the guide has about the constructs at the byte `offset`: most specific concept first, each
/// with its entries, best first. Concepts without an entry are left out.
pub fn entries_at<'l>(
    library: &'l Library,
    occurrences: &Occurrences,
    offset: usize,
) -> Vec<(ConceptId, Vec<Place<'l>>)> {
    let mut found: Vec<(ConceptId, Vec<Place<'l>>)> = Vec::new();
    for occurrence in occurrences.at(offset) {
        let concept = occurrence.concept;
        if found.iter().any(|(known, _)| *known == concept) {
            continue;
        }
        let entries: Vec<_> = library
            .entries(concept)
            .map(|(page, entry, _)| (page, entry))
            .collect();
        if !entries.is_empty() {
            found.push((concept, entries));
        }
    }
    found
}
