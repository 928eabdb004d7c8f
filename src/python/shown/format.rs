//! Strings with fields: `f"{a}"` and `t"{a}"`.

use super::lex::after_string;
use super::{Before, Bracket, Head, Scan};

/// What is open around a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotes {
    byte: u8,
    is_triple: bool,
    is_raw: bool,
    /// Whether the field stands in the format of another one, `f"{a:{b}}"`.
    in_format: bool,
}

impl Scan<'_> {
    /// Goes over the string at hand, whose `prefix` was read, up to its first field if it has any.
    pub(super) fn string(&mut self, prefix: &[u8]) {
        if self.statement.head == Head::Open {
            self.statement.head = Head::Other;
        }
        let has = |letter: u8| {
            prefix
                .iter()
                .any(|byte| byte.to_ascii_lowercase() == letter)
        };
        let byte = self.text[self.at];
        let is_triple = self.text[self.at..].starts_with(&[byte; 3]);
        if has(b'f') || has(b't') {
            self.at += if is_triple { 3 } else { 1 };
            self.content(Quotes {
                byte,
                is_triple,
                is_raw: has(b'r'),
                in_format: false,
            });
        } else {
            self.at = after_string(self.text, self.at);
            self.end_string();
        }
    }

    /// At the colon or the bracket that ends what a field shows: whether that is what it is.
    pub(super) fn ends_field(&mut self, byte: u8) -> bool {
        let Some(&Bracket::Field(quotes)) = self.brackets.last() else {
            return false;
        };
        self.at += 1;
        if byte == b'}' {
            self.close();
            self.content(quotes);
        } else {
            self.content(Quotes {
                in_format: true,
                ..quotes
            });
        }
        true
    }

    /// Goes over what stands between fields, up to the next one or the end of the string.
    fn content(&mut self, quotes: Quotes) {
        let mut around = Some(quotes);
        while let Some(quotes) = around {
            around = match quotes.in_format {
                true => self.format(quotes),
                false => self.literal(quotes),
            };
        }
    }

    fn literal(&mut self, quotes: Quotes) -> Option<Quotes> {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'{' if self.text.get(self.at + 1) == Some(&b'{') => self.at += 2,
                b'{' => return self.field(quotes),
                b'\\' => self.escape(quotes),
                _ if self.ends(quotes, byte) => return self.end_string(),
                _ => self.at += 1,
            }
        }
        None
    }

    /// Goes over a format; what is around its field, if that ends there.
    fn format(&mut self, quotes: Quotes) -> Option<Quotes> {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'{' => return self.field(quotes),
                b'}' => {
                    self.at += 1;
                    let ended = self.brackets.last().copied();
                    self.close();
                    return match ended {
                        Some(Bracket::Field(around)) => Some(around),
                        _ => None,
                    };
                }
                // No field ends here: this is no Python.
                _ if self.ends(quotes, byte) => return self.end_string(),
                _ => self.at += 1,
            }
        }
        None
    }

    fn field(&mut self, quotes: Quotes) -> Option<Quotes> {
        self.at += 1;
        self.open(Bracket::Field(quotes));
        self.before = Before::Open;
        self.after_value = false;
        None
    }

    /// Whether the string ends at `byte`, which is gone over then.
    fn ends(&mut self, quotes: Quotes, byte: u8) -> bool {
        let is_end = match byte {
            b'\n' => !quotes.is_triple,
            _ if byte != quotes.byte => false,
            _ => !quotes.is_triple || self.text[self.at..].starts_with(&[byte; 3]),
        };
        if is_end && byte != b'\n' {
            self.at += if quotes.is_triple { 3 } else { 1 };
        }
        is_end
    }

    /// Goes over a backslash and what it belongs to; a field may begin behind it.
    fn escape(&mut self, quotes: Quotes) {
        let rest = &self.text[self.at..];
        self.at += match rest.get(1) {
            Some(b'{') => 1,
            // A character by its name.
            Some(b'N') if !quotes.is_raw && rest.get(2) == Some(&b'{') => {
                let is_inside = |&&byte: &&u8| byte != b'}' && byte != b'\n';
                3 + rest[3..].iter().take_while(is_inside).count()
            }
            _ => 2,
        };
    }

    fn end_string(&mut self) -> Option<Quotes> {
        self.before = Before::Whole;
        self.after_value = true;
        None
    }
}
