//! Lines that say something about a question rather than answer it: `Difficulty: Hard | Tags: a, b`.

use super::inline::TextLine;
use super::title;
use super::words::{self, fold};
use super::{Level, Stated};

/// What such lines say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meta {
    pub level: Option<Level>,
    pub tags: Vec<String>,
    pub asked_by: Vec<String>,
    pub explains: Vec<String>,
}

impl Meta {
    /// Adds what `other` says where nothing is said yet.
    pub fn add(&mut self, other: Self) {
        self.level = self.level.or(other.level);
        if self.tags.is_empty() {
            self.tags = other.tags;
        }
        if self.asked_by.is_empty() {
            self.asked_by = other.asked_by;
        }
        self.explains.extend(other.explains);
    }

    /// What they say of an entry besides its level.
    pub fn stated(self) -> Stated {
        Stated {
            tags: self.tags,
            asked_by: self.asked_by,
            explains: self.explains,
            aliases: Vec::new(),
        }
    }
}

/// What `line` says, if it is such a line and nothing else.
pub(super) fn read(line: &TextLine) -> Option<Meta> {
    let text = line.text.as_str();
    if text.len() > 600 {
        return None;
    }
    let short = text.chars().take(25).count() <= 24;
    // Most lines are text: only these signs make them anything else.
    if !short && !text.starts_with('#') && !text.contains([':', '：']) {
        return None;
    }
    let mut meta = Meta::default();
    if let Some(tags) = hashtags(text) {
        meta.tags = tags;
        return Some(meta);
    }
    // A badge: the level alone, as `🟢 Easy` or `(medium)`.
    // With a colon behind it, it is the label of what follows.
    if short && !text.ends_with([':', '：']) {
        let folded = fold(text);
        let level = words::level_word(&folded);
        let level = level.or_else(|| folded.is_empty().then(|| words::level_in(text)).flatten());
        if level.is_some() {
            meta.level = level;
            return Some(meta);
        }
    }
    if let Some((key, value)) = property(text) {
        if words::TAG_KEYS.has(key) {
            meta.tags = tags(value);
        } else if words::LEVEL_KEYS.has(key) {
            meta.level = words::level_in(value);
        }
        return Some(meta);
    }
    let mut known = 0;
    for part in text.split(['|', '·', '•', '｜', ';', '；']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let Some((key, value)) = part.split_once([':', '：']) else {
            if let Some(level) = words::level_word(&fold(part)) {
                meta.level = Some(level);
                known += 1;
                continue;
            }
            return None;
        };
        if key.len() > 60 {
            return None;
        }
        let key = fold(key);
        if words::LEVEL_KEYS.has(&key) {
            meta.level = words::level_in(value);
            if meta.level.is_none() && value.split_whitespace().count() > 4 {
                return None;
            }
        } else if words::TAG_KEYS.has(&key) {
            // A sentence after `Topic:` is text.
            if value.split_whitespace().count() > 12 && !value.contains(',') {
                return None;
            }
            meta.tags = tags(value);
        } else if words::COMPANY_KEYS.has(&key) {
            meta.asked_by = title::names(value);
        } else if key == "explains" {
            meta.explains = value
                .split([',', ' '])
                .map(|id| id.trim_matches(['`', ' ', '.']))
                .filter(|id| !id.is_empty())
                .map(str::to_owned)
                .collect();
        } else if !words::OTHER_KEYS.has(&key) || value.split_whitespace().count() > 6 {
            return None;
        } else {
            continue;
        }
        known += 1;
    }
    (known > 0).then_some(meta)
}

/// `card-repeats:: 2`: a property as Logseq and Obsidian's Dataview keep it.
fn property(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(":: ")?;
    let named = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'));
    (named && !key.is_empty() && !value.contains("::")).then_some((key, value.trim()))
}

/// Tags in a list, with or without `#`.
pub(super) fn tags(list: &str) -> Vec<String> {
    let separated = list.contains([',', '，', '、', ';']);
    let parts: Vec<&str> = if separated {
        list.split([',', '，', '、', ';']).collect()
    } else if list.contains('#') {
        list.split_whitespace().collect()
    } else {
        vec![list]
    };
    parts
        .iter()
        .map(|tag| {
            tag.trim_matches(|sign: char| {
                sign.is_whitespace() || matches!(sign, '`' | '#' | '*' | '[' | ']' | '"' | '\'')
            })
        })
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A line of `#tags` only.
fn hashtags(text: &str) -> Option<Vec<String>> {
    let tagged = text.split_whitespace().all(|word| {
        word.strip_prefix('#').is_some_and(|tag| {
            tag.starts_with(|sign: char| sign.is_alphabetic()) && !tag.contains('#')
        })
    });
    (tagged && text.starts_with('#')).then(|| {
        text.split_whitespace()
            .map(|word| word.trim_start_matches('#').to_owned())
            .collect()
    })
}

/// Takes a level that hides among the tags out of them.
pub(super) fn level_among(tags: &mut Vec<String>) -> Option<Level> {
    let at = tags
        .iter()
        .position(|tag| words::level_word(&fold(tag)).is_some())?;
    let level = words::level_word(&fold(&tags[at]));
    let tag = fold(&tags[at]);
    // `basics` is a subject as often as a level: it counts and stays.
    if !matches!(
        tag.as_str(),
        "basics" | "basic" | "fundamental" | "advanced" | "基础"
    ) {
        tags.remove(at);
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> TextLine {
        TextLine {
            text: text.to_owned(),
            ..TextLine::default()
        }
    }

    #[test]
    fn several_values_on_one_line() {
        let meta = read(&line(
            "Difficulty: 🔴 Hard | Tags: Internals, Memory | Asked by: Google, Meta",
        ))
        .unwrap();
        assert_eq!(meta.level, Some(Level::Hard));
        assert_eq!(meta.tags, ["Internals", "Memory"]);
        assert_eq!(meta.asked_by, ["Google", "Meta"]);
    }

    #[test]
    fn other_languages_and_badges() {
        assert_eq!(
            read(&line("Сложность: средняя")).unwrap().level,
            Some(Level::Medium)
        );
        assert_eq!(
            read(&line("难度：困难 ｜ 标签：并发、内存")).unwrap().tags,
            ["并发", "内存"]
        );
        assert_eq!(
            read(&line("Nivel: fácil")).unwrap().level,
            Some(Level::Easy)
        );
        assert_eq!(read(&line("🟡 Medium")).unwrap().level, Some(Level::Medium));
        assert_eq!(
            read(&line("#python #hard")).unwrap().tags,
            ["python", "hard"]
        );
        assert_eq!(
            read(&line("Explains: syntax.for-else, keyword.else"))
                .unwrap()
                .explains
                .len(),
            2
        );
    }

    #[test]
    fn sentences_are_not_metadata() {
        for text in [
            "Note: this is text",
            "Time: it takes long",
            "A closure: a function with cells",
            "Level up your skills",
            "Tags: these are words that go on and on and never end at all here",
        ] {
            assert_eq!(
                read(&line(text)).filter(|meta| *meta != Meta::default()),
                None,
                "{text}"
            );
        }
    }
}
