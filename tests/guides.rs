//! The layouts of notes: every file in `tests/guides` against the entries written beside it.

use pygloss::guide::Page;

#[test]
fn the_built_in_format_gives_a_topic_and_its_questions() {
    let text = "---\ntitle: Walrus\nexplains: [syntax.walrus]\nlevel: medium\n---\n\n# Walrus\n\nIt names a value.\n\n## How it works\n\nWell.\n\n## Questions\n\n### Why?\n*Level: easy*\n\nBecause.\n\n```python\nx\n```\n\n### When?\n*Level: hard*\n\nNow.\n";
    let page = Page::read("a/walrus.md", text);
    let shown: Vec<_> = page
        .entries
        .iter()
        .map(|entry| {
            (
                entry.id.as_str(),
                entry.level.map(|level| level.name()),
                entry.gloss.map(|span| &text[span.range()]),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "a/walrus.md#walrus",
                Some("medium"),
                Some("It names a value.")
            ),
            ("a/walrus.md#questions/why", Some("easy"), Some("Because.")),
            ("a/walrus.md#questions/when", Some("hard"), Some("Now.")),
        ]
    );
    assert_eq!(page.entries[0].explains, ["syntax.walrus"]);
    assert_eq!(page.entries[1].code_blocks.len(), 1);
}
