//! Titles as a person reads them: without number, `Q:`, quotes, companies, level tags, emoji and
//! links at their end; and what those said.

mod company;
mod link;
mod mark;
mod number;
mod ornament;
mod tag;

use super::Level;
use super::inline::TextLine;
use super::words::{self, fold};
use company::companies;
pub(super) use company::{is_company, names};
use link::without_trailing_link;
pub(super) use mark::{answer_mark, answers, question_mark};
pub(super) use number::number;
pub(super) use ornament::without_codes;
use ornament::{highlighted, trim_pictures, without_attributes, without_rating};
pub(super) use tag::{CARD, is_card};

/// A title taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// What a person reads.
    pub text: String,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// The word or letter that marks it as a question, folded: `q`, `question`, `вопрос`.
    pub mark: Option<&'static str>,
    /// Whether all of it stood in quotes.
    pub quoted: bool,
    /// A level said in it.
    pub level: Option<Level>,
    /// Companies said at its end.
    pub companies: Vec<String>,
    /// An anchor said at its end: `{#anchor}`.
    pub anchor: Option<String>,
    /// Tags said at its end.
    pub tags: Vec<String>,
    /// What it announces.
    pub announces: words::Announces,
}

/// Takes the title in `line` apart.
pub(super) fn read(line: &TextLine) -> Title {
    let text = without_trailing_link(line);
    read_text(text)
}

/// Takes a title apart that has no markup any more.
pub(super) fn read_text(text: &str) -> Title {
    let mut title = Title::default();
    let mut rest = highlighted(without_attributes(text.trim()));
    if let Some((head, anchor)) = explicit_anchor(rest) {
        title.anchor = Some(anchor.to_owned());
        rest = head;
    }
    if let Some((head, tags, is_card)) = tag::tags(rest) {
        rest = head;
        title.tags = tags;
        title.mark = is_card.then_some(CARD);
    }
    for _ in 0..4 {
        let before = rest;
        rest = without_codes(trim_pictures(rest, &mut title.level));
        rest = strip_level(rest, &mut title.level);
        if title.mark.is_none_or(|mark| mark == CARD)
            && let Some(found) = question_mark(rest)
        {
            title.mark = Some(found.word);
            title.number = title.number.or(found.number);
            rest = rest[found.length..].trim_start();
        }
        if title.number.is_none()
            && let Some((number, length)) = number(rest)
        {
            title.number = Some(number);
            // `18.. How`
            rest = rest[length..].trim_start();
            rest = rest.strip_prefix(". ").map_or(rest, str::trim_start);
        }
        if rest == before {
            break;
        }
    }
    rest = without_rating(companies(rest, &mut title.companies), &mut title.level);
    rest = strip_level(trim_pictures(rest, &mut title.level), &mut title.level);
    if let Some(inner) = unquoted(rest) {
        title.quoted = true;
        rest = inner;
    }
    let rest = rest
        .trim_end_matches([':', '：', ' '])
        .trim_end_matches('*');
    // `*args` begins with no mark of emphasis.
    let named = |text: &str| text.starts_with(|sign: char| sign.is_ascii_lowercase());
    let unmarked = rest.trim_start_matches('*');
    let rest = if named(unmarked) { rest } else { unmarked }.trim();
    title.text = rest.to_owned();
    if title.text.is_empty() {
        title.text = text.trim().to_owned();
    }
    title.announces = words::announces(&title.text);
    title
}

/// `Title {#anchor}` of several dialects.
fn explicit_anchor(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix('}')?;
    let at = inner.rfind("{#")?;
    let anchor = inner[at + 2..].split_whitespace().next()?;
    let plain = anchor
        .chars()
        .all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_' | ':' | '.'));
    (plain && at > 0).then(|| (text[..at].trim_end(), anchor))
}

/// `[HARD] title`, `title (easy)`.
fn strip_level<'t>(text: &'t str, level: &mut Option<Level>) -> &'t str {
    if !text.starts_with(['[', '(', '【', '（']) && !text.ends_with([']', ')', '】', '）']) {
        return text;
    }
    for (open, close) in [('[', ']'), ('(', ')'), ('【', '】'), ('（', '）')] {
        if let Some(inner) = text.strip_prefix(open)
            && let Some((inside, rest)) = inner.split_once(close)
            && let Some(found) = words::level_word(&fold(inside))
            && !rest.trim().is_empty()
        {
            *level = level.or(Some(found));
            return rest.trim_start_matches([':', ' ', '-', '：']);
        }
        if let Some(inner) = text.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
            && let Some(found) = words::level_word(&fold(&inner[at + open.len_utf8()..]))
            && at > 0
        {
            *level = level.or(Some(found));
            return text[..at].trim_end();
        }
    }
    text
}

