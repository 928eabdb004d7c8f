//! What says at the beginning of a line that it asks or answers: `Q1.`, `Вопрос №2:`, `A:`.

use super::number::digits;
use crate::guide::asks::{self, Asks, is_picture};
use crate::guide::inline::TextLine;
use crate::guide::words::{self, fold, prefix};

/// A question mark found at the beginning of a text.
pub(in crate::guide) struct Marked {
    /// The word, from [`words::QUESTION_MARKS`].
    pub word: &'static str,
    /// Its number.
    pub number: Option<u32>,
    /// How many bytes it takes.
    pub length: usize,
}

/// `Q:`, `Q1.`, `Question 3)`, `Вопрос №2:`, `问题一：`.
pub(in crate::guide) fn question_mark(text: &str) -> Option<Marked> {
    let (word, length, number) =
        mark(text, &words::QUESTION_MARKS).or_else(|| letter_before_question(text))?;
    if number.is_none() && words::TASKS.has(word) {
        return None;
    }
    // `Questions:` alone announces some.
    if number.is_none() && text[length..].trim().is_empty() {
        return None;
    }
    Some(Marked {
        word,
        number,
        length,
    })
}

/// `Q What is it?`: the letter alone, before what asks without it.
fn letter_before_question(text: &str) -> Option<(&'static str, usize, Option<u32>)> {
    let rest = text.strip_prefix("Q ")?;
    (rest.starts_with(char::is_uppercase) && asks::asks(rest) >= Asks::Likely).then_some((
        "q",
        "Q ".len(),
        None,
    ))
}

/// `A:`, `Ans.`, `**Respuesta:**`, `答案：`, and how many bytes it takes. A lone letter counts with a
/// colon only, since `A.` is the first of several choices more often than an answer.
pub(in crate::guide) fn answer_mark(text: &str) -> Option<(&'static str, usize)> {
    let lead = text.len()
        - text
            .trim_start_matches(|sign: char| is_picture(sign) || sign == ' ')
            .len();
    let rest = &text[lead..];
    if let Some((word, length, _)) = mark(rest, &words::ANSWER_MARKS) {
        let colon = rest[..length]
            .trim_end()
            .ends_with([':', '：', '.', '-', '–', '—']);
        return colon.then_some((word, lead + length));
    }
    // `**Answer**` alone on its line.
    let bare = rest.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    if rest.len() > 40 || words::ANSWER_MARKS.starting(bare).is_empty() {
        return None;
    }
    let folded = fold(rest);
    let alone = words::ANSWER_MARKS
        .starting(&folded)
        .iter()
        .find(|word| **word == folded && word.chars().count() > 1)?;
    Some((alone, text.len()))
}

/// The same for a line, where `**Answer**` needs no colon before more text.
pub(in crate::guide) fn answers(line: &TextLine) -> bool {
    if answer_mark(&line.text).is_some() {
        return true;
    }
    let bold = line.text.get(..line.bold).unwrap_or("");
    let rest = &line.text[bold.len()..];
    let said = rest.trim_start();
    // `**Response** objects` are something else.
    let in_code = line.in_code(line.text.len() - said.len());
    let begins = said.len() < rest.len() && (in_code || !said.starts_with(char::is_lowercase));
    begins && bold.len() > 1 && answer_mark(bold).is_some()
}

/// One of `list` at the beginning of `text`, with a number or a sign after it.
fn mark(text: &str, list: &words::List) -> Option<(&'static str, usize, Option<u32>)> {
    let open = usize::from(text.starts_with(['[', '(', '【']));
    let skip = if open > 0 {
        text.chars().next().map_or(0, char::len_utf8)
    } else {
        0
    };
    let body = &text[skip..];
    let mut best: Option<(&'static str, usize, Option<u32>)> = None;
    for &word in list.starting(body) {
        let Some(length) = prefix(body, word) else {
            continue;
        };
        if best.is_some_and(|(known, ..)| known.len() >= word.len()) {
            continue;
        }
        let letter = word.chars().count() == 1 && word.is_ascii() || matches!(word, "в" | "о");
        if letter && !body.starts_with(char::is_uppercase) {
            continue;
        }
        // `D)` is one of several choices.
        let is_choice = matches!(word, "d" | "f");
        let Some((after, number)) = mark_end(&body[length..], letter, is_choice) else {
            continue;
        };
        best = Some((word, skip + length + after, number));
    }
    best
}

/// What ends a mark: an optional number, then a sign that sets it apart. A letter that also counts
/// choices needs a colon.
fn mark_end(text: &str, letter: bool, is_choice: bool) -> Option<(usize, Option<u32>)> {
    // `Q-3`, but not `Task -1`.
    let begin = text.strip_prefix('-').unwrap_or(text);
    let begin = begin.trim_start_matches([' ', '#', '№', '.']);
    let dashed = text.starts_with('-') && begin.len() + 1 < text.len();
    if let Some((number, length)) = digits(begin).filter(|_| !dashed) {
        let mut after = &begin[length..];
        // `Q15.1:`
        while let Some(deeper) = after.strip_prefix('.')
            && let Some((_, length)) = digits(deeper)
        {
            after = &deeper[length..];
        }
        let rest = after.trim_start_matches([
            ':', '：', '.', ')', ']', '】', '-', '–', '—', '、', '．', ' ', '\u{3000}', '*', '|',
        ]);
        let parted = rest.len() < after.len();
        if parted || after.is_empty() {
            return Some((text.len() - rest.len(), Some(number)));
        }
        return None;
    }
    let chinese = text
        .chars()
        .next()
        .filter(|sign| "一二三四五六七八九十".contains(*sign));
    let text_after = chinese.map_or(text, |sign| &text[sign.len_utf8()..]);
    let tight = text_after.trim_start_matches(' ');
    let sign = tight.chars().next()?;
    let ends = matches!(sign, ':' | '：' | '】' | ']')
        || (matches!(sign, '.' | ')')
            && text_after.starts_with(sign)
            && (letter || sign == '.')
            && !is_choice
            && spaced(tight))
        || (matches!(sign, '-' | '–' | '—' | '|')
            && spaced(tight)
            && text_after.len() >= tight.len()
            && !letter)
        || (matches!(sign, '-' | '–' | '—')
            && letter
            && spaced(tight)
            && text_after.starts_with(' '));
    if !ends {
        return None;
    }
    let after = tight[sign.len_utf8()..].trim_start_matches([':', '：', '*', ' ']);
    Some((text.len() - after.len(), None))
}

/// Whether a space or nothing follows the first character.
fn spaced(text: &str) -> bool {
    text.chars()
        .nth(1)
        .is_none_or(|sign| sign.is_whitespace() || sign == '*')
}
