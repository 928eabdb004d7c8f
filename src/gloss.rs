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
pub use lens::{Lens, LensMode, LensWish, lenses};
pub use prose::{plain, shorten};
pub use relevance::{Link, Links, ReadAhead, Reason};

use std::sync::Arc;

use crate::concept::{self, Catalogue, ConceptId, Family};
use crate::guide::{Entry, Guide, Page};
use crate::problem::Problem;
use crate::python::{Occurrence, Occurrences, Recogniser};
use crate::text::Span;

/// What is wrong in a file that defines concepts.
pub type FileProblem = (Arc<concept::File>, Problem);

/// A catalogue, the recogniser made from it, a guide, and which entries are about which concept.
#[derive(Debug)]
pub struct Library {
    /// What can be explained.
    pub catalogue: Arc<Catalogue>,
    /// The catalogue, ready for recognising.
    pub recogniser: Arc<Recogniser>,
    /// What explains it.
    pub guide: Guide,
    /// Which entry explains what.
    pub links: Links,
    /// What defined concepts besides the catalogue, and what was wrong with it.
    own: OwnConcepts,
}

/// What a person wrote to define concepts.
#[derive(Debug, Default)]
struct OwnConcepts {
    files: Vec<Arc<concept::File>>,
    pages: Vec<Arc<Page>>,
    problems: Vec<FileProblem>,
}

impl Library {
    /// Joins `catalogue` and `guide`. The problems are those of recognition data, by concept.
    pub fn new(catalogue: Catalogue, guide: Guide) -> (Self, Vec<(ConceptId, Problem)>) {
        Self::made(catalogue, guide, &ReadAhead::default())
    }

    fn made(
        catalogue: Catalogue,
        guide: Guide,
        known: &ReadAhead,
    ) -> (Self, Vec<(ConceptId, Problem)>) {
        let (recogniser, problems) = Recogniser::new(&catalogue);
        let (catalogue, recogniser) = (Arc::new(catalogue), Arc::new(recogniser));
        (Self::of(catalogue, recogniser, guide, known), problems)
    }

    /// Joins `guide` with a catalogue and the recogniser that was made from it. What is `known` of
    /// pages is not read again.
    pub fn of(
        catalogue: Arc<Catalogue>,
        recogniser: Arc<Recogniser>,
        guide: Guide,
        known: &ReadAhead,
    ) -> Self {
        let links = Links::new(&catalogue, &recogniser, &guide, known);
        Self {
            catalogue,
            recogniser,
            guide,
            links,
            own: OwnConcepts::default(),
        }
    }

    /// The same with what `concepts` and the pages of `guide` define besides `catalogue`. The problems
    /// are those of all that a person wrote to define or recognise concepts, with its file. What is
    /// `known` of pages is not read again.
    pub fn with_concepts(
        mut catalogue: Catalogue,
        concepts: &[Arc<concept::File>],
        guide: Guide,
        known: &ReadAhead,
    ) -> (Self, Vec<FileProblem>) {
        let mut problems = Vec::new();
        for file in concepts {
            let found = catalogue.add_file(file);
            problems.extend(found.into_iter().map(|problem| (file.clone(), problem)));
        }
        let pages: Vec<_> = defining(&guide).cloned().collect();
        for page in &pages {
            let Some(rows) = page.front.other.get("concepts") else {
                continue;
            };
            let file = Arc::new(concept::File {
                name: page.name.clone(),
                text: page.text.clone(),
            });
            let found = catalogue.add_page(&file, page.front.span, rows);
            problems.extend(found.into_iter().map(|problem| (file.clone(), problem)));
        }
        let (mut library, unusable) = Self::made(catalogue, guide, known);
        for (concept, problem) in unusable {
            if let Some(file) = &library.catalogue[concept].file {
                problems.push((file.clone(), problem));
            }
        }
        library.own = OwnConcepts {
            files: concepts.to_vec(),
            pages,
            problems: problems.clone(),
        };
        (library, problems)
    }

    /// Whether it was made of exactly these `concepts` and this `guide`.
    pub fn has(&self, concepts: &[Arc<concept::File>], guide: &Guide) -> bool {
        self.has_files(concepts) && self.guide.is_same(guide)
    }

    fn has_files(&self, concepts: &[Arc<concept::File>]) -> bool {
        let known = self.own.files.iter().map(Arc::as_ptr);
        known.eq(concepts.iter().map(Arc::as_ptr))
    }

