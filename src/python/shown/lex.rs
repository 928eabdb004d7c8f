//! Where words, blanks, comments and strings end.

/// The word that `text` begins with.
pub(super) fn word(text: &[u8]) -> &[u8] {
    &text[..text.iter().take_while(|&&byte| is_word(byte)).count()]
}

pub(super) fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Where the first byte stands from `from` on that is no blank.
pub(super) fn after_blanks(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let is_blank = |&&byte: &&u8| byte == b' ' || byte == b'\t';
    from + rest.iter().take_while(is_blank).count()
}

/// The end of the line in which a comment begins at `start`.
pub(super) fn after_comment(text: &[u8], start: usize) -> usize {
    let rest = &text[start..];
    memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |length| start + length)
}

/// Where the string literal ends whose quotes begin at `start`.
pub(super) fn after_string(text: &[u8], start: usize) -> usize {
    let quote = text[start];
    let triple = text[start..].starts_with(&[quote; 3]);
    let mut at = start + if triple { 3 } else { 1 };
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' if !triple => return at,
            byte if byte == quote && !triple => return at + 1,
            byte if byte == quote && text[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    text.len()
}
