//! Which lines of a block make up a title, and where an answer begins behind it.

use std::borrow::Cow;

use crate::guide::asks::{self, Asks};
use crate::guide::inline::{self, TextLine};
use crate::guide::title;
use crate::text::Span;

/// The lines of a leaf from `from` on that make up a title: the title, the first line after it, and
/// where an answer on the same line begins.
pub(super) fn head<'l>(
    text: &str,
    lines: &'l [TextLine],
    from: usize,
    whole: bool,
) -> Option<(Cow<'l, TextLine>, usize, Option<usize>)> {
    let first = lines.get(from)?;
    if whole {
        return inline::joined(&lines[from..]).map(|line| (line, lines.len(), None));
    }
    // `**Q:**` alone, the question on the next line.
    let alone = first.text.len() <= 40 && {
        // `**3. Question:**`
        let number = title::number(&first.text).map_or(0, |(_, length)| length);
        let word = &first.text[number..];
        title::question_mark(&format!("{word} x"))
            .is_some_and(|mark| mark.length >= word.trim_end().len())
    };
    if alone && lines.len() > from + 1 {
        let (_, rest, inline_answer) = head_line(text, lines, from + 1)?;
        return inline::joined(&lines[from..rest]).map(|line| (line, rest, inline_answer));
    }
    head_line(text, lines, from)
}

/// As [`head`], where the first line says something.
fn head_line<'l>(
    text: &str,
    lines: &'l [TextLine],
    from: usize,
) -> Option<(Cow<'l, TextLine>, usize, Option<usize>)> {
    let first = lines.get(from)?;
    if first.is_bold() {
        let more = lines[from..]
            .iter()
            .take_while(|line| line.is_bold())
            .count();
        // A second bold line may be an answer's mark.
        let more = (1..more)
            .find(|&at| title::answers(&lines[from + at]) || lines[from + at - 1].hard)
            .unwrap_or(more);
        return inline::joined(&lines[from..from + more]).map(|line| (line, from + more, None));
    }
    // `**What is it?** It is …`
    let bold = first.text.get(..first.bold).unwrap_or("").trim();
    let marked =
        title::question_mark(bold).is_some_and(|mark| !bold[mark.length..].trim().is_empty());
    if !bold.is_empty()
        && (marked || asks::asks(bold) >= Asks::Surely)
        && first.bold_end > first.span.start()
        && !(lines.len() == from + 1 && asks_only(first.text.get(first.bold..).unwrap_or("")))
    {
        let mut line = first.clone();
        line.text = bold.to_owned();
        line.bold = bold.len();
        line.linked = 0;
        line.jumps = 0;
        line.trailing_link = 0;
        line.span = Span::new(first.span.start(), first.bold_end);
        return Some((Cow::Owned(line), from + 1, Some(first.bold_end)));
    }
    if let Some(asked) = before_arrow(text, first) {
        let answer = asked.span.end();
        return Some((Cow::Owned(asked), from + 1, Some(answer)));
    }
    let mut to = from;
    while let Some(line) = lines.get(to) {
        if to > from
            && (title::answers(line)
                || title::question_mark(&line.text).is_some()
                || counts(lines, to))
        {
            break;
        }
        to += 1;
        if line.hard
            || title::is_card(&line.text)
            || asks::asks(&line.text) == Asks::Surely
                && line.text.ends_with(['?', '？', '؟', '"', '”', ')'])
            // `Explain it.`, then what explains it.
            || to == from + 1
                && line.text.ends_with(['.', '。', '।'])
                && asks::asks(&line.text) == Asks::Likely
        {
            break;
        }
    }
    inline::joined(&lines[from..to]).map(|line| (line, to, None))
}

/// Whether a line inside a paragraph begins a numbered question: Markdown begins a list below a line
/// of text with the number 1 only.
pub(super) fn counts(lines: &[TextLine], at: usize) -> bool {
    let number = |at: usize| {
        let line = lines.get(at)?;
        let counted = line.text.starts_with(|sign: char| sign.is_ascii_digit());
        title::number(&line.text).filter(|_| counted)
    };
    let Some((value, length)) = number(at).filter(|_| at > 0) else {
        return false;
    };
    let is = |at: usize, wanted: Option<u32>| number(at).map(|(value, _)| value) == wanted;
    let next = value.checked_add(1);
    let before = value.checked_sub(1);
    asks::asks(&lines[at].text[length..]) == Asks::Surely
        || is(at + 1, next)
        || (before.is_some() && is(at - 1, before))
}

/// Whether what follows a question is one more and nothing else: `**What is it?** Why is it there?`
fn asks_only(rest: &str) -> bool {
    let rest = rest.trim();
    rest.ends_with(['?', '？', '؟'])
        && !rest.contains(". ")
        && asks::asks(rest) == Asks::Surely
        && rest.starts_with(char::is_alphabetic)
}

/// `What is it? → That.`: the question of a line that answers it behind an arrow.
fn before_arrow(text: &str, line: &TextLine) -> Option<TextLine> {
    let arrow = line
        .text
        .match_indices(['?', '？', '؟'])
        .find(|(at, sign)| {
            let rest = line.text[at + sign.len()..].trim_start();
            ARROWS.iter().any(|arrow| rest.starts_with(arrow))
        });
    let (at, sign) = arrow?;
    cut(text, line, at + sign.len())
}

/// What stands between a question and its answer on one line.
pub(in crate::guide::layout) const ARROWS: [&str; 6] = ["→", "->", "=>", "⇒", "➡", "⟶"];

/// The line up to the byte `end` of its text, which is behind a question mark.
pub(super) fn cut(text: &str, line: &TextLine, end: usize) -> Option<TextLine> {
    let is_mark = |sign: char| matches!(sign, '?' | '？' | '؟');
    let count = line.text[..end].matches(is_mark).count();
    let raw = text.get(line.span.range())?;
    let (at, sign) = raw.match_indices(is_mark).nth(count.checked_sub(1)?)?;
    let mut asked = line.clone();
    asked.text.truncate(end);
    asked.bold = asked.bold.min(end);
    asked.code.retain(|&(_, to)| to <= end);
    asked.rendered = None;
    asked.linked = 0;
    asked.jumps = 0;
    asked.trailing_link = 0;
    asked.span = Span::new(line.span.start(), line.span.start() + at + sign.len());
    Some(asked)
}
