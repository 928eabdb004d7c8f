//! Settings: what a person may choose, and how it is read from what an editor sends.
//!
//! A setting that is unknown or of the wrong type is told, and what stood before it stands. The
//! server's and the command line's are the same.

use serde_json::{Map, Value};

use crate::concept::Family;
use crate::gloss::{Detail, LensMode};
use crate::text::visible_within;

/// What a person chose; the default where they did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Files and folders of Markdown notes, as written: `~` and relative paths are for the caller.
    /// A later one stands before an earlier one.
    pub guides: Vec<String>,
    /// Whether the built-in guide is used as well.
    pub builtin_guide: bool,
    /// How much a hover says; `None` turns hovers off.
    pub hover: Option<Detail>,
    /// Which families and concepts hovers leave out.
    pub hover_disabled: Vec<String>,
    /// Where lenses stand.
    pub lenses: LensMode,
    /// Which families and concepts lenses leave out.
    pub lens_disabled: Vec<String>,
    /// Whether "go to definition" leads into the guide too.
    pub definition: bool,
    /// Whether pitfalls are marked in the code.
    pub hints: bool,
    /// How many places a search for usages gives at most.
    pub usages_limit: usize,
}

/// How much of the name of a setting is told, and how much of what is wrong with it, in characters.
const LONGEST_QUOTED: usize = 60;
const LONGEST_TOLD: usize = 300;
/// How many settings are told that cannot be used.
const MOST_TOLD: usize = 20;

/// How many places a search for usages gives unless told.
const USAGES: usize = 1000;
/// How many it may be told to give.
const MOST_USAGES: u64 = 100_000;

impl Default for Settings {
    fn default() -> Self {
        Self {
            guides: Vec::new(),
            builtin_guide: true,
            hover: Some(Detail::default()),
            hover_disabled: Vec::new(),
            lenses: LensMode::default(),
            lens_disabled: Vec::new(),
            definition: false,
            hints: false,
            usages_limit: USAGES,
        }
    }
}

/// Names that editors keep in the same section for themselves.
const EDITORS_OWN: [&str; 6] = ["args", "enable", "openWith", "path", "server", "trace"];

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
        if problems.len() > MOST_TOLD {
            let more = problems.len() - MOST_TOLD;
            problems.truncate(MOST_TOLD);
            problems.push(format!("and {more} more"));
        }
        (self, problems)
    }

    /// These settings, those that are as they are by default replaced by those of `below`: what a
    /// workspace's file says holds where a person chose nothing. Guides add up, the person's last.
    #[must_use]
    pub fn over(mut self, below: &Self) -> Self {
        let default = Self::default();
        let below = below.clone();
        self.hover = choose(self.hover, default.hover, below.hover);
        self.hover_disabled = choose(
            self.hover_disabled,
            default.hover_disabled,
            below.hover_disabled,
        );
        self.lenses = choose(self.lenses, default.lenses, below.lenses);
        self.lens_disabled = choose(
            self.lens_disabled,
            default.lens_disabled,
            below.lens_disabled,
        );
        self.builtin_guide &= below.builtin_guide;
        self.definition |= below.definition;
        self.hints |= below.hints;
        self.usages_limit = choose(self.usages_limit, default.usages_limit, below.usages_limit);
        self.guides.splice(0..0, below.guides);
        self
    }

    fn take(&mut self, prefix: &str, fields: &Map<String, Value>, problems: &mut Vec<String>) {
        for (name, value) in fields {
            let name = format!("{prefix}{}", camel(name));
            let outcome = match (name.as_str(), value) {
                (_, Value::Null) => Ok(()),
                ("hover" | "lens" | "definition" | "hints" | "usages", Value::Object(below)) => {
                    self.take(&format!("{name}."), below, problems);
                    Ok(())
                }
                ("guides", value) => list(value, "paths").map(|guides| self.guides = guides),
                ("builtinGuide", value) => switch(value).map(|used| self.builtin_guide = used),
                ("hover.detail", value) => {
                    choice(value, &DETAILS).map(|detail| self.hover = detail)
                }
                ("hover.disable", value) => {
                    concepts(value).map(|disabled| self.hover_disabled = disabled)
                }
                ("lens.mode", value) => choice(value, &MODES).map(|mode| self.lenses = mode),
                ("lens.disable", value) => {
                    concepts(value).map(|disabled| self.lens_disabled = disabled)
                }
                ("definition.enable", value) => {
                    switch(value).map(|enabled| self.definition = enabled)
                }
                ("hints.enable", value) => switch(value).map(|enabled| self.hints = enabled),
                ("usages.limit", value) => limit(value).map(|limit| self.usages_limit = limit),
                (name, _) if is_editors_own(name) => Ok(()),
                _ => Err("is no setting of pygloss".to_owned()),
            };
            if let Err(reason) = outcome {
                let name = visible_within(&name, LONGEST_QUOTED);
                problems.push(format!(
                    "`{name}` {}",
                    visible_within(&reason, LONGEST_TOLD)
                ));
            }
        }
    }
}

