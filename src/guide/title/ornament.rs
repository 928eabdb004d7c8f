//! What decorates titles and is no part of them: emoji, their names, highlighting, ratings, classes.

use crate::guide::Level;
use crate::guide::asks::is_picture;
use crate::guide::words;

/// The text without `{: .no_toc }` and `{ .hot }` behind it.
pub(super) fn without_attributes(text: &str) -> &str {
    let Some((head, inside)) = text
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once('{'))
    else {
        return text;
    };
    let inside = inside.strip_prefix(':').unwrap_or(inside).trim();
    // `{:.2f}` is a format.
    let is_class = |word: &str| {
        word.strip_prefix('.')
            .is_some_and(|name| name.starts_with(char::is_alphabetic))
    };
    let all = !inside.is_empty() && inside.split_whitespace().all(is_class);
    if all { head.trim_end() } else { text }
}

/// The text without the names of emoji at its ends: `:fire:`.
pub(in crate::guide) fn without_codes(text: &str) -> &str {
    let is_code = |word: &str| {
        let name = word
            .strip_prefix(':')
            .and_then(|rest| rest.strip_suffix(':'));
        name.is_some_and(|name| {
            name.len() > 1
                && name.starts_with(|sign: char| sign.is_ascii_lowercase())
                && name
                    .bytes()
                    .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'-' | b'+'))
        })
    };
    match (text.split_once(' '), text.rsplit_once(' ')) {
        (Some((code, rest)), _) if is_code(code) => rest.trim_start(),
        (_, Some((rest, code))) if is_code(code) => rest.trim_end(),
        _ => text,
    }
}

/// The text between the signs that Obsidian highlights it by.
pub(super) fn highlighted(text: &str) -> &str {
    text.strip_prefix("==")
        .and_then(|rest| rest.strip_suffix("=="))
        .filter(|inner| !inner.contains("==") && inner.starts_with(|sign| sign != ' '))
        .unwrap_or(text)
}

/// `title [🔥 39/100]`: how often it is asked or how hard it is, in signs.
pub(super) fn without_rating<'t>(text: &'t str, level: &mut Option<Level>) -> &'t str {
    let Some((head, inside)) = text
        .strip_suffix(']')
        .and_then(|inner| inner.rsplit_once(" ["))
    else {
        return text;
    };
    let rated = inside.contains(is_picture)
        || inside
            .split_once('/')
            .is_some_and(|(of, all)| !of.trim().is_empty() && !all.trim().is_empty());
    let signs = inside.chars().all(|sign| {
        is_picture(sign) || sign.is_ascii_digit() || matches!(sign, '/' | ' ' | '%' | '.' | ',')
    });
    if !rated || !signs || head.trim().is_empty() {
        return text;
    }
    *level = level.or_else(|| words::level_in(inside).filter(|_| inside.contains(['★', '⭐'])));
    head.trim_end()
}

/// Takes emoji and arrows off both ends; coloured circles and stars say a level.
pub(super) fn trim_pictures<'t>(text: &'t str, level: &mut Option<Level>) -> &'t str {
    let pictured = |sign: char| is_picture(sign) || sign == ' ';
    let trimmed = text.trim_matches(pictured);
    if trimmed.len() < text.len() {
        let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        for end in [&text[..start], &text[start + trimmed.len()..]] {
            if !end.trim().is_empty() {
                *level = level.or_else(|| words::level_in(end));
            }
        }
    }
    if trimmed.is_empty() { text } else { trimmed }
}
