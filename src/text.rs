//! Text and places in it. Every other module speaks in byte offsets ([`Span`]); lines and columns
//! ([`Position`]) exist only where a person or a client sees them, and this module is the only one
//! that turns one into the other.
//!
//! Lines end at `\n`, `\r\n` and `\r`, as LSP 3.17 ("Text Documents"), CommonMark and Python say;
//! a form feed, a vertical tab, U+0085, U+2028 and U+2029 are ordinary characters.

mod document;
mod lines;
mod position;
mod visible;

pub use document::{Change, Document, Edit};
pub use lines::LineIndex;
pub use position::{Column, Encoding, Line, Position};
pub use visible::{escaped, is_hidden, visible, visible_within};

/// A range of bytes of one text, end exclusive. Texts of 4 GiB and more are refused by [`crate::disk`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` to `end`; an end before the start gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// How many bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there is no byte in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As the standard library's range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }

    /// Whether the byte at `offset` is inside.
    pub fn contains(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// Whether `other` lies within, ends included.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
