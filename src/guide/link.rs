//! Where the links of a guide lead: relative links, anchors and wikilinks, by the names of its
//! pages alone.

use super::anchor::slug;
use super::{Guide, Link, Page};

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Outside of the guide: another site, a picture, a folder.
    Outside,
    /// A page of the guide, by its place in [`Guide::pages`].
    Page(usize),
    /// Nothing: no page has that name.
    NoPage,
    /// Nothing: that page, by its place, has no such anchor.
    NoAnchor(usize),
}

/// Finds what `link` of the page at `from` in `guide` leads to.
pub fn resolve(guide: &Guide, from: usize, link: &Link) -> Target {
    let Some(page) = guide.pages.get(from) else {
        return Target::Outside;
    };
    let (path, anchor) = match link.to.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (link.to.as_str(), None),
    };
    let found = if path.is_empty() {
        Some(from)
    } else if link.wiki {
        wiki(guide, path)
    } else {
        if is_outside(path) {
            return Target::Outside;
        }
        let wanted = join(&page.name, &decoded(path));
        guide
            .pages
            .iter()
            .position(|page| normal(&page.name) == wanted)
    };
    let Some(found) = found else {
        return Target::NoPage;
    };
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty() && !anchor.starts_with('^'))
    else {
        return Target::Page(found);
    };
    if has_anchor(&guide.pages[found], &decoded(anchor), link.wiki) {
        Target::Page(found)
    } else {
        Target::NoAnchor(found)
    }
}

/// Whether a page has an anchor; wikilinks name headings by their text, the last of several.
fn has_anchor(page: &Page, anchor: &str, wiki: bool) -> bool {
    let anchor = if wiki {
        slug(anchor.rsplit('#').next().unwrap_or(anchor))
    } else {
        anchor.to_lowercase()
    };
    page.anchors
        .iter()
        .any(|known| known.to_lowercase() == anchor)
        || anchor == "top"
        || ["id=\"", "name=\"", "id='", "name='"].iter().any(|start| {
            page.text
                .to_lowercase()
                .contains(&format!("{start}{anchor}"))
        })
}

/// The page that a wikilink names: its file without ending, or its title, whatever the case.
fn wiki(guide: &Guide, name: &str) -> Option<usize> {
    let wanted = name.trim().trim_end_matches(".md").to_lowercase();
    guide.pages.iter().position(|page| {
        let path = normal(&page.name).to_lowercase();
        let path = path
            .rsplit_once('.')
            .map_or(path.as_str(), |(path, _)| path);
        path == wanted
            || path.ends_with(&format!("/{wanted}"))
            || page
                .title()
                .is_some_and(|title| title.to_lowercase() == wanted)
            || page
                .aliases()
                .iter()
                .any(|alias| alias.to_lowercase() == wanted)
    })
}

/// Whether a path is none of a page beside this one.
fn is_outside(path: &str) -> bool {
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    let lower = path.to_lowercase();
    let page = [".md", ".markdown", ".mdx", ".ipynb"]
        .iter()
        .any(|end| lower.ends_with(end));
    scheme || path.starts_with('/') || !page
}

/// `path` as seen from the page called `from`.
fn join(from: &str, path: &str) -> String {
    let from = from.replace('\\', "/");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    normal(&format!("{folder}/{path}"))
}

/// A path without `.`, `..` and doubled slashes.
fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The text with `%20` and the like read.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let value = (bytes[at] == b'%')
            .then(|| {
                text.get(at + 1..at + 3)
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            })
            .flatten();
        out.push(value.unwrap_or(bytes[at]));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn links_find_pages_and_anchors() {
        let text = "# A\n[b](b.md#sub-head) [[Other note#Sub head]] [[#A]] [x](../c/d.md) [n](no.md) [w](https://x.y/z.md) [g](b.md#gone) [p](pic.png) [s](with%20space.md)\n";
        let guide = Guide::layered([[
            ("x/a.md", text),
            ("x/b.md", "## Sub head\nt\n"),
            ("c/d.md", "t"),
            ("x/Other note.md", "## Sub head\n"),
            ("x/with space.md", "t"),
        ]
        .iter()
        .map(|(name, text)| Arc::new(Page::read(name, text)))
        .collect::<Vec<_>>()]);
        let found: Vec<Target> = guide.pages[0]
            .links
            .iter()
            .map(|link| resolve(&guide, 0, link))
            .collect();
        assert_eq!(
            found,
            [
                Target::Page(1),
                Target::Page(3),
                Target::Page(0),
                Target::Page(2),
                Target::NoPage,
                Target::Outside,
                Target::NoAnchor(1),
                Target::Outside,
                Target::Page(4)
            ]
        );
    }
}
