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
}

/// One end of a span, from 1.
#[derive(Clone, Copy)]
struct Place {
    line: u32,
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
        push(json, ends, NAMED);
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
            push(json, ends, LISTED);
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
                line: at.line.0.saturating_add(1),
                column,
            };
        }
        let units = Encoding::Utf32;
        let found = self
            .lines
            .position_near(self.source, offset, units, at.line);
        Place {
            line: found.line.0.saturating_add(1),
            column: found.column.0.saturating_add(1),
        }
    }
}

/// What stands before each of the four numbers of an extent, and of a token of the focus.
const NAMED: [&str; 4] = ["", ",\"column\":", ",\"end_line\":", ",\"end_column\":"];
const LISTED: [&str; 4] = ["[", ",", ",", ","];

/// Adds lines and columns of both `ends`, each behind what stands before it.
#[inline(always)] // so that the lengths of what stands before are known
fn push(json: &mut Vec<u8>, [start, end]: [Place; 2], before: [&str; 4]) {
    let numbers = [start.line, start.column, end.line, end.column];
    let mut decimals = itoa::Buffer::new();
    for (before, number) in before.into_iter().zip(numbers) {
        json.extend_from_slice(before.as_bytes());
        json.extend_from_slice(decimals.format(number).as_bytes());
    }
}
