//! Raw lines of a text: where they begin and end, how far they are indented, and what a fence is.
//!
//! [`super::scan`] reads lines only for constructs that CommonMark has no node for.

/// One line of the file, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawLine {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last character, line break excluded.
    pub end: usize,
    /// Where the next line begins.
    pub next: usize,
    /// The first byte that is no space or tab; `end` for a blank line.
    pub first: usize,
    /// The column of that byte, tabs going to multiples of four.
    pub indent: usize,
}

impl RawLine {
    /// Whether there is nothing but spaces on it.
    pub fn is_blank(&self) -> bool {
        self.first == self.end
    }

    /// The line from its first character that is no space.
    pub fn body<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.first..self.end).unwrap_or("").trim_end()
    }
}

/// The lines of `text` from the byte `from` on. Lines end as CommonMark 0.31 section 2.1 says.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = RawLine> {
    let bytes = text.as_bytes();
    let mut at = from;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let length = bytes[start..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(bytes.len() - start);
        let end = start + length;
        at = match bytes.get(end) {
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(_) => end + 1,
            None => end,
        };
        let mut indent = 0;
        let mut first = start;
        while first < end {
            match bytes[first] {
                b' ' => indent += 1,
                b'\t' => indent += 4 - indent % 4,
                _ => break,
            }
            first += 1;
        }
        Some(RawLine {
            start,
            end,
            next: at,
            first,
            indent,
        })
    })
}

/// An opening or closing code fence (CommonMark section 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence<'t> {
    /// A backtick or a tilde.
    pub sign: u8,
    /// How many of them.
    pub length: usize,
    /// What follows them, trimmed.
    pub info: &'t str,
}

impl Fence<'_> {
    /// Whether this line closes a block that `opener` opened.
    pub fn closes(&self, opener: &Fence<'_>) -> bool {
        self.sign == opener.sign && self.length >= opener.length && self.info.is_empty()
    }
}

/// The fence that `body` begins with, if any. Backticks later on the line make it code in a line.
pub(super) fn fence(body: &str) -> Option<Fence<'_>> {
    let sign = *body.as_bytes().first()?;
    if sign != b'`' && sign != b'~' {
        return None;
    }
    let length = body.bytes().take_while(|&byte| byte == sign).count();
    let info = body.get(length..)?.trim();
    if length < 3 || (sign == b'`' && info.contains('`')) {
        return None;
    }
    Some(Fence { sign, length, info })
}

/// How many bytes of list markers, task boxes and quote marks `body` begins with.
pub(super) fn markers(body: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &body[at..];
        let bytes = rest.as_bytes();
        let digits = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let width = match bytes {
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 1,
            _ if (1..=9).contains(&digits)
                && matches!(bytes.get(digits), Some(b'.' | b')'))
                && matches!(bytes.get(digits + 1), Some(b' ' | b'\t')) =>
            {
                digits + 1
            }
            _ => return at,
        };
        let spaces = rest[width..].len() - rest[width..].trim_start_matches([' ', '\t']).len();
        at += width + spaces;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_all_three_breaks_and_count_tabs() {
        let found: Vec<_> = lines("a\r\n\tb\rc\n\n d", 0)
            .map(|line| (line.start, line.end, line.next, line.indent))
            .collect();
        assert_eq!(
            found,
            [
                (0, 1, 3, 0),
                (3, 5, 6, 4),
                (6, 7, 8, 0),
                (8, 8, 9, 0),
                (9, 11, 11, 1)
            ]
        );
    }

    #[test]
    fn a_fence_has_no_backtick_after_it() {
        assert!(fence("```python").is_some_and(|fence| fence.info == "python"));
        assert!(fence("~~~~ a`b").is_some_and(|fence| fence.length == 4));
        assert_eq!(fence("```python\\n x ```"), None);
        assert_eq!(fence("``"), None);
    }

    #[test]
    fn markers_are_those_of_nested_lists() {
        assert_eq!(markers("1. - <details>"), 5);
        assert_eq!(markers("-x"), 0);
        assert_eq!(markers("2024 was"), 0);
    }
}
