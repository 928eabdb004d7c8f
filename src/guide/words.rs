//! The words by which notes in several languages mark questions, answers, levels and the rest: the
//! lists of `words.txt`. All are lower case; [`fold`] brings text into the same form.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::Level;

/// One list of words.
#[derive(Debug, Default)]
pub(super) struct List {
    words: Vec<&'static str>,
    set: HashSet<&'static str>,
    by_first: HashMap<char, Vec<&'static str>>,
}

impl List {
    /// Whether `word` is in it.
    pub fn has(&self, word: &str) -> bool {
        self.set.contains(word)
    }

    /// Its words, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.iter().copied()
    }

    /// Those of its words that can stand at the beginning of `text`.
    pub fn starting(&self, text: &str) -> &[&'static str] {
        let first = text.chars().next();
        let small = first.and_then(|sign| match sign.is_ascii() {
            true => Some(sign.to_ascii_lowercase()),
            false => sign.to_lowercase().next(),
        });
        small
            .and_then(|sign| self.by_first.get(&sign))
            .map_or(&[], Vec::as_slice)
    }
}

/// The lists by name.
static LISTS: LazyLock<HashMap<&'static str, List>> = LazyLock::new(|| {
    let mut out: HashMap<&'static str, List> = HashMap::new();
    let mut name = "";
    for line in include_str!("words.txt").lines() {
        if let Some(inner) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            name = inner;
        } else if !line.starts_with('#') {
            let list = out.entry(name).or_default();
            for word in line
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
            {
                if list.set.insert(word) {
                    list.words.push(word);
                    list.by_first
                        .entry(word.chars().next().unwrap_or(' '))
                        .or_default()
                        .push(word);
                }
            }
        }
    }
    out
});

/// The list with that name; an empty one where there is none, which a test excludes.
fn list(name: &str) -> &'static List {
    static NONE: LazyLock<List> = LazyLock::new(List::default);
    LISTS.get(name).unwrap_or(&NONE)
}

/// What may stand before a question: `Q:`, `Pregunta 3.`.
pub(super) static QUESTION_MARKS: LazyLock<&'static List> =
    LazyLock::new(|| list("question-marks"));
/// Those of them that name a task rather than a question.
pub(super) static TASKS: LazyLock<&'static List> = LazyLock::new(|| list("tasks"));
/// What may stand before an answer: `A:`, `Ответ:`.
pub(super) static ANSWER_MARKS: LazyLock<&'static List> = LazyLock::new(|| list("answer-marks"));
/// Words of titles that announce an answer: `View Answer`.
pub(super) static ANSWER_WORDS: LazyLock<&'static List> = LazyLock::new(|| list("answer-words"));
/// Words that stand around those in such titles.
pub(super) static ANSWER_AROUND: LazyLock<&'static List> = LazyLock::new(|| list("answer-around"));
/// Keys of a line such as `Difficulty: Hard | Tags: a, b`.
pub(super) static LEVEL_KEYS: LazyLock<&'static List> = LazyLock::new(|| list("level-keys"));
/// Keys of tags.
pub(super) static TAG_KEYS: LazyLock<&'static List> = LazyLock::new(|| list("tag-keys"));
/// Keys of companies.
pub(super) static COMPANY_KEYS: LazyLock<&'static List> = LazyLock::new(|| list("company-keys"));
/// Keys that are known and kept nowhere.
pub(super) static OTHER_KEYS: LazyLock<&'static List> = LazyLock::new(|| list("other-keys"));
/// Headers of the column that holds the question.
pub(super) static QUESTION_COLUMNS: LazyLock<&'static List> =
    LazyLock::new(|| list("question-columns"));
/// Headers of the column that holds the answer.
pub(super) static ANSWER_COLUMNS: LazyLock<&'static List> =
    LazyLock::new(|| list("answer-columns"));
/// Headings of tables of contents and navigation.
pub(super) static CONTENTS: LazyLock<&'static List> = LazyLock::new(|| list("contents"));
/// Words that make a heading or a line announce questions.
pub(super) static QUESTION_WORDS: LazyLock<&'static List> =
    LazyLock::new(|| list("question-words"));
/// The same where words are not set apart by spaces.
pub(super) static QUESTION_SIGNS: LazyLock<&'static List> =
    LazyLock::new(|| list("question-signs"));
