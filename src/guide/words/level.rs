//! Words that say how hard something is.

use super::announce::speaks_of_questions;
use super::{EASY, HARD, LEVEL_AROUND, List, MEDIUM, fold, is_of_word, lower};
use crate::guide::Level;

/// The levels with their names.
fn levels() -> [(Level, &'static List); 3] {
    [
        (Level::Easy, &EASY),
        (Level::Medium, &MEDIUM),
        (Level::Hard, &HARD),
    ]
}

/// The level that a word, or a row of stars, names.
pub(in crate::guide) fn level_word(word: &str) -> Option<Level> {
    levels()
        .into_iter()
        .find(|(_, names)| names.has(word))
        .map(|(level, _)| level)
}

/// The level that a value such as `🔴 Hard`, `Easy/Medium` or `средний` names: the first.
pub(in crate::guide) fn level_in(value: &str) -> Option<Level> {
    let whole: String = value.trim().chars().flat_map(lower).collect();
    if let Some(level) = level_word(&whole).or_else(|| level_word(&fold(&whole))) {
        return Some(level);
    }
    let stars = whole.matches(['⭐', '★']).count();
    if let Some(level) = [Level::Easy, Level::Medium, Level::Hard].get(stars.wrapping_sub(1)) {
        return Some(*level);
    }
    whole
        .split(|sign: char| !(is_of_word(sign) || sign == '-' || is_circle(sign)))
        .find_map(level_word)
        .or_else(|| {
            whole
                .chars()
                // Korean levels are single syllables, which stand in other words too.
                .filter(|sign| !('\u{ac00}'..='\u{d7a3}').contains(sign))
                .find_map(|sign| level_word(sign.encode_utf8(&mut [0; 4])))
        })
}

fn is_circle(sign: char) -> bool {
    matches!(sign, '🟢' | '🟡' | '🟠' | '🔴')
}

/// The level that a heading such as `Hard questions` or `Уровень: средний` is about, and nothing
/// else.
pub(in crate::guide) fn level_heading(title: &str) -> Option<Level> {
    let folded = fold(title);
    let mut found = None;
    let asks = speaks_of_questions(&folded)
        || folded.contains("level")
        || folded.contains("nivel")
        || folded.contains("уровень");
    for word in folded.split(|sign: char| !(is_of_word(sign) || sign == '&' || sign == '-')) {
        // `Python basics` is a subject; so is what stands beside other words than these.
        if !asks && (matches!(word, "basics" | "basic" | "fundamental" | "python" | "基础")) {
            return None;
        }
        if word.is_empty()
            || LEVEL_AROUND.has(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
        {
            continue;
        }
        let level = level_word(word).or_else(|| {
            if word.is_ascii() {
                return None;
            }
            // Chinese writes `初级面试题` without spaces.
            let rest = levels().into_iter().find_map(|(level, names)| {
                names
                    .iter()
                    .filter(|name| !name.is_ascii() && name.chars().count() > 1)
                    .find_map(|name| word.strip_prefix(name).map(|rest| (level, rest)))
            });
            rest.filter(|(_, rest)| {
                ["题", "问题", "面试题", "题目", "级", "难度", "篇", "部分"].contains(rest)
            })
            .map(|(level, _)| level)
        })?;
        if found.is_some_and(|known| known != level) {
            return None;
        }
        found = Some(level);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_many_names() {
        assert_eq!(level_in("🔴 Hard"), Some(Level::Hard));
        assert_eq!(level_in("Easy/Medium"), Some(Level::Easy));
        assert_eq!(level_in("средний"), Some(Level::Medium));
        assert_eq!(level_in("⭐⭐⭐"), Some(Level::Hard));
        assert_eq!(level_in("🟡"), Some(Level::Medium));
        assert_eq!(level_in("मध्यम"), Some(Level::Medium));
        assert_eq!(level_in("İLERİ"), Some(Level::Hard));
        assert_eq!(level_in("Łatwy"), Some(Level::Easy));
        assert_eq!(level_in("unknown"), None);
        assert_eq!(level_heading("Hard questions"), Some(Level::Hard));
        assert_eq!(level_heading("初级面试题"), Some(Level::Easy));
        assert_eq!(level_heading("Basic Python Concepts"), None);
        assert_eq!(level_heading("Advanced OOP"), None);
    }
}
