//! The content of a page as it is prepared when the program is built, and as it is put away: its
//! text, then what was found in it.

use std::sync::Arc;

use super::{Body, Content};
use crate::guide::{CodeBlock, Entry, FrontMatter, Kind, Level, Link, Stated};
use crate::pack::{Packer, Unpacker};
use crate::text::LineIndex;

impl Content {
    /// Writes the content of the page called `name`, which can be read later
    /// (see [`super::Page::can_be_read_later`]).
    pub fn pack(&self, name: &str, to: &mut Packer) {
        Body::pack(self, to);
        let mut section: &[String] = &[];
        to.number(self.entries.len());
        for entry in self.entries.iter() {
            // Entries of one section follow each other.
            let above = Some(&*entry.section).filter(|above| *above != section);
            to.option(above, Packer::texts);
            section = &entry.section;
            pack_entry(to, name, entry);
        }
    }

    /// What [`Content::pack`] wrote.
    pub fn unpack(name: &str, mut from: Unpacker<'_>) -> Self {
        let body = Body::unpack(&mut from);
        let mut section: Arc<[String]> = Arc::default();
        let entries = from.list(|from| {
            if let Some(above) = from.option(Unpacker::texts::<String>) {
                section = above.into();
            }
            unpack_entry(from, name, &section)
        });
        Self::of(entries, body)
    }
}

impl Body {
    /// Writes all but the problems. The text comes first.
    pub fn pack(&self, to: &mut Packer) {
        to.text(&self.text);
        pack_front(to, &self.front);
        to.texts(&self.anchors);
        to.texts(&self.layouts);
        to.list(&self.links, |to, link| {
            to.text(&link.to);
            to.span(link.span);
            to.flag(link.wiki);
        });
        to.list(&self.code_blocks, |to, block| {
            to.text(&block.language);
            to.span(block.span);
            to.span(block.code);
        });
    }

    /// What [`Body::pack`] wrote.
    pub fn unpack(from: &mut Unpacker<'_>) -> Self {
        let text = from.text();
        Self {
            text: text.into(),
            lines: LineIndex::new(text),
            front: unpack_front(from),
            anchors: from.texts(),
            layouts: from.texts(),
            links: from.list(|from| Link {
                to: from.text().to_owned(),
                span: from.span(),
                wiki: from.flag(),
            }),
            code_blocks: from.list(|from| CodeBlock {
                language: from.text().to_owned(),
                span: from.span(),
                code: from.span(),
            }),
            problems: Vec::new(),
        }
    }
}

fn pack_front(to: &mut Packer, front: &FrontMatter) {
    let FrontMatter {
        span,
        title,
        explains,
        level,
        since,
        tags,
        aliases,
        prerequisites,
        see,
        asked_by,
        other,
    } = front;
    to.span(*span);
    to.option(title.as_deref(), Packer::text);
    to.option(explains.as_deref(), Packer::texts);
    pack_level(to, *level);
    to.option(since.as_deref(), Packer::text);
    for texts in [tags, aliases, prerequisites, see, asked_by] {
        to.texts(texts);
    }
    let other: Vec<_> = other.iter().collect();
    to.list(&other, |to, (key, value)| {
        to.text(key);
        to.text(&value.to_string());
    });
}

fn unpack_front(from: &mut Unpacker<'_>) -> FrontMatter {
    FrontMatter {
        span: from.span(),
        title: from.option(|from| from.text().to_owned()),
        explains: from.option(Unpacker::texts),
        level: unpack_level(from),
        since: from.option(|from| from.text().to_owned()),
        tags: from.texts(),
        aliases: from.texts(),
        prerequisites: from.texts(),
        see: from.texts(),
        asked_by: from.texts(),
        other: from
            .list(|from| {
                let key = from.text().to_owned();
                (key, serde_json::from_str(from.text()).unwrap_or_default())
            })
            .into_iter()
            .collect(),
    }
}

/// All of an entry but the headings above it.
fn pack_entry(to: &mut Packer, page: &str, entry: &Entry) {
    let Entry {
        id,
        kind,
        title,
        heading,
        extent,
        answer,
        section: _,
        level,
        gloss,
        stated,
    } = entry;
    let Stated {
        tags,
        asked_by,
        explains,
        aliases,
    } = &**stated;
    to.text(id.strip_prefix(page).unwrap_or(id));
    to.flag(*kind == Kind::Question);
    to.text(title);
    to.span(*heading);
    to.span(*extent);
    to.option(*answer, Packer::span);
    pack_level(to, *level);
    for texts in [tags, asked_by, explains, aliases] {
        to.texts(texts);
    }
    to.option(*gloss, Packer::span);
}

fn unpack_entry(from: &mut Unpacker<'_>, page: &str, section: &Arc<[String]>) -> Entry {
    Entry {
        id: [page, from.text()].concat().into(),
        kind: match from.flag() {
            true => Kind::Question,
            false => Kind::Topic,
        },
        title: from.text().into(),
        heading: from.span(),
        extent: from.span(),
        answer: from.option(Unpacker::span),
        section: section.clone(),
        level: unpack_level(from),
        stated: Arc::new(Stated {
            tags: from.texts(),
            asked_by: from.texts(),
            explains: from.texts(),
            aliases: from.texts(),
        }),
        gloss: from.option(Unpacker::span),
    }
}

const LEVELS: [Level; 3] = [Level::Easy, Level::Medium, Level::Hard];

fn pack_level(to: &mut Packer, level: Option<Level>) {
    let place = LEVELS.iter().position(|known| Some(*known) == level);
    to.number(place.map_or(0, |place| place + 1));
}

fn unpack_level(from: &mut Unpacker<'_>) -> Option<Level> {
    from.number()
        .checked_sub(1)
        .and_then(|place| LEVELS.get(place).copied())
}