/// Lines before questions that belong to an answer.
pub(super) static FOLLOW_UPS: LazyLock<&'static List> = LazyLock::new(|| list("follow-ups"));
/// Beginnings of what a template leaves to be filled in.
pub(super) static PLACEHOLDERS: LazyLock<&'static List> = LazyLock::new(|| list("placeholders"));
/// Words that may stand beside a level in a heading that is about nothing else.
pub(super) static LEVEL_AROUND: LazyLock<&'static List> = LazyLock::new(|| list("level-around"));
/// First words of orders that hardly begin another title.
pub(super) static ORDERS: LazyLock<&'static List> = LazyLock::new(|| list("orders"));
/// First words of questions and orders that also begin other titles.
pub(super) static PERHAPS: LazyLock<&'static List> = LazyLock::new(|| list("perhaps"));
/// Signs that ask, or order, anywhere in a Chinese, Japanese or Korean title.
pub(super) static ASKING_SIGNS: LazyLock<&'static List> = LazyLock::new(|| list("asking-signs"));
/// Companies that titles and headings name without further words.
pub(super) static COMPANIES: LazyLock<&'static List> = LazyLock::new(|| list("companies"));
/// How that level is called.
pub(super) static EASY: LazyLock<&'static List> = LazyLock::new(|| list("easy"));
/// How that level is called.
pub(super) static MEDIUM: LazyLock<&'static List> = LazyLock::new(|| list("medium"));
/// How that level is called.
pub(super) static HARD: LazyLock<&'static List> = LazyLock::new(|| list("hard"));

/// Lower case, trimmed of emoji, stars and punctuation at both ends, spaces made one.
pub(super) fn fold(text: &str) -> String {
    let inner = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    let mut out = String::with_capacity(inner.len());
    if inner.is_ascii() {
        for word in inner.split_ascii_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.make_ascii_lowercase();
        return out;
    }
    for word in inner.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Directives whose content is prose, where a dialect writes them as code fences.
pub(super) fn is_prose_directive(name: &str) -> bool {
    matches!(
        name.trim_start_matches('.'),
        "exercise"
            | "exercise-start"
            | "solution"
            | "solution-start"
            | "question"
            | "answer"
            | "admonition"
            | "dropdown"
            | "note"
            | "tip"
            | "hint"
            | "important"
            | "warning"
            | "caution"
            | "attention"
            | "danger"
            | "seealso"
            | "details"
            | "toggle"
            | "card"
            | "tab-item"
            | "tab-set"
            | "grid"
            | "example"
            | "quiz"
            | "problem"
            | "prf:example"
            | "sd-dropdown"
            | "faq"
            | "challenge"
    )
}

/// The levels with their names.
fn levels() -> [(Level, &'static List); 3] {
    [
        (Level::Easy, &EASY),
        (Level::Medium, &MEDIUM),
        (Level::Hard, &HARD),
    ]
}

/// The level that a word, or a row of stars, names.
pub(super) fn level_word(word: &str) -> Option<Level> {
    levels()
        .into_iter()
        .find(|(_, names)| names.has(word))
        .map(|(level, _)| level)
}

/// The level that a value such as `🔴 Hard`, `Easy/Medium` or `средний` names: the first.
pub(super) fn level_in(value: &str) -> Option<Level> {
    let whole = value.trim().to_lowercase();
    if let Some(level) = level_word(&whole).or_else(|| level_word(&fold(&whole))) {
        return Some(level);
    }
    let stars = whole.matches(['⭐', '★']).count();
    if let Some(level) = [Level::Easy, Level::Medium, Level::Hard].get(stars.wrapping_sub(1)) {
        return Some(*level);
    }
    whole
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || is_circle(sign)))
        .find_map(level_word)
        .or_else(|| {
            whole
                .chars()
                .find_map(|sign| level_word(sign.encode_utf8(&mut [0; 4])))
        })
}

fn is_circle(sign: char) -> bool {
    matches!(sign, '🟢' | '🟡' | '🟠' | '🔴')
}

/// The level that a heading such as `Hard questions` or `Уровень: средний` is about, and nothing
/// else.
pub(super) fn level_heading(title: &str) -> Option<Level> {
    let folded = fold(title);
    let mut found = None;
    let asks = speaks_of_questions(&folded)
        || folded.contains("level")
        || folded.contains("nivel")
        || folded.contains("уровень");
    for word in folded.split(|sign: char| !(sign.is_alphanumeric() || sign == '&' || sign == '-')) {
        // `Python basics` is a subject; so is what stands beside other words than these.
        if !asks && (matches!(word, "basics" | "basic" | "fundamental" | "python" | "基础")) {
            return None;
        }
        if word.is_empty()
            || LEVEL_AROUND.has(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
        {
            continue;
        }
        let level = level_word(word).or_else(|| {
            if word.is_ascii() {
                return None;
            }
            // Chinese writes `初级面试题` without spaces.
            let rest = levels().into_iter().find_map(|(level, names)| {
                names
                    .iter()
                    .filter(|name| !name.is_ascii() && name.chars().count() > 1)
                    .find_map(|name| word.strip_prefix(name).map(|rest| (level, rest)))
            });
            rest.filter(|(_, rest)| {
                ["题", "问题", "面试题", "题目", "级", "难度", "篇", "部分"].contains(rest)
            })
            .map(|(level, _)| level)
        })?;
        if found.is_some_and(|known| known != level) {
            return None;
        }
        found = Some(level);
    }
    found
}

/// What a heading or lead-in is there for, apart from what it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Announces {
    /// A table of contents or other navigation.
    pub contents: bool,
    /// Questions.
    pub questions: bool,
    /// Questions that belong to an answer.
    pub follow_ups: bool,
}

