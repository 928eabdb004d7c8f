//! What the grammar does not see through, and what it is shown instead: each byte keeps its place.
//!
//! - Only a closing bracket that may follow tells the grammar's scanner that brackets are open. Where
//!   none may, after an operator, a dot or a keyword that asks for more, or in the middle of
//!   `a if b else c`, it takes a line that begins further to the left than the statement for the end
//!   of the block. Such a break is shown as a space.
//! - Outside of brackets and in those of a subscript it knows a star before a name only. Before a
//!   literal, brackets or an operator, `return *[a], b`, a star is shown as a tilde; before the brackets
//!   of a target, `*(a, b), c = d`, both change places.
//! - In an annotation it takes `a[…]` for a type with parameters, and knows neither slices there nor
//!   what comes behind, `a[:]` and `a[b].c[d]`. The space before is shown as a tilde, which makes an
//!   expression of it.
//!
//! One such place can make an error of the whole file. The walk undoes what was made of tildes and
//! stars (`walk/written.rs`).

mod annotation;
mod breaks;
mod format;
mod lex;
mod star;
#[cfg(test)]
mod tests;

use format::Quotes;
use lex::{after_blanks, is_word, word};

use super::Source;
use super::joins::Joins;

/// The text as it is shown to the parser, the breaks in `joins` as spaces; `None` where nothing is
/// misunderstood.
pub(super) fn shown(source: Source<'_>, joins: &Joins) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(source.len());
    while text.len() < source.len() {
        let (piece, start) = source.piece(text.len());
        text.extend_from_slice(piece.get(text.len() - start..)?);
    }
    let found = Scan::new(&text).misunderstood();
    if found.is_empty() {
        return None;
    }
    for at in joins.iter() {
        *text.get_mut(at)? = b' ';
    }
    for instead in found {
        text[instead.start..instead.end].fill(instead.byte);
    }
    Some(text)
}

/// A stretch of the text, and what each byte of it is shown as.
#[derive(Clone, Copy, Debug)]
struct Instead {
    start: usize,
    end: usize,
    byte: u8,
}

/// What stands before a place, as far as it matters whether more has to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Something that may be the last, or after which a closing bracket may stand.
    Whole,
    /// An operator or a keyword that asks for more.
    Open,
    Dot,
}

/// What an open bracket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bracket {
    /// It stands around what is in it.
    Plain,
    /// Of arguments, parameters or bases.
    Call,
    Subscript,
    /// Of a field in a string with such.
    Field(Quotes),
}

/// What a statement begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Head {
    /// Nothing yet, or `async`.
    #[default]
    Open,
    Function,
    /// `type` before a name.
    Alias,
    /// A word before a colon.
    Compound,
    Other,
}

/// The statement that a place is in.
#[derive(Clone, Copy, Debug, Default)]
struct Statement {
    head: Head,
    /// How far its line is indented.
    indent: usize,
    /// Whether a colon or an equals sign stands in it, outside of brackets.
    has_colon: bool,
    has_equals: bool,
    /// Where its last equals sign stands outside of brackets, if somebody asked.
    last_equals: Option<usize>,
}

/// Goes through a text as far as brackets, strings and comments matter.
struct Scan<'t> {
    text: &'t [u8],
    at: usize,
    brackets: Vec<Bracket>,
    /// The places of those among them that are not plain.
    owned: Vec<usize>,
    before: Before,
    /// Whether what stands before is a value, so that a bracket belongs to it and a star multiplies.
    after_value: bool,
    statement: Statement,
    /// In how many brackets each `for` stands that has no `in` yet.
    for_in: Vec<usize>,
    found: Vec<Instead>,
    /// How many of those do not stand in brackets that may never be closed.
    closed: usize,
}

impl<'t> Scan<'t> {
    fn new(text: &'t [u8]) -> Self {
        let mut scan = Self {
            text,
            at: 0,
            brackets: Vec::new(),
            owned: Vec::new(),
            before: Before::Whole,
            after_value: false,
            statement: Statement::default(),
            for_in: Vec::new(),
            found: Vec::new(),
            closed: 0,
        };
        scan.begin_line();
        scan
    }

