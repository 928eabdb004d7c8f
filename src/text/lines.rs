//! Where the lines of a text that does not change begin.

use super::{Column, Encoding, Line, Position};

/// The line starts of one text; finds a position in O(log lines + length of the line).
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// The index of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            let ends = byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { starts }
    }

    /// How many lines; a text that ends in a line break has an empty last line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: even the empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line that holds the byte `offset`; past the end, the last one.
    pub fn line(&self, offset: usize) -> Line {
        let after = self
            .starts
            .partition_point(|&start| start as usize <= offset);
        Line(u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// The same, quick where that is `near` or the line behind it: for offsets that come in order.
    pub fn line_near(&self, offset: usize, near: Line) -> Line {
        let begins = |line: usize| self.starts.get(line).map(|&start| start as usize);
        for line in [near.0, near.0.saturating_add(1)] {
            let (this, next) = (begins(line as usize), begins(line as usize + 1));
            if this.is_some_and(|start| start <= offset) && next.is_none_or(|end| offset < end) {
                return Line(line);
            }
        }
        self.line(offset)
    }

    /// The first byte of `line`, or the length of the text where there is no such line.
    pub fn start(&self, text: &str, line: Line) -> usize {
        self.starts
            .get(line.0 as usize)
            .map_or(text.len(), |&start| start as usize)
    }

    /// The text of `line` without its end; empty where there is no such line.
    pub fn text<'t>(&self, text: &'t str, line: Line) -> &'t str {
        let start = self.start(text, line);
        let end = self.start(text, Line(line.0.saturating_add(1)));
        text.get(start..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// The position of the byte `offset` of `text` in units of `encoding`.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        self.position_near(text, offset, encoding, Line(0))
    }

    /// The same, quick where it is in the line `near` or the one behind.
    pub fn position_near(
        &self,
        text: &str,
        offset: usize,
        encoding: Encoding,
        near: Line,
    ) -> Position {
        let offset = offset.min(text.len());
        let line = self.line_near(offset, near);
        let before = text.get(self.start(text, line)..offset).unwrap_or("");
        let column = encoding.measure(before.trim_end_matches(['\n', '\r']));
        Position {
            line,
            column: Column(u32::try_from(column).unwrap_or(u32::MAX)),
        }
    }

    /// The byte of `text` at `position`; past the end of a line its end, past the last line the end.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        self.start(text, position.line)
            + encoding.byte_in_line(self.text(text, position.line), position.column)
    }
}
