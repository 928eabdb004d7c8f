//! Front matter: YAML between `---` lines or TOML between `+++` lines at the very beginning.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Level;
use super::lines;
use super::words;
use crate::problem::Problem;
use crate::text::Span;

/// What a page says about itself before it begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The lines between the marks; empty where there are none.
    pub span: Span,
    /// `title`
    pub title: Option<String>,
    /// `explains`: concept ids. `None` where the key is missing.
    pub explains: Option<Vec<String>>,
    /// `level`
    pub level: Option<Level>,
    /// `since`: the Python version, as written.
    pub since: Option<String>,
    /// `tags`, from a list or a string with commas.
    pub tags: Vec<String>,
    /// `aliases`: other names the page answers to.
    pub aliases: Vec<String>,
    /// `prerequisites`: names of other pages.
    pub prerequisites: Vec<String>,
    /// `see`: links.
    pub see: Vec<String>,
    /// `companies`
    pub asked_by: Vec<String>,
    /// Everything else, kept.
    pub other: BTreeMap<String, Value>,
}

/// Reads the front matter of `text`; the second value is where the text proper begins.
pub(super) fn read(text: &str, problems: &mut Vec<Problem>) -> (FrontMatter, usize) {
    let none = (FrontMatter::default(), 0);
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut all = lines::lines(text, start);
    let Some(first) = all.next() else {
        return none;
    };
    let mark = text[first.start..first.end].trim_end();
    if mark != "---" && mark != "+++" {
        return (FrontMatter::default(), start);
    }
    let mut inner = first.next;
    let end = all.find(|line| {
        let body = text[line.start..line.end].trim_end();
        body == mark || (mark == "---" && body == "...")
    });
    let Some(end) = end else {
        return (FrontMatter::default(), start);
    };
    inner = inner.min(end.start);
    let body = &text[inner..end.start];
    // A rule at the top of a page is no front matter.
    if mark == "---" && !looks_like_yaml(body) {
        return (FrontMatter::default(), start);
    }
    let span = Span::new(inner, end.start);
    let parsed = if mark == "---" {
        yaml(body, inner)
    } else {
        toml(body, inner)
    };
    let mut front = match parsed {
        Ok(Value::Object(map)) => fields(map, span, text, problems),
        Ok(Value::Null) => FrontMatter::default(),
        Ok(_) => {
            problems.push(Problem::warning(
                span,
                "front-matter",
                "the front matter is no list of `key: value` lines; ignored",
            ));
            FrontMatter::default()
        }
        Err(problem) => {
            problems.push(problem);
            FrontMatter::default()
        }
    };
    front.span = span;
    (front, end.next)
}

/// Whether the first line that says something is `key: value`.
fn looks_like_yaml(body: &str) -> bool {
    let first = body
        .lines()
        .map(str::trim_end)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_none_or(|line| {
        line.split_once(':').is_some_and(|(key, value)| {
            // `Q: …` between rules is a card.
            let card =
                key.starts_with(char::is_uppercase) && words::QUESTION_MARKS.has(&words::fold(key));
            !card
                && !key.trim().is_empty()
                && !key.starts_with(['-', '*', '>', '#'])
                && key.split_whitespace().count() <= 3
                && (value.is_empty() || value.starts_with(' '))
        })
    })
}

/// The longest front matter that is read; more is a mistake or an attack.
const LONGEST: usize = 256 * 1024;

fn yaml(body: &str, offset: usize) -> Result<Value, Problem> {
    if body.trim().is_empty() {
        return Ok(Value::Null);
    }
    if body.len() > LONGEST {
        return Err(Problem::error(
            Span::new(offset, offset),
            "front-matter",
            "the front matter is longer than 256 KiB; ignored",
        ));
    }
    // `N` and `on` are words, as in YAML 1.2.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options::<Value>(body, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        let at = line_start(body, usize::try_from(line).unwrap_or(1));
        let message = error.to_string();
        let message = message.lines().next().unwrap_or("").trim();
        let message = message.trim_start_matches("error: ");
        Problem::error(
            Span::new(offset + at.0, offset + at.1),
            "front-matter",
            format!("the YAML front matter cannot be read: {message}; it was ignored"),
        )
    })
}

fn toml(body: &str, offset: usize) -> Result<Value, Problem> {
    if body.len() > LONGEST {
        return Err(Problem::error(
            Span::new(offset, offset),
            "front-matter",
            "the front matter is longer than 256 KiB; ignored",
        ));
    }
    toml::from_str::<Value>(body).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(body.len()));
        let line = body.get(..at).map_or(0, |head| head.matches('\n').count());
        let place = line_start(body, line + 1);
        Problem::error(
            Span::new(offset + place.0, offset + place.1),
            "front-matter",
            format!(
                "the TOML front matter cannot be read: {}; it was ignored",
                error.message()
            ),
        )
    })
}

/// The bytes of the line with that number, from 1.
fn line_start(body: &str, number: usize) -> (usize, usize) {
    lines::lines(body, 0)
        .nth(number.saturating_sub(1))
        .map_or((body.len(), body.len()), |line| (line.first, line.end))
}

