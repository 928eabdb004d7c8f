//! Line breaks between comments that the parser is shown as spaces.
//!
//! The grammar's scanner reads, after each comment, all comments and empty lines that follow, to see
//! how far the next statement is indented: in a run of comments it takes time by the square of their
//! number, 40 seconds for 20,000 lines. So inside of a long run the line breaks are hidden from it,
//! which makes one comment of many. Every byte keeps its place, and the walk takes the comments
//! apart again.
//!
//! Which breaks are hidden is told by the lines around alone, whether they stand in a string or not:
//! in a string of many lines a space for a line break changes nothing, but after a backslash.

use std::sync::Arc;

use super::Source;
use super::hunk::{Hunk, Hunks};
use crate::text::Edit;

/// So many lines at each end of a run keep their breaks.
const MARGIN: usize = 8;

/// The places of hidden line breaks, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Joins(Arc<[usize]>);

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Code,
    Empty,
    Comment,
    /// A comment that ends with a backslash.
    Continued,
}

/// A line, and where it and its line break end.
#[derive(Clone, Copy, Debug)]
struct Ended {
    line: Line,
    end: usize,
}

impl Joins {
    /// Those of all of `source`.
    pub fn new(source: Source<'_>) -> Self {
        let mut hidden = Vec::new();
        let mut run: Vec<Ended> = Vec::new();
        for ended in (Lines { source, at: 0 }) {
            if ended.line == Line::Code {
                hide(&run, &mut hidden);
                run.clear();
            } else {
                run.push(ended);
            }
        }
        hide(&run, &mut hidden);
        Self(hidden.into())
    }

    /// Those of `source`, to which `edits` led from the text that these are of; and the edits as the
    /// parser has to be told of them, which sees other breaks than before near them.
    pub fn after(&self, edits: &[Edit], source: Source<'_>) -> (Self, Vec<Edit>) {
        let mut hunks = Hunks::new(edits);
        let mut kept = self.0.iter().copied().peekable();
        let mut hidden = Vec::with_capacity(self.0.len());
        let mut seen: Vec<(usize, usize)> = Vec::new();
        let mut shift = 0;
        let move_by = |at: usize, shift: isize| at.saturating_add_signed(shift);
        let mut touched = false;
        for hunk in hunks.as_slice() {
            let (start, end) = around(source, hunk.new);
            let start = start.max(seen.last().map_or(0, |last| last.1));
            while let Some(at) = kept.next_if(|&at| move_by(at, shift) < start && at < hunk.old.0) {
                hidden.push(move_by(at, shift));
            }
            shift = hunk.shift();
            while kept
                .next_if(|&at| at < hunk.old.1 || move_by(at, shift) < end)
                .is_some()
            {
                touched = true;
            }
            let before = hidden.len();
            hide_within(source, (start, end), &mut hidden);
            touched |= hidden.len() > before;
            seen.push((start, end));
        }
        hidden.extend(kept.map(|at| move_by(at, shift)));
        if !touched {
            return (Self(hidden.into()), edits.to_vec());
        }
        for (start, end) in seen {
            hunks.add(start, end, end);
        }
        let edits = hunks.as_slice().iter().map(in_one).collect();
        (Self(hidden.into()), edits)
    }

    /// The first at `offset` or behind.
    pub fn next(&self, offset: usize) -> Option<usize> {
        let number = self.0.partition_point(|&at| at < offset);
        self.0.get(number).copied()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().copied()
    }
}

/// A hunk as an edit of a text in which those before it were made.
fn in_one(hunk: &Hunk) -> Edit {
    Edit {
        start: hunk.new.0,
        old_end: hunk.new.0 + (hunk.old.1 - hunk.old.0),
        new_end: hunk.new.1,
    }
}

/// Adds the breaks of `run`, lines without code, that are hidden.
fn hide(run: &[Ended], hidden: &mut Vec<usize>) {
    if run.len() < 2 * MARGIN {
        return;
    }
    // Whether the break of the last line with something in it is hidden, and which one that is.
    let mut inside = (false, 0);
    for (number, ended) in run.iter().enumerate() {
        let deep = number + 1 >= MARGIN && number + MARGIN < run.len();
        let hides = match ended.line {
            Line::Comment => deep,
            Line::Empty => deep && inside.0 && number - inside.1 < MARGIN,
            Line::Code | Line::Continued => false,
        };
        if ended.line != Line::Empty {
            inside = (hides, number);
        }
        if hides {
            hidden.push(ended.end - 1);
        }
    }
}

/// The stretch of lines around `span` in which an edit there may change what is hidden.
fn around(source: Source<'_>, span: (usize, usize)) -> (usize, usize) {
    let start = lines_before(source, span.0, 3 * MARGIN);
    let mut reader = Lines {
        source,
        at: line_start(source, span.1),
    };
    for number in 0..=3 * MARGIN {
        // The line that the edit ends in may have been another; code behind it ends a run.
        match reader.next() {
            Some(ended) if ended.line != Line::Code || number == 0 => {}
            _ => break,
        }
    }
    (start, reader.at.max(span.1))
}

