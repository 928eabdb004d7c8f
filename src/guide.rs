//! Markdown to entries. Knows no Python source and no protocol; [`crate::gloss`] joins its entries
//! with what stands in code.
//!
//! [`Page::read`] turns one text into a [`Page`]: its entries, what is wrong with it, and which
//! layouts it was taken for; a page of the built-in guide comes read already, see [`Later`]. A [`Guide`] is an
//! ordered list of pages.

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
mod page;
mod repair;
mod scan;
pub mod search;
mod shown;
mod title;
mod view;
mod words;

use std::sync::Arc;

pub use anchor::slug;
pub use decode::decode;
pub use fence::{Fence, fences};
pub use front::FrontMatter;
pub use page::{Body, Content, Later, Page};
pub use repair::repair;

use crate::text::Span;

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

/// A fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of the info string, lower case; empty where there is none.
    pub language: String,
    /// All of it, fences included.
    pub span: Span,
    /// The lines between the fences, in bytes of the file.
    pub code: Span,
}

/// One thing that a guide teaches. A vault of notes has tens of thousands of them in memory, so what
/// is long or rare is kept elsewhere: in [`Stated`], and what only readers of the text need in
/// [`Body`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable: the page's name, `#` and the anchor; unique in a guide.
    pub id: Box<str>,
    /// Question or topic.
    pub kind: Kind,
    /// As a person reads it: no markup, numbering, "Q:", company suffix.
    pub title: Box<str>,
    /// The question or heading, from its first to its last character.
    pub heading: Span,
    /// The heading with all that belongs to it.
    pub extent: Span,
    /// What answers it, without blank lines around it; `None` where nothing does.
    pub answer: Option<Span>,
    /// The titles of the headings above it, outermost first.
    pub section: Arc<[String]>,
    /// Where it is stated.
    pub level: Option<Level>,
    /// What to show first: a page's or section's gloss, or a question's spoken answer (its first
    /// paragraph), as Markdown.
    pub gloss: Option<Span>,
    /// What the text says about it besides. Entries of a page that say the same share it.
    pub stated: Arc<Stated>,
}

/// What a text says about an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// As stated, in order.
    pub tags: Vec<String>,
    /// Companies that are said to ask it.
    pub asked_by: Vec<String>,
    /// Concept ids that the text itself says it explains.
    pub explains: Vec<String>,
    /// Other names it answers to.
    pub aliases: Vec<String>,
}

impl Stated {
    /// Gives back the memory that was taken in reserve.
    fn shrink(&mut self) {
        let lists = [
            &mut self.tags,
            &mut self.asked_by,
            &mut self.explains,
            &mut self.aliases,
        ];
        for list in lists {
            list.iter_mut().for_each(String::shrink_to_fit);
            list.shrink_to_fit();
        }
    }
}

impl std::ops::Deref for Entry {
    type Target = Stated;

    fn deref(&self) -> &Stated {
        &self.stated
    }
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

    /// How many entries there are, without reading a page for it.
    pub fn entry_count(&self) -> usize {
        self.pages.iter().map(|page| page.entry_count()).sum()
    }

    /// The entry with this id, with its page.
    pub fn find(&self, id: &str) -> Option<(&Arc<Page>, &Entry)> {
        let (page, entry) = self.place(id)?;
        let page = self.pages.get(page)?;
        Some((page, page.entries.get(entry)?))
    }

    /// Where the entry with this id stands: its page in [`Guide::pages`], and its place there.
    pub fn place(&self, id: &str) -> Option<(usize, usize)> {
        // An id begins with the name of its page: the others need not be read.
        let on = |page: &Page| id.strip_prefix(&*page.name)?.strip_prefix('#').map(drop);
        let pages = self.pages.iter().enumerate();
        let mut pages = pages.filter(|(_, page)| on(page).is_some());
        pages.find_map(|(at, page)| {
            let entry = page.entries.iter().position(|entry| &*entry.id == id)?;
            Some((at, entry))
        })
    }
}
