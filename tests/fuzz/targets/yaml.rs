//! YAML made to be costly: anchors, aliases and merges that multiply, nesting, keys without end. It
//! is read or refused, and never comes to more than a few megabytes.

use super::bytes::Bytes;
use super::page;

/// What it is put together from.
const PIECES: [&str; 24] = [
    "&a ",
    "&b ",
    "*a",
    "*b",
    "*a, ",
    "[",
    "]",
    "{",
    "}",
    ": ",
    ", ",
    "\n",
    "\n  ",
    "- ",
    "<<: *a",
    "? ",
    "| ",
    "> ",
    "!!str ",
    "!!binary ",
    "'",
    "\"",
    "k",
    "1e9",
];

/// The longest text that is made.
const LONGEST: usize = 40_000;

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let mut body = String::from("a: ");
    while !bytes.is_empty() && body.len() < LONGEST {
        let (what, times) = match bytes.byte() {
            // Names that no other has, for anchors and keys.
            number @ 192.. => (format!("k{number}"), 1),
            number @ 128.. => (PIECES[usize::from(number) % PIECES.len()].to_owned(), 40),
            number => (PIECES[usize::from(number) % PIECES.len()].to_owned(), 1),
        };
        body.push_str(&what.repeat(times));
        if bytes.0.first() == Some(&b'~') {
            bytes.byte();
            // All so far once more: what doubles ten times is a thousandfold.
            let again = body.get(3..).unwrap_or("").to_owned();
            body.push_str(&again);
        }
    }
    page::read(
        "fuzz.md",
        &format!("---\n{body}\n---\n# What is it?\n\nThis.\n"),
    );
}