/// What a person chose, or `below` where that is only the default.
fn choose<T: PartialEq>(own: T, default: T, below: T) -> T {
    if own == default { below } else { own }
}

const DETAILS: [(&str, Option<Detail>); 3] = [
    ("compact", Some(Detail::Compact)),
    ("full", Some(Detail::Full)),
    ("off", None),
];

const MODES: [(&str, LensMode); 5] = [
    ("first", LensMode::First),
    ("definitions", LensMode::Definitions),
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

fn list(value: &Value, of_what: &str) -> Result<Vec<String>, String> {
    let items = value.as_array().map(|items| {
        items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    });
    items
        .flatten()
        .ok_or_else(|| format!("is {value}, not a list of {of_what}"))
}

/// A list of families and concept ids. Whether there is such a concept only the guides in use tell.
fn concepts(value: &Value) -> Result<Vec<String>, String> {
    let ids = list(value, "families and concept ids")?;
    let is_wrong = |id: &&String| {
        Family::of(id).is_none() && !Family::ALL.iter().any(|family| family.name() == *id)
    };
    match ids.iter().find(is_wrong) {
        None => Ok(ids),
        Some(wrong) => Err(format!(
            "names `{wrong}`, which is no concept id and none of {}",
            Family::ALL.map(Family::name).join(", ")
        )),
    }
}

fn switch(value: &Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| format!("is {value}, not true or false"))
}

fn limit(value: &Value) -> Result<usize, String> {
    let number = value.as_u64().filter(|&number| number >= 1);
    let number = number.ok_or_else(|| format!("is {value}, not a number from 1 on"))?;
    Ok(usize::try_from(number.min(MOST_USAGES)).unwrap_or(USAGES))
}

/// A name as editors write it, from the same name with hyphens, as files do.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut after_hyphen = false;
    for c in name.chars() {
        if c == '-' && !out.is_empty() {
            after_hyphen = true;
        } else if std::mem::take(&mut after_hyphen) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
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
            ..Settings::default()
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
    fn families_and_concepts_can_be_turned_off() {
        let (settings, problems) = read(json!({
            "hover": {"disable": ["keyword", "syntax.walrus"]}, "lens.disable": ["idiom"],
            "definition": {"enable": true}, "hints.enable": true, "usages": {"limit": 7},
            "builtin-guide": false,
        }));
        assert_eq!(problems, [""; 0]);
        assert_eq!(settings.hover_disabled, ["keyword", "syntax.walrus"]);
        assert_eq!(settings.lens_disabled, ["idiom"]);
        assert!(settings.definition && settings.hints && !settings.builtin_guide);
        assert_eq!(settings.usages_limit, 7);
        for (wrong, told) in [
            (json!({"lens.disable": ["idioms"]}), "names `idioms`"),
            (json!({"lens.disable": "idiom"}), "not a list of families"),
            (json!({"hints.enable": 1}), "not true or false"),
            (json!({"usages.limit": 0}), "not a number from 1 on"),
        ] {
            let (settings, problems) = read(wrong);
            assert_eq!(settings, Settings::default());
            assert!(problems[0].contains(told), "{problems:?}");
        }
    }

    #[test]
    fn a_workspaces_file_holds_where_nothing_was_chosen() {
        let (file, _) = read(json!({"lens": {"mode": "all"}, "hover": {"detail": "full"},
            "guides": ["/team"]}));
        let (own, _) = read(json!({"lens.mode": "off", "hover.detail": "compact",
            "guides": ["/mine"]}));
        let both = own.over(&file);
        assert_eq!(both.lenses, LensMode::Off);
        assert_eq!(both.hover, Some(Detail::Full));
        assert_eq!(both.guides, ["/team", "/mine"]);
    }

    #[test]
    fn a_later_layer_stands_over_an_earlier_one() {
        let (first, _) = read(json!({"lens.mode": "all", "hover.detail": "off"}));
        let (both, _) = first.with(&json!({"hover.detail": "full"}));
        assert_eq!(both.lenses, LensMode::All);
        assert_eq!(both.hover, Some(Detail::Full));
    }
}
