//! Any bytes as a file of a guide: decoded and read, they give entries, problems and links that lie in
//! the text, each entry with an id of its own, and never a panic. What begins with `{` is a notebook.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz guide`

#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use pygloss::guide::{Page, decode};
use pygloss::text::Span;

fuzz_target!(|data: &[u8]| {
    let (name, bytes) = match data.split_first() {
        Some((b'{', _)) => ("fuzz.ipynb", data),
        _ => ("fuzz.md", data),
    };
    let Ok((text, _)) = decode(bytes) else {
        return;
    };
    let page = Page::read(name, &text);
    let inside = |span: Span| {
        assert!(page.text.get(span.range()).is_some(), "{span:?}");
    };
    let mut ids = HashSet::new();
    for entry in &page.entries {
        assert!(ids.insert(&entry.id), "{} twice", entry.id);
        assert!(!entry.title.is_empty());
        inside(entry.heading);
        inside(entry.extent);
        for span in [entry.answer, entry.gloss].into_iter().flatten() {
            inside(span);
        }
        for block in &entry.code_blocks {
            inside(block.code);
        }
    }
    for problem in &page.problems {
        inside(problem.span);
    }
    for link in &page.links {
        inside(link.span);
    }
});
