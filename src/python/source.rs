//! The text that is parsed and walked, without a copy of it.

use ropey::Rope;

/// Python source: a plain text that is only read, or a rope that is being edited. Both are read
/// where they are; a rope by its chunks.
#[derive(Clone, Copy, Debug)]
pub enum Source<'s> {
    /// A text in one piece.
    Text(&'s str),
    /// A text that is being edited.
    Rope(&'s Rope),
}

impl<'s> Source<'s> {
    /// How many bytes.
    pub fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Rope(rope) => rope.len_bytes(),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// What stands from the byte `offset` on, up to the end of the piece that holds it, and where
    /// that piece begins; empty past the end.
    pub fn piece(self, offset: usize) -> (&'s [u8], usize) {
        match self {
            Self::Text(text) => (text.as_bytes(), 0),
            Self::Rope(rope) if offset >= rope.len_bytes() => (&[], rope.len_bytes()),
            Self::Rope(rope) => {
                let (chunk, start, _, _) = rope.chunk_at_byte(offset);
                (chunk.as_bytes(), start)
            }
        }
    }
}

impl<'s> From<&'s str> for Source<'s> {
    fn from(text: &'s str) -> Self {
        Self::Text(text)
    }
}

impl<'s> From<&'s String> for Source<'s> {
    fn from(text: &'s String) -> Self {
        Self::Text(text)
    }
}

impl<'s> From<&'s Rope> for Source<'s> {
    fn from(rope: &'s Rope) -> Self {
        Self::Rope(rope)
    }
}
