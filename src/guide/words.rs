//! The words by which notes in several languages mark questions, answers, levels and the rest: the
//! lists of `words.txt`. All are lower case; [`fold`] brings text into the same form.

mod announce;
mod level;
mod side;

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::anchor;
pub(super) use announce::{
    Announces, announces, announces_questions, is_answer_label, speaks_of_itself,
};
pub(super) use level::{level_heading, level_in, level_word};
pub(super) use side::{side, sides};

/// One list of words.
#[derive(Debug, Default)]
pub(super) struct List {
    words: Vec<&'static str>,
    set: HashSet<&'static str>,
    by_first: HashMap<char, Vec<&'static str>>,
}

impl List {
    fn add(&mut self, word: &'static str) {
        if self.set.insert(word) {
            self.words.push(word);
            let first = word.chars().next().unwrap_or(' ');
            self.by_first.entry(first).or_default().push(word);
        }
    }

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
            false => lower(sign).next(),
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
                list.add(word);
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
/// Those of them that offer to show one, and need not name it.
pub(super) static SHOWING: LazyLock<&'static List> = LazyLock::new(|| list("showing"));
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
/// What lists of links to other texts are called.
pub(super) static READING: LazyLock<&'static List> = LazyLock::new(|| list("reading"));
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
/// What notes call themselves.
pub(super) static THEMSELVES: LazyLock<&'static List> = LazyLock::new(|| list("themselves"));
/// First words of orders that hardly begin another title.
pub(super) static ORDERS: LazyLock<&'static List> = LazyLock::new(|| list("orders"));
/// Last words of questions and orders, where the verb comes last.
pub(super) static LAST_WORDS: LazyLock<&'static List> = LazyLock::new(|| list("last-words"));
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
    let inner = text
        .trim_start_matches(|sign: char| !sign.is_alphanumeric())
        .trim_end_matches(|sign: char| !is_of_word(sign));
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
        out.extend(word.chars().flat_map(lower));
    }
    out
}

/// Letters, digits, and the marks that belong to the letter before them, such as a virama.
pub(super) fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || anchor::is_mark(sign)
}

/// A letter in lower case; the Turkish İ without the dot that Unicode would keep beside the i.
pub(super) fn lower(sign: char) -> impl Iterator<Item = char> {
    let sign = if sign == 'İ' { 'i' } else { sign };
    sign.to_lowercase()
}

/// How many bytes of `text` are `word`, whatever their case.
pub(super) fn prefix(text: &str, word: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    let mut end = 0;
    for wanted in word.chars() {
        let (at, sign) = signs.next()?;
        if lower(sign).next() != Some(wanted) {
            return None;
        }
        end = at + sign.len_utf8();
    }
    Some(end)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_is_named_has_words_in_the_form_that_fold_gives() {
        for (_, rest) in include_str!("words.rs")
            .match_indices("(|| list(\"")
            .map(|(at, sign)| (at, at + sign.len()))
        {
            let name = include_str!("words.rs")[rest..].split('"').next().unwrap();
            assert!(list(name).iter().next().is_some(), "{name}");
            for word in list(name).iter() {
                let lower: String = word.chars().flat_map(lower).collect();
                assert_eq!(lower, word, "in {name}");
            }
        }
    }
}
