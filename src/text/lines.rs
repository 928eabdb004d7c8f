//! Where the lines of a text that does not change begin.

use super::{Column, Encoding, Line, Position};

/// How far apart the marks in a text with long lines are, in bytes. Who asks for all places of such a
/// line would count through it again for each, without them.
const STEP: usize = 1 << 10;
/// A line that is longer, in bytes, is a long one.
const LONG: usize = 4 * STEP;

/// The line starts of one text; finds a position in O(log lines + length of the line), or of a few
/// kilobytes of it where that is shorter.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Where a line is long: at each [`STEP`] of the text, how many units of each encoding stand before
    /// the first character from there on.
    marks: Vec<[u32; 3]>,
}

impl LineIndex {
    /// The index of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut at = 0;
        while let Some(before) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
            at += before + 1;
            // A `\r` before a `\n` is one break with it.
            if bytes[at - 1] == b'\n' || bytes.get(at) != Some(&b'\n') {
                starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        let ends = starts.iter().skip(1).map(|&start| start as usize);
        let lines = starts.iter().zip(ends.chain([text.len()]));
        let is_long = lines
            .map(|(&start, end)| end.saturating_sub(start as usize))
            .any(|length| length > LONG);
        let marks = match is_long {
            true => marks(text),
            false => Vec::new(),
        };
        Self { starts, marks }
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
        let start = self.start(text, line);
        let before = text.get(start..offset).unwrap_or("");
        let before = before.trim_end_matches(['\n', '\r']);
        let column = match self.marks.is_empty() || before.len() <= LONG {
            true => encoding.measure(before),
            false => {
                self.units(text, start + before.len(), encoding) - self.units(text, start, encoding)
            }
        };
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

    /// How many units of `encoding` stand before the byte `offset`, where there are marks.
    fn units(&self, text: &str, offset: usize, encoding: Encoding) -> usize {
        let number = offset / STEP;
        let Some(mark) = self.marks.get(number) else {
            return 0;
        };
        let from = boundary(text, number * STEP).min(offset);
        mark[place(encoding)] as usize + encoding.measure(text.get(from..offset).unwrap_or(""))
    }
}

/// Where the units of `encoding` stand in a mark.
fn place(encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => 0,
        Encoding::Utf16 => 1,
        Encoding::Utf32 => 2,
    }
}

/// The first character from the byte `at` on, or the end.
fn boundary(text: &str, at: usize) -> usize {
    let mut places = at.min(text.len())..text.len();
    places
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

fn marks(text: &str) -> Vec<[u32; 3]> {
    let mut found = Vec::with_capacity(text.len() / STEP + 1);
    let mut units = [0_u32; 3];
    let mut at = 0;
    while at <= text.len() {
        found.push(units);
        let from = boundary(text, at);
        at += STEP;
        let piece = text.get(from..boundary(text, at)).unwrap_or("");
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let count = u32::try_from(encoding.measure(piece)).unwrap_or(u32::MAX);
            let known = &mut units[place(encoding)];
            *known = known.saturating_add(count);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_those_that_counting_gives() {
        let long = "aé👩b".repeat(2_000);
        let text = format!("short\r\n{long}\r\nend\n{long}");
        let index = LineIndex::new(&text);
        assert!(!index.marks.is_empty());
        for (start, length) in [(7, long.len() + 2), (text.len() - long.len(), long.len())] {
            let line = &text[start..start + length];
            for (at, _) in line.char_indices().step_by(7) {
                for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                    let found = index.position(&text, start + at, encoding);
                    let before = line[..at].trim_end_matches(['\r', '\n']);
                    assert_eq!(found.column.0 as usize, encoding.measure(before), "{at}");
                }
            }
        }
    }
}
