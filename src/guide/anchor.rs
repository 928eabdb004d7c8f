//! GitHub's anchors of headings, so that links inside notes work.

use std::fmt::Write as _;

use foldhash::HashMap;

/// The anchor of a heading whose rendered text is `title`: lower case, letters, digits, `-` and `_`
/// kept, spaces turned into `-`, everything else left out.
pub fn slug(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for sign in title.trim().chars() {
        if sign == ' ' {
            out.push('-');
        } else if sign.is_ascii() {
            if sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_') {
                out.push(sign.to_ascii_lowercase());
            }
        } else if sign.is_alphanumeric() || is_mark(sign) {
            out.extend(sign.to_lowercase());
        }
    }
    out
}

/// Combining marks, which belong to the letter before them; those that Unicode counts as
/// alphabetic, such as most vowel signs, left out.
pub(super) fn is_mark(sign: char) -> bool {
    if sign < '\u{300}' {
        return false;
    }
    let scripts = matches!(sign, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{951}'..='\u{954}'
        | '\u{e38}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb8}'..='\u{ebc}'
        | '\u{ec8}'..='\u{ecd}' | '\u{1037}'..='\u{103a}' | '\u{17c9}'..='\u{17d3}'
        | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}');
    // The blocks of Indian scripts are laid out alike: a nukta and a virama in each.
    let indian =
        ('\u{900}'..='\u{dff}').contains(&sign) && matches!(u32::from(sign) & 0x7f, 0x3c | 0x4d);
    scripts || indian || sign == '\u{dca}'
}

/// Anchors of one document in order: the second of the same name ends in `-1`.
#[derive(Default)]
pub struct Anchors {
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor for the next heading.
    pub fn next(&mut self, title: &str) -> String {
        let base = slug(title);
        let Some(count) = self.taken.get_mut(&base) else {
            self.taken.insert(base.clone(), 0);
            return base;
        };
        let mut number = *count;
        let mut name = base.clone();
        loop {
            number += 1;
            name.truncate(base.len());
            let _ = write!(name, "-{number}");
            if !self.taken.contains_key(&name) {
                self.taken.insert(base, number);
                self.taken.insert(name.clone(), 0);
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_goes_and_spaces_stay_apart() {
        assert_eq!(slug("What's the `:=` operator?"), "whats-the--operator");
        assert_eq!(slug("1. Python Fundamentals"), "1-python-fundamentals");
        assert_eq!(slug("Что такое GIL?"), "что-такое-gil");
        assert_eq!(slug("什么是闭包？"), "什么是闭包");
        assert_eq!(slug("🚀 Go"), "-go");
    }

    #[test]
    fn repeated_headings_are_numbered() {
        let mut anchors = Anchors::default();
        let found: Vec<_> = ["A", "a", "A-1", "A"]
            .iter()
            .map(|t| anchors.next(t))
            .collect();
        assert_eq!(found, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
