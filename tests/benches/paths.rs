//! The main paths, each as often as it is asked for, for counting instructions: what a path costs is
//! the difference between two counts (`tests/benches/callgrind`).
//!
//! ```text
//! cargo run --release --example paths -- edit 50
//! cargo run --release --example paths -- edit-lenses 50 FILE      with another text
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
    let (path, times, file) = match &words[..] {
        [path, times] => (path, times, None),
        [path, times, file] => (path, times, Some(file)),
        _ => return Err(io::Error::other("usage: paths PATH TIMES [FILE]")),
    };
    let times = times.parse().map_err(io::Error::other)?;
    let text = match file {
        Some(file) => std::fs::read_to_string(file)?,
        None => include_str!("../data/tour.py").repeat(5),
    };
    let python = |work: fn(&mut Open)| python(&text, times, work);
    match path.as_str() {
        "parse" => python(Open::recognise),
        "edit" => python(Open::change),
        "hover" => python(|open| open.hover()),
        "lenses" => python(|open| open.lenses()),
        "edit-lenses" => python(|open| {
            open.change();
            open.lenses();
        }),
        "index" => index(times),
        "search" => searched(times),
        "library" => library(times),
        _ => return Err(io::Error::other("no such path")),
    }
    Ok(())
}

fn python(text: &str, times: usize, work: fn(&mut Open)) {
    let mut open = Open::new(text);
    for _ in 0..times {
        work(&mut open);
    }
}

/// Python as the server keeps it; about 15 KB where nobody says which.
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
    fn new(text: &str) -> Self {
        let document = Document::new(text, 1);
        let library = Library::new(builtin::catalogue(), Guide::default()).0;
        let syntax = Syntax::parse(document.rope());
        let occurrences = library.recogniser.occurrences(&syntax, document.rope());
        let lines = text.lines().count();
        let middle = text
            .split_inclusive('\n')
            .take(lines / 2)
            .map(str::len)
            .sum();
        let assigned = assigned(text, middle).unwrap_or_default();
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

/// The end of the first name in `text` from the byte `from` on that an indented line assigns to, as the
/// peers are measured with.
fn assigned(text: &str, from: usize) -> Option<usize> {
    let is_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
    let mut equals = text.get(from..)?.match_indices(" = ");
    equals.find_map(|(at, _)| {
        let line = text[..from + at].rsplit('\n').next()?;
        let name = line.trim_start_matches(' ');
        (name.len() < line.len() && name.chars().all(is_name)).then_some(from + at)
    })
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
