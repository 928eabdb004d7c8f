//! The built-in catalogue as it is prepared when the program is built, so that nobody waits for its
//! TOML to be read.

use super::{Catalogue, Concept, ConceptId, Family, How, Subject, Text};
use crate::pack::{Packer, Unpacker};

/// How many concepts are unpacked together: more in one piece are smaller, and take longer.
pub const GROUP: usize = 128;

impl Catalogue {
    /// Of each concept its traits (see [`Prepared`]), two bytes each.
    pub fn pack_traits(&self) -> Vec<u8> {
        let traits = self.iter().flat_map(|(_, concept)| {
            let family = concept.family();
            let family = Family::ALL.iter().position(|known| *known == family);
            [
                u8::try_from(family.unwrap_or(0)).unwrap_or(0),
                concept.notable,
            ]
        });
        traits.collect()
    }

    /// The concepts in groups of [`GROUP`], each written for itself. Where they stand in a file is
    /// left out: nobody corrects what is built in.
    pub fn pack_groups(&self) -> Vec<Packer> {
        let concepts: Vec<_> = self.iter().map(|(_, concept)| concept).collect();
        let groups = concepts.chunks(GROUP);
        groups.map(pack_group).collect()
    }

    /// Writes the subjects.
    pub fn pack_subjects(&self, to: &mut Packer) {
        to.list(&self.subjects, |to, subject| {
            to.texts(&subject.names);
            to.list(&subject.concepts, |to, id| to.number(id.index()));
        });
    }

    /// Adds the subjects that [`Catalogue::pack_subjects`] wrote.
    pub fn unpack_subjects(&mut self, from: &mut Unpacker<'_>) {
        self.subjects.extend(from.list(|from| Subject {
            names: from.texts(),
            concepts: from.list(ConceptId::unpack),
        }));
    }
}

impl ConceptId {
    /// Reads the number of a concept of the built-in catalogue.
    pub fn unpack(from: &mut Unpacker<'_>) -> Self {
        Self(from.number32())
    }

    /// Writes how far it is from `before`, which it does not come before.
    pub fn pack_after(self, before: Self, to: &mut Packer) {
        to.number(self.index() - before.index());
    }

    /// What [`ConceptId::pack_after`] wrote.
    pub fn unpack_after(before: Self, from: &mut Unpacker<'_>) -> Self {
        Self(before.0.saturating_add(from.number32()))
    }
}

/// How many bytes tell where a concept of a group begins.
const START: usize = size_of::<u32>();

/// For each where it begins, all of the same width, then all of them.
fn pack_group(concepts: &[&Concept]) -> Packer {
    let mut to = Packer::default();
    to.bytes.resize(concepts.len() * START, 0);
    for (place, concept) in concepts.iter().enumerate() {
        let start = u32::try_from(to.bytes.len()).unwrap_or(u32::MAX);
        to.bytes[place * START..][..START].copy_from_slice(&start.to_le_bytes());
        pack_concept(&mut to, concept);
    }
    to
}

impl Concept {
    /// The one at `place` in its group (see [`Catalogue::pack_groups`]); texts stay where they are.
    pub fn unpack(group: &'static [u8], place: usize) -> Self {
        let (starts, _) = group.as_chunks();
        let start = starts
            .get(place)
            .map_or(0, |&start| u32::from_le_bytes(start));
        let concept = group.get(start as usize..).unwrap_or_default();
        unpack_concept(&mut Unpacker::new(concept))
    }
}

/// Rows of most families have nothing but the first of this.
fn pack_concept(to: &mut Packer, concept: &Concept) {
    let Concept {
        id,
        name,
        aliases,
        since,
        until,
        deprecated,
        notable,
        gloss,
        bad,
        good,
        see,
        recognise,
        unrecognised,
        places: _,
        file: _,
    } = concept;
    to.text(id);
    // Mostly what stands behind the family.
    let is_short_name = name == concept.short_name();
    to.option(Some(name).filter(|_| !is_short_name), |to, name| {
        to.text(name);
    });
    to.number(usize::from(*notable));
    to.text(gloss);
    to.texts(aliases);
    to.texts(see);
    let rare = [since, until, deprecated, bad, good, unrecognised];
    let is_plain = rare.iter().all(|text| text.is_none()) && recognise.is_empty();
    to.flag(!is_plain);
    if !is_plain {
        for text in rare {
            to.option(text.as_deref(), Packer::text);
        }
        to.list(recognise, |to, how| match how {
            How::Name(name) => {
                to.flag(false);
                to.text(name);
            }
            How::Table(table) => {
                to.flag(true);
                pack_table(to, table);
            }
        });
    }
}

fn unpack_concept(from: &mut Unpacker<'static>) -> Concept {
    let id = from.text();
    let short_name = id.split_once('.').map_or("", |(_, name)| name);
    let name = from.option(Unpacker::text).unwrap_or(short_name);
    let mut concept = Concept {
        id: id.into(),
        name: name.into(),
        notable: u8::try_from(from.number()).unwrap_or_default(),
        gloss: from.text().into(),
        aliases: from.texts(),
        see: from.texts(),
        since: None,
        until: None,
        deprecated: None,
        bad: None,
        good: None,
        unrecognised: None,
        recognise: Vec::new(),
        places: Vec::new(),
        file: None,
    };
    if from.flag() {
        let text = |from: &mut Unpacker<'static>| from.option(|from| Text::from(from.text()));
        concept.since = text(from);
        concept.until = text(from);
        concept.deprecated = text(from);
        concept.bad = text(from);
        concept.good = text(from);
        concept.unrecognised = text(from);
        concept.recognise = from.list(|from| match from.flag() {
            false => How::Name(from.text().to_owned()),
            true => How::Table(unpack_table(from)),
        });
    }
    concept
}

fn pack_table(to: &mut Packer, table: &toml::Table) {
    to.number(table.len());
    for (key, value) in table {
        to.text(key);
        pack_value(to, value);
    }
}

fn unpack_table(from: &mut Unpacker<'_>) -> toml::Table {
    from.list(|from| (from.text().to_owned(), unpack_value(from)))
        .into_iter()
        .collect()
}

/// Rules hold texts, lists, tables and numbers; no rule takes the times and fractions that TOML has
/// besides.
fn pack_value(to: &mut Packer, value: &toml::Value) {
    match value {
        toml::Value::String(text) => {
            to.number(0);
            to.text(text);
        }
        toml::Value::Array(values) => {
            to.number(1);
            to.list(values, pack_value);
        }
        toml::Value::Table(table) => {
            to.number(2);
            pack_table(to, table);
        }
        toml::Value::Integer(number) => {
            to.number(3);
            to.text(&number.to_string());
        }
        toml::Value::Boolean(flag) => {
            to.number(4);
            to.flag(*flag);
        }
        other => {
            to.number(0);
            to.text(&format!("{other:?}"));
        }
    }
}

fn unpack_value(from: &mut Unpacker<'_>) -> toml::Value {
    match from.number() {
        1 => toml::Value::Array(from.list(unpack_value)),
        2 => toml::Value::Table(unpack_table(from)),
        3 => toml::Value::Integer(from.text().parse().unwrap_or_default()),
        4 => toml::Value::Boolean(from.flag()),
        _ => toml::Value::String(from.text().to_owned()),
    }
}