/// Adds what is hidden from `range`, which begins and ends at a line.
fn hide_within(source: Source<'_>, range: (usize, usize), hidden: &mut Vec<usize>) {
    let mut run = Vec::new();
    let mut all = Vec::new();
    let lines = Lines {
        source,
        at: lines_before(source, range.0, 3 * MARGIN),
    };
    let mut behind = 0;
    for ended in lines {
        if ended.line == Line::Code {
            hide(&run, &mut all);
            run.clear();
            if ended.end >= range.1 {
                break;
            }
        } else {
            run.push(ended);
        }
        behind += usize::from(ended.end > range.1);
        if behind > 3 * MARGIN {
            break;
        }
    }
    hide(&run, &mut all);
    hidden.extend(all.into_iter().filter(|at| (range.0..range.1).contains(at)));
}

/// Where the line begins that holds `offset`.
fn line_start(source: Source<'_>, offset: usize) -> usize {
    let mut end = offset.min(source.len());
    while end > 0 {
        let (piece, start) = source.piece(end - 1);
        let before = &piece[..end - start];
        if let Some(at) = before.iter().rposition(|&byte| byte == b'\n') {
            return start + at + 1;
        }
        end = start;
    }
    0
}

/// Where the line begins that stands up to `count` lines without code before the one at `offset`.
fn lines_before(source: Source<'_>, offset: usize, count: usize) -> usize {
    let mut start = line_start(source, offset);
    for _ in 0..count {
        if start == 0 {
            break;
        }
        let before = line_start(source, start - 1);
        let mut reader = Lines { source, at: before };
        if reader.next().is_none_or(|ended| ended.line == Line::Code) {
            break;
        }
        start = before;
    }
    start
}

/// Reads line by line from `at` on.
struct Lines<'s> {
    source: Source<'s>,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Ended;

    fn next(&mut self) -> Option<Ended> {
        let mut line = Line::Empty;
        let mut last = 0;
        let from = self.at;
        loop {
            let (piece, start) = self.source.piece(self.at);
            let rest = piece.get(self.at - start..).filter(|rest| !rest.is_empty());
            let Some(rest) = rest else {
                // The last line has no break to hide.
                let code = Ended {
                    line: Line::Code,
                    end: self.at,
                };
                return (self.at > from).then_some(code);
            };
            if line == Line::Empty {
                let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\x0c');
                match rest.iter().find(|byte| !blank(byte)) {
                    None | Some(b'\n') => {}
                    Some(b'#') => line = Line::Comment,
                    Some(_) => line = Line::Code,
                }
            }
            let Some(end) = memchr::memchr(b'\n', rest) else {
                last = last_written(rest).unwrap_or(last);
                self.at += rest.len();
                continue;
            };
            last = last_written(&rest[..end]).unwrap_or(last);
            self.at += end + 1;
            if line == Line::Comment && last == b'\\' {
                line = Line::Continued;
            }
            return Some(Ended { line, end: self.at });
        }
    }
}

/// The last byte but for a carriage return.
fn last_written(piece: &[u8]) -> Option<u8> {
    piece.iter().rev().copied().find(|&byte| byte != b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden_lines(text: &str) -> Vec<usize> {
        let joins = Joins::new(Source::Text(text));
        let line = |at: usize| text[..at].matches('\n').count();
        joins.iter().map(line).collect()
    }

    #[test]
    fn only_the_inside_of_a_long_run_is_hidden() {
        assert!(hidden_lines(&"# a\n".repeat(15)).is_empty());
        let run = "# a\n".repeat(20);
        assert_eq!(hidden_lines(&format!("x\n{run}y\n")), [8, 9, 10, 11, 12]);
        assert!(hidden_lines(&"\n".repeat(50)).is_empty());
        assert!(hidden_lines(&"x # a\n".repeat(50)).is_empty());
    }

    #[test]
    fn empty_lines_are_hidden_behind_a_hidden_comment() {
        let text = format!("{}\n\n{}", "# a\n".repeat(10), "  # b\n".repeat(9));
        assert_eq!(hidden_lines(&text), [7, 8, 9, 10, 11, 12]);
        let text = format!("{}\n\n{}", "# a\n".repeat(10), "# b\\\n".repeat(9));
        assert_eq!(hidden_lines(&text), [7, 8, 9, 10, 11]);
    }

    #[test]
    fn after_edits_they_are_those_of_the_text() {
        let run = "# a\n".repeat(20);
        let text = format!("x\n{run}\n{run}y\n{run}");
        let joins = Joins::new(Source::Text(&text));
        for at in 0..text.len() {
            for (length, piece) in [(0, "\n"), (1, ""), (0, "\nx\n"), (40, "# b\n"), (0, "é")] {
                let Some(rest) = text.get(at + length..) else {
                    continue;
                };
                let after = format!("{}{piece}{rest}", &text[..at]);
                let edit = Edit {
                    start: at,
                    old_end: at + length,
                    new_end: at + piece.len(),
                };
                let source = Source::Text(&after);
                let (followed, _) = joins.after(&[edit], source);
                assert_eq!(followed, Joins::new(source), "{length} at {at}: {piece:?}");
            }
        }
    }
}
