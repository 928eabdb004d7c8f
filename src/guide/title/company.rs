//! Companies that a title says at its end.

use crate::guide::asks::is_picture;
use crate::guide::words::{self, fold, prefix};

/// Whether `name` is a company that is known by name.
pub(in crate::guide) fn is_company(name: &str) -> bool {
    words::COMPANIES.has(&fold(name))
}

/// Names in a list such as `Google, Meta & Amazon`.
pub(in crate::guide) fn names(list: &str) -> Vec<String> {
    list.split([',', '/', '&', ';', '，', '、', '|'])
        .flat_map(|part| part.split(" and ").flat_map(|part| part.split(" y ")))
        .map(|name| {
            name.trim_matches(|sign: char| {
                sign.is_whitespace()
                    || is_picture(sign)
                    || matches!(sign, '`' | '*' | '.' | '#' | '[' | ']' | '"')
            })
        })
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Takes ` - Google, Meta Interview Question` or ` (Amazon)` off the end.
pub(super) fn companies<'t>(text: &'t str, out: &mut Vec<String>) -> &'t str {
    let tail = [" - ", " – ", " — ", " | "]
        .iter()
        .filter_map(|sign| text.rfind(sign).map(|at| (at, at + sign.len())))
        .max();
    if let Some((at, from)) = tail {
        let tail = text[from..].trim();
        let lower = tail.to_lowercase();
        let said = ["interview questions", "interview question"]
            .iter()
            .find_map(|words| lower.strip_suffix(words).map(|rest| rest.len()));
        let list = said.and_then(|length| tail.get(..length)).unwrap_or(tail);
        let list = ["asked by ", "asked in ", "asked at "]
            .iter()
            .find_map(|words| prefix(list, words).map(|length| &list[length..]))
            .unwrap_or(list);
        let found = names(list);
        let known = !found.is_empty() && found.iter().all(|name| is_company(name));
        if (said.is_some() && list.split_whitespace().count() <= 12) || known {
            out.extend(found);
            return text[..at].trim_end();
        }
    }
    for (open, close) in [('(', ')'), ('[', ']'), ('（', '）')] {
        if let Some(inner) = text.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
            && at > 0
        {
            let inside = &inner[at + open.len_utf8()..];
            let inside = prefix(inside, "asked by ")
                .or_else(|| prefix(inside, "asked in "))
                .map_or(inside, |length| &inside[length..]);
            let found = names(inside);
            if !found.is_empty() && found.iter().all(|name| is_company(name)) {
                out.extend(found);
                return text[..at].trim_end();
            }
        }
    }
    text
}
