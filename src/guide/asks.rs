//! How much a title sounds like a question, by its own words alone.

use super::words;

/// What a title's own words say, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// Nothing.
    No,
    /// A word that asks or orders in some titles and not in others: `How it works`, `Name mangling`.
    Maybe,
    /// An order that hardly stands in a title of another kind: `Explain …`.
    Likely,
    /// A question mark.
    Surely,
}

/// What the words of `title` say.
pub(super) fn asks(title: &str) -> Asks {
    let bare = title.trim_end_matches(|sign: char| {
        matches!(
            sign,
            '"' | '\'' | '”' | '’' | '»' | '」' | '.' | '*' | ' ' | ':' | '_' | '`'
        ) || is_picture(sign)
    });
    let before_note = strip_note(bare);
    let ends = |text: &str| text.ends_with(['?', '？', '؟', '⁇']);
    if ends(bare)
        || ends(before_note)
        || title
            .trim_start_matches(['"', '“', '«', ' '])
            .starts_with('¿')
    {
        return Asks::Surely;
    }
    if inner_question(bare) {
        return Asks::Surely;
    }
    let start = title.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let length = start
        .find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '\'' | '-' | '’')))
        .unwrap_or(start.len());
    let first = &start[..length];
    let first = if length <= 40 {
        first.to_lowercase()
    } else {
        String::new()
    };
    let first = first.as_str();
    if words::ORDERS.has(first) {
        return Asks::Likely;
    }
    if !title.is_ascii() && words::ASKING_SIGNS.iter().any(|sign| title.contains(sign)) {
        return Asks::Likely;
    }
    if words::PERHAPS.has(first) {
        return Asks::Maybe;
    }
    Asks::No
}

/// `What is it? Explain.`, `How … ? (Hint: …)`: a question mark before more words, where the title
/// begins as a question does.
fn inner_question(title: &str) -> bool {
    let Some(at) = title.find(['?', '？', '؟']) else {
        return false;
    };
    let rest = &title[at..];
    let next = rest.chars().nth(1);
    // Not `a?.b`, `x ? y : z`, `?:`, nor a mark in quotes.
    let spaced = next.is_none_or(|sign| sign.is_whitespace() || matches!(sign, '"' | '”' | ')'))
        || rest.starts_with('？');
    let before = &title[..at];
    spaced
        && !before.ends_with(char::is_whitespace)
        && before.split_whitespace().count() + usize::from(!before.is_ascii()) >= 2
        && before.matches('`').count().is_multiple_of(2)
}

/// The title without a note in brackets at its end.
fn strip_note(title: &str) -> &str {
    let Some(close) = title
        .chars()
        .last()
        .filter(|sign| matches!(sign, ')' | ']' | '）'))
    else {
        return title;
    };
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => '（',
    };
    title.rfind(open).map_or(title, |at| title[..at].trim_end())
}

/// Emoji and the like.
pub(super) fn is_picture(sign: char) -> bool {
    matches!(u32::from(sign), 0x2190..=0x21ff | 0x2300..=0x23ff | 0x2460..=0x24ff | 0x25a0..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff | 0xfe0f | 0x200d | 0x20e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_several_languages() {
        for title in [
            "What is a closure?",
            "“Why?”",
            "¿Qué es un decorador",
            "Что такое GIL?",
            "什么是闭包？",
            "What is MRO? Explain with an example.",
            "How are dicts built? (Hash tables).",
        ] {
            assert_eq!(asks(title), Asks::Surely, "{title}");
        }
        for title in [
            "Explain decorators",
            "Объясните замыкания",
            "简述装饰器",
            "Describe the GIL.",
        ] {
            assert_eq!(asks(title), Asks::Likely, "{title}");
        }
        for title in ["How it works", "Implement a queue", "Name mangling"] {
            assert_eq!(asks(title), Asks::Maybe, "{title}");
        }
        for title in [
            "Decorators",
            "The `?` operator",
            "a ? b : c",
            "Descriptores",
            "装饰器",
        ] {
            assert_eq!(asks(title), Asks::No, "{title}");
        }
    }
}
