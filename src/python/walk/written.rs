//! Nodes as they are written, where the parser was shown something else (see [`crate::python::shown`]).

use super::{Frame, Walker, offset};
use crate::python::place::Part;

impl Walker<'_, '_> {
    /// Makes of the node of `frame` what is written there.
    pub(super) fn as_written(&mut self, frame: &mut Frame) {
        let kinds = &self.recogniser.kinds;
        let start = frame.start as usize;
        let Some(&first) = self.reader.bytes(start, start + 1).first() else {
            return;
        };
        let is_blank = matches!(first, b' ' | b'\t');
        let is_bracket = matches!(first, b'(' | b'[');
        let written = match frame.kind {
            // `~a` for ` a`, or for `*a`.
            kind if kind == kinds.unary_operator => match first {
                b'*' => kinds.list_splat,
                _ if is_blank => 0,
                _ => return,
            },
            kind if kind == kinds.tilde => match first {
                b'*' => kinds.star,
                _ if is_blank => 0,
                _ => return,
            },
            // `(*a, b)` for `*(a, b)`.
            kind if kinds.bracket_patterns.contains(kind) && first == b'*' => {
                kinds.list_splat_pattern
            }
            kind if kind == kinds.list_splat_pattern && is_bracket => {
                match self.star_behind(start + 1) {
                    Some(star) => {
                        frame.start = star;
                        return;
                    }
                    None => 0,
                }
            }
            kind if kinds.brackets.contains(&kind) && first == b'*' => kinds.star,
            kind if kind == kinds.star && is_bracket => {
                if let Some(star) = self.star_behind(start + 1) {
                    (frame.start, frame.end) = (star, star + 1);
                    return;
                }
                kinds.brackets[usize::from(first == b'[')]
            }
            kind if is_blank && kind != kinds.string_content => kind,
            _ => return,
        };
        if is_blank {
            frame.start = offset(start + 1).min(frame.end);
        }
        if written != frame.kind {
            (frame.kind, frame.field, frame.part) = (written, 0, Part::Same);
        }
    }

    /// Where a star stands behind the blanks at `from`.
    fn star_behind(&mut self, mut from: usize) -> Option<u32> {
        loop {
            match self.reader.bytes(from, from + 1) {
                b" " | b"\t" => from += 1,
                b"*" => return Some(offset(from)),
                _ => return None,
            }
        }
    }
}
