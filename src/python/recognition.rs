//! What a recogniser takes from a catalogue, in words: prepared when the program is built
//! (`src/build.rs`), so that the start reads neither concepts nor their tables.

use super::catalogued::Catalogued;
use super::rule::table::Table;
use crate::concept::{Catalogue, ConceptId, Family, How};
use crate::pack::{Packer, Unpacker};

/// One way of recognising a concept, before the grammar is asked.
#[derive(Clone, Debug)]
pub enum Said<'c> {
    /// By a dotted name, or a decorator with an at sign before it.
    Name(&'c str),
    /// By a query of tree-sitter's.
    Query(&'c str),
    /// By conditions on a node.
    Table(Box<Table<'c>>),
}

impl<'c> Said<'c> {
    /// What is written; the error says what is wrong with it.
    pub fn of(how: &'c How) -> Result<Self, String> {
        match how {
            How::Name(name) => Ok(Self::Name(name)),
            How::Table(table) => match table.get("query") {
                Some(toml::Value::String(query)) if table.len() == 1 => Ok(Self::Query(query)),
                Some(_) => Err("`query` is a text and stands alone".to_owned()),
                None => Table::read(table).map(|table| Self::Table(Box::new(table))),
            },
        }
    }
}

/// What the recogniser of one catalogue is made of.
#[derive(Debug, Default)]
pub struct Recognition<'c> {
    /// The names that tell by themselves how they are recognised.
    pub(super) names: Catalogued,
    /// The family of each concept.
    pub(super) families: Vec<Family>,
    /// Concepts that are keywords, with the keyword.
    pub(super) keywords: Vec<(ConceptId, &'c str)>,
    /// How others are recognised.
    pub(super) said: Vec<(ConceptId, Said<'c>)>,
}

impl<'c> Recognition<'c> {
    /// What the catalogue says, but for what is wrong in it.
    pub fn of(catalogue: &'c Catalogue) -> Self {
        let concepts = || catalogue.iter();
        let said = |(id, how): (ConceptId, &'c How)| Some((id, Said::of(how).ok()?));
        let all = concepts().flat_map(|(id, concept)| {
            let ways = concept.recognise.iter();
            ways.map(move |how| (id, how))
        });
        let is_keyword = |id: &ConceptId| catalogue.family(*id) == Family::Keyword;
        let keywords = concepts().filter(|(id, _)| is_keyword(id));
        Self {
            names: Catalogued::new(catalogue),
            families: concepts().map(|(id, _)| catalogue.family(id)).collect(),
            keywords: keywords
                .map(|(id, concept)| (id, concept.short_name()))
                .collect(),
            said: all.filter_map(said).collect(),
        }
    }

    /// Writes it.
    pub fn pack(&self, to: &mut Packer) {
        self.names.pack(to);
        to.list(&self.families, |to, family| {
            let place = Family::ALL.iter().position(|known| known == family);
            to.number(place.unwrap_or_default());
        });
        to.list(&self.keywords, |to, (id, keyword)| {
            to.number(id.index());
            to.text(keyword);
        });
        to.list(&self.said, |to, (id, said)| {
            to.number(id.index());
            match said {
                Said::Name(name) => {
                    to.number(0);
                    to.text(name);
                }
                Said::Query(query) => {
                    to.number(1);
                    to.text(query);
                }
                Said::Table(table) => {
                    to.number(2);
                    table.pack(to);
                }
            }
        });
    }

    /// What [`Recognition::pack`] wrote.
    pub fn unpack(from: &mut Unpacker<'c>) -> Self {
        Self {
            names: Catalogued::unpack(from),
            families: from.list(|from| {
                let known = Family::ALL.get(from.number()).copied();
                known.unwrap_or(Family::Syntax)
            }),
            keywords: from.list(|from| (ConceptId::unpack(from), from.text())),
            said: from.list(|from| {
                let id = ConceptId::unpack(from);
                let said = match from.number() {
                    0 => Said::Name(from.text()),
                    1 => Said::Query(from.text()),
                    _ => Said::Table(Box::new(Table::unpack(from))),
                };
                (id, said)
            }),
        }
    }
}
