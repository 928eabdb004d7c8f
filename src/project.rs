//! What a project says about itself in `pyproject.toml` and `pygloss.toml`: the oldest Python that
//! it runs on, and its settings for pygloss.

use std::fmt;

use serde_json::Value;

use crate::text::visible_within;

/// How much is told of what is wrong with a file, in characters.
const LONGEST: usize = 300;

/// A version of Python, as far as concepts care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u16,
    minor: u16,
}

impl Version {
    /// Reads `3.8`; what follows (`3.8.1`, `3.8.*`) does not matter, and a missing second number is
    /// zero.
    pub fn read(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split('.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next().map_or(Ok(0), |minor| match minor {
            "*" => Ok(0),
            minor => minor.parse(),
        });
        Some(Self {
            major,
            minor: minor.ok()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The oldest Python that the text of a `pyproject.toml` allows: by `project.requires-python`
/// (version specifiers, PEP 440), or Poetry's `python` dependency. `None` where it does not say.
pub fn requires_python(pyproject: &str) -> Option<Version> {
    let table: toml::Table = pyproject.parse().ok()?;
    let standard = || table.get("project")?.get("requires-python")?.as_str();
    let poetry = || {
        let poetry = table.get("tool")?.get("poetry")?;
        poetry.get("dependencies")?.get("python")?.as_str()
    };
    oldest(standard().or_else(poetry)?)
}

/// The oldest version that fits all specifiers; one that only excludes newer ones says nothing.
fn oldest(specifiers: &str) -> Option<Version> {
    let lower = |specifier: &str| {
        let specifier = specifier.trim();
        let (version, above) = ["===", "~=", "==", ">=", "^", "~"]
            .iter()
            .find_map(|sign| specifier.strip_prefix(sign))
            .map(|version| (version, 0))
            .or_else(|| Some((specifier.strip_prefix('>')?, 1)))?;
        let mut version = Version::read(version)?;
        // `>3.8` leaves all of 3.8 out (PEP 440, "Exclusive ordered comparison"), `>3.8.1` does not.
        if above == 1 && specifier.matches('.').count() == 1 {
            version.minor += 1;
        }
        Some(version)
    };
    specifiers.split(',').filter_map(lower).max()
}

/// The settings in the text of a `pyproject.toml` (`[tool.pygloss]`) or a `pygloss.toml` (all of
/// it); `None` where there are none. The error is one line.
pub fn settings(name: &str, text: &str) -> Result<Option<Value>, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| visible_within(error.message(), LONGEST))?;
    let own = if name == "pyproject.toml" {
        let tool = table.get("tool").and_then(|tool| tool.get("pygloss"));
        tool.cloned()
    } else {
        Some(toml::Value::Table(table))
    };
    own.map(serde_json::to_value)
        .transpose()
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_python_of_a_project() {
        for (specifier, oldest) in [
            (">=3.8", Some("3.8")),
            (">= 3.9, <4", Some("3.9")),
            ("~=3.7.2", Some("3.7")),
            ("==3.11.*", Some("3.11")),
            (">3.7", Some("3.8")),
            (">3.7.1", Some("3.7")),
            (">=3", Some("3.0")),
            ("<4", None),
            ("", None),
            ("nonsense", None),
        ] {
            let text = format!("[project]\nrequires-python = \"{specifier}\"\n");
            let found = requires_python(&text).map(|version| version.to_string());
            assert_eq!(found.as_deref(), oldest, "{specifier}");
        }
        let poetry = "[tool.poetry.dependencies]\npython = \"^3.10\"\n";
        assert_eq!(requires_python(poetry), Version::read("3.10"));
        assert_eq!(requires_python("broken ["), None);
    }

    #[test]
    fn settings_stand_in_a_section_or_a_file_of_their_own() {
        let section = "[tool.pygloss]\nlens-mode = 1\n[tool.other]\n";
        let found = settings("pyproject.toml", section).unwrap();
        assert_eq!(found, Some(serde_json::json!({"lens-mode": 1})));
        assert_eq!(settings("pyproject.toml", "[project]\n").unwrap(), None);
        let own = settings("pygloss.toml", "lens.mode = \"all\"\n").unwrap();
        assert_eq!(own, Some(serde_json::json!({"lens": {"mode": "all"}})));
        assert!(settings("pygloss.toml", "[").is_err());
    }
}
