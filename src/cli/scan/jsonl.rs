//! Occurrences as lines of JSON. There is about one for every ten bytes of source, so they are put
//! together by hand: a general writer takes as long as the search itself.

use crate::python::{Occurrence, Role};
use crate::text::{Encoding, Line, LineIndex, Span};

/// A file whose occurrences are written.
pub struct File<'s> {
    /// What stands in each line between the id and the first number.
    name: String,
    source: &'s str,
    lines: &'s LineIndex,
    /// The line of the last extent: the next one begins there mostly, or right behind.
    at: At,
}

/// A line that places are in.
#[derive(Default)]
struct At {
    line: Line,
    /// Where it begins, where its line break does, and where the next line begins.
    start: usize,
    text_end: usize,
    end: usize,
    /// Whether its columns are bytes.
    is_ascii: bool,
    number: Digits,
}

/// One end of a span, from 1.
#[derive(Clone, Copy)]
struct Place {
    line: Digits,
    column: u32,
}

impl<'s> File<'s> {
    /// The file `name` with the text `source`, whose lines are `lines`.
    pub fn new(name: &str, source: &'s str, lines: &'s LineIndex) -> Self {
        // Text can always be written.
        let name = serde_json::to_string(name).unwrap_or_default();
        Self {
            name: format!("\",\"file\":{name},\"line\":"),
            source,
            lines,
            at: At::default(),
        }
    }

    /// Adds the line for `occurrence`, which is one of the concept called `id`, to `json`. The
    /// README says what the fields mean.
    pub fn write(&mut self, json: &mut Vec<u8>, id: &str, occurrence: &Occurrence<'_>) {
        let extent = occurrence.extent;
        self.go_to(extent.start());
        let ends = self.ends(extent);
        // Ids hold no character that JSON escapes.
        json.extend_from_slice(b"{\"concept\":\"");
        json.extend_from_slice(id.as_bytes());
        json.extend_from_slice(self.name.as_bytes());
        ends[0].line.push(json);
        json.extend_from_slice(b",\"column\":");
        Digits::of(ends[0].column).push(json);
        json.extend_from_slice(b",\"end_line\":");
        ends[1].line.push(json);
        json.extend_from_slice(b",\"end_column\":");
        Digits::of(ends[1].column).push(json);
        json.extend_from_slice(b",\"focus\":[");
        for (number, span) in occurrence.focus.iter().enumerate() {
            if number > 0 {
                json.push(b',');
            }
            let ends = if span == extent {
                ends
            } else {
                self.ends(span)
            };
            json.push(b'[');
            ends[0].line.push(json);
            json.push(b',');
            Digits::of(ends[0].column).push(json);
            json.push(b',');
            ends[1].line.push(json);
            json.push(b',');
            Digits::of(ends[1].column).push(json);
            json.push(b']');
        }
        json.extend_from_slice(match occurrence.role {
            Some(Role::Definition) => b"],\"role\":\"definition\"}\n",
            Some(Role::Use) => b"],\"role\":\"use\"}\n",
            None => b"]}\n",
        });
    }

    /// Goes to the line of the byte `offset`.
    fn go_to(&mut self, offset: usize) {
        if self.at.start <= offset && offset < self.at.end {
            return;
        }
        let line = self.lines.line_near(offset, self.at.line);
        let start = self.lines.start(self.source, line);
        let text = self.lines.text(self.source, line);
        self.at = At {
            line,
            start,
            text_end: start + text.len(),
            end: self
                .lines
                .start(self.source, Line(line.0.saturating_add(1))),
            is_ascii: text.is_ascii(),
            number: Digits::of(line.0.saturating_add(1)),
        };
    }

    /// Both ends of `span`.
    fn ends(&self, span: Span) -> [Place; 2] {
        [self.place(span.start()), self.place(span.end())]
    }

    fn place(&self, offset: usize) -> Place {
        let at = &self.at;
        if at.is_ascii && at.start <= offset && offset <= at.text_end {
            let column = u32::try_from(offset - at.start + 1).unwrap_or(u32::MAX);
            return Place {
                line: at.number,
                column,
            };
        }
        let units = Encoding::Utf32;
        let found = self
            .lines
            .position_near(self.source, offset, units, at.line);
        Place {
            line: Digits::of(found.line.0.saturating_add(1)),
            column: found.column.0.saturating_add(1),
        }
    }
}

/// A number in decimals.
#[derive(Clone, Copy, Default)]
struct Digits {
    /// The digits, and what fills the room.
    bytes: [u8; 16],
    length: usize,
}

/// The numbers of up to three digits, from the left, with how many digits each has.
const SMALL: [[u8; 4]; 1000] = {
    let mut small = [[0; 4]; 1000];
    let mut number = 0;
    while number < small.len() {
        let digits = [number / 100, number / 10 % 10, number % 10];
        let length = 1 + (number > 9) as usize + (number > 99) as usize;
        let mut at = 0;
        while at < length {
            small[number][at] = b'0' + digits[3 - length + at] as u8;
            at += 1;
        }
        small[number][3] = length as u8;
        number += 1;
    }
    small
};

impl Digits {
    fn of(mut number: u32) -> Self {
        let mut bytes = [b'0'; 16];
        if let Some(&[one, two, three, length]) = SMALL.get(number as usize) {
            (bytes[0], bytes[1], bytes[2]) = (one, two, three);
            return Self {
                bytes,
                length: length.into(),
            };
        }
        let length = number.ilog10() as usize + 1;
        for digit in bytes[..length].iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
        }
        Self { bytes, length }
    }

    /// Adds it to `json`.
    #[inline]
    fn push(self, json: &mut Vec<u8>) {
        // As many bytes each time are added in one step, and what is too much is taken off again.
        let end = json.len() + self.length;
        json.extend_from_slice(&self.bytes);
        json.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_decimals() {
        for number in [0, 7, 10, 99, 100, 1_234_567_890, u32::MAX] {
            let mut json = Vec::new();
            Digits::of(number).push(&mut json);
            assert_eq!(json, number.to_string().into_bytes());
        }
    }
}
