//! Comparing identity with a literal.

use tree_sitter::Node;

use super::own::own;
use super::{Site, without_parentheses};
use crate::python::rule::string_prefix;
use crate::text::Span;

/// A comparison with `is` or `is not` beside an unsigned number, a plain string or a bytes literal.
pub(super) fn is_literal(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let kinds = site.kinds;
    if !site
        .kids
        .iter()
        .any(|kid| kinds.identity.contains(kid.kind))
    {
        return None;
    }
    let mut cursor = site.node().walk();
    let mut more = cursor.goto_first_child();
    let mut literal_before = false;
    let mut is_before: Option<Span> = None;
    let mut found = Vec::new();
    while more {
        let node = cursor.node();
        let span = Span::from(node.byte_range());
        if node.kind_id() == kinds.comment {
        } else if cursor.field_id().is_some() {
            is_before = kinds.identity.contains(node.kind_id()).then_some(span);
            if literal_before {
                found.extend(is_before);
            }
        } else {
            let node = without_parentheses(node, kinds.parenthesized, kinds.comment);
            literal_before = literal(node, site);
            if literal_before {
                found.extend(is_before);
            }
        }
        more = cursor.goto_next_sibling();
    }
    found.dedup();
    site.focus.append(&mut found);
    (!site.focus.is_empty()).then_some(extent)
}

fn literal(node: Node<'_>, site: &mut Site<'_, '_, '_>) -> bool {
    let kinds = site.kinds;
    let kind = node.kind_id();
    kinds.numbers.contains(kind)
        || (kind == kinds.string && !formatted(node, site))
        || (kind == kinds.joined_string && {
            let mut cursor = node.walk();
            let strings: Vec<_> = node.named_children(&mut cursor).collect();
            !strings
                .into_iter()
                .any(|string| string.kind_id() == kinds.string && formatted(string, site))
        })
}