    /// What is shown otherwise: of breaks the stretch up to what goes on behind, with a comment before.
    /// What stands in brackets that are never closed is left out: somebody is typing there.
    fn misunderstood(mut self) -> Vec<Instead> {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'#' | b'\n' | b'\r' => self.breaks(),
                b' ' | b'\t' | b'\x0c' => self.at += 1,
                // With the break behind it.
                b'\\' => self.at += 2,
                b'"' | b'\'' => self.string(b""),
                b':' | b'}' if self.ends_field(byte) => {}
                b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => self.word(),
                _ => {
                    self.sign(byte);
                    self.at += 1;
                }
            }
            if self.brackets.is_empty() {
                self.closed = self.found.len();
            }
        }
        self.found.truncate(self.closed);
        self.found
    }

    fn show(&mut self, start: usize, end: usize, byte: u8) {
        self.found.push(Instead { start, end, byte });
    }

    /// What follows belongs to a new statement of the same line, or of the line that was begun.
    fn end_statement(&mut self) {
        self.before = Before::Whole;
        self.after_value = false;
        self.for_in.clear();
        self.statement = Statement {
            indent: self.statement.indent,
            ..Statement::default()
        };
    }

    fn open(&mut self, bracket: Bracket) {
        if bracket != Bracket::Plain {
            self.owned.push(self.brackets.len());
        }
        self.brackets.push(bracket);
    }

    fn close(&mut self) {
        self.brackets.pop();
        self.owned.pop_if(|place| *place >= self.brackets.len());
    }

    fn word(&mut self) {
        /// After these more has to follow.
        const ASKS: [&[u8]; 14] = [
            b"and", b"as", b"async", b"await", b"else", b"for", b"from", b"if", b"in", b"is",
            b"lambda", b"not", b"or", b"yield",
        ];
        /// After these a value may begin as well.
        const BEFORE_VALUES: [&[u8]; 7] = [
            b"assert", b"del", b"elif", b"raise", b"return", b"while", b"with",
        ];
        const COMPOUND: [&[u8]; 12] = [
            b"case", b"class", b"elif", b"else", b"except", b"finally", b"for", b"if", b"match",
            b"try", b"while", b"with",
        ];
        let word = word(&self.text[self.at..]);
        self.at += word.len();
        let is_quote = matches!(self.text.get(self.at), Some(b'"' | b'\''));
        if is_quote && word.iter().all(|byte| b"rRbBuUfFtT".contains(byte)) {
            return self.string(word);
        }
        if self.statement.head == Head::Open {
            let behind = self.text.get(after_blanks(self.text, self.at));
            let is_name = behind == Some(&b':');
            self.statement.head = match word {
                b"case" | b"match" if is_name => Head::Other,
                b"async" => Head::Open,
                b"def" => Head::Function,
                b"type" if behind.is_some_and(|&byte| is_word(byte)) => Head::Alias,
                _ if COMPOUND.contains(&word) => Head::Compound,
                _ => Head::Other,
            };
        }
        match word {
            b"for" => self.for_in.push(self.brackets.len()),
            b"in" => drop(self.for_in.pop_if(|depth| *depth >= self.brackets.len())),
            _ => {}
        }
        let asks = ASKS.contains(&word);
        self.before = if asks { Before::Open } else { Before::Whole };
        self.after_value = !asks && !BEFORE_VALUES.contains(&word);
    }

    fn sign(&mut self, byte: u8) {
        if self.statement.head == Head::Open {
            self.statement.head = Head::Other;
        }
        let is_plain = self.brackets.is_empty();
        let was_value = std::mem::replace(&mut self.after_value, false);
        self.before = match byte {
            b'(' | b'[' | b'{' => {
                self.open(match byte {
                    b'(' if was_value => Bracket::Call,
                    b'[' if was_value => Bracket::Subscript,
                    _ => Bracket::Plain,
                });
                // Brackets behind a value may not be empty.
                match byte {
                    b'[' => Before::Open,
                    _ => Before::Whole,
                }
            }
            b')' | b']' | b'}' => {
                self.close();
                self.after_value = true;
                Before::Whole
            }
            b'.' => {
                // Of a number, or the last of three, if it is not followed by a name.
                self.after_value = true;
                Before::Dot
            }
            b',' => Before::Whole,
            b';' if is_plain => return self.end_statement(),
            b';' => Before::Whole,
            b'*' => {
                if self.text.get(self.at + 1) == Some(&b'*') {
                    self.at += 1;
                } else if !was_value {
                    self.star();
                }
                Before::Open
            }
            b':' => {
                self.colon();
                Before::Open
            }
            b'>' if is_plain && self.text[..self.at].ends_with(b"-") => {
                self.annotation(self.at + 1);
                Before::Open
            }
            b'=' => {
                if is_plain && self.statement.head == Head::Alias {
                    self.annotation(self.at + 1);
                }
                self.statement.has_equals |= is_plain;
                Before::Open
            }
            _ => Before::Open,
        };
    }
}
