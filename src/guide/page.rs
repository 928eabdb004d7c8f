//! One file of a guide. What is in it may be read later: of hundreds of built-in pages a session
//! looks at a few.

mod packed;

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::document::Doc;
use super::front::{self, FrontMatter};
use super::{Entry, Link, identity, layout, notebook, shown};
use crate::problem::Problem;
use crate::text::{LineIndex, Span};

/// One file of a guide, by its name; its [`Content`] is there as soon as somebody looks at it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file's name as the caller gave it; unique in a guide.
    pub name: Arc<str>,
    content: OnceLock<Content>,
    later: Option<Later>,
}

/// What is in a file of a guide.
#[derive(Clone, Debug)]
pub struct Content {
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

/// How the content of a page comes that was read ahead. Only a page for which
/// [`Page::can_be_read_later`] holds is made so.
#[derive(Clone, Copy, Debug)]
pub struct Later {
    /// Gives the content of the page with this name and place.
    pub read: fn(name: &str, place: usize) -> Content,
    /// What `read` is told.
    pub place: usize,
    /// How many entries there are.
    pub entries: usize,
}

impl Deref for Page {
    type Target = Content;

    fn deref(&self) -> &Content {
        self.content.get_or_init(|| match self.later {
            Some(later) => (later.read)(&self.name, later.place),
            None => read_markdown(&self.name, ""),
        })
    }
}

impl Page {
    /// Reads one Markdown text, or a Jupyter notebook where `name` ends in `.ipynb`. Never fails:
    /// what is wrong is in [`Content::problems`].
    ///
    /// The text of a notebook's page is its Markdown with each line on its line of the file, so
    /// line numbers hold for both.
    pub fn read(name: &str, text: &str) -> Self {
        Self {
            name: name.into(),
            content: OnceLock::from(read(name, text)),
            later: None,
        }
    }

    /// The page called `name` whose content comes when it is looked at.
    pub fn later(name: Arc<str>, later: Later) -> Self {
        Self {
            name,
            content: OnceLock::new(),
            later: Some(later),
        }
    }

    /// Puts `problems` before those that are known.
    pub fn add_problems(&mut self, problems: Vec<Problem>) {
        if let Some(content) = self.content.get_mut() {
            content.problems.splice(0..0, problems);
        }
    }

    /// The lines of the front matter of a Markdown text; empty where there is none.
    pub fn front_of(text: &str) -> Span {
        front::read(text, &mut Vec::new()).0.span
    }

    /// Whether this page and `other` were read from the same text under the same name.
    pub fn is_read_from(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }

    /// Whether it says what it explains, defines no concepts, and nothing is wrong with it: then
    /// nobody needs to read it to know that.
    pub fn can_be_read_later(&self) -> bool {
        self.says_what_it_explains() && !self.defines_concepts() && self.problems.is_empty()
    }

    /// Whether it was made by [`Page::later`].
    pub fn is_read_later(&self) -> bool {
        self.later.is_some()
    }

    /// Whether its content is there already.
    pub fn is_read(&self) -> bool {
        self.content.get().is_some()
    }

    /// Whether it says as a whole what it explains.
    pub fn says_what_it_explains(&self) -> bool {
        self.later.is_some() || self.front.explains.is_some()
    }

    /// Whether it defines concepts of its own.
    pub fn defines_concepts(&self) -> bool {
        self.later.is_none() && self.front.other.contains_key("concepts")
    }

    /// How many entries it has.
    pub fn entry_count(&self) -> usize {
        self.later
            .map_or_else(|| self.entries.len(), |later| later.entries)
    }
}

fn read(name: &str, text: &str) -> Content {
    if name.to_lowercase().ends_with(".ipynb") {
        return match notebook::text(text) {
            Ok(text) => read_markdown(name, &text),
            Err(mut problem) => {
                // Nothing of it but its lines, so that the problem is on its own.
                let before = text.get(..problem.span.start()).unwrap_or("");
                let breaks = "\n".repeat(before.matches('\n').count());
                problem.span = Span::new(breaks.len(), breaks.len());
                let mut page = read_markdown(name, &breaks);
                page.problems.push(problem);
                page
            }
        };
    }
    read_markdown(name, text)
}

fn read_markdown(name: &str, text: &str) -> Content {
    let mut doc = Doc::new(text);
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
    shown::clear(&mut entries);
    identity::assign(name, &mut entries, &own);
    problems.sort_by_key(|problem| problem.span.start());
    Content {
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

/// The anchor that an entry's heading names itself, or nothing more than that it is a heading.
fn own_anchor(doc: &Doc<'_>, entry: &Entry) -> Option<String> {
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
