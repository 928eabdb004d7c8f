//! Jupyter notebooks as guides: their Markdown cells as text, their code cells as fenced blocks.
//!
//! The text that comes out has every line of a cell on the line of the file that holds it, the rest
//! blank, so that a line number leads to the right place in the notebook's JSON. Columns and bytes
//! are those of the text. In a notebook that has several lines of a cell on one line of the file,
//! only the first is on its own line.

use crate::problem::Problem;
use crate::text::Span;

/// A cell, with the lines of the file on which its parts begin.
#[derive(Default)]
struct Cell {
    kind: String,
    parts: Vec<(usize, String)>,
    /// The line with the end of its source.
    end: usize,
}

/// The text of the notebook in `json`, or what is wrong with it.
pub(super) fn text(json: &str) -> Result<String, Problem> {
    serde_json::from_str::<serde::de::IgnoredAny>(json).map_err(|error| {
        let at = super::lines::lines(json, 0)
            .nth(error.line().saturating_sub(1))
            .map_or(json.len(), |line| line.start);
        Problem::error(
            Span::new(at, at),
            "notebook",
            format!("this notebook is no valid JSON: {error}"),
        )
    })?;
    let mut out = Out::default();
    for cell in cells(json) {
        let Some(&(first, _)) = cell.parts.first() else {
            continue;
        };
        match cell.kind.as_str() {
            "markdown" => {
                out.go_to(first);
                for (line, part) in &cell.parts {
                    out.part(*line, part);
                }
                out.end_line();
                out.end_line_blank();
            }
            "code" => {
                out.go_to(first.saturating_sub(1));
                out.part(first.saturating_sub(1), "```python\n");
                for (line, part) in &cell.parts {
                    out.part(*line, part);
                }
                out.end_line();
                out.part(cell.end, "```\n");
            }
            _ => {}
        }
    }
    Ok(out.text)
}

/// The text so far and the line that it has come to, from 0.
#[derive(Default)]
struct Out {
    text: String,
    line: usize,
}

impl Out {
    /// Fills up with blank lines to the beginning of a line.
    fn go_to(&mut self, line: usize) {
        self.end_line();
        while self.line < line {
            self.text.push('\n');
            self.line += 1;
        }
    }

    fn part(&mut self, line: usize, part: &str) {
        if self.text.is_empty() || self.text.ends_with('\n') {
            // Blank lines in a cell stay blank lines; only a part that is further down is moved.
            while self.line < line {
                self.text.push('\n');
                self.line += 1;
            }
        }
        self.line += part.matches('\n').count();
        self.text.push_str(part);
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.line += 1;
        }
    }

    fn end_line_blank(&mut self) {
        self.text.push('\n');
        self.line += 1;
    }
}

/// Walks the JSON, which is valid, for `cells[].cell_type` and `cells[].source`.
fn cells(json: &str) -> Vec<Cell> {
    let bytes = json.as_bytes();
    let mut out: Vec<Cell> = Vec::new();
    // Per open bracket, the key that stood before it.
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut key = String::new();
    let mut line = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => line += 1,
            open @ (b'{' | b'[') => {
                path.push((open, std::mem::take(&mut key)));
                if open == b'{' && path.len() == 3 && path[1].1 == "cells" {
                    out.push(Cell::default());
                }
            }
            b'}' | b']' => {
                if path.len() == 4
                    && path[1].1 == "cells"
                    && path[3].1 == "source"
                    && let Some(cell) = out.last_mut()
                {
                    cell.end = line;
                }
                path.pop();
                key.clear();
            }
            b',' => key.clear(),
            b'"' => {
                let end = string_end(bytes, at);
                let value: String = json
                    .get(at..end)
                    .and_then(|raw| serde_json::from_str(raw).ok())
                    .unwrap_or_default();
                let is_key = bytes[end.min(bytes.len())..]
                    .iter()
                    .find(|byte| !byte.is_ascii_whitespace())
                    == Some(&b':')
                    && path.last().is_some_and(|(open, _)| *open == b'{')
                    && key.is_empty();
                if is_key {
                    key = value;
                } else if path.len() >= 3
                    && path[1].1 == "cells"
                    && let Some(cell) = out.last_mut()
                {
                    match (path.len(), key.as_str()) {
                        (3, "cell_type") => cell.kind = value,
                        (3, "source") => {
                            cell.parts.push((line, value));
                            cell.end = line;
                        }
                        (4, _) if path[3].1 == "source" => cell.parts.push((line, value)),
                        _ => {}
                    }
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// The byte after the string that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 1,
            b'"' => return end + 1,
            _ => {}
        }
        end += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTEBOOK: &str = r###"{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": [
    "## What is \"x\"?\n",
    "\n",
    "A name."
   ]
  },
  {
   "cell_type": "code",
   "source": [
    "x = 1\n",
    "x"
   ],
   "outputs": ["y"]
  }
 ],
 "nbformat": 4
}
"###;

    #[test]
    fn lines_of_cells_stay_on_their_lines() {
        let text = text(NOTEBOOK).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[6], "## What is \"x\"?");
        assert_eq!(lines[8], "A name.");
        assert_eq!(&lines[13..17], ["```python", "x = 1", "x", "```"]);
    }

    #[test]
    fn a_cell_may_be_one_string() {
        let text =
            text(r###"{"cells": [{"cell_type": "markdown", "source": "# A\n\nb"}]}"###).unwrap();
        assert_eq!(text.trim_end(), "# A\n\nb");
    }

    #[test]
    fn what_is_no_notebook_is_a_problem() {
        assert_eq!(text("{\n\"cells\": [").unwrap_err().code, "notebook");
        assert_eq!(text("{}").unwrap(), "");
        assert_eq!(text("[[[[1]]]]").unwrap(), "");
    }
}
