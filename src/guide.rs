//! Markdown to entries. Knows no Python source and no protocol; [`crate::gloss`] joins its entries
//! with what stands in code.
//!
//! [`Page::read`] turns one text into a [`Page`]: its entries, what is wrong with it, and which
//! layouts it was taken for. A [`Guide`] is an ordered list of pages.

mod anchor;
mod asks;
mod blocks;
mod container;
mod decode;
mod depth;
mod document;
mod fence;
mod front;
mod identity;
mod inline;
mod layout;
mod lines;
pub mod link;
mod meta;
mod notebook;
mod repair;
mod scan;
pub mod search;
mod title;
mod view;
mod words;

use std::sync::Arc;

pub use anchor::slug;
pub use decode::decode;
pub use fence::{Fence, fences};
pub use front::FrontMatter;
pub use repair::repair;

use crate::problem::Problem;
use crate::text::{LineIndex, Span};

/// Whether an entry asks something or only teaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A question, with or without an answer.
    Question,
    /// A section about something.
    Topic,
}

/// How hard a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For beginners.
    Easy,
    /// For people who work with Python.
    Medium,
    /// For people who know what happens underneath.
    Hard,
}

impl Level {
    /// The word that stands in the formats: `easy`, `medium` or `hard`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

/// A fenced code block inside an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of the info string, lower case; empty where there is none.
    pub language: String,
    /// The lines between the fences, in bytes of the file.
    pub code: Span,
}

/// One thing that a guide teaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable: the page's name, `#` and the anchor; unique in a guide.
    pub id: String,
    /// Question or topic.
    pub kind: Kind,
    /// As a person reads it: no markup, numbering, "Q:", company suffix.
    pub title: String,
    /// The question or heading, from its first to its last character.
    pub heading: Span,
    /// The heading with all that belongs to it.
    pub extent: Span,
    /// What answers it, without blank lines around it; `None` where nothing does.
    pub answer: Option<Span>,
    /// The titles of the headings above it, outermost first.
    pub section: Arc<[String]>,
    /// GitHub's anchor of the heading it stands at or below; empty where there is none.
    pub anchor: String,
    /// Where it is stated.
    pub level: Option<Level>,
    /// As stated, in order.
    pub tags: Vec<String>,
    /// Companies that are said to ask it.
    pub asked_by: Vec<String>,
    /// Concept ids that the text itself says it explains.
    pub explains: Vec<String>,
    /// Other names it answers to.
    pub aliases: Vec<String>,
    /// What to show first: a page's or section's gloss, or a question's spoken answer (its first
    /// paragraph), as Markdown.
    pub gloss: Option<Span>,
    /// The fenced blocks in the answer (for a topic: in its text).
    pub code_blocks: Vec<CodeBlock>,
}

/// A link in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub to: String,
    /// All of it, markup included.
    pub span: Span,
    /// Whether it is written `[[…]]`.
    pub wiki: bool,
}

/// One file of a guide.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file's name as the caller gave it; unique in a guide.
    pub name: Arc<str>,
    /// The text as it is in the file (decoded, never repaired). All spans point into it.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// What it says about itself before it begins.
    pub front: FrontMatter,
    /// What it teaches, in document order.
    pub entries: Vec<Entry>,
    /// The links in it.
    pub links: Vec<Link>,
    /// What links into it can name: GitHub's anchors of its headings and those that they name
    /// themselves.
    pub anchors: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The layouts it was taken for, with the evidence in words.
    pub layouts: Vec<String>,
}

impl Page {
    /// Reads one Markdown text, or a Jupyter notebook where `name` ends in `.ipynb`. Never fails:
    /// what is wrong is in [`Page::problems`].
    ///
    /// The text of a notebook's page is its Markdown with each line on its line of the file, so
    /// line numbers hold for both.
    pub fn read(name: &str, text: &str) -> Self {
        if name.to_lowercase().ends_with(".ipynb") {
            return match notebook::text(text) {
                Ok(text) => Self::read_markdown(name, &text),
                Err(problem) => {
                    let mut page = Self::read_markdown(name, "");
                    page.problems.push(problem);
                    page
                }
            };
        }
        Self::read_markdown(name, text)
    }

    /// The lines of the front matter of a Markdown text; empty where there is none.
    pub fn front_of(text: &str) -> Span {
        front::read(text, &mut Vec::new()).0.span
    }

    /// Whether this page and `other` were read from the same text under the same name.
    pub fn is_read_from(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }

    fn read_markdown(name: &str, text: &str) -> Self {
        let mut doc = document::Doc::new(text);
        let mut problems = std::mem::take(&mut doc.problems);
        let (found, layouts) = match layout::page::read(&doc, &mut problems) {
            Some((entries, why)) => {
                let own = entries
                    .iter()
                    .map(|entry| own_anchor(&doc, entry))
                    .collect::<Vec<_>>();
                (entries.into_iter().zip(own).collect(), vec![why])
            }
            None => layout::read(&doc, name),
        };
        let (mut entries, own): (Vec<Entry>, Vec<Option<String>>) = found.into_iter().unzip();
        identity::assign(name, &mut entries, &own);
        problems.sort_by_key(|problem| problem.span.start());
        Self {
            name: name.into(),
            text: text.into(),
            lines: LineIndex::new(text),
            front: doc.front,
            links: doc.blocks.links,
            anchors: doc.anchors,
            entries,
            problems,
            layouts,
        }
    }
}

/// The anchor that an entry's heading names itself, or nothing more than that it is a heading.
fn own_anchor(doc: &document::Doc<'_>, entry: &Entry) -> Option<String> {
    let at = doc
        .headings
        .binary_search_by_key(&entry.heading.start(), |heading| {
            doc.span(heading.node).start()
        })
        .ok()?;
    let heading = &doc.headings[at];
    Some(if heading.explicit {
        heading.anchor.clone()
    } else {
        String::new()
    })
}

/// Pages in layers: those of a person before a team's before the built-in ones.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    /// The pages of all layers, the layer that takes precedence first.
    pub pages: Vec<Arc<Page>>,
    /// For each layer the place in `pages` after its last one.
    layer_ends: Vec<usize>,
}

impl Guide {
    /// A guide of these layers, the one that takes precedence first.
    pub fn layered(layers: impl IntoIterator<Item = Vec<Arc<Page>>>) -> Self {
        let mut guide = Self::default();
        for layer in layers {
            guide.pages.extend(layer);
            guide.layer_ends.push(guide.pages.len());
        }
        guide
    }

    /// Whether both are made of the very same pages.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |(page, other): (&Arc<Page>, &Arc<Page>)| Arc::ptr_eq(page, other);
        self.layer_ends == other.layer_ends && self.pages.iter().zip(&other.pages).all(same)
    }

    /// The layer of the page at `place` in [`Guide::pages`], from 0.
    pub fn layer(&self, place: usize) -> usize {
        self.layer_ends.partition_point(|&end| end <= place)
    }

    /// All entries with their pages, in order of precedence.
    pub fn entries(&self) -> impl Iterator<Item = (&Arc<Page>, &Entry)> {
        self.pages
            .iter()
            .flat_map(|page| page.entries.iter().map(move |entry| (page, entry)))
    }

    /// The entry with this id.
    pub fn find(&self, id: &str) -> Option<(&Arc<Page>, &Entry)> {
        self.entries().find(|(_, entry)| entry.id == id)
    }
}
