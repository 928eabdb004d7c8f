//! Numbers at the beginning of titles.

use crate::guide::asks::{self, Asks};

/// A number of one to four digits of any script, and how many bytes it takes.
pub(super) fn digits(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut length = 0;
    for (count, sign) in text.chars().enumerate() {
        let Some(digit) = digit(sign) else {
            break;
        };
        if count == 4 {
            return None;
        }
        value = value * 10 + digit;
        length += sign.len_utf8();
    }
    (length > 0).then_some((value, length))
}

/// The value of a decimal digit: Latin, Arabic, Persian, Indian, Thai or of full width.
fn digit(sign: char) -> Option<u32> {
    if sign.is_ascii() {
        return sign.to_digit(10);
    }
    const ZEROS: [char; 8] = ['٠', '۰', '०', '০', '௦', '౦', '๐', '０'];
    ZEROS
        .iter()
        .filter_map(|&zero| u32::from(sign).checked_sub(u32::from(zero)))
        .find(|&value| value < 10)
}

/// The number that a title begins with, and how many bytes it takes.
pub(in crate::guide) fn number(text: &str) -> Option<(u32, usize)> {
    if let Some(inner) = text.strip_prefix('第') {
        let (number, length) = digits(inner)?;
        let rest = &inner[length..];
        let sign = rest
            .chars()
            .next()
            .filter(|sign| matches!(sign, '题' | '问' | '問' | '題'))?;
        let after = rest[sign.len_utf8()..].trim_start_matches(['：', ':', '、', '.', ' ']);
        return Some((number, text.len() - after.len()));
    }
    if let Some(found) = chinese_number(text) {
        return Some(found);
    }
    let open = usize::from(text.starts_with(['(', '[', '#']))
        + if text.starts_with('№') {
            '№'.len_utf8()
        } else {
            0
        };
    let body = &text[open..];
    let (value, length) = digits(body)?;
    let mut rest = &body[length..];
    // Keycap emoji: a digit with U+FE0F and U+20E3.
    let keycap = rest.trim_start_matches(['\u{fe0f}', '\u{20e3}']);
    if keycap.len() < rest.len() {
        return Some((value, text.len() - keycap.trim_start().len()));
    }
    let mut deeper = false;
    while let Some(next) = rest.strip_prefix('.') {
        let Some((_, more)) = digits(next) else {
            break;
        };
        deeper = true;
        rest = &next[more..];
    }
    let sign = rest.chars().next()?;
    let mut after = rest[sign.len_utf8()..].trim_start();
    // `1.- What`, as Spanish counts.
    if let Some(next) = rest.strip_prefix(".-").or_else(|| rest.strip_prefix(")-"))
        && next.starts_with(' ')
    {
        after = next.trim_start();
    }
    let parted = rest[sign.len_utf8()..].starts_with([' ', '\u{a0}', '*', '"', '“'])
        || !after.starts_with(|c: char| c.is_ascii_digit());
    match sign {
        '.' | ')' | ']' | '、' | '．' | '：' | ':' | '】' if parted && !after.is_empty() => {
            Some((value, text.len() - after.len()))
        }
        '-' | '–' | '|' if rest[sign.len_utf8()..].starts_with(' ') => {
            Some((value, text.len() - after.len()))
        }
        ' ' if open > 0
            || (deeper
                && (asks::asks(after) >= Asks::Maybe
                    || after
                        .starts_with(|sign: char| sign.is_uppercase() || !sign.is_ascii()))) =>
        {
            Some((value, text.len() - after.len()))
        }
        ' ' if after.starts_with(char::is_uppercase) && asks::asks(after) == Asks::Surely => {
            Some((value, text.len() - after.len()))
        }
        _ => None,
    }
}

/// `一、`, `十二、`, and how many bytes it takes.
fn chinese_number(text: &str) -> Option<(u32, usize)> {
    let at = text
        .char_indices()
        .take(4)
        .find(|(_, sign)| *sign == '、')?
        .0;
    let mut value = 0;
    for sign in text[..at].chars() {
        if sign == '十' {
            value = value.max(1) * 10;
        } else {
            let digit = "一二三四五六七八九"
                .chars()
                .position(|other| other == sign)?;
            value += u32::try_from(digit + 1).ok()?;
        }
    }
    let after = text[at + '、'.len_utf8()..].trim_start();
    (value > 0 && !after.is_empty()).then_some((value, text.len() - after.len()))
}
