//! The layouts of notes: every text in `tests/guides` against the entries in the `.txt` file beside
//! it. `UPDATE_EXPECT=1 cargo test --test guides` writes those files anew; read the difference.

#![allow(clippy::expect_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pygloss::guide::{Guide, Kind, Page, search};
use pygloss::text::Span;

/// The texts below `folder`, in order.
fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of fixtures") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            out.extend(texts(&path));
        } else if path
            .extension()
            .is_some_and(|end| end == "md" || end == "ipynb")
        {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// First and last line of a span, from 1.
fn lines(page: &Page, span: Span) -> String {
    let first = page.lines.line(span.start()).0 + 1;
    let last = page
        .lines
        .line(span.end().saturating_sub(1).max(span.start()))
        .0
        + 1;
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}

/// A page's entries in a form that is good to read.
fn shown(page: &Page) -> String {
    let mut out = String::new();
    for layout in &page.layouts {
        let _ = writeln!(out, "# {layout}");
    }
    for entry in page.entries.iter() {
        let kind = match entry.kind {
            Kind::Question => "?",
            Kind::Topic => "=",
        };
        let _ = write!(out, "{kind} {}: {}", lines(page, entry.extent), entry.title);
        match entry.answer {
            Some(answer) => {
                let _ = write!(out, " | answer {}", lines(page, answer));
            }
            None => out.push_str(" | no answer"),
        }
        if let Some(gloss) = entry.gloss.and_then(|span| page.text.get(span.range())) {
            let _ = write!(
                out,
                " \u{201c}{}\u{201d}",
                gloss.lines().next().unwrap_or("").trim()
            );
        }
        let code = page.code_of(entry).count();
        if code > 0 {
            let _ = write!(out, " | code {code}");
        }
        if let Some(level) = entry.level {
            let _ = write!(out, " | {}", level.name());
        }
        for (name, list) in [
            ("tags", &entry.tags),
            ("asked by", &entry.asked_by),
            ("below", &entry.section.to_vec()),
        ] {
            if !list.is_empty() {
                let _ = write!(out, " | {name} {}", list.join(", "));
            }
        }
        out.push('\n');
    }
    for problem in &page.problems {
        let _ = writeln!(
            out,
            "! {} {}: {}",
            lines(page, problem.span),
            problem.code,
            problem.message
        );
    }
    out
}

#[test]
fn every_layout_gives_the_entries_written_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guides");
    let all = texts(&folder);
    assert!(all.len() > 100, "{} texts only", all.len());
    for path in all {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let name = path
            .strip_prefix(&folder)
            .expect("below the folder")
            .to_string_lossy()
            .into_owned();
        expect_file![path.with_extension("txt")].assert_eq(&shown(&Page::read(&name, &text)));
    }
}