/// A backslash in a string before something that it makes nothing of (Language Reference, "Escape
/// sequences"). The extent is the string's, the focus what stands there.
pub(super) fn invalid_escape(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let text = site.reader.bytes(extent.start(), extent.end());
    let prefix = string_prefix(text).count();
    let has = |letter| string_prefix(text).any(|found| found == letter);
    if has(b'r') || !text.contains(&b'\\') {
        return None;
    }
    let (bytes, fields) = (has(b'b'), has(b'f') || has(b't'));
    let mut at = prefix;
    let mut depth = 0_usize;
    while at + 1 < text.len() {
        match text[at] {
            // What stands in the fields of an f-string has strings of its own.
            b'{' if fields && text[at + 1] == b'{' && depth == 0 => at += 1,
            b'{' if fields => depth += 1,
            b'}' if fields => depth = depth.saturating_sub(1),
            b'\\' if depth == 0 => {
                let valid = match text[at + 1] {
                    b'N' | b'u' | b'U' => !bytes,
                    next => b"\n\r\\'\"abfnrtvx01234567".contains(&next),
                };
                if !valid {
                    let start = extent.start() + at;
                    site.focus.push(Span::new(start, start + 2));
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    (!site.focus.is_empty()).then_some(extent)
}

/// Whether `string` is an f-string or a t-string.
fn formatted(string: Node<'_>, site: &mut Site<'_, '_, '_>) -> bool {
    string_prefix(site.text(string)).any(|letter| matches!(letter, b'f' | b't'))
}

/// The text of `node` where it is a string literal without escapes, bytes excluded.
pub(super) fn plain_string<'x>(node: Node<'_>, site: &'x mut Site<'_, '_, '_>) -> Option<&'x [u8]> {
    if node.kind_id() != site.kinds.string {
        return None;
    }
    let text = site.text(node);
    let prefix = string_prefix(text).count();
    if string_prefix(text).any(|letter| !matches!(letter, b'r' | b'u')) {
        return None;
    }
    let quoted = &text[prefix..];
    let quotes = match quoted {
        [a, b, c, ..] if a == b && b == c => 3,
        _ => 1,
    };
    quoted.get(quotes..quoted.len().checked_sub(quotes)?)
}

/// A call with a text that is meant as a word and taken as a set of characters: it has one twice, or
/// is the ending of a file's name.
pub(super) fn strips_word(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let given = site.node().child_by_field_name("arguments")?;
    let word = given.named_child(0)?;
    if given.named_child_count() != 1 {
        return None;
    }
    let text = plain_string(word, site)?;
    let letters = text.iter().filter(|byte| byte.is_ascii_alphanumeric());
    if letters.count() < 2 || text.contains(&b'\\') || !text.is_ascii() {
        return None;
    }
    let twice = (1..text.len()).any(|at| text[..at].contains(&text[at]));
    let ending = text.starts_with(b".") && text[1..].iter().all(u8::is_ascii_alphanumeric);
    (twice || ending).then_some(extent)
}

/// Strings in a list or set that look like two items: nothing at the seam says that the text goes on.
pub(super) fn two_items(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let mut cursor = site.node().walk();
    let strings: Vec<_> = site.node().named_children(&mut cursor).collect();
    let strings = strings.iter().filter(|node| node.kind() == "string");
    let texts: Vec<Vec<u8>> = strings
        .map(|string| content(site.text(*string)).to_vec())
        .collect();
    let seams = texts.windows(2);
    let apart = seams.filter(|pair| !goes_on(&pair[0], &pair[1])).count();
    (apart > 0).then_some(extent)
}

/// What stands between the quotes of the literal `text`.
fn content(text: &[u8]) -> &[u8] {
    let quoted = &text[string_prefix(text).count()..];
    let quotes = match quoted {
        [a, b, c, ..] if a == b && b == c && quoted.len() > 5 => 3,
        _ => 1,
    };
    quoted
        .get(quotes..quoted.len().saturating_sub(quotes))
        .unwrap_or_default()
}

/// Whether two texts read as one that was broken in two: between words, or within a path, a name
/// with dots or an expression.
fn goes_on(before: &[u8], after: &[u8]) -> bool {
    let open =
        |byte: &u8| byte.is_ascii_whitespace() || b".,;:/\\-_=+&|?([{<>\"'%*#".contains(byte);
    let close = |byte: &u8| byte.is_ascii_whitespace() || b".,;:/\\=+&|?)]}<>\"'%!".contains(byte);
    let escaped = before.len() > 1 && before[before.len() - 2] == b'\\';
    escaped || before.last().is_none_or(open) || after.first().is_none_or(close)
}

/// A comparison with a decimal fraction that has no exact value in binary.
pub(super) fn inexact(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let floats: Vec<_> = own(site.budget, site.node())
        .filter(|node| node.kind() == "float")
        .collect();
    floats
        .into_iter()
        .any(|float| !is_exact(site.text(float)))
        .then_some(extent)
}

/// Whether the decimal literal `text` is a number of at most 53 binary digits.
fn is_exact(text: &[u8]) -> bool {
    let text: Vec<u8> = text.iter().filter(|byte| **byte != b'_').copied().collect();
    let text = text
        .strip_suffix(b"j")
        .or(text.strip_suffix(b"J"))
        .unwrap_or(&text);
    let at = text.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (mantissa, exponent) = text.split_at(at.unwrap_or(text.len()));
    let exponent = std::str::from_utf8(exponent.get(1..).unwrap_or_default()).unwrap_or_default();
    let mut exponent: i32 = if at.is_some() {
        let Ok(exponent) = exponent.parse() else {
            return false;
        };
        exponent
    } else {
        0
    };
    let mut digits: u64 = 0;
    let mut behind = false;
    for byte in mantissa {
        if *byte == b'.' {
            behind = true;
            continue;
        }
        let Some(more) = digits
            .checked_mul(10)
            .and_then(|ten| ten.checked_add(u64::from(byte.wrapping_sub(b'0'))))
        else {
            return false;
        };
        digits = more;
        exponent = exponent.saturating_sub(i32::from(behind));
    }
    if digits == 0 {
        return true;
    }
    while exponent < 0 {
        // A tenth is a fifth of a half, and only the fifth has no end in binary.
        if !digits.is_multiple_of(5) {
            return false;
        }
        digits /= 5;
        exponent += 1;
    }
    let bits = 64 - digits.leading_zeros() - digits.trailing_zeros();
    // Each ten in front is a five and a shift: 2.33 bits more.
    bits + (u32::try_from(exponent).unwrap_or(0)).saturating_mul(7) / 3 <= 53
}
