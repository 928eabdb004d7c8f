//! Lenses: the questions that a file's constructs raise, above the lines where they stand.
//!
//! A concept is worth a lens where the catalogue calls it notable ([`Concept::is_notable`](crate::concept::Concept::is_notable)) and
//! the guide has a question about it. Each line bears at most one lens, that of the concept with
//! the highest worth, ties going to the one that stands first. A concept whose first place is taken
//! goes to its next one, so that none is lost in a crowded line.

use std::collections::{HashMap, HashSet};

use super::{Library, plain};
use crate::concept::ConceptId;
use crate::guide::{Entry, Kind};
use crate::python::Occurrences;
use crate::text::Span;

/// The longest title of a question that a lens shows, in characters.
const TITLE_LIMIT: usize = 60;

/// Where lenses stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LensMode {
    /// At the first place of each notable concept.
    #[default]
    First,
    /// At every place of each notable concept.
    All,
    /// One at the top of the file.
    Summary,
    /// Nowhere.
    Off,
}

/// A line above a line of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The first focus token of the occurrence it is about.
    pub span: Span,
    /// What it says.
    pub title: String,
    /// The id of the concept; empty for a summary.
    pub concept: String,
    /// The ids of the entries it opens, best first; never empty.
    pub entries: Vec<String>,
}

/// The lenses of a file in document order. `line_of` gives the line of a byte offset: two lenses
/// never share one.
pub fn lenses(
    library: &Library,
    occurrences: &Occurrences,
    mode: LensMode,
    line_of: impl Fn(usize) -> u32,
) -> Vec<Lens> {
    if mode == LensMode::Off {
        return Vec::new();
    }
    let mut places: HashMap<ConceptId, Vec<Span>> = HashMap::new();
    let is_notable = |concept| library.catalogue[concept].is_notable();
    for (concept, span) in occurrences.notable(is_notable) {
        places.entry(concept).or_default().push(span);
    }
    let mut concepts: Vec<(ConceptId, Vec<Span>, Vec<&Entry>)> = places
        .into_iter()
        .map(|(concept, spans)| (concept, spans, questions(library, concept)))
        .filter(|(_, _, questions)| !questions.is_empty())
        .collect();
    concepts.sort_by_key(|(concept, spans, _)| {
        (
            std::cmp::Reverse(library.catalogue[*concept].notable),
            spans.first().copied(),
            *concept,
        )
    });
    if mode == LensMode::Summary {
        return summary(library, &concepts).into_iter().collect();
    }
    let mut taken = HashSet::new();
    let mut lenses = Vec::new();
    for (concept, spans, questions) in &concepts {
        for &span in spans {
            if !taken.insert(line_of(span.start())) {
                continue;
            }
            lenses.push(Lens {
                span,
                title: title(questions),
                concept: library.catalogue[*concept].id.clone(),
                entries: questions.iter().map(|entry| entry.id.clone()).collect(),
            });
            if mode == LensMode::First {
                break;
            }
        }
    }
    lenses.sort_by_key(|lens| lens.span);
    lenses
}

fn questions(library: &Library, concept: ConceptId) -> Vec<&Entry> {
    library
        .entries(concept)
        .map(|(_, entry, _)| entry)
        .filter(|entry| entry.kind == Kind::Question)
        .collect()
}

fn title(questions: &[&Entry]) -> String {
    let first = questions.first().map_or("", |entry| entry.title.as_str());
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

fn summary(library: &Library, concepts: &[(ConceptId, Vec<Span>, Vec<&Entry>)]) -> Option<Lens> {
    let mut entries: Vec<String> = Vec::new();
    for entry in concepts.iter().flat_map(|(_, _, questions)| questions) {
        if !entries.contains(&entry.id) {
            entries.push(entry.id.clone());
        }
    }
    let names: Vec<_> = concepts
        .iter()
        .take(4)
        .map(|(id, ..)| plain(&library.catalogue[*id].name))
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
