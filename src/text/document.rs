//! A document that a client edits: a rope with a version.

use ropey::{Rope, RopeSlice};

use super::{Column, Encoding, Line, Position, Span};

/// A change as a client sends it: the new text of a range, or of the whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The replaced range in the client's positions; `None` replaces everything.
    pub range: Option<(Position, Position)>,
    /// What stands there afterwards.
    pub text: String,
}

/// A change that was made, in bytes and in rows and byte columns as tree-sitter wants them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it begins.
    pub start: usize,
    /// Where the replaced text ended.
    pub old_end: usize,
    /// Where the new text ends.
    pub new_end: usize,
}

/// An open document. Cloning is cheap: the rope shares its text.
#[derive(Clone, Debug, Default)]
pub struct Document {
    rope: Rope,
    version: i32,
}

impl Document {
    /// A document with this text, as a client opens it.
    pub fn new(text: &str, version: i32) -> Self {
        Self {
            rope: Rope::from_str(text),
            version,
        }
    }

    /// The text.
    pub fn rope(&self) -> &Rope {
        &self.rope
    }

    /// The client's number for this state of the text.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// Sets the client's number.
    pub fn set_version(&mut self, version: i32) {
        self.version = version;
    }

    /// Makes `change` and returns what it was in bytes. Positions past the end of a line or of the
    /// text are taken for that end, a range whose end is before its start for its two ends swapped.
    /// Where the whole text came, what it has in common with the text before at its start and at
    /// its end was not changed.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) -> Edit {
        let Some((a, b)) = change.range else {
            let (start, behind) = in_common(&self.rope, &change.text);
            let (old_end, end) = (self.rope.len_bytes() - behind, change.text.len() - behind);
            return self.replace(start, old_end, &change.text[start..end]);
        };
        let (a, b) = (self.offset(a, encoding), self.offset(b, encoding));
        self.replace(a.min(b), a.max(b), &change.text)
    }

    fn replace(&mut self, start: usize, old_end: usize, text: &str) -> Edit {
        let (from, to) = (
            self.rope.byte_to_char(start),
            self.rope.byte_to_char(old_end),
        );
        self.rope.remove(from..to);
        self.rope.insert(from, text);
        Edit {
            start,
            old_end,
            new_end: start + text.len(),
        }
    }

    /// The byte at `position`; past the end of a line its end, past the last line the end.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line.0 as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_bytes();
        }
        let start = self.rope.line_to_byte(line);
        let (piece, piece_start, ..) = self.rope.chunk_at_byte(start);
        let rest = piece.get(start - piece_start..).unwrap_or_default();
        if let Some(end) = rest.find(ENDS) {
            return start + encoding.byte_in_line(&rest[..end], position.column);
        }
        let text = without_end(self.rope.line(line));
        start + byte_in_line(text, position.column, encoding)
    }

    /// The position of the byte `offset`, which may be past the end; inside a character it is the
    /// position of that character's start.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(self.rope.len_bytes());
        if let Some(position) = self.position_in_piece(offset, encoding) {
            return position;
        }
        let line = self.rope.byte_to_line(offset);
        let start = self.rope.line_to_byte(line);
        let text = without_end(self.rope.line(line));
        let within = text.byte_to_char((offset - start).min(text.len_bytes()));
        let column = match encoding {
            Encoding::Utf8 => text.char_to_byte(within),
            Encoding::Utf16 => text.char_to_utf16_cu(within),
            Encoding::Utf32 => within,
        };
        Position {
            line: Line(u32::try_from(line).unwrap_or(u32::MAX)),
            column: Column(u32::try_from(column).unwrap_or(u32::MAX)),
        }
    }

    /// The position of the byte `offset` where its line begins in the same piece of the rope, as
    /// most do: asking the rope for lines and columns takes ten times as long.
    fn position_in_piece(&self, offset: usize, encoding: Encoding) -> Option<Position> {
        let (piece, start, _, first_line) = self.rope.chunk_at_byte(offset);
        let before = piece.get(..offset - start)?;
        // What follows may be the other half of a line's end.
        if before.ends_with('\r') {
            return None;
        }
        let line_start = match before.rfind(ENDS) {
            Some(end) => end + 1,
            None if start == 0 => 0,
            None => return None,
        };
        let column = encoding.measure(&before[line_start..]);
        let lines = first_line + count_ends(before.as_bytes());
        Some(Position {
            line: Line(u32::try_from(lines).unwrap_or(u32::MAX)),
            column: Column(u32::try_from(column).unwrap_or(u32::MAX)),
        })
    }

    /// Both ends of `span`.
    pub fn positions(&self, span: Span, encoding: Encoding) -> (Position, Position) {
        (
            self.position(span.start(), encoding),
            self.position(span.end(), encoding),
        )
    }
}

/// How many bytes `rope` and `text` have in common at their starts, and at their ends behind that;
/// both end between characters.
fn in_common(rope: &Rope, text: &str) -> (usize, usize) {
    let same = |(one, other): &(u8, u8)| one == other;
    let mut before = rope.bytes().zip(text.bytes()).take_while(same).count();
    while !text.is_char_boundary(before) {
        before -= 1;
    }
    // No byte of either is in both parts.
    let most = rope.len_bytes().min(text.len()) - before;
    let backwards = rope.bytes_at(rope.len_bytes()).reversed();
    let both = backwards.zip(text.bytes().rev()).take(most);
    let mut behind = both.take_while(same).count();
    while !text.is_char_boundary(text.len() - behind) {
        behind -= 1;
    }
    (before, behind)
}

/// What ends a line, or is the first half of its end.
const ENDS: [char; 2] = ['\n', '\r'];

/// How many lines end in `text`.
fn count_ends(text: &[u8]) -> usize {
    let count = |end: u8| text.iter().filter(|&&byte| byte == end).count();
    let alone = match count(b'\r') {
        0 => 0,
        all => all - text.windows(2).filter(|pair| **pair == *b"\r\n").count(),
    };
    count(b'\n') + alone
}

/// The line without its `\n`, `\r\n` or `\r`.
fn without_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    while end > 0 && matches!(line.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    line.slice(..end)
}

fn byte_in_line(line: RopeSlice<'_>, column: Column, encoding: Encoding) -> usize {
    let wanted = column.0 as usize;
    match encoding {
        Encoding::Utf8 => line.char_to_byte(line.byte_to_char(wanted.min(line.len_bytes()))),
        Encoding::Utf16 => {
            line.char_to_byte(line.utf16_cu_to_char(wanted.min(line.len_utf16_cu())))
        }
        Encoding::Utf32 => line.char_to_byte(wanted.min(line.len_chars())),
    }
}
