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
        .find(|sign: char| !(words::is_of_word(sign) || matches!(sign, '\'' | '-' | '’')))
        .unwrap_or(start.len());
    let first: String = if length <= 40 {
        start[..length].chars().flat_map(words::lower).collect()
    } else {
        String::new()
    };
    let first = first.as_str();
    if words::ORDERS.has(first)
        || (!title.is_ascii() && orders_in_other_scripts(before_note, start))
    {
        // Indonesian exams end their orders so.
        return match bare.ends_with(['!', '！']) {
            true => Asks::Surely,
            false => Asks::Likely,
        };
    }
    if words::PERHAPS.has(first) {
        return Asks::Maybe;
    }
    Asks::No
}

/// Orders, and questions without their mark, that one first word does not tell.
fn orders_in_other_scripts(title: &str, start: &str) -> bool {
    let parted = |rest: &str| !rest.starts_with(words::is_of_word);
    let begins = |words: &&str| {
        words.contains(' ')
            && words::prefix(start, words).is_some_and(|length| parted(&start[length..]))
    };
    let end = words::fold(title);
    let ends = |words: &str| {
        end.strip_suffix(words).is_some_and(|rest| {
            // Chinese, Japanese and Korean join the word to what is before it.
            words >= "\u{1100}" || !rest.ends_with(words::is_of_word)
        })
    };
    words::ASKING_SIGNS.iter().any(|sign| title.contains(sign))
        || words::ORDERS.starting(start).iter().any(begins)
        || words::LAST_WORDS.iter().any(ends)
}

/// `What is it? Explain.`, `How … ? (Hint: …)`: a question mark before more words, where the title
/// begins as a question does.
fn inner_question(title: &str) -> bool {
    let Some(at) = title.find(['?', '？', '؟']) else {
        return false;
    };
    // `New here? Start there!` calls.
    if title.ends_with(['!', '！']) {
        return false;
    }
    let rest = &title[at..];
    let next = rest.chars().nth(1);
    // Not `a?.b`, `x ? y : z`, `?:`, nor a mark in quotes.
    let spaced = next.is_none_or(|sign| sign.is_whitespace() || matches!(sign, '"' | '”' | ')'))
        || rest.starts_with('？');
    let before = &title[..at];
    // French sets its marks apart, as `x ? y : z` does, and goes on with a new sentence.
    let sentence = || {
        let goes_on = rest.chars().skip(1).find(|sign| !sign.is_whitespace());
        before.split_whitespace().count() >= 3
            && goes_on.is_none_or(|sign| sign.is_uppercase() || sign == '(')
            && !rest.contains(" : ")
    };
    spaced
        && (!before.ends_with(char::is_whitespace) || sentence())
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
            "Que fait une fermeture ? Donnez un exemple",
            "Jelaskan apa itu dekorator!",
        ] {
            assert_eq!(asks(title), Asks::Surely, "{title}");
        }
        for title in [
            "Explain decorators",
            "Объясните замыкания",
            "简述装饰器",
            "Describe the GIL.",
            "클로저를 설명하시오",
            "리스트와 튜플의 차이를 설명하세요.",
            "デコレータを説明してください",
            "Dekoratörleri açıklayınız",
            "क्लोज़र समझाइए",
            "Giải thích decorator",
            "Hãy so sánh list và tuple",
            "GIL là gì",
            "Dekoratörleri açıklayın. (Örnekle)",
            "Citer trois modules",
            "簡述裝飾器",
            "Різниця між списком і кортежем",
        ] {
            assert_eq!(asks(title), Asks::Likely, "{title}");
        }
        for title in [
            "How it works",
            "Implement a queue",
            "Name mangling",
            "क्या GIL तेज़ है",
            "Czym są domknięcia",
        ] {
            assert_eq!(asks(title), Asks::Maybe, "{title}");
        }
        for title in [
            "Decorators",
            "The `?` operator",
            "a ? b : c",
            "x if a or b ? B : C",
            "Start now!",
            "Descriptores",
            "装饰器",
            "지금 시작하세요",
            "インストールしてください",
            "Giải thuật sắp xếp",
        ] {
            assert_eq!(asks(title), Asks::No, "{title}");
        }
    }
}
