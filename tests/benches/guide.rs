//! How long reading guides takes: `cargo bench --bench guide`, or with `-- WORD` only what has the
//! word in its name. The sample guides are read where `PYGLOSS_SAMPLE_GUIDES` names their folder;
//! everything else is made here. Each figure is the best of several runs, beside it how many times as
//! long as `pulldown-cmark` alone takes for the same text.

#![allow(clippy::print_stdout)]

use std::path::Path;
use std::time::{Duration, Instant};

use pygloss::guide::{Guide, Page, search};
use pygloss::{builtin, disk};

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

fn wanted(name: &str) -> bool {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    words.next().is_none_or(|word| name.contains(&word))
}

fn report(name: &str, bytes: usize, time: Duration, bare: Option<Duration>) {
    let megabytes = bytes as f64 / 1e6;
    let seconds = time.as_secs_f64().max(1e-9);
    let times = bare.map_or(String::new(), |bare| {
        format!("{:>8.1} x", seconds / bare.as_secs_f64().max(1e-9))
    });
    println!(
        "{name:<40} {megabytes:>8.2} MB {:>10.2} ms {:>8.1} MB/s {times}",
        seconds * 1e3,
        megabytes / seconds
    );
}

/// How long the parser alone takes.
fn bare(runs: usize, text: &str) -> Duration {
    use pulldown_cmark::{Options, Parser};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS;
    best(runs, || Parser::new_ext(text, options).count())
}

/// Reads one text.
fn page(name: &str, text: &str, runs: usize) {
    if wanted(name) {
        let time = best(runs, || Page::read("n.md", text));
        report(name, text.len(), time, Some(bare(runs, text)));
    }
}

fn main() {
    match std::env::var("PYGLOSS_SAMPLE_GUIDES") {
        Ok(folder) => samples(&folder),
        Err(_) => println!("sample guides left out: PYGLOSS_SAMPLE_GUIDES is not set"),
    }
    growth();
    odd();
    vault();
}

/// The same text 1, 10 and 100 times: the time per byte is to stay as it is.
fn growth() {
    for (name, text) in [
        ("headings", include_str!("../guides/heading-numbered.md")),
        ("marked", include_str!("../guides/marked-bold.md")),
        ("lists", include_str!("../guides/list-bold-answer.md")),
        ("details", include_str!("../guides/details.md")),
    ] {
        for times in [100, 1000, 10_000] {
            let runs = if times > 1000 { 2 } else { 5 };
            page(&format!("{name} x {times}"), &text.repeat(times), runs);
        }
    }
}

/// Texts that nobody writes.
fn odd() {
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
            "quotes in quotes, half of them",
            format!("{}a\n{}", many(">", 50_000), "a\n".repeat(5000)),
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
        page(name, &text, 2);
    }
}

/// A folder of 5,000 notes: read, joined with the catalogue, searched, and after one note changed.
fn vault() {
    if !wanted("vault") {
        return;
    }
    let note = include_str!("../guides/heading-numbered.md");
    let texts: Vec<String> = (0..5000)
        .map(|n| {
            let body = note.repeat(12);
            format!("---\ntags: [a, b]\n---\n\n# Note {n}\n\n{body}")
        })
        .collect();
    let bytes = texts.iter().map(String::len).sum();
    let core = best(1, || {
        let read = |(n, text): (usize, &String)| Page::read(&format!("{n}.md"), text);
        texts.iter().enumerate().map(read).collect::<Vec<_>>()
    });
    let parser = texts.iter().map(|text| bare(1, text)).sum();
    report("vault, one core", bytes, core, Some(parser));

    let folder = std::env::temp_dir().join(format!("pygloss-bench-{}", std::process::id()));
    if let Err(error) = on_disk(&folder, &texts, bytes) {
        println!("vault on the disk: {error}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}

fn on_disk(folder: &Path, texts: &[String], bytes: usize) -> std::io::Result<()> {
    for (n, text) in texts.iter().enumerate() {
        let chapter = folder.join((n % 50).to_string());
        std::fs::create_dir_all(&chapter)?;
        std::fs::write(chapter.join(format!("{n}.md")), text)?;
    }
    let paths = [folder.to_owned()];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let time = best(2, || disk::read_guides(&paths));
    report(&format!("vault, {cores} cores"), bytes, time, None);
    let mut shelf = disk::Shelf::default();
    let start = Instant::now();
    let files = shelf.read(&paths, &disk::Unsaved::new());
    let guide = Guide::layered(files.layers);
    let (mut library, _) = builtin::library_after(None, &files.concepts, guide);
    report("  vault: with links", bytes, start.elapsed(), None);
    let changed = [folder.join("1").join("1.md")];
    let mut time = Duration::MAX;
    for version in 0..5 {
        let text = texts[1].replace("Note 1", &format!("Version {version}"));
        std::fs::write(&changed[0], text)?;
        let start = Instant::now();
        let files = shelf.read_changed(&paths, &changed, &disk::Unsaved::new());
        let guide = Guide::layered(files.layers);
        library = builtin::library_after(Some(&library), &files.concepts, guide).0;
        time = time.min(start.elapsed());
    }
    report("  vault: one note changed", texts[1].len(), time, None);
    let time = best(2, || search::Index::new(&library.guide));
    report("  vault: search index", bytes, time, None);
    let index = search::Index::new(&library.guide);
    let time = best(3, || index.search("what does a closur remember", 10));
    report("  vault: one search", bytes, time, None);
    Ok(())
}

fn samples(folder: &str) {
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .filter_map(|path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            Some((name, std::fs::read_to_string(&path).ok()?))
        })
        .collect();
    texts.sort();
    for (name, text) in &texts {
        page(&format!("sample {name}"), text, 10);
    }
    if wanted("all samples") {
        let bytes = texts.iter().map(|(_, text)| text.len()).sum();
        let time = best(20, || {
            let read = |(name, text): &(String, String)| Page::read(name, text);
            texts.iter().map(read).collect::<Vec<_>>()
        });
        let parser = texts.iter().map(|(_, text)| bare(10, text)).sum();
        report("all samples", bytes, time, Some(parser));
    }
}
