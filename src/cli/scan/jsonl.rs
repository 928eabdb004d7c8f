//! Occurrences as lines of JSON. There is about one for every ten bytes of source, so they are put
//! together by hand: a general writer takes as long as the search itself.

use std::cell::Cell;

use crate::python::{Occurrence, Role};
use crate::text::{Encoding, Line, LineIndex, Span};

/// A file whose occurrences are written.
pub struct File<'s> {
    /// Its name, as JSON.
    name: String,
    source: &'s str,
    lines: &'s LineIndex,
    /// The line of the last place that was written.
    last: Cell<Line>,
}

impl<'s> File<'s> {
    /// The file `name` with the text `source`, whose lines are `lines`.
    pub fn new(name: &str, source: &'s str, lines: &'s LineIndex) -> Self {
        Self {
            // Text can always be written.
            name: serde_json::to_string(name).unwrap_or_default(),
            source,
            lines,
            last: Cell::default(),
        }
    }

    /// Adds the line for `occurrence`, which is one of the concept called `id`, to `json`. The
    /// README says what the fields mean.
    pub fn write(&self, json: &mut Vec<u8>, id: &str, occurrence: &Occurrence<'_>) {
        // Ids hold no character that JSON escapes.
        for part in ["{\"concept\":\"", id, "\",\"file\":", &self.name] {
            json.extend_from_slice(part.as_bytes());
        }
        let names = [
            ",\"line\":",
            ",\"column\":",
            ",\"end_line\":",
            ",\"end_column\":",
        ];
        for (name, number) in names.into_iter().zip(self.place(occurrence.extent)) {
            json.extend_from_slice(name.as_bytes());
            push_number(json, number);
        }
        json.extend_from_slice(b",\"focus\":[");
        for (at, span) in occurrence.focus.iter().enumerate() {
            json.extend_from_slice(if at == 0 { b"[" } else { b",[" });
            for (at, number) in self.place(span).into_iter().enumerate() {
                if at > 0 {
                    json.push(b',');
                }
                push_number(json, number);
            }
            json.push(b']');
        }
        json.push(b']');
        match occurrence.role {
            Some(Role::Definition) => json.extend_from_slice(b",\"role\":\"definition\""),
            Some(Role::Use) => json.extend_from_slice(b",\"role\":\"use\""),
            None => {}
        }
        json.extend_from_slice(b"}\n");
    }

    /// Line and column of both ends of `span`, from 1.
    fn place(&self, span: Span) -> [u32; 4] {
        let position = |offset, near| {
            let units = Encoding::Utf32;
            self.lines.position_near(self.source, offset, units, near)
        };
        let start = position(span.start(), self.last.get());
        let end = position(span.end(), start.line);
        self.last.set(start.line);
        [start.line.0, start.column.0, end.line.0, end.column.0].map(|number| number + 1)
    }
}

/// Adds `number` in decimals.
fn push_number(json: &mut Vec<u8>, mut number: u32) {
    let mut digits = [b'0'; 10];
    let mut first = digits.len() - 1;
    loop {
        digits[first] += (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
        first -= 1;
    }
    json.extend_from_slice(&digits[first..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_decimals() {
        for number in [0, 7, 10, 99, 100, 1_234_567_890, u32::MAX] {
            let mut json = Vec::new();
            push_number(&mut json, number);
            assert_eq!(json, number.to_string().into_bytes());
        }
    }
}
