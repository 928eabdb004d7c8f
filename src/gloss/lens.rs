//! Lenses: the questions that a file's constructs raise, above the lines where they stand.
//!
//! A concept is worth a lens where the catalogue calls it notable ([`Concept::is_notable`](crate::concept::Concept::is_notable)) and
//! the guide has a question about it. Each line bears at most one lens, that of the concept with
//! the highest worth, ties going to the one that stands first. A concept whose first place is taken
//! goes to its next one, so that none is lost in a crowded line. Of concepts that raise the same
//! question first (a generator and its `yield`) only the one with the highest worth has lenses.

use std::collections::HashSet;

use super::{Library, plain};
use crate::concept::{Concept, ConceptId, WORTH_A_LENS};
use crate::guide::{Entry, Kind};
use crate::python::{Definition, Occurrences, Places};
use crate::text::Span;

/// The longest title of a question that a lens shows, in characters.
const TITLE_LIMIT: usize = 60;

/// Where lenses stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LensMode {
    /// At the first place of each notable concept.
    #[default]
    First,
    /// At each function and class with what is asked about its own lines.
    Definitions,
    /// At every place of each notable concept.
    All,
    /// One at the top of the file.
    Summary,
    /// Nowhere.
    Off,
}

/// Which lenses a person wants.
#[derive(Clone, Copy)]
pub struct LensWish<'w> {
    /// Where they stand.
    pub mode: LensMode,
    /// The functions and classes of the file, in document order; read only with
    /// [`LensMode::Definitions`].
    pub definitions: &'w [Definition],
    /// Whether a concept is left out.
    pub is_quiet: &'w dyn Fn(&Concept) -> bool,
}

impl LensWish<'_> {
    /// Lenses where `mode` says, none of them left out.
    pub fn all(mode: LensMode) -> Self {
        Self {
            mode,
            definitions: &[],
            is_quiet: &|_| false,
        }
    }
}

/// A line above a line of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The first focus token of the occurrence it is about.
    pub span: Span,
    /// What it says.
    pub title: String,
    /// The id of the concept; empty where it is about several.
    pub concept: String,
    /// The ids of the entries it opens, best first; never empty.
    pub entries: Vec<String>,
}

/// The lenses of a file in document order. `line_of` gives the line of a byte offset: two lenses
/// never share one.
pub fn lenses(
    library: &Library,
    occurrences: &Occurrences,
    wish: LensWish<'_>,
    line_of: impl Fn(usize) -> u32,
) -> Vec<Lens> {
    let mode = wish.mode;
    if mode == LensMode::Off {
        return Vec::new();
    }
    let mut concepts = raised(library, occurrences, wish.is_quiet);
    concepts.sort_by_key(|raised| {
        (
            std::cmp::Reverse(library.catalogue.notable(raised.concept)),
            raised.spans().next(),
            raised.concept,
        )
    });
    if mode == LensMode::Summary {
        return summary(library, &concepts).into_iter().collect();
    }
    if mode == LensMode::Definitions {
        return of_definitions(wish.definitions, &concepts, line_of);
    }
    let mut taken = HashSet::new();
    let mut asked = HashSet::new();
    let mut lenses = Vec::new();
    for raised in &concepts {
        let questions = &raised.questions;
        let leading = questions.first().map(|question| &question.id);
        if mode == LensMode::First && !asked.insert(leading) {
            continue;
        }
        for span in raised.spans() {
            if !taken.insert(line_of(span.start())) {
                continue;
            }
            lenses.push(Lens {
                span,
                title: title(questions),
                concept: library.catalogue[raised.concept].id.to_string(),
                entries: questions.iter().map(|entry| entry.id.to_string()).collect(),
            });
            if mode == LensMode::First {
                break;
            }
        }
    }
    lenses.sort_by_key(|lens| lens.span);
    lenses
}

/// A concept that stands in the file and that questions are about.
struct Raised<'l> {
    concept: ConceptId,
    /// Stretch by stretch.
    places: Vec<Places<'l>>,
    /// Best first; never empty.
    questions: Vec<&'l Entry>,
}

impl Raised<'_> {
    /// Where it stands, in document order.
    fn spans(&self) -> impl Iterator<Item = Span> {
        self.places.iter().flat_map(|places| places.iter())
    }
}

