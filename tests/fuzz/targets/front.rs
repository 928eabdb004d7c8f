//! Any text between the marks of front matter, YAML or TOML: it costs nothing of the page below it.

use pygloss::guide::Page;

use super::bytes::Bytes;
use super::page;

const BELOW: &str = "# Notes\n\n## What is it?\n\nThis.\n";

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let kind = bytes.byte();
    let mark = if kind & 1 == 0 { "---" } else { "+++" };
    let end = if kind & 2 == 0 { "\n" } else { "\r\n" };
    let body = bytes.text();
    let text = format!("{mark}{end}{body}{end}{mark}{end}{BELOW}");
    let page = page::read("fuzz.md", &text);
    assert_eq!(Page::front_of(&text), page.front.span);
    let lists = [
        &page.front.tags,
        &page.front.aliases,
        &page.front.prerequisites,
        &page.front.see,
        &page.front.asked_by,
    ];
    assert!(lists.into_iter().flatten().all(|item| !item.is_empty()));
    // A carriage return alone ends a line, too.
    let mut lines = body.split(['\n', '\r']);
    if !page.front.span.is_empty() && lines.all(|line| !line.starts_with(['-', '+', '.'])) {
        let titles: Vec<_> = page.entries.iter().map(|entry| &*entry.title).collect();
        assert!(titles.contains(&"What is it?"), "{titles:?}");
    }
}