    /// The same with another guide, at the cost of the pages that this one has not; with the problems
    /// of [`Library::with_concepts`]. `None` where the other guide or `concepts` define other
    /// concepts.
    pub fn with_guide(
        &self,
        concepts: &[Arc<concept::File>],
        guide: Guide,
    ) -> Option<(Self, Vec<FileProblem>)> {
        let pages = defining(&guide).map(Arc::as_ptr);
        if !self.has_files(concepts) || !self.own.pages.iter().map(Arc::as_ptr).eq(pages) {
            return None;
        }
        let problems = self.own.problems.clone();
        let library = Self {
            catalogue: self.catalogue.clone(),
            recogniser: self.recogniser.clone(),
            links: self.links.with_guide(&self.recogniser, &guide),
            own: OwnConcepts {
                files: self.own.files.clone(),
                pages: self.own.pages.clone(),
                problems: problems.clone(),
            },
            guide,
        };
        Some((library, problems))
    }

    /// The entries about `concept`, best first.
    pub fn entries(&self, concept: ConceptId) -> impl Iterator<Item = (&Arc<Page>, &Entry, &Link)> {
        self.links.of(concept).iter().filter_map(|link| {
            let page = self.guide.pages.get(link.page)?;
            Some((page, page.entries.get(link.entry)?, link))
        })
    }
}

/// The pages that define concepts.
fn defining(guide: &Guide) -> impl Iterator<Item = &Arc<Page>> {
    let pages = guide.pages.iter();
    pages.filter(|page| page.defines_concepts())
}

/// What an entry is about, best first: the concepts that it, its page, title or surroundings name.
/// Code in its answer counts only where there is nothing else. `page` and `entry` are places in
/// [`Guide::pages`] and [`Page::entries`].
pub fn concepts_of(library: &Library, page: usize, entry: usize) -> Vec<ConceptId> {
    let mut found: Vec<_> = library
        .links
        .of_page(page)
        .filter(|(_, link)| link.entry == entry)
        .collect();
    let is_named = |link: &Link| link.reason != Reason::AnswerCode;
    if found.iter().any(|(_, link)| is_named(link)) {
        found.retain(|(_, link)| is_named(link));
    }
    found.sort_by(|(a, one), (b, other)| other.score.total_cmp(&one.score).then(a.cmp(b)));
    found.into_iter().map(|(concept, _)| concept).collect()
}

/// The concepts at the byte `offset`, in the order in which a person asks about them.
pub fn concepts_at(library: &Library, occurrences: &Occurrences, offset: usize) -> Vec<ConceptId> {
    let mut found = Vec::new();
    for occurrence in standing_at(library, occurrences, offset) {
        if !found.contains(&occurrence.concept) {
            found.push(occurrence.concept);
        }
    }
    found
}

/// The first place of each concept for which there is an entry, in order of worth: notable ones
/// first, then as they stand.
pub fn first_places(library: &Library, occurrences: &Occurrences) -> Vec<(ConceptId, Span)> {
    let mut seen = vec![false; library.catalogue.len()];
    let mut found = Vec::new();
    for occurrence in occurrences.iter() {
        let concept = occurrence.concept;
        let is_first = !std::mem::replace(&mut seen[concept.index()], true);
        if let (true, Some(span)) = (is_first, occurrence.focus.first())
            && !library.links.of(concept).is_empty()
        {
            found.push((concept, span));
        }
    }
    found.sort_by_key(|&(concept, span)| {
        let notable = library.catalogue.notable(concept);
        (std::cmp::Reverse(notable), span, concept)
    });
    found
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
    for occurrence in standing_at(library, occurrences, offset) {
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

/// What stands at the byte `offset`, in the order in which a person asks: a pitfall first, then the
/// most specific. An idiom comes before the construct that it is made of only where the catalogue
/// calls it the more notable: who points at `@dataclass` asks what that is.
fn standing_at<'o>(
    library: &Library,
    occurrences: &'o Occurrences,
    offset: usize,
) -> Vec<Occurrence<'o>> {
    let mut found = occurrences.at(offset);
    let notable = |occurrence: &Occurrence<'_>| library.catalogue.notable(occurrence.concept);
    let family = |occurrence: &Occurrence<'_>| library.catalogue.family(occurrence.concept);
    // Of constructs in exactly the same place the more notable one is the more special: an f-string
    // before the string that it is too.
    for same in found.chunk_by_mut(|a, b| a.extent == b.extent && family(a) == family(b)) {
        same.sort_by_key(|occurrence| std::cmp::Reverse(notable(occurrence)));
    }
    let construct = |occurrence: &Occurrence<'_>| {
        !matches!(family(occurrence), Family::Pitfall | Family::Idiom)
    };
    let Some(made_of) = found.iter().position(construct) else {
        return found;
    };
    let worth = notable(&found[made_of]);
    // The sort is stable: all else stays as it is.
    found[..=made_of].sort_by_key(|occurrence| match family(occurrence) {
        Family::Pitfall => 0,
        Family::Idiom if notable(occurrence) > worth => 1,
        Family::Idiom => 3,
        _ => 2,
    });
    found
}
