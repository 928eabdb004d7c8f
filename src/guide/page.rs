//! One file of a guide. What is in it may be read later: of hundreds of built-in pages a session
//! looks at a few.

mod packed;
mod read;

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::front::{self, FrontMatter};
use super::{CodeBlock, Entry, Link};
use crate::pack::{Packer, Unpacker, decompressed};
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
    /// What it teaches, in document order.
    pub entries: Arc<[Entry]>,
    body: OnceLock<Box<Body>>,
    /// The body, as long as nobody looks at it.
    kept: Option<Arc<Kept>>,
}

/// What is in a file besides its entries.
#[derive(Clone, Debug)]
pub struct Body {
    /// The text as it is in the file (decoded, never repaired). All spans point into it.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// What it says about itself before it begins.
    pub front: FrontMatter,
    /// The links in it.
    pub links: Vec<Link>,
    /// The fenced blocks in it, in order.
    pub code_blocks: Vec<CodeBlock>,
    /// What links into it can name: GitHub's anchors of its headings and those that they name
    /// themselves.
    pub anchors: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The layouts it was taken for, with the evidence in words.
    pub layouts: Vec<String>,
}

/// A body that was put away, with what many ask of pages that they do not read.
#[derive(Debug)]
struct Kept {
    packed: Box<[u8]>,
    explains: bool,
    title: Option<String>,
    aliases: Vec<String>,
    prerequisites: Vec<String>,
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

impl Content {
    fn of(entries: Vec<Entry>, body: Body) -> Self {
        Self {
            entries: entries.into(),
            body: OnceLock::from(Box::new(body)),
            kept: None,
        }
    }
}

impl Body {
    /// The fenced blocks in the answer of `entry`; for a topic, in its text.
    pub fn code_of(&self, entry: &Entry) -> impl Iterator<Item = &CodeBlock> {
        let answer = entry.answer.unwrap_or_default();
        let starts = |block: &CodeBlock| block.span.start();
        let from = self
            .code_blocks
            .partition_point(|block| starts(block) < answer.start());
        let blocks = self.code_blocks.get(from..).unwrap_or_default().iter();
        blocks
            .take_while(move |block| starts(block) < answer.end())
            .filter(move |block| answer.covers(block.span))
    }
}

impl Deref for Page {
    type Target = Content;

    fn deref(&self) -> &Content {
        self.content.get_or_init(|| match self.later {
            Some(later) => (later.read)(&self.name, later.place),
            None => read::markdown(&self.name, ""),
        })
    }
}

impl Deref for Content {
    type Target = Body;

