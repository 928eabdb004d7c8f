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
/// Reads short stretches of a [`Source`] one after the other, in a walk's order: remembers the
/// piece it is in, so that only crossing into another one looks for it.
#[derive(Debug)]
pub(super) struct Reader<'s> {
    source: Source<'s>,
    piece: &'s [u8],
    start: usize,
    joined: Vec<u8>,
}

impl<'s> Reader<'s> {
    /// Begins at the start of `source`.
    pub fn new(source: Source<'s>) -> Self {
        let (piece, start) = source.piece(0);
        Self {
            source,
            piece,
            start,
            joined: Vec::new(),
        }
    }

    /// What it reads.
    pub fn source(&self) -> Source<'s> {
        self.source
    }

    /// The bytes from `start` to `end`, cut at the end of the text.
    pub fn bytes(&mut self, start: usize, end: usize) -> &[u8] {
        let inside = start >= self.start && end <= self.start + self.piece.len();
        if inside {
            return &self.piece[start - self.start..end - self.start];
        }
        self.bytes_elsewhere(start, end.min(self.source.len()))
    }

    #[cold]
    fn bytes_elsewhere(&mut self, start: usize, end: usize) -> &[u8] {
        if start >= end {
            return &[];
        }
        (self.piece, self.start) = self.source.piece(start);
        if end <= self.start + self.piece.len() {
            return &self.piece[start - self.start..end - self.start];
        }
        self.joined.clear();
        let mut at = start;
        while at < end {
            (self.piece, self.start) = self.source.piece(at);
            let upto = end.min(self.start + self.piece.len());
            self.joined
                .extend_from_slice(&self.piece[at - self.start..upto - self.start]);
            at = upto;
        }
        &self.joined
    }
}
