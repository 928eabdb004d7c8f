//! How long reading guides takes: `cargo bench --bench guide`. The sample guides are read where
//! `PYGLOSS_SAMPLE_GUIDES` names their folder; everything else is made here. Each figure is the best
//! of several runs; the texts of one name must grow in time as they grow in size.

#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use pygloss::guide::{Guide, Page, search};

/// The shortest of `runs` runs.
fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn report(name: &str, bytes: usize, time: Duration) {
    let rate = bytes as f64 / 1e6 / time.as_secs_f64().max(1e-9);
    println!(
        "{name:<44} {:>9.2} MB {:>10.2} ms {rate:>8.1} MB/s",
        bytes as f64 / 1e6,
        time.as_secs_f64() * 1e3
    );
}

fn main() {
    match std::env::var("PYGLOSS_SAMPLE_GUIDES") {
        Ok(folder) => samples(&folder),
        Err(_) => println!("sample guides left out: PYGLOSS_SAMPLE_GUIDES is not set"),
    }
    let note = include_str!("../guides/heading-numbered.md");
    let marked = include_str!("../guides/marked-bold.md");
    let lists = include_str!("../guides/list-bold-answer.md");
    let boxes = include_str!("../guides/details.md");
    for (name, text) in [
        ("headings", note),
        ("marked", marked),
        ("lists", lists),
        ("details", boxes),
    ] {
        for times in [100, 1000, 10000] {
            let text = text.repeat(times);
            let time = best(if times > 1000 { 1 } else { 3 }, || {
                Page::read("n.md", &text)
            });
            report(&format!("{name} x {times}"), text.len(), time);
        }
    }
    let mega = 1_000_000;
    let many = |piece: &str, bytes: usize| piece.repeat(bytes / piece.len());
    for (name, text) in [
        ("10 MB of backticks in one line", many("`", 10 * mega)),
        ("10 MB of backtick pairs", many("`a", 10 * mega)),
        ("lines of three backticks", many("```\n", mega)),
        ("lines of unclosed fences", many("```a\n", mega)),
        ("one line of 5 MB", many("word what? ", 5 * mega)),
        (
            "one line of tags",
            many("<details><summary>a</summary>", mega),
        ),
        ("one line of broken tags", many("<details a='", mega)),
        (
            "100,000 headings",
            many("## What is a b c?\n", 18 * 100_000),
        ),
        (
            "100,000 questions",
            many("**Q: What?**\n\n**A:** x\n\n", 24 * 100_000),
        ),
        ("100,000 items", many("- What?\n", 8 * 100_000)),
        (
            "100,000 items with answers",
            many("- **Q:** What?\n  - **A:** x\n", 28 * 100_000),
        ),
        (
            "interrupted list",
            (1..50_000)
                .map(|n| format!("{n}. What?\n\nx\n\n"))
                .collect(),
        ),
        ("questions in one paragraph", many("Q1. What?\n", mega)),
        (
            "100,000 unclosed details",
            many("<details>\n<summary>What?</summary>\n", 36 * 100_000),
        ),
        ("unclosed components", many("<Foo title=\"What?\">\n", mega)),
        ("admonitions", many("??? question \"What?\"\n    x\n", mega)),
        (
            "quotes in quotes",
            format!("{}a\n{}", many(">", 100_000), "a\n".repeat(10_000)),
        ),
        (
            "lists in lists on one line",
            format!("{}a\n{}", many("- ", 100_000), "a\n".repeat(10_000)),
        ),
        (
            "lists in lists",
            (0..2000)
                .map(|n| format!("{}- a\n", "  ".repeat(n)))
                .collect(),
        ),
        ("brackets", many("[", mega)),
        ("wiki brackets", many("[[a", mega)),
        ("emphasis", many("*a _b ", mega)),
        (
            "table",
            format!("| Question |\n|---|\n{}", "| What? |\n".repeat(100_000)),
        ),
        (
            "wide table",
            format!(
                "|{}\n|{}\n|{}\n",
                "a|".repeat(50_000),
                "-|".repeat(50_000),
                "a|".repeat(50_000)
            ),
        ),
        ("flashcards", many("What is it::this\n", mega)),
        ("directives", many(":::note a\n", mega)),
        ("blank lines", many("\n", 10 * mega)),
        ("mojibake", many("Ã©â€™ Ð§Ñ‚Ð¾ ", mega)),
    ] {
        report(name, text.len(), best(1, || Page::read("n.md", &text)));
    }
    let vault: Vec<String> = (0..5000)
        .map(|n| {
            format!(
                "---\ntags: [a, b]\n---\n\n# Note {n}\n\n{}",
                note.repeat(12)
            )
        })
        .collect();
    let bytes = vault.iter().map(String::len).sum();
    let read = || -> Vec<_> {
        vault
            .iter()
            .enumerate()
            .map(|(n, text)| std::sync::Arc::new(Page::read(&format!("{n}.md"), text)))
            .collect()
    };
    report("vault of 5,000 notes, one core", bytes, best(1, read));
    let guide = Guide::layered([read()]);
    report(
        "  its search index",
        bytes,
        best(1, || search::Index::new(&guide)),
    );
    let index = search::Index::new(&guide);
    report(
        "  one search",
        bytes,
        best(3, || index.search("what does a closur remember", 10)),
    );
}

fn samples(folder: &str) {
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .filter_map(|path| {
            Some((
                path.display().to_string(),
                std::fs::read_to_string(&path).ok()?,
            ))
        })
        .collect();
    texts.sort();
    for (name, text) in &texts {
        let short = name.rsplit('/').next().unwrap_or(name);
        report(short, text.len(), best(10, || Page::read(name, text)));
    }
    let bytes = texts.iter().map(|(_, text)| text.len()).sum();
    let all = || -> Vec<Page> {
        texts
            .iter()
            .map(|(name, text)| Page::read(name, text))
            .collect()
    };
    report("all sample guides", bytes, best(10, all));
}