/// The notable concepts of the file that are not quiet and that questions are about.
fn raised<'l>(
    library: &'l Library,
    occurrences: &'l Occurrences,
    is_quiet: &dyn Fn(&Concept) -> bool,
) -> Vec<Raised<'l>> {
    let mut found: Vec<Raised<'l>> = Vec::new();
    // The number of a concept there, from 1; 0 for one that was not met yet.
    let mut numbers = vec![0; library.catalogue.len()];
    let is_notable = |concept| library.catalogue.notable(concept) >= WORTH_A_LENS;
    for (concept, places) in occurrences.notable(is_notable) {
        let number = &mut numbers[concept.index()];
        if *number == 0 {
            // The notable ones are remembered from one call to the next; what is quiet may change.
            let questions = match is_quiet(&library.catalogue[concept]) {
                true => Vec::new(),
                false => questions(library, concept),
            };
            found.push(Raised {
                concept,
                places: Vec::new(),
                questions,
            });
            *number = found.len();
        }
        found[*number - 1].places.push(places);
    }
    found.retain(|raised| !raised.questions.is_empty());
    found
}

/// One lens for each definition that raises questions, about what stands in it and in no other
/// definition within it. Each concept counts for the first definition that it stands in.
fn of_definitions(
    definitions: &[Definition],
    concepts: &[Raised<'_>],
    line_of: impl Fn(usize) -> u32,
) -> Vec<Lens> {
    let mut raised: Vec<Vec<&Entry>> = vec![Vec::new(); definitions.len()];
    let mut known = HashSet::new();
    for of in concepts {
        // The innermost is the last one that begins before and ends after.
        let around = of.spans().find_map(|span| {
            let upto = definitions.partition_point(|one| one.extent.start() <= span.start());
            let before = definitions.get(..upto).unwrap_or_default();
            before.iter().rposition(|one| one.extent.covers(span))
        });
        let Some((around, all)) = around.and_then(|at| Some((at, raised.get_mut(at)?))) else {
            continue;
        };
        let new = of.questions.iter();
        all.extend(new.filter(|question| known.insert((around, &question.id))));
    }
    let mut taken = HashSet::new();
    let raising = definitions.iter().zip(raised);
    raising
        .filter(|(definition, all)| {
            !all.is_empty() && taken.insert(line_of(definition.name.start()))
        })
        .map(|(definition, all)| Lens {
            span: definition.name,
            title: title(&all),
            concept: String::new(),
            entries: all.iter().map(|entry| entry.id.to_string()).collect(),
        })
        .collect()
}

fn questions(library: &Library, concept: ConceptId) -> Vec<&Entry> {
    library
        .entries(concept)
        .map(|(_, entry, _)| entry)
        .filter(|entry| entry.kind == Kind::Question)
        .collect()
}

fn title(questions: &[&Entry]) -> String {
    let first = questions.first().map_or("", |entry| &*entry.title);
    let shown = match first.char_indices().nth(TITLE_LIMIT) {
        None => first.to_owned(),
        Some((end, _)) => {
            let cut = first[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &first[..cut])
        }
    };
    match questions.len() {
        1 => format!("1 question: {shown}"),
        count => format!("{count} questions: {shown}"),
    }
}

fn summary(library: &Library, concepts: &[Raised<'_>]) -> Option<Lens> {
    let mut taken = HashSet::new();
    let questions = concepts.iter().flat_map(|raised| &raised.questions);
    let entries: Vec<String> = questions
        .filter(|entry| taken.insert(&entry.id))
        .map(|entry| entry.id.to_string())
        .collect();
    let names: Vec<_> = concepts
        .iter()
        .take(4)
        .map(|raised| plain(&library.catalogue[raised.concept].name))
        .collect();
    let more = if concepts.len() > names.len() {
        ", …"
    } else {
        ""
    };
    let title = format!(
        "{} question{} about this file: {}{more}",
        entries.len(),
        if entries.len() == 1 { "" } else { "s" },
        names.join(", ")
    );
    (!entries.is_empty()).then(|| Lens {
        span: Span::new(0, 0),
        title,
        concept: String::new(),
        entries,
    })
}
