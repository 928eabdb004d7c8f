//! Other people's words in one line that shows what it holds.
//!
//! What a note, a file's name or a message says goes to editors and terminals. Control characters
//! would steer a terminal, and some marks reorder or hide what stands beside them.

use std::borrow::Cow;

/// Whether `c` shows nothing and does something: control characters, and the marks that reorder or
/// hide text (Unicode TR 36, TR 9).
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}')
}

/// `text` in one line without what is hidden; a line break or a tab is a blank.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c => (!is_hidden(c)).then_some(c),
    });
    Cow::Owned(shown.collect())
}

/// `text` in one line with what is hidden written out (`\u{1b}`): names, which have to stay apart.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_hidden(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// The same as [`visible`], of at most `limit` characters; what is longer ends with `…`.
pub fn visible_within(text: &str, limit: usize) -> String {
    let shown = visible(text);
    match shown.char_indices().nth(limit) {
        None => shown.into_owned(),
        Some((end, _)) => format!("{}…", &shown[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_reorders_or_hides_is_dropped() {
        assert_eq!(
            visible("a\u{1b}[31m\u{202e}b\u{200b}\r\nc\td\u{7}"),
            "a[31mb  c d"
        );
        assert_eq!(
            visible("naïve 👩\u{200d}🚀 שלום"),
            "naïve 👩\u{200d}🚀 שלום"
        );
    }

    #[test]
    fn what_is_hidden_in_a_name_is_written_out() {
        assert_eq!(
            escaped("a\u{1b}[31m\n\u{202e}.py"),
            "a\\u{1b}[31m\\u{a}\\u{202e}.py"
        );
        assert_eq!(escaped("naïve.py"), "naïve.py");
    }

    #[test]
    fn what_is_long_is_cut_after_whole_characters() {
        assert_eq!(visible_within("éèê", 3), "éèê");
        assert_eq!(visible_within("éèêë\n", 3), "éèê…");
    }
}
