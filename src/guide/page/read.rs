//! Reads what is in a file of a guide.

use std::sync::Arc;

use super::{Body, Content};
use crate::guide::document::Doc;
use crate::guide::{Entry, Stated, identity, layout, notebook, shown};
use crate::text::{LineIndex, Span};

/// What is in a Markdown text, or in a Jupyter notebook where `name` ends in `.ipynb`.
pub(super) fn content(name: &str, text: &str) -> Content {
    if name.to_lowercase().ends_with(".ipynb") {
        return match notebook::text(text) {
            Ok(text) => markdown(name, &text),
            Err(mut problem) => {
                // Nothing of it but its lines, so that the problem is on its own.
                let before = text.get(..problem.span.start()).unwrap_or("");
                let breaks = "\n".repeat(before.matches('\n').count());
                problem.span = Span::new(breaks.len(), breaks.len());
                let mut page = markdown(name, &breaks);
                if let Some(body) = page.body.get_mut() {
                    body.problems.push(problem);
                }
                page
            }
        };
    }
    markdown(name, text)
}

/// What is in a Markdown text.
pub(super) fn markdown(name: &str, text: &str) -> Content {
    let mut doc = Doc::new(text);
    let mut problems = std::mem::take(&mut doc.problems);
    let (found, layouts) = match layout::page::read(&doc, &mut problems) {
        Some((entries, why)) => {
            let own = entries
                .iter()
                .map(|entry| own_anchor(&doc, entry))
                .collect::<Vec<_>>();
            (entries.into_iter().zip(own).collect(), vec![why])
        }
        None => layout::read(&doc, name),
    };
    let (mut entries, own): (Vec<Entry>, Vec<Option<String>>) = found.into_iter().unzip();
    shown::clear(&mut entries);
    identity::assign(name, &mut entries, &own);
    share_what_is_stated(&mut entries);
    problems.sort_by_key(|problem| problem.span.start());
    let body = Body {
        text: text.into(),
        lines: LineIndex::new(text),
        code_blocks: doc.code_blocks(),
        front: doc.front,
        links: doc.blocks.links,
        anchors: doc.anchors,
        problems,
        layouts,
    };
    Content::of(entries, body)
}

/// What entries that follow each other say alike they have in common afterwards.
fn share_what_is_stated(entries: &mut [Entry]) {
    let mut before: Option<Arc<Stated>> = None;
    for entry in entries {
        match before.as_ref().filter(|before| **before == entry.stated) {
            Some(before) => entry.stated = before.clone(),
            None => {
                Arc::make_mut(&mut entry.stated).shrink();
                before = Some(entry.stated.clone());
            }
        }
    }
}

/// The anchor that an entry's heading names itself, or nothing more than that it is a heading.
fn own_anchor(doc: &Doc<'_>, entry: &Entry) -> Option<String> {
    let at = doc
        .headings
        .binary_search_by_key(&entry.heading.start(), |heading| {
            doc.span(heading.node).start()
        })
        .ok()?;
    let heading = &doc.headings[at];
    Some(if heading.explicit {
        heading.anchor.clone()
    } else {
        String::new()
    })
}