/// What a heading or lead-in announces.
pub(super) fn announces(title: &str) -> Announces {
    let folded = fold(title);
    Announces {
        contents: CONTENTS.has(&folded),
        questions: speaks_of_questions(&folded),
        follow_ups: FOLLOW_UPS.starting(&folded).iter().any(|words| {
            folded
                .strip_prefix(words)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || !words.is_ascii())
        }),
    }
}

/// Whether a heading or lead-in announces questions.
pub(super) fn announces_questions(title: &str) -> bool {
    speaks_of_questions(&fold(title))
}

fn speaks_of_questions(folded: &str) -> bool {
    folded
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '&'))
        .any(|word| QUESTION_WORDS.has(word))
        || (!folded.is_ascii() && QUESTION_SIGNS.iter().any(|sign| folded.contains(sign)))
}

/// Whether a title such as `Click to see the answer` only announces an answer.
pub(super) fn is_answer_label(title: &str) -> bool {
    let folded = fold(title);
    if folded.is_empty() || folded.chars().nth(48).is_some() || title.contains(['?', '？', '؟']) {
        return false;
    }
    let words: Vec<&str> = folded
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '\''))
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let mut found = false;
    for word in &words {
        if ANSWER_WORDS.has(word) {
            found = true;
        } else if !ANSWER_AROUND.has(word) && !word_of_signs(word, &mut found) {
            return false;
        }
    }
    let shown = words.iter().any(|word| {
        matches!(
            *word,
            "view"
                | "show"
                | "see"
                | "reveal"
                | "click"
                | "expand"
                | "spoiler"
                | "toggle"
                | "ver"
                | "mostrar"
                | "показать"
                | "посмотреть"
                | "развернуть"
        )
    });
    (found || shown) && !words.is_empty()
}

/// Chinese words run together: `点击查看答案`.
fn word_of_signs(word: &str, found: &mut bool) -> bool {
    if word.is_ascii() {
        return false;
    }
    let mut rest = word;
    while !rest.is_empty() {
        let answer = ANSWER_WORDS
            .iter()
            .filter(|known| !known.is_ascii())
            .find(|known| rest.starts_with(known));
        let around = ANSWER_AROUND
            .iter()
            .filter(|known| !known.is_ascii())
            .find(|known| rest.starts_with(known));
        if let Some(known) = answer {
            *found = true;
            rest = &rest[known.len()..];
        } else if let Some(known) = around {
            rest = &rest[known.len()..];
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_labels_are_told_from_questions() {
        for label in [
            "View Answer",
            "Click to see the solution",
            "Ответ",
            "Показать ответ",
            "点击查看答案",
            "Ver respuesta",
            "✅ Answer:",
            "Show",
        ] {
            assert!(is_answer_label(label), "{label}");
        }
        for title in [
            "What is the answer?",
            "Answering machines",
            "List comprehensions",
            "View functions in Django",
        ] {
            assert!(!is_answer_label(title), "{title}");
        }
    }

    #[test]
    fn levels_have_many_names() {
        assert_eq!(level_in("🔴 Hard"), Some(Level::Hard));
        assert_eq!(level_in("Easy/Medium"), Some(Level::Easy));
        assert_eq!(level_in("средний"), Some(Level::Medium));
        assert_eq!(level_in("⭐⭐⭐"), Some(Level::Hard));
        assert_eq!(level_in("🟡"), Some(Level::Medium));
        assert_eq!(level_in("unknown"), None);
        assert_eq!(level_heading("Hard questions"), Some(Level::Hard));
        assert_eq!(level_heading("初级面试题"), Some(Level::Easy));
        assert_eq!(level_heading("Basic Python Concepts"), None);
        assert_eq!(level_heading("Advanced OOP"), None);
    }

    #[test]
    fn follow_ups_and_contents_are_known() {
        assert!(announces("Follow-up:").follow_ups);
        assert!(announces("追问：").follow_ups);
        assert!(!announces("Following an import").follow_ups);
        assert!(announces("📚 Table of Contents").contents);
        assert!(announces_questions("Questions asked in Acme interview"));
        assert!(announces_questions("常见面试题"));
        assert!(!announces_questions("Questionable style"));
    }
}