#[test]
fn the_built_in_format_gives_a_topic_and_its_questions() {
    let text = "---\ntitle: Walrus\nexplains: [syntax.walrus]\nlevel: medium\n---\n\n# Walrus\n\nIt names a value.\n\n## How it works\n\nWell.\n\n## Questions\n\n### Why?\n*Level: easy*\n\nBecause.\n\n```python\nx\n```\n\n### When?\n*Level: hard*\n\nNow.\n";
    let page = Page::read("a/walrus.md", text);
    let shown: Vec<_> = page
        .entries
        .iter()
        .map(|entry| {
            (
                &*entry.id,
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
    assert_eq!(page.code_of(&page.entries[1]).count(), 1);
}

#[test]
fn editing_an_answer_changes_no_id() {
    let text =
        "# N\n\n## A\n\n**Q: One?**\n\n**A:** x\n\n**Q: Two?**\n\n**A:** y\n\n## What is B?\n\nz\n";
    let edited = text
        .replace("**A:** x", "**A:** much\n\nmore")
        .replace("z\n", "z, then\n");
    let ids = |text: &str| -> Vec<String> {
        Page::read("n.md", text)
            .entries
            .iter()
            .map(|entry| entry.id.to_string())
            .collect()
    };
    assert_eq!(ids(text), ids(&edited));
    assert_eq!(ids(text).len(), 3);
}

#[test]
fn text_saved_through_the_wrong_encoding_is_found_at_its_place() {
    let text = "### What is a caf\u{c3}\u{a9}?\n\n**Difficulty:** \u{f0}\u{178}\u{201d}\u{b4} Hard\n\nA place.\n";
    let page = Page::read("n.md", text);
    assert_eq!(&*page.entries[0].title, "What is a café?");
    assert_eq!(
        page.entries[0].level.map(|level| level.name()),
        Some("hard")
    );
    assert_eq!(
        page.entries[0].answer.map(|span| &text[span.range()]),
        Some("A place.")
    );
}

#[test]
fn damaged_text_that_begins_in_bold_keeps_its_whole_title() {
    // Found by the fuzzer: bold was measured before the repair, which made the title end early.
    let text = "**\u{d0}\u{2019}\u{d0}\u{be}\u{d0}\u{bf}\u{d1}\u{20ac}\u{d0}\u{be}\u{d1}\u{81}:** \u{d0}\u{178}\u{d0}\u{be}\u{d1}\u{2021}\u{d0}\u{b5}\u{d0}\u{bc}\u{d1}\u{192} \u{d0}\u{ba}\u{d0}\u{be}\u{d1}\u{20ac}\u{d1}\u{201a}\u{d0}\u{b5}\u{d0}\u{b6}?\n\n\u{cf}\u{bf}\n";
    let page = Page::read("n.md", text);
    assert_eq!(&*page.entries[0].title, "Почему кортеж?");
}

/// Pieces that layouts are made of, to be put together at random.
const PIECES: &[&str] = &[
    "# A",
    "## What is X?",
    "### 1. Why?",
    "**Q: One?**",
    "**A:** two",
    "Q1. a?\nAns: b",
    "- item?",
    "  - Answer: x",
    "1. **b?**",
    "> [!question]- c?",
    "> text",
    "??? question \"d?\"",
    "    indented",
    "<details>",
    "<summary>e?</summary>",
    "</details>",
    "<Accordion title=\"f?\">",
    "</Accordion>",
    "```python",
    "```",
    "~~~",
    ":::{exercise}",
    ":::",
    "```{solution} a",
    "| Question | Level |",
    "|---|---|",
    "| g? | Easy |",
    "h::i",
    ": k",
    "Front: l",
    "Back: m",
    "<table><tr><th>Question</th></tr>",
    "<tr><td>n?</td><td>o",
    "</table>",
    "<dl><dt>p?<dd>q</dl>",
    "## Problem",
    "## Answers",
    "1. r? s.",
    "t? → u",
    "v #card",
    "❓ w",
    "✅ x",
    "?",
    "---",
    "+++",
    "title: x",
    "<!--",
    "-->",
    "{/*",
    "*/}",
    "- [ ] x",
    "- [x] y",
    "<h3>j?</h3>",
    "\u{feff}",
    "é",
    "闭包？",
    "Ã©",
    "\t",
    "[[link]]",
    "[a](#b)",
    "===",
    "<br>",
    "|",
    "`",
    "\r",
    "\0",
];

/// What must hold for any text.
fn holds(text: &str) {
    let page = Page::read("any.md", text);
    let inside = |span: Span| {
        span.end() <= text.len()
            && text.is_char_boundary(span.start())
            && text.is_char_boundary(span.end())
    };
    let mut ids = Vec::new();
    for entry in page.entries.iter() {
        let spans = [
            Some(entry.heading),
            Some(entry.extent),
            entry.answer,
            entry.gloss,
        ];
        for span in spans
            .into_iter()
            .flatten()
            .chain(page.code_of(entry).map(|block| block.code))
        {
            assert!(inside(span), "{span:?} of {entry:?} in {text:?}");
        }
        assert!(!entry.title.is_empty(), "{entry:?} in {text:?}");
        ids.push(entry.id.clone());
    }
    for problem in &page.problems {
        assert!(inside(problem.span), "{problem:?} in {text:?}");
    }
    for link in &page.links {
        assert!(inside(link.span), "{link:?} in {text:?}");
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids of {text:?}");
    let guide = Guide::layered([vec![std::sync::Arc::new(page)]]);
    let _ = search::Index::new(&guide).search("what é 闭", 3);
    let _ = pygloss::check::check(&guide, &|_| true);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(20), ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_in_any_order_give_ranges_inside_the_text(
        parts in prop::collection::vec((prop::sample::select(PIECES), 0usize..8, prop::sample::select(&["\n", "\n\n", "\r\n", " ", ""][..])), 0..40),
    ) {
        let mut text = String::new();
        for (piece, indent, end) in parts {
            text.push_str(&" ".repeat(if indent < 4 { 0 } else { indent - 2 }));
            text.push_str(piece);
            text.push_str(end);
        }
        holds(&text);
    }

    #[test]
    fn any_text_gives_ranges_inside_it(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok((text, _)) = pygloss::guide::decode(&bytes) {
            holds(&text);
        }
        let json = String::from_utf8_lossy(&bytes).into_owned();
        let _ = Page::read("any.ipynb", &json);
    }
}

#[test]
fn a_line_of_many_tags_is_read_without_going_deep() {
    let text = "<details><summary>What?</summary>".repeat(5_000);
    assert!(!Page::read("n.md", &text).entries.is_empty());
}

#[test]
fn lines_that_are_marks_only_are_read_without_going_deep() {
    for mark in ["Q:\n", "**Q:**\n", "Question 1\n"] {
        Page::read("n.md", &mark.repeat(50_000));
    }
}

#[test]
fn what_is_never_closed_or_paired_is_no_question_and_long_lists_are_read_whole() {
    let times = 5_000;
    for (text, questions) in [
        ("<table>\n".repeat(times), 0),
        ("<dl><dt>a?\n".repeat(times), 0),
        (format!("<table><tr>{}", "<th>a".repeat(times)), 0),
        ("Front: a\n".repeat(times), 0),
        ("## Answers\n\n1. a\n2. b\n\n".repeat(times), 0),
        ("Why?\n: so\n\n".repeat(times), times),
        ("- Why so? b\n".repeat(times), times),
    ] {
        let page = Page::read("n.md", &text);
        let asks = |entry: &&pygloss::guide::Entry| entry.kind == Kind::Question;
        let found = page.entries.iter().filter(asks).count();
        assert_eq!(found, questions, "{}", &text[..12]);
    }
}

#[test]
fn what_nests_too_deep_is_text_and_said() {
    let text = format!(
        "## What is it?\n\nThat.\n\n{}> a\n\n## Why?\n\nSo.\n",
        "> - ".repeat(60_000)
    );
    let page = Page::read("n.md", &text);
    let titles: Vec<_> = page.entries.iter().map(|entry| &*entry.title).collect();
    assert_eq!(titles, ["What is it?", "Why?"]);
    let codes: Vec<_> = page.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["too-deep"]);
    holds(&text);
}
