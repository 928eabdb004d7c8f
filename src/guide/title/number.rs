//! Numbers at the beginning of titles.

use crate::guide::asks::{self, Asks};

/// The number that a title begins with, and how many bytes it takes.
pub(in crate::guide) fn number(text: &str) -> Option<(u32, usize)> {
    if let Some(inner) = text.strip_prefix('第') {
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let rest = inner.get(digits..)?;
        let sign = rest
            .chars()
            .next()
            .filter(|sign| matches!(sign, '题' | '问' | '問' | '題'))?;
        let after = rest[sign.len_utf8()..].trim_start_matches(['：', ':', '、', '.', ' ']);
        return Some((inner[..digits].parse().ok()?, text.len() - after.len()));
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
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let value = body[..digits].parse().ok()?;
    let mut rest = &body[digits..];
    // Keycap emoji: a digit with U+FE0F and U+20E3.
    let keycap = rest.trim_start_matches(['\u{fe0f}', '\u{20e3}']);
    if keycap.len() < rest.len() {
        return Some((value, text.len() - keycap.trim_start().len()));
    }
    let mut deeper = false;
    while let Some(next) = rest.strip_prefix('.') {
        let more = next.bytes().take_while(u8::is_ascii_digit).count();
        if more == 0 {
            break;
        }
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
