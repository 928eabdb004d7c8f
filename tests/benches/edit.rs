//! One character typed in a file that is open, up to what the editor is shown after it.

use std::time::Duration;

use pygloss::gloss::{self, Library};
use pygloss::python::{Occurrences, Syntax};
use pygloss::text::{Change, Document, Encoding, Span};
use tree_sitter::{InputEdit, Parser, Point, Tree};

use super::python;
use super::turns::{compare, timed, title};

pub fn all() {
    let tour = include_str!("../data/tour.py");
    let library = python::library();
    for times in [5, 50, 500] {
        let text = tour.repeat(times);
        if let Some(place) = place(&text) {
            typed(&format!("x {times}"), &library, &text, place);
        }
    }
}

/// Types a character at a place and takes it away again, with a hover and with lenses after it.
pub fn typed(name: &str, library: &Library, text: &str, place: usize) {
    title(name, "tree-sitter's edit, parse and look at what changed");
    let mut bare = Bare::new(text, place);
    let mut open = Open::new(library, text, place);
    let what = format!("edit/to occurrences, {name}");
    compare(&what, text.len(), || open.change(), || bare.change());
    let what = format!("edit/to a hover, {name}");
    compare(
        &what,
        text.len(),
        || open.change() + open.hover(),
        || bare.change(),
    );
    let what = format!("edit/to lenses, {name}");
    compare(
        &what,
        text.len(),
        || open.change() + open.lenses(),
        || bare.change(),
    );
    let what = format!("hover, {name}");
    compare(&what, text.len(), || open.hover(), || bare.change());
    let what = format!("lenses, {name}");
    compare(&what, text.len(), || open.lenses(), || bare.change());
}

/// A document as the server keeps it.
struct Open<'l> {
    library: &'l Library,
    document: Document,
    syntax: Syntax,
    occurrences: Occurrences,
    place: usize,
    is_typed: bool,
}

impl<'l> Open<'l> {
    fn new(library: &'l Library, text: &str, place: usize) -> Self {
        let document = Document::new(text, 1);
        let syntax = Syntax::parse(document.rope());
        let occurrences = library.recogniser.occurrences(&syntax, document.rope());
        Self {
            library,
            document,
            syntax,
            occurrences,
            place,
            is_typed: false,
        }
    }

    fn change(&mut self) -> Duration {
        let end = self.place + usize::from(self.is_typed);
        let span = Span::new(self.place, end);
        let change = Change {
            range: Some(self.document.positions(span, Encoding::Utf16)),
            text: if self.is_typed { "" } else { "x" }.to_owned(),
        };
        self.is_typed = !self.is_typed;
        timed(|| {
            let edits = [self.document.apply(&change, Encoding::Utf16)];
            let rope = self.document.rope();
            let syntax = self.syntax.reparse(&edits, rope);
            let recogniser = &self.library.recogniser;
            let found = recogniser.occurrences_after(&self.occurrences, &edits, &syntax, rope);
            self.syntax = syntax;
            self.occurrences = found;
        })
    }

    fn hover(&self) -> Duration {
        timed(|| gloss::hover(self.library, &self.occurrences, self.place).is_some())
    }

    fn lenses(&self) -> Duration {
        let rope = self.document.rope();
        let line_of = |offset| rope.byte_to_line(offset) as u32;
        let wish = gloss::LensWish::all(gloss::LensMode::First);
        timed(|| gloss::lenses(self.library, &self.occurrences, wish, line_of))
    }
}

/// The same text in nothing but tree-sitter.
struct Bare {
    parser: Parser,
    text: String,
    tree: Option<Tree>,
    place: usize,
    is_typed: bool,
}

impl Bare {
    fn new(text: &str, place: usize) -> Self {
        let mut parser = python::parser();
        Self {
            tree: parser.parse(text, None),
            text: text.to_owned(),
            parser,
            place,
            is_typed: false,
        }
    }

    fn change(&mut self) -> Duration {
        let (old, new) = if self.is_typed { (1, 0) } else { (0, 1) };
        self.is_typed = !self.is_typed;
        let start = self.place;
        self.text.replace_range(start..start + old, &"x"[..new]);
        let before = self.text[..start].rfind('\n').map_or(0, |end| end + 1);
        let row = self.text[..start].matches('\n').count();
        let point = |offset: usize| Point::new(row, offset - before);
        timed(|| {
            let tree = self.tree.as_mut()?;
            tree.edit(&InputEdit {
                start_byte: start,
                old_end_byte: start + old,
                new_end_byte: start + new,
                start_position: point(start),
                old_end_position: point(start + old),
                new_end_position: point(start + new),
            });
            let next = self.parser.parse(&self.text, Some(tree))?;
            let changed = tree.changed_ranges(&next).count();
            self.tree = Some(next);
            Some(changed)
        })
    }
}

/// The end of the first name of a line `    name = …` from the middle on.
fn place(text: &str) -> Option<usize> {
    let middle = text.len() / 2;
    let mut at = middle + text.get(middle..)?.find('\n')? + 1;
    for line in text.get(at..)?.split_inclusive('\n') {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        let name = body.bytes().take_while(u8::is_ascii_lowercase).count();
        if indent > 0 && name > 0 && body[name..].starts_with(" = ") {
            return Some(at + indent + name);
        }
        at += line.len();
    }
    None
}
