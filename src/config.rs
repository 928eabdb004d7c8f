//! Settings: what a person may choose, and how it is read from what an editor sends.
//!
//! A setting that is unknown or of the wrong type is told, and what stood before it stands. The
//! server's and the command line's are the same.

use serde_json::{Map, Value};

use crate::gloss::{Detail, LensMode};

/// What a person chose; the default where they did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Files and folders of Markdown notes, as written: `~` and relative paths are for the caller.
    /// A later one stands before an earlier one.
    pub guides: Vec<String>,
    /// How much a hover says; `None` turns hovers off.
    pub hover: Option<Detail>,
    /// Where lenses stand.
    pub lenses: LensMode,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            guides: Vec::new(),
            hover: Some(Detail::default()),
            lenses: LensMode::default(),
        }
    }
}

/// Names that editors keep in the same section for themselves.
const EDITORS_OWN: [&str; 5] = ["args", "enable", "path", "server", "trace"];

/// The name of our section in an editor's settings.
pub const SECTION: &str = "pygloss";

impl Settings {
    /// These settings with those of `value` over them: an object like
    /// `{"hover": {"detail": "full"}}`, with dotted names, or either under `pygloss`. What is `null`
    /// is not set. What could not be used is told, one line each.
    pub fn with(mut self, value: &Value) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        match value {
            Value::Null => {}
            Value::Object(fields) => match fields.get(SECTION) {
                Some(Value::Object(own)) => self.take("", own, &mut problems),
                Some(Value::Null) => {}
                Some(_) => problems.push(format!("`{SECTION}` is no object")),
                None => self.take("", fields, &mut problems),
            },
            _ => problems.push("the settings are no object".to_owned()),
        }
        (self, problems)
    }

    fn take(&mut self, prefix: &str, fields: &Map<String, Value>, problems: &mut Vec<String>) {
        for (name, value) in fields {
            let name = format!("{prefix}{name}");
            let outcome = match (name.as_str(), value) {
                (_, Value::Null) => Ok(()),
                ("hover" | "lens", Value::Object(below)) => {
                    self.take(&format!("{name}."), below, problems);
                    Ok(())
                }
                ("guides", value) => list(value).map(|guides| self.guides = guides),
                ("hover.detail", value) => {
                    choice(value, &DETAILS).map(|detail| self.hover = detail)
                }
                ("lens.mode", value) => choice(value, &MODES).map(|mode| self.lenses = mode),
                (name, _) if is_editors_own(name) => Ok(()),
                _ => Err("is no setting of pygloss".to_owned()),
            };
            if let Err(reason) = outcome {
                problems.push(format!("`{name}` {reason}"));
            }
        }
    }
}

const DETAILS: [(&str, Option<Detail>); 3] = [
    ("compact", Some(Detail::Compact)),
    ("full", Some(Detail::Full)),
    ("off", None),
];

const MODES: [(&str, LensMode); 4] = [
    ("first", LensMode::First),
    ("summary", LensMode::Summary),
    ("all", LensMode::All),
    ("off", LensMode::Off),
];

fn is_editors_own(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    EDITORS_OWN.contains(&first)
}

fn choice<T: Copy>(value: &Value, choices: &[(&str, T)]) -> Result<T, String> {
    let found = choices
        .iter()
        .find(|(name, _)| value.as_str() == Some(name));
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
        format!("is {value}, which is none of {}", names.join(", "))
    })
}

fn list(value: &Value) -> Result<Vec<String>, String> {
    let items = value.as_array().map(|items| {
        items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    });
    items
        .flatten()
        .ok_or_else(|| format!("is {value}, not a list of paths"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> (Settings, Vec<String>) {
        Settings::default().with(&value)
    }

    #[test]
    fn settings_come_nested_dotted_or_in_their_section() {
        let full = Settings {
            guides: vec!["~/notes".to_owned()],
            hover: Some(Detail::Full),
            lenses: LensMode::Summary,
        };
        for value in [
            json!({"guides": ["~/notes"], "hover": {"detail": "full"}, "lens": {"mode": "summary"}}),
            json!({"guides": ["~/notes"], "hover.detail": "full", "lens.mode": "summary"}),
            json!({"pygloss": {"guides": ["~/notes"], "hover.detail": "full",
                "lens": {"mode": "summary"}}}),
        ] {
            assert_eq!(read(value), (full.clone(), vec![]));
        }
    }

    #[test]
    fn nothing_set_is_the_default() {
        for value in [
            json!(null),
            json!({}),
            json!({"pygloss": null}),
            json!({"guides": null, "hover": {"detail": null}, "lens": null}),
            json!({"trace": {"server": "verbose"}, "path": "/opt/pygloss", "trace.server": "off"}),
        ] {
            assert_eq!(read(value), (Settings::default(), vec![]));
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_and_the_rest_is_taken() {
        let (settings, problems) = read(json!({
            "guides": "~/notes", "hover": {"detial": "full", "detail": 3}, "lens": {"mode": "all"}
        }));
        assert_eq!(settings.lenses, LensMode::All);
        assert_eq!(settings.hover, Some(Detail::Compact));
        let expected = [
            "`guides` is \"~/notes\", not a list of paths",
            "`hover.detail` is 3, which is none of compact, full, off",
            "`hover.detial` is no setting of pygloss",
        ];
        assert_eq!(problems, expected);
        assert_eq!(read(json!([1])).1, ["the settings are no object"]);
        assert_eq!(
            read(json!({"hover": 1})).1,
            ["`hover` is no setting of pygloss"]
        );
        assert_eq!(
            read(json!({"guides": [1]})).1,
            ["`guides` is [1], not a list of paths"]
        );
    }

    #[test]
    fn a_later_layer_stands_over_an_earlier_one() {
        let (first, _) = read(json!({"lens.mode": "all", "hover.detail": "off"}));
        let (both, _) = first.with(&json!({"hover.detail": "full"}));
        assert_eq!(both.lenses, LensMode::All);
        assert_eq!(both.hover, Some(Detail::Full));
    }
}
