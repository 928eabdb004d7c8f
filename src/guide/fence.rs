//! The fenced code blocks of a Markdown text, wherever they stand.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::text::Span;

/// A fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The first word of the info string, lower case; empty where there is none.
    pub language: String,
    /// Its code in the text, piece by piece: what the block stands in (a list, a quotation) puts
    /// marks and blanks between the lines, which are not code.
    pub pieces: Vec<Span>,
}

impl Fence {
    /// The code.
    pub fn code(&self, text: &str) -> String {
        let pieces = self.pieces.iter();
        pieces.filter_map(|piece| text.get(piece.range())).collect()
    }

    /// Where the byte `offset` of the text stands in [`Fence::code`].
    pub fn inside(&self, offset: usize) -> Option<usize> {
        let mut before = 0;
        for piece in &self.pieces {
            if piece.contains(offset) {
                return Some(before + offset - piece.start());
            }
            before += piece.len();
        }
        None
    }

    /// Where a part of [`Fence::code`] that stands on one line stands in the text.
    pub fn outside(&self, part: Span) -> Option<Span> {
        let mut before = 0;
        for piece in &self.pieces {
            let after = before + piece.len();
            if part.start() >= before && part.end() <= after {
                let start = piece.start() + part.start() - before;
                return Some(Span::new(start, start + part.len()));
            }
            before = after;
        }
        None
    }
}

/// All fenced code blocks, in document order.
pub fn fences(text: &str) -> Vec<Fence> {
    let mut found: Vec<Fence> = Vec::new();
    let mut open = false;
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let word = info.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                found.push(Fence {
                    language: word
                        .into_iter()
                        .find(|word| !word.is_empty())
                        .unwrap_or_default()
                        .to_lowercase(),
                    pieces: Vec::new(),
                });
                open = true;
            }
            Event::End(TagEnd::CodeBlock) => open = false,
            Event::Text(_) if open => {
                if let Some(fence) = found.last_mut() {
                    fence.pieces.push(Span::from(range));
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_found_inside_lists_and_quotations_and_positions_lead_both_ways() {
        let text = "a\n\n- item\n\n  ```python {run}\n  x = 1\n  y = 2\n  ```\n\n> ~~~ {.py}\n> z\n> ~~~\n\n```\nplain\n```\n";
        let found = fences(text);
        let languages: Vec<_> = found.iter().map(|fence| fence.language.as_str()).collect();
        assert_eq!(languages, ["python", "py", ""]);
        assert_eq!(found[0].code(text), "x = 1\ny = 2\n");
        assert_eq!(found[1].code(text), "z\n");
        let y = text.find('y').unwrap();
        let y = text[y + 1..].find('y').map_or(y, |next| y + 1 + next);
        assert_eq!(&text[y..=y], "y");
        assert_eq!(found[0].inside(text.find("y = 2").unwrap()), Some(6));
        assert_eq!(found[0].inside(0), None);
        let out = found[0].outside(Span::new(6, 7)).unwrap();
        assert_eq!(&text[out.range()], "y");
        assert_eq!(out.start(), text.find("y = 2").unwrap());
    }
}