/// The text between quotes, where they are around all of it.
fn unquoted(text: &str) -> Option<&str> {
    for (open, close) in [
        ('"', '"'),
        ('“', '”'),
        ('«', '»'),
        ('„', '“'),
        ('「', '」'),
        ('\'', '\''),
        ('‘', '’'),
    ] {
        let end = text.trim_end_matches(['.', ' ']);
        if let Some(inner) = end
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            && !inner.contains(open)
            && inner.chars().count() > 1
        {
            return Some(inner.trim());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(title: &str) -> String {
        read_text(title).text
    }

    #[test]
    fn marks_and_numbers_go() {
        for (raw, read) in [
            ("Q1. What is X?", "What is X?"),
            ("Q: What is X?", "What is X?"),
            ("Question 12: What is X?", "What is X?"),
            ("3) What is X?", "What is X?"),
            ("Вопрос №4. Что такое X?", "Что такое X?"),
            ("问题3：什么是X？", "什么是X？"),
            ("5、什么是X？", "什么是X？"),
            ("3.什么是X？", "什么是X？"),
            ("P: ¿Qué es X?", "¿Qué es X?"),
            ("1. \"What is X?\"", "What is X?"),
            ("❓ 7. What is X? 🔥", "What is X?"),
            ("2️⃣ What is X?", "What is X?"),
            ("1.2 What is X?", "What is X?"),
            ("第3题：什么是X？", "什么是X？"),
            ("Exercise 4: Reverse a list", "Reverse a list"),
            ("١. ما هو X؟", "ما هو X؟"),
            ("٢- ما هو X؟", "ما هو X؟"),
            ("۱. X چیست؟", "X چیست؟"),
            ("प्रश्न १: X क्या है?", "X क्या है?"),
            ("１．Xとは？", "Xとは？"),
            ("問3　Xとは何か", "Xとは何か"),
            ("list vs tuple #flashcards", "list vs tuple"),
            (":question: 3. What is X? :fire:", "What is X?"),
            ("What is X? :fire:{ .hot }", "What is X?"),
            ("What is X? { .hot }", "What is X?"),
            ("What is X? {: .no_toc }", "What is X?"),
            ("18.. What is X?", "What is X?"),
            ("What is X? [🔥 4/9]", "What is X?"),
            ("Q7.2: What is X?", "What is X?"),
            ("Q-7 What is X?", "What is X?"),
            (":question: Q2 What is X? :star: :fire:", "What is X?"),
        ] {
            assert_eq!(text(raw), read, "{raw}");
        }
    }

    #[test]
    fn what_belongs_to_the_title_stays() {
        for title in [
            "3.10 features",
            "Quick sort",
            "Problem: too slow",
            "A* search",
            "404 pages",
            "is vs ==",
            "PEP 8",
            "Question marks",
            "Q objects",
            "D) neither",
            "Format with {:.2f}",
            "Index with x[0]",
            "Slices such as a[1:2]",
            "What does x[1:2] do",
            "*args and **kwargs",
            "a :b: c",
        ] {
            assert_eq!(text(title), title);
        }
    }

    #[test]
    fn companies_and_levels_are_told_apart_from_the_title() {
        let title = read_text("Explain X - How? - Google, Meta Interview Question");
        assert_eq!(title.text, "Explain X - How?");
        assert_eq!(title.companies, ["Google", "Meta"]);
        let title = read_text("[HARD] How does X work? (Amazon)");
        assert_eq!(
            (title.text.as_str(), title.level),
            ("How does X work?", Some(Level::Hard))
        );
        assert_eq!(title.companies, ["Amazon"]);
        assert_eq!(text("Sorting - a short tour"), "Sorting - a short tour");
        assert_eq!(read_text("What is X? {#x}").anchor.as_deref(), Some("x"));
    }

    #[test]
    fn answers_are_marked_by_words_not_by_choices() {
        for mark in [
            "A: yes",
            "Answer: yes",
            "Ans: yes",
            "Ответ: да",
            "答案：是",
            "✅ Answer: yes",
            "Respuesta: sí",
            "Answer",
        ] {
            assert!(answer_mark(mark).is_some(), "{mark}");
        }
        for text in [
            "A list is",
            "Answering",
            "a: int",
            "Answer the question first",
        ] {
            assert!(answer_mark(text).is_none(), "{text}");
        }
    }
}
