//! What the catalogue writes of a rule, before the grammar is asked: paths and kinds in words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::pack::{Packer, Unpacker};

/// The text of a row, or a copy of it.
pub type Text<'t> = Cow<'t, str>;

/// One text, or several of which each will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMany<'t>(Vec<Text<'t>>);

impl<'t> OneOrMany<'t> {
    /// In the order in which they are written.
    pub fn all(&self) -> &[Text<'t>] {
        &self.0
    }
}

impl<'t> From<Vec<Text<'t>>> for OneOrMany<'t> {
    fn from(texts: Vec<Text<'t>>) -> Self {
        Self(texts)
    }
}

impl<'de> Deserialize<'de> for OneOrMany<'_> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written<'t> {
            One(Text<'t>),
            Many(Vec<Text<'t>>),
        }
        Ok(Self(match Written::deserialize(from)? {
            Written::One(one) => vec![one],
            Written::Many(many) => many,
        }))
    }
}

/// A table of a row's `recognise`, by its keys (see [`crate::python`]'s module `rule`). Paths with
/// what belongs to them are in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(missing_docs)]
pub struct Table<'t> {
    pub node: OneOrMany<'t>,
    pub parent: Option<OneOrMany<'t>>,
    pub not_parent: Option<OneOrMany<'t>>,
    pub inside: Option<OneOrMany<'t>>,
    pub outside: Option<OneOrMany<'t>>,
    pub under: Option<Vec<OneOrMany<'t>>>,
    pub scope: Option<OneOrMany<'t>>,
    pub after: Option<OneOrMany<'t>>,
    pub field: Option<OneOrMany<'t>>,
    pub not_field: Option<OneOrMany<'t>>,
    pub has: Option<OneOrMany<'t>>,
    pub lacks: Option<OneOrMany<'t>>,
    #[serde(default, deserialize_with = "by_path")]
    pub at_least: Vec<(Text<'t>, usize)>,
    #[serde(default, rename = "where", deserialize_with = "by_path")]
    pub written: Vec<(Text<'t>, OneOrMany<'t>)>,
    #[serde(default, deserialize_with = "by_path")]
    pub unless: Vec<(Text<'t>, OneOrMany<'t>)>,
    #[serde(default, deserialize_with = "by_path")]
    pub of: Vec<(Text<'t>, OneOrMany<'t>)>,
    pub text: Option<OneOrMany<'t>>,
    pub text_has: Option<OneOrMany<'t>>,
    pub text_lacks: Option<OneOrMany<'t>>,
    pub text_starts: Option<OneOrMany<'t>>,
    pub prefix: Option<OneOrMany<'t>>,
    pub rule: Option<Text<'t>>,
    pub extent: Option<Text<'t>>,
    pub from: Option<Text<'t>>,
    pub to: Option<Text<'t>>,
    pub focus: Option<OneOrMany<'t>>,
}

fn by_path<'de, 't, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<(Text<'t>, T)>, D::Error> {
    let by_path = BTreeMap::<Text<'t>, T>::deserialize(from)?;
    Ok(by_path.into_iter().collect())
}

impl<'t> Table<'t> {
    /// Reads the table as it stands in the catalogue; the error says what is wrong.
    pub fn read(table: &toml::Table) -> Result<Self, String> {
        let read = table.clone().try_into();
        read.map_err(|error: toml::de::Error| error.message().to_owned())
    }

    /// Writes it.
    pub fn pack(&self, to: &mut Packer) {
        let mut table = self.clone();
        pack_texts(to, &self.node);
        for list in table.lists() {
            to.option(list.as_ref(), pack_texts);
        }
        for text in table.words() {
            to.option(text.as_deref(), Packer::text);
        }
        for by_path in table.maps() {
            to.list(by_path, |to, (path, texts)| {
                to.text(path);
                pack_texts(to, texts);
            });
        }
        to.option(self.under.as_deref(), |to, levels| {
            to.list(levels, pack_texts)
        });
        to.list(&self.at_least, |to, (path, count)| {
            to.text(path);
            to.number(*count);
        });
    }

    /// What [`Table::pack`] wrote.
    pub fn unpack(from: &mut Unpacker<'t>) -> Self {
        let mut table = Self {
            node: unpack_texts(from),
            ..Self::default()
        };
        for list in table.lists() {
            *list = from.option(unpack_texts);
        }
        for text in table.words() {
            *text = from.option(|from| from.text().into());
        }
        for by_path in table.maps() {
            *by_path = from.list(|from| (from.text().into(), unpack_texts(from)));
        }
        table.under = from.option(|from| from.list(unpack_texts));
        table.at_least = from.list(|from| (from.text().into(), from.number()));
        table
    }

    /// What is one text or several; most tables have few of them.
    fn lists(&mut self) -> [&mut Option<OneOrMany<'t>>; 16] {
        [
            &mut self.parent,
            &mut self.not_parent,
            &mut self.inside,
            &mut self.outside,
            &mut self.scope,
            &mut self.after,
            &mut self.field,
            &mut self.not_field,
            &mut self.has,
            &mut self.lacks,
            &mut self.text,
            &mut self.text_has,
            &mut self.text_lacks,
            &mut self.text_starts,
            &mut self.prefix,
            &mut self.focus,
        ]
    }

    fn words(&mut self) -> [&mut Option<Text<'t>>; 4] {
        [
            &mut self.rule,
            &mut self.extent,
            &mut self.from,
            &mut self.to,
        ]
    }

    fn maps(&mut self) -> [&mut Vec<(Text<'t>, OneOrMany<'t>)>; 3] {
        [&mut self.written, &mut self.unless, &mut self.of]
    }
}

fn pack_texts(to: &mut Packer, texts: &OneOrMany<'_>) {
    to.texts(texts.all());
}

fn unpack_texts<'t>(from: &mut Unpacker<'t>) -> OneOrMany<'t> {
    OneOrMany(from.texts())
}
