//! What holds for every page of a guide, whatever was in its file.

use std::collections::HashSet;
use std::sync::Arc;

use pygloss::concept::{Catalogue, File};
use pygloss::guide::Page;
use pygloss::text::Span;

/// The most that front matter may come to, in bytes of JSON: it is at most 256 KiB itself, and
/// aliases may repeat parts of it, but not without end.
const MOST: usize = 16 << 20;

/// Reads `text` and checks everything that a page says about places.
pub fn read(name: &str, text: &str) -> Page {
    let page = Page::read(name, text);
    let inside = |span: Span| {
        assert!(page.text.get(span.range()).is_some(), "{span:?}");
    };
    let mut ids = HashSet::new();
    for entry in page.entries.iter() {
        assert!(ids.insert(&entry.id), "{} twice", entry.id);
        assert!(!entry.title.is_empty());
        inside(entry.heading);
        inside(entry.extent);
        for span in [entry.answer, entry.gloss].into_iter().flatten() {
            inside(span);
        }
        for block in page.code_of(entry) {
            inside(block.code);
        }
    }
    for problem in &page.problems {
        inside(problem.span);
        assert!(!problem.message.contains('\n'), "{problem:?}");
    }
    for link in &page.links {
        inside(link.span);
    }
    inside(page.front.span);
    defines(&page);
    page
}

/// Takes the concepts that the front matter defines, and checks where their problems are.
fn defines(page: &Page) {
    let written = serde_json::to_string(&page.front.other).unwrap();
    assert!(written.len() <= MOST, "{} bytes", written.len());
    let Some(rows) = page.front.other.get("concepts") else {
        return;
    };
    let file = Arc::new(File {
        name: page.name.clone(),
        text: page.text.clone(),
    });
    let mut catalogue = Catalogue::default();
    for problem in catalogue.add_page(&file, page.front.span, rows) {
        assert!(page.text.get(problem.span.range()).is_some(), "{problem:?}");
        assert!(file.line(&problem) > 0);
    }
}
