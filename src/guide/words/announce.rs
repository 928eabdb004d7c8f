//! What a heading, a line before a list or the title of a box announces: questions, an answer, a
//! table of contents.

use super::{
    ANSWER_AROUND, ANSWER_WORDS, CONTENTS, FOLLOW_UPS, QUESTION_SIGNS, QUESTION_WORDS, SHOWING,
    THEMSELVES, fold, is_of_word,
};

/// What a heading or lead-in is there for, apart from what it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::guide) struct Announces {
    /// A table of contents or other navigation.
    pub contents: bool,
    /// Questions.
    pub questions: bool,
    /// Questions that belong to an answer.
    pub follow_ups: bool,
}

/// What a heading or lead-in announces.
pub(in crate::guide) fn announces(title: &str) -> Announces {
    let folded = fold(title);
    Announces {
        contents: CONTENTS.has(&folded),
        questions: speaks_of_questions(&folded),
        follow_ups: FOLLOW_UPS.starting(&folded).iter().any(|words| {
            folded
                .strip_prefix(words)
                .is_some_and(|rest| !rest.starts_with(is_of_word) || !words.is_ascii())
        }),
    }
}

/// Whether a heading or lead-in announces questions.
pub(in crate::guide) fn announces_questions(title: &str) -> bool {
    speaks_of_questions(&fold(title))
}

pub(super) fn speaks_of_questions(folded: &str) -> bool {
    folded
        .split(|sign: char| !(is_of_word(sign) || sign == '&'))
        .any(|word| QUESTION_WORDS.has(word))
        || (!folded.is_ascii() && QUESTION_SIGNS.iter().any(|sign| folded.contains(sign)))
}

/// Whether a title is about the notes themselves: `How to use this guide`.
pub(in crate::guide) fn speaks_of_itself(title: &str) -> bool {
    let folded = fold(title);
    folded.chars().nth(64).is_none() && THEMSELVES.iter().any(|name| folded.contains(name))
}

/// Whether a title such as `Click to see the answer` only announces an answer.
pub(in crate::guide) fn is_answer_label(title: &str) -> bool {
    let folded = fold(title);
    if folded.is_empty() || folded.chars().nth(48).is_some() || title.contains(['?', '？', '؟']) {
        return false;
    }
    let words: Vec<&str> = folded
        .split(|sign: char| !(is_of_word(sign) || sign == '-' || sign == '\''))
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let mut found = false;
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        if let Some(length) = answer_words(rest) {
            found = true;
            rest = &rest[length..];
        } else if ANSWER_AROUND.has(word) || word_of_signs(word, &mut found) {
            rest = after;
        } else {
            return false;
        }
    }
    let shown = words.iter().any(|word| SHOWING.has(word));
    (found || shown) && !words.is_empty()
}

/// How many of the words at the beginning are a name for an answer, such as `đáp án`.
fn answer_words(words: &[&str]) -> Option<usize> {
    (1..=words.len().min(3)).rev().find(|&length| match length {
        1 => ANSWER_WORDS.has(words[0]),
        _ => ANSWER_WORDS.has(&words[..length].join(" ")),
    })
}

/// Chinese words run together: `点击查看答案`.
fn word_of_signs(word: &str, found: &mut bool) -> bool {
    if word.is_ascii() {
        return false;
    }
    let mut rest = word;
    while !rest.is_empty() {
        let answer = ANSWER_WORDS
            .iter()
            .filter(|known| !known.is_ascii())
            .find(|known| rest.starts_with(known));
        let around = ANSWER_AROUND
            .iter()
            .filter(|known| !known.is_ascii())
            .find(|known| rest.starts_with(known));
        if let Some(known) = answer {
            *found = true;
            rest = &rest[known.len()..];
        } else if let Some(known) = around {
            rest = &rest[known.len()..];
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_labels_are_told_from_questions() {
        for label in [
            "View Answer",
            "Click to see the solution",
            "Ответ",
            "Показать ответ",
            "点击查看答案",
            "Ver respuesta",
            "✅ Answer:",
            "Show",
            "उत्तर देखें",
            "Đáp án",
            "Xem câu trả lời",
            "CEVABI GÖSTER",
            "Pokaż odpowiedź",
            "答えを見る",
            "정답 보기",
            "Clique aqui para ver a resposta",
            "Afficher la réponse",
            "عرض الإجابة",
            "Lösung anzeigen",
        ] {
            assert!(is_answer_label(label), "{label}");
        }
        for title in [
            "What is the answer?",
            "Answering machines",
            "List comprehensions",
            "View functions in Django",
            "Lời nói đầu",
            "Án",
            "उत्तरजीविता",
        ] {
            assert!(!is_answer_label(title), "{title}");
        }
    }

    #[test]
    fn follow_ups_and_contents_are_known() {
        assert!(announces("Follow-up:").follow_ups);
        assert!(announces("追问：").follow_ups);
        assert!(!announces("Following an import").follow_ups);
        assert!(announces("📚 Table of Contents").contents);
        assert!(announces("İçindekiler").contents);
        assert!(announces("İÇİNDEKİLER").contents);
        assert!(announces_questions("Questions asked in Acme interview"));
        assert!(announces_questions("常见面试题"));
        assert!(announces_questions("पायथन साक्षात्कार प्रश्न"));
        assert!(!announces_questions("Questionable style"));
    }
}
