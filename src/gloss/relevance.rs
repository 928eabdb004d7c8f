//! Which entries are about which concept, and why.
//!
//! Each entry is read for [`evidence`]: what the guide itself says (`explains`), what the title
//! shows as code, what it names in words, what tags and headings name, and what the answer's own
//! Python does. Evidence of one kind that many entries have says little, so code is weighed by how
//! rare it is in the guide. What is weak beside the best entry about the same concept is dropped:
//! an entry that is not relevant is worth less than none.

mod around;
mod code;
mod everyday;
mod evidence;
mod forms;
mod packed;
mod places;
mod said;
mod script;
mod subjects;
mod table;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::concept::{Catalogue, ConceptId};
use crate::guide::{Guide, Page};
use crate::parallel;
use crate::python::Recogniser;
use evidence::Reader;
pub use packed::ReadAhead;
use places::Places;
use said::PageEvidence;

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

impl Link {
    /// Whether the entry is surely about the concept, not only in its answer or beside it.
    pub fn is_sure(&self) -> bool {
        self.score >= SURE
    }
}

/// The least score with which an entry is listed at all.
const FLOOR: f32 = 0.3;
/// The share of the best score that an entry needs to be listed beside the best.
const BESIDE_THE_BEST: f32 = 0.55;

/// The score from which on an entry is taken to be about the concept for sure.
const SURE: f32 = 0.7;

/// The catalogue, and what reads pages for what they say about it: made when a page comes that was
/// not read ahead.
#[derive(Debug)]
struct Reading {
    catalogue: Arc<Catalogue>,
    reader: OnceLock<Reader>,
}

impl Reading {
    fn reader(&self) -> &Reader {
        self.reader.get_or_init(|| Reader::new(&self.catalogue))
    }
}

/// For each concept its entries, best first. What each page says is read once; how its entries
/// compare with those of other pages is worked out for a concept when it is asked for.
#[derive(Clone, Debug)]
pub struct Links {
    reading: Arc<Reading>,
    /// The pages of the guide with what they say.
    pages: Vec<(Arc<Page>, Arc<PageEvidence>)>,
    /// For each page its layer in the guide.
    layers: Vec<usize>,
    /// Where something is said about which concept.
    places: Places,
    /// How many entries have code.
    with_code: usize,
    found: Vec<OnceLock<Box<[Link]>>>,
}

impl Links {
    /// Reads every page of `guide` for what it says about the concepts of `catalogue`, but for
    /// those of which that is known.
    pub fn new(
        catalogue: &Arc<Catalogue>,
        recogniser: &Recogniser,
        guide: &Guide,
        known: &ReadAhead,
    ) -> Self {
        let reading = Arc::new(Reading {
            catalogue: catalogue.clone(),
            reader: OnceLock::new(),
        });
        let known = known.of(catalogue).iter();
        let known = known.map(|(page, evidence)| (Arc::as_ptr(page), evidence));
        Self::joined(reading, recogniser, guide, &known.collect())
    }

    /// The same for another guide; pages that both have are not read again.
    pub fn with_guide(&self, recogniser: &Recogniser, guide: &Guide) -> Self {
        let known = self.pages.iter();
        let known = known.map(|(page, evidence)| (Arc::as_ptr(page), evidence));
        Self::joined(self.reading.clone(), recogniser, guide, &known.collect())
    }

    fn joined(
        reading: Arc<Reading>,
        recogniser: &Recogniser,
        guide: &Guide,
        known: &HashMap<*const Page, &Arc<PageEvidence>>,
    ) -> Self {
        let is_new = |page: &&Arc<Page>| !known.contains_key(&Arc::as_ptr(page));
        let new: Vec<&Arc<Page>> = guide.pages.iter().filter(is_new).collect();
        let mut read = parallel::map(&new, |page| {
            Arc::new(PageEvidence::new(
                reading.reader(),
                recogniser,
                &page.opened(),
            ))
        })
        .into_iter();
        let mut pages = Vec::with_capacity(guide.pages.len());
        for page in &guide.pages {
            let evidence = known.get(&Arc::as_ptr(page)).map(|&known| known.clone());
            let evidence = evidence.or_else(|| read.next()).unwrap_or_default();
            pages.push((page.clone(), evidence));
        }
        let count = reading.catalogue.len();
        let places = Places::new(count, pages.iter().map(|(_, said)| &**said));
        Self {
            reading,
            layers: (0..pages.len()).map(|page| guide.layer(page)).collect(),
            places,
            with_code: pages.iter().map(|(_, said)| said.with_code).sum(),
            found: vec![OnceLock::new(); count],
            pages,
        }
    }

    /// What the entries of the page at the place `page` are about: each link with its concept.
    pub fn of_page(&self, page: usize) -> impl Iterator<Item = (ConceptId, &Link)> {
        let evidence = self.pages.get(page).map(|(_, evidence)| &**evidence);
        let said = evidence
            .into_iter()
            .flat_map(|evidence| evidence.concepts());
        said.flat_map(move |about| {
            let here = self
                .of(about.concept)
                .iter()
                .filter(move |link| link.page == page);
            here.map(move |link| (about.concept, link))
        })
    }

    /// The entries about `concept`, best first.
    pub fn of(&self, concept: ConceptId) -> &[Link] {
        self.found
            .get(concept.index())
            .map_or(&[], |found| found.get_or_init(|| self.weigh(concept)))
    }

    fn weigh(&self, concept: ConceptId) -> Box<[Link]> {
        let uses = self.places.uses(concept);
        let mut links = Vec::new();
        for (page, place) in self.places.of(concept) {
            let (_, evidence) = &self.pages[page as usize];
            for said in evidence.about(place) {
                let (score, reason) = said.weigh(uses, self.with_code);
                if score >= FLOOR {
                    links.push(Link {
                        page: page as usize,
                        entry: said.entry as usize,
                        score,
                        reason,
                    });
                }
            }
        }
        let best = links.iter().map(|link| link.score).fold(0.0, f32::max);
        links.retain(|link| link.score >= best * BESIDE_THE_BEST);
        // Among entries that are surely about it, a person's own stand first.
        let layer = |link: &Link| match link.is_sure() {
            true => self.layers[link.page],
            false => usize::MAX,
        };
        links.sort_by(|a, b| {
            layer(a)
                .cmp(&layer(b))
                .then(b.score.total_cmp(&a.score))
                .then((a.page, a.entry).cmp(&(b.page, b.entry)))
        });
        links.into()
    }
}