fn fields(
    map: serde_json::Map<String, Value>,
    span: Span,
    text: &str,
    problems: &mut Vec<Problem>,
) -> FrontMatter {
    let mut front = FrontMatter::default();
    for (key, value) in map {
        match key.to_lowercase().as_str() {
            "title" => front.title = as_written(&value, text, span, &key).or(front.title),
            // One note per question.
            "question" => {
                let question = || as_written(&value, text, span, &key);
                front.title = front.title.or_else(question);
            }
            "explains" => front.explains = Some(list(&value)),
            "level" | "difficulty" | "nivel" | "dificultad" | "сложность" | "уровень" | "难度" =>
            {
                let said = word(&value).unwrap_or_default();
                front.level = words::level_in(&said);
                if front.level.is_none() && !said.is_empty() {
                    let place = key_span(text, span, &key);
                    problems.push(Problem::warning(
                        place,
                        "level",
                        format!("`{key}: {said}` is none of easy, medium, hard; ignored"),
                    ));
                }
            }
            "since" => front.since = as_written(&value, text, span, &key),
            "tags" | "tag" | "topics" | "etiquetas" | "теги" | "标签" => {
                front.tags = list(&value)
            }
            "aliases" | "alias" => front.aliases = list(&value),
            "prerequisites" => front.prerequisites = list(&value),
            "see" => front.see = list(&value),
            "companies" | "company" | "asked_by" | "asked-by" => front.asked_by = list(&value),
            _ => {
                front.other.insert(key, value);
            }
        }
    }
    front
}

/// Where `key` stands in the front matter.
fn key_span(text: &str, span: Span, key: &str) -> Span {
    lines::lines(&text[..span.end()], span.start())
        .find(|line| text[line.first..line.end].starts_with(key))
        .map_or(span, |line| Span::new(line.first, line.end))
}

/// What `key` has, letter by letter: 3.10 is a number that YAML and TOML know no difference to 3.1 of.
fn as_written(value: &Value, text: &str, span: Span, key: &str) -> Option<String> {
    if !matches!(value, Value::Number(_) | Value::Bool(_)) {
        return word(value);
    }
    let line = text.get(key_span(text, span, key).range())?;
    let (_, value) = line.split_once([':', '='])?;
    let value = value.split_whitespace().next()?;
    Some(value.trim_matches(['"', '\'']).to_owned())
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(items) => items.first().and_then(word),
        _ => None,
    }
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .filter_map(word)
            .filter(|item| !item.is_empty())
            .collect(),
        Value::String(text) if text.contains(',') || text.contains('#') => super::meta::tags(text),
        Value::Null => Vec::new(),
        other => word(other)
            .into_iter()
            .filter(|item| !item.is_empty())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_lists_and_strings() {
        let text = "---\ntitle: X\ntags: a, b\nexplains: [syntax.walrus]\nlevel: Hard\nsince: \"3.8\"\nmine: 1\n---\n# X\n";
        let mut problems = Vec::new();
        let (front, body) = read(text, &mut problems);
        assert_eq!(&text[body..], "# X\n");
        assert_eq!(front.tags, ["a", "b"]);
        assert_eq!(front.explains.unwrap(), ["syntax.walrus"]);
        assert_eq!(front.level, Some(Level::Hard));
        assert_eq!(front.since.as_deref(), Some("3.8"));
        assert!(front.other.contains_key("mine") && problems.is_empty());
    }

    #[test]
    fn toml_too() {
        let (front, body) = read(
            "+++\ntitle = \"X\"\ntags = [\"a\"]\n+++\ny",
            &mut Vec::new(),
        );
        assert_eq!(
            (front.title.as_deref(), front.tags.len(), body),
            (Some("X"), 1, 33)
        );
    }

    #[test]
    fn a_version_is_kept_as_written() {
        for text in [
            "---\nsince: 3.10\n---\n",
            "---\nsince: 3.10  # of Python\n---\n",
            "+++\nsince = 3.10\n+++\n",
            "---\nsince: '3.10'\n---\n",
        ] {
            let (front, _) = read(text, &mut Vec::new());
            assert_eq!(front.since.as_deref(), Some("3.10"), "{text}");
        }
    }

    #[test]
    fn a_title_is_kept_as_written() {
        for title in ["N", "on", "True", "3.10", "404"] {
            let text = format!("---\ntitle: {title}\n---\n");
            let (front, _) = read(&text, &mut Vec::new());
            assert_eq!(front.title.as_deref(), Some(title));
        }
    }

    #[test]
    fn broken_front_matter_is_a_problem_on_its_line() {
        let text = "---\ntitle: X\ntags: [a\nlevel: easy\n---\ny";
        let mut problems = Vec::new();
        let (front, body) = read(text, &mut problems);
        assert_eq!((front.title, &text[body..]), (None, "y"));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "front-matter");
        assert!(
            problems[0].span.start() > 4 && problems[0].span.end() <= 37,
            "{:?}",
            problems[0]
        );
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(read("---\n\nHello there.\n\n---\n", &mut Vec::new()).1, 0);
        assert_eq!(read("---\nno end", &mut Vec::new()).1, 0);
    }
}