    fn deref(&self) -> &Body {
        self.body.get_or_init(|| {
            let kept = self.kept.as_ref();
            let packed = kept.map(|kept| decompressed(&kept.packed));
            let packed = packed.unwrap_or_default();
            Box::new(Body::unpack(&mut Unpacker::new(&packed)))
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
            content: OnceLock::from(read::content(name, text)),
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

    /// Puts `problems` before those that are known, of a page that is all there.
    pub fn add_problems(&mut self, problems: Vec<Problem>) {
        let body = self.content.get_mut();
        if let Some(body) = body.and_then(|content| content.body.get_mut()) {
            body.problems.splice(0..0, problems);
        }
    }

    /// The same with all but its entries put away until somebody looks at it: of thousands of notes
    /// a session shows a few. A page that defines concepts or has problems stays as it is.
    #[must_use]
    pub fn put_away(mut self) -> Self {
        let explains = self.says_what_it_explains();
        let stays = self.has_problems() || self.defines_concepts();
        if let Some(content) = self.content.get_mut().filter(|_| !stays)
            && let Some(body) = content.body.take()
        {
            let mut packed = Packer::default();
            body.pack(&mut packed);
            content.kept = Some(Arc::new(Kept {
                packed: packed.compressed_quickly().into(),
                explains,
                title: body.front.title.clone(),
                aliases: body.front.aliases.clone(),
                prerequisites: body.front.prerequisites.clone(),
            }));
        }
        self
    }

    /// The page for somebody who goes through all pages: what was put away or not read yet is so
    /// again afterwards.
    pub fn opened(&self) -> Cow<'_, Self> {
        match self.content.get() {
            Some(content) if content.body.get().is_some() => Cow::Borrowed(self),
            Some(_) => Cow::Owned(self.clone()),
            None => Cow::Owned(Self {
                name: self.name.clone(),
                content: OnceLock::new(),
                later: self.later,
            }),
        }
    }

    /// The page for somebody who looks at it in passing: a note that was put away is so again
    /// afterwards, while the built-in pages, which are few, stay unpacked.
    pub fn in_passing(&self) -> Cow<'_, Self> {
        match self.later {
            Some(_) => Cow::Borrowed(self),
            None => self.opened(),
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
        self.says_what_it_explains() && !self.defines_concepts() && !self.has_problems()
    }

    /// Whether anything is wrong with it. Only pages without problems are put away or read later.
    pub fn has_problems(&self) -> bool {
        self.is_all_there() && !self.problems.is_empty()
    }

    /// Whether it was neither put away nor is read later.
    fn is_all_there(&self) -> bool {
        self.kept().is_none() && self.later.is_none()
    }

    fn kept(&self) -> Option<&Kept> {
        self.content.get()?.kept.as_deref()
    }

    /// What it calls itself in its front matter; a note that was put away stays so.
    pub fn title(&self) -> Option<&str> {
        let kept = self.kept().map(|kept| &kept.title);
        kept.unwrap_or_else(|| &self.front.title).as_deref()
    }

    /// The other names that it answers to, likewise.
    pub fn aliases(&self) -> &[String] {
        let kept = self.kept().map(|kept| &kept.aliases);
        kept.unwrap_or_else(|| &self.front.aliases)
    }

    /// The names of the pages that it wants read before, likewise.
    pub fn prerequisites(&self) -> &[String] {
        let kept = self.kept().map(|kept| &kept.prerequisites);
        kept.unwrap_or_else(|| &self.front.prerequisites)
    }

    /// Its text; of a note that was put away nothing stays unpacked.
    pub fn text_once(&self) -> Arc<str> {
        let content = self.content.get();
        let away = content.filter(|content| content.body.get().is_none());
        match away.and_then(|content| content.kept.as_ref()) {
            // The text comes first.
            Some(kept) => Unpacker::new(&decompressed(&kept.packed)).text().into(),
            None => self.text.clone(),
        }
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
        let kept = self.kept().map(|kept| kept.explains);
        kept.unwrap_or_else(|| self.later.is_some() || self.front.explains.is_some())
    }

    /// Whether it defines concepts of its own.
    pub fn defines_concepts(&self) -> bool {
        self.is_all_there() && self.front.other.contains_key("concepts")
    }

    /// How many entries it has.
    pub fn entry_count(&self) -> usize {
        self.later
            .map_or_else(|| self.entries.len(), |later| later.entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\ntitle: Note\naliases: [M]\nprerequisites: [p]\ntags: [a]\nother: 3\n---\n\n# One?\n\nSee [[two]].\n\n```py\nx\n```\n";

    #[test]
    fn what_was_put_away_comes_back_as_it_was() {
        let read = Page::read("n.md", TEXT);
        let away = Page::read("n.md", TEXT).put_away();
        let is_away = |page: &Page| page.content.get().unwrap().body.get().is_none();
        assert!(!away.has_problems() && !away.defines_concepts());
        assert!(!away.says_what_it_explains());
        assert_eq!(away.entries, read.entries);
        assert_eq!(&*away.opened().text, TEXT);
        assert_eq!((&*away.text_once(), &*read.text_once()), (TEXT, TEXT));
        assert_eq!(
            (away.title(), away.aliases()),
            (Some("Note"), &["M".to_owned()][..])
        );
        assert_eq!(away.prerequisites(), ["p"]);
        assert!(is_away(&away), "who goes through all pages leaves them so");
        let body = |page: &Page| format!("{:?}", Content::deref(page));
        assert_eq!(body(&away), body(&read));
        assert!(!is_away(&away));
    }

    #[test]
    fn what_somebody_needs_at_once_stays() {
        for text in [
            "---\ntags: [\n---\n\n# One?\n",
            "---\nconcepts: []\n---\n\n# One?\n",
        ] {
            let page = Page::read("n.md", text).put_away();
            assert!(page.content.get().unwrap().body.get().is_some(), "{text}");
            assert!(page.has_problems() || page.defines_concepts(), "{text}");
        }
        let page = Page::read("n.md", "---\nexplains: [keyword.for]\n---\n\n# One?\n");
        assert!(page.put_away().says_what_it_explains());
    }
}
