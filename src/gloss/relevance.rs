//! Which entries are about which concept, and why.
//!
//! Each entry is read for [`evidence`]: what the guide itself says (`explains`), what the title
//! shows as code, what it names in words, what tags and headings name, and what the answer's own
//! Python does. Evidence of one kind that many entries have says little, so code is weighed by how
//! rare it is in the guide. What is weak beside the best entry about the same concept is dropped:
//! an entry that is not relevant is worth less than none.

mod code;
mod evidence;
mod forms;
mod subjects;

use crate::concept::{Catalogue, ConceptId};
use crate::guide::Guide;
use crate::python::Recogniser;

/// Why an entry is taken to be about a concept: the strongest evidence there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The entry says so itself.
    Explains,
    /// It stands on a page that says so.
    PageExplains,
    /// Its title holds the construct, as code.
    TitleCode,
    /// Its title holds a name of the concept.
    TitleName,
    /// Its title names a subject that the concept belongs to.
    Subject,
    /// A tag or a heading above it names the concept.
    Surroundings,
    /// The Python in its answer uses it, and that of few other entries does.
    AnswerCode,
}

impl Reason {
    /// The words that `index` and `concepts` print.
    pub fn text(self) -> &'static str {
        match self {
            Self::Explains => "it says that it explains this",
            Self::PageExplains => "its page says that it explains this",
            Self::TitleCode => "its title shows this",
            Self::TitleName => "its title names this",
            Self::Subject => "its title names what this belongs to",
            Self::Surroundings => "a tag or a heading above it names this",
            Self::AnswerCode => "the code in its answer uses this",
        }
    }
}

/// An entry that is about a concept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The page, as a place in [`Guide::pages`].
    pub page: usize,
    /// The entry, as a place in the page's entries.
    pub entry: usize,
    /// How sure, above 0, at most 1.
    pub score: f32,
    /// The strongest evidence.
    pub reason: Reason,
}

/// The least score with which an entry is listed at all.
const FLOOR: f32 = 0.3;
/// The share of the best score that an entry needs to be listed beside the best.
const BESIDE_THE_BEST: f32 = 0.55;

/// The score from which on an entry is taken to be about the concept for sure.
const SURE: f32 = 0.7;

/// For each concept its entries, best first.
#[derive(Clone, Debug, Default)]
pub struct Links {
    by_concept: Vec<Vec<Link>>,
}

impl Links {
    /// Weighs every entry of `guide` against every concept of `catalogue`.
    pub fn new(catalogue: &Catalogue, recogniser: &Recogniser, guide: &Guide) -> Self {
        let mut by_concept: Vec<Vec<Link>> = vec![Vec::new(); catalogue.len()];
        evidence::gather(catalogue, recogniser, guide, |concept, link| {
            if link.score >= FLOOR
                && let Some(links) = by_concept.get_mut(concept.index())
            {
                links.push(link);
            }
        });
        for links in &mut by_concept {
            let best = links.iter().map(|link| link.score).fold(0.0, f32::max);
            links.retain(|link| link.score >= best * BESIDE_THE_BEST);
            // Among entries that are surely about it, a person's own stand first.
            let layer = |link: &Link| match link.score >= SURE {
                true => guide.layer(link.page),
                false => usize::MAX,
            };
            links.sort_by(|a, b| {
                layer(a)
                    .cmp(&layer(b))
                    .then(b.score.total_cmp(&a.score))
                    .then((a.page, a.entry).cmp(&(b.page, b.entry)))
            });
        }
        Self { by_concept }
    }

    /// What the entries of the page at the place `page` are about: each link with its concept.
    pub fn of_page(&self, page: usize) -> impl Iterator<Item = (ConceptId, &Link)> {
        let all = self.by_concept.iter().enumerate();
        all.flat_map(move |(number, links)| {
            let here = links.iter().filter(move |link| link.page == page);
            here.map(move |link| (ConceptId::from_index(number), link))
        })
    }

    /// The entries about `concept`, best first.
    pub fn of(&self, concept: ConceptId) -> &[Link] {
        self.by_concept
            .get(concept.index())
            .map_or(&[], Vec::as_slice)
    }
}
