//! Any JSON from a client and any TOML from a workspace: settings that can be used, and what is wrong
//! with the others in one short line each.

use pygloss::concept::Family;
use pygloss::config::Settings;
use pygloss::project;

use super::bytes::Bytes;

/// No line to a person is longer, in bytes.
const LONGEST_LINE: usize = 1000;

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let kind = bytes.byte();
    let text = bytes.text();
    let value = match kind % 3 {
        0 => serde_json::from_str(&text).ok(),
        1 => taken(project::settings("pygloss.toml", &text)),
        _ => {
            let oldest = project::requires_python(&text);
            let again = oldest.map(|version| project::Version::read(&version.to_string()));
            assert_eq!(again.flatten(), oldest);
            taken(project::settings("pyproject.toml", &text))
        }
    };
    let Some(value) = value else { return };
    let (settings, problems) = Settings::default().with(&value);
    problems
        .iter()
        .for_each(|problem| assert_is_a_line(problem));
    assert!((1..=100_000).contains(&settings.usages_limit));
    let disabled = settings
        .hover_disabled
        .iter()
        .chain(&settings.lens_disabled);
    for name in disabled {
        let is_family = Family::ALL.iter().any(|family| family.name() == name);
        assert!(is_family || Family::of(name).is_some(), "{name}");
    }
    // Said twice it is the same, and below or above nothing it stays as it is.
    assert_eq!(settings.clone().with(&value), (settings.clone(), problems));
    let nothing = Settings::default();
    assert_eq!(settings.clone().over(&nothing), settings);
    assert_eq!(nothing.over(&settings), settings);
}

fn taken<T>(read: Result<Option<T>, String>) -> Option<T> {
    match read {
        Ok(value) => value,
        Err(reason) => {
            assert_is_a_line(&reason);
            None
        }
    }
}

fn assert_is_a_line(text: &str) {
    assert!(!text.is_empty() && text.len() <= LONGEST_LINE, "{text:?}");
    assert!(!text.chars().any(char::is_control), "{text:?}");
}
