//! Rows of a catalogue as people write them: `[[concept]]` in TOML, or `concepts` in the front
//! matter of a page.

use serde::Deserialize;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{Concept, Family};
use crate::problem::Problem;
use crate::text::{Span, is_hidden, visible};

/// One row that was read, or what is wrong with it; where it stands.
pub(super) type Row = (Span, Result<Concept, String>);

/// The rows of one TOML text.
pub(super) fn in_toml(source: &str) -> Result<Vec<Row>, Problem> {
    let broken = |error: toml::de::Error| {
        let span = Span::from(error.span().unwrap_or(0..0));
        Problem::error(span, "bad-toml", error.message())
    };
    let table = DeTable::parse(source).map_err(broken)?;
    let Some(rows) = table.get_ref().get("concept") else {
        return Ok(Vec::new());
    };
    let Some(rows) = rows.get_ref().as_array() else {
        let span = Span::from(rows.span());
        let message = "concepts are written as tables under `[[concept]]`";
        return Err(Problem::error(span, "bad-toml", message));
    };
    Ok(rows.iter().map(in_table).collect())
}

fn in_table(row: &toml::Spanned<DeValue<'_>>) -> Row {
    let recognise = row.get_ref().get("recognise");
    let places = recognise
        .and_then(|ways| ways.get_ref().as_array())
        .map(|ways| {
            let spans = ways.iter().map(|way| Span::from(way.span()));
            spans.collect()
        });
    let mut span = Span::from(row.span());
    let read = Concept::deserialize(ValueDeserializer::from(row.clone()));
    let read = read.map_err(|error| {
        if let Some(at) = error.span() {
            span = Span::from(at);
        }
        error.message().to_owned()
    });
    let read = read.map(|concept| Concept {
        places: places.unwrap_or_default(),
        ..concept
    });
    (span, read.and_then(sound))
}

/// The rows that the front matter of a page has under `concepts`; `place` tells where a word stands
/// in it.
pub(super) fn in_front_matter(
    rows: &serde_json::Value,
    place: impl Fn(&str) -> Span,
) -> Result<Vec<Row>, Problem> {
    let Some(rows) = rows.as_array() else {
        let message = "`concepts` is a list of concepts, each with an `id` and a `name`";
        return Err(Problem::error(place("concepts"), "bad-concept", message));
    };
    let row = |row: &serde_json::Value| {
        let id = row.get("id").and_then(serde_json::Value::as_str);
        let read = Concept::deserialize(row).map_err(|error| error.to_string());
        (place(id.unwrap_or("concepts")), read.and_then(sound))
    };
    Ok(rows.iter().map(row).collect())
}

fn sound(mut concept: Concept) -> Result<Concept, String> {
    if Family::of(&concept.id).is_none() {
        return Err(format!(
            "`{}` is no concept id: it begins with a family ({}) and a dot",
            concept.id,
            Family::ALL.map(Family::name).join(", ")
        ));
    }
    if concept.id.chars().any(is_hidden) {
        return Err("the id holds characters that nobody sees".to_owned());
    }
    // What is shown is cleared here once, whoever shows it. A gloss is Markdown, and goes through
    // what makes Markdown fit to show.
    let lines = [
        &mut concept.since,
        &mut concept.until,
        &mut concept.deprecated,
    ];
    let names = concept.aliases.iter_mut().chain([&mut concept.name]);
    for line in names.chain(lines.into_iter().flatten()) {
        *line = visible(line).into_owned().into();
    }
    for code in [&mut concept.bad, &mut concept.good].into_iter().flatten() {
        code.to_mut()
            .retain(|c| matches!(c, '\n' | '\t') || !is_hidden(c));
    }
    Ok(concept)
}
