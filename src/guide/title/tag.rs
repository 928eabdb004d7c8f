//! Tags at the end of titles: `What is it? #flashcard #python`.

use crate::guide::words;

/// Stands for a tag such as `#flashcard` as the mark of a question: see
/// [`Title::mark`](super::Title::mark).
pub(in crate::guide) const CARD: &str = "#card";

/// Takes tags off the end where they are no part of a sentence: behind the sign that ends it, or
/// where one of them makes the line a flashcard. Then also whether one does.
pub(super) fn tags(text: &str) -> Option<(&str, Vec<String>, bool)> {
    let mut rest = text;
    let mut tags = Vec::new();
    while let Some((before, tag)) = last_tag(rest) {
        tags.push(tag.to_owned());
        rest = before;
    }
    tags.reverse();
    let is_card = tags.iter().any(|tag| names_card(tag));
    let ended = rest.ends_with(['?', '？', '؟', '.', '!', '。', '！', ':', '：']);
    (!tags.is_empty() && (is_card || ended)).then_some((rest, tags, is_card))
}

/// Whether a line says by a tag at its end that it is the question of a flashcard.
pub(in crate::guide) fn is_card(line: &str) -> bool {
    let mut rest = line;
    while let Some((before, tag)) = last_tag(rest) {
        if names_card(tag) {
            return true;
        }
        rest = before;
    }
    false
}

/// The tag at the end of `text`, and what stands before it.
fn last_tag(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind('#')?;
    let tag = &text[at + 1..];
    let before = text[..at].trim_end();
    let named = tag.starts_with(char::is_alphabetic)
        && tag
            .chars()
            .all(|sign| words::is_of_word(sign) || matches!(sign, '-' | '_' | '/'));
    let apart = before.len() < at && !before.is_empty();
    (named && apart).then_some((before, tag))
}

/// `flashcard`, `flashcards/python`, `card`, `card-reverse`: what plugins of Obsidian and Logseq
/// look for.
fn names_card(tag: &str) -> bool {
    let first = tag.split(['/', '-']).next().unwrap_or(tag);
    matches!(
        first.to_ascii_lowercase().as_str(),
        "flashcard" | "flashcards" | "card" | "cards"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_a_title_where_they_are_no_part_of_it() {
        for (text, before, is_card) in [
            ("What is it? #python #easy", "What is it?", false),
            ("list vs tuple #flashcards/python", "list vs tuple", true),
            ("GIL #card-reverse", "GIL", true),
        ] {
            let (rest, tags, card) = tags(text).unwrap();
            assert_eq!((rest, card), (before, is_card), "{text}");
            assert!(!tags.is_empty());
        }
        for text in [
            "What does # noqa do?",
            "C #",
            "Fix #12",
            "The role of #include",
            "#card",
            "C#",
        ] {
            assert_eq!(tags(text), None, "{text}");
        }
    }
}
