//! The main paths, each as often as it is asked for, for counting instructions: what a path costs is
//! the difference between two counts (`tests/benches/callgrind`).
//!
//! ```text
//! cargo run --release --example paths -- edit 50
//! ```

use std::hint::black_box;
use std::io;

use pygloss::builtin;
use pygloss::gloss::{self, Library};
use pygloss::guide::{Guide, Page, search};
use pygloss::python::{Occurrences, Syntax};
use pygloss::text::{Change, Document, Encoding, Span};

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [path, times] = &words[..] else {
        return Err(io::Error::other("usage: paths PATH TIMES"));
    };
    let times = times.parse().map_err(io::Error::other)?;
    match path.as_str() {
        "parse" => python(times, |open| open.recognise()),
        "edit" => python(times, Open::change),
        "hover" => python(times, |open| open.hover()),
        "lenses" => python(times, |open| open.lenses()),
        "index" => index(times),
        "search" => searched(times),
        "library" => library(times),
        _ => return Err(io::Error::other("no such path")),
    }
    Ok(())
}

fn python(times: usize, work: impl Fn(&mut Open)) {
    let mut open = Open::new();
    for _ in 0..times {
        work(&mut open);
    }
}

/// About 15 KB of Python as the server keeps it.
struct Open {
    library: Library,
    document: Document,
    syntax: Syntax,
    occurrences: Occurrences,
    place: usize,
    /// The first place in the second half that has a hover.
    hovered: usize,
    is_typed: bool,
}

impl Open {
    fn new() -> Self {
        let text = include_str!("../data/tour.py").repeat(5);
        let document = Document::new(&text, 1);
        let library = Library::new(builtin::catalogue(), Guide::default()).0;
        let syntax = Syntax::parse(document.rope());
        let occurrences = library.recogniser.occurrences(&syntax, document.rope());
        let middle = text.len() / 2;
        let assigned = text[middle..].find(" = ").map_or(0, |at| middle + at);
        let mut places = middle..text.len();
        let hovered = places.find(|&place| gloss::hover(&library, &occurrences, place).is_some());
        Self {
            hovered: hovered.unwrap_or(middle),
            library,
            document,
            syntax,
            occurrences,
            place: assigned,
            is_typed: false,
        }
    }

    /// Parse and recognise afresh.
    fn recognise(&mut self) {
        let rope = self.document.rope();
        self.syntax = Syntax::parse(rope);
        self.occurrences = self.library.recogniser.occurrences(&self.syntax, rope);
    }

    /// One character typed, or taken away again.
    fn change(&mut self) {
        let span = Span::new(self.place, self.place + usize::from(self.is_typed));
        let change = Change {
            range: Some(self.document.positions(span, Encoding::Utf16)),
            text: if self.is_typed { "" } else { "x" }.to_owned(),
        };
        self.is_typed = !self.is_typed;
        let edits = [self.document.apply(&change, Encoding::Utf16)];
        let rope = self.document.rope();
        let syntax = self.syntax.reparse(&edits, rope);
        let recogniser = &self.library.recogniser;
        self.occurrences = recogniser.occurrences_after(&self.occurrences, &edits, &syntax, rope);
        self.syntax = syntax;
    }

    fn hover(&self) {
        black_box(gloss::hover(&self.library, &self.occurrences, self.hovered).is_some());
    }

    fn lenses(&self) {
        let rope = self.document.rope();
        let line_of = |offset| rope.byte_to_line(offset) as u32;
        let wish = gloss::LensWish::all(gloss::LensMode::First);
        black_box(gloss::lenses(
            &self.library,
            &self.occurrences,
            wish,
            line_of,
        ));
    }
}

/// Reads a page of about 18 KB.
fn index(times: usize) {
    let text = include_str!("../guides/heading-numbered.md").repeat(20);
    for _ in 0..times {
        black_box(Page::read("n.md", &text));
    }
}

fn searched(times: usize) {
    let pages = builtin::files().take(100);
    let read = |file: builtin::File| Page::read(file.path, &file.text()).into();
    let guide = Guide::layered([pages.map(read).collect()]);
    let index = search::Index::new(&guide);
    for _ in 0..times {
        black_box(index.search("what does a closur remember", 10));
    }
}

/// Reads the catalogue and makes the recogniser.
fn library(times: usize) {
    for _ in 0..times {
        black_box(Library::new(builtin::catalogue(), Guide::default()));
    }
}
