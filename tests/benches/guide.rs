//! How long reading guides takes: `cargo bench --bench guide`, or with `-- WORD` only what has the
//! word in its name. The sample guides are read where `PYGLOSS_SAMPLE_GUIDES` names their folder;
//! everything else is made here. Each figure is the best of several runs in time of the thread, so
//! that other work on the machine does not count; beside it how many times as long as
//! `pulldown-cmark` alone takes for the same text.

#![allow(clippy::print_stdout)]

#[path = "clock.rs"]
mod clock;
#[path = "odd.rs"]
mod odd;

use std::path::Path;
use std::time::{Duration, Instant};

use clock::{best, best_of_thread};
use pygloss::guide::{Guide, Page, search};
use pygloss::{builtin, disk};

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
    best_of_thread(runs, || Parser::new_ext(text, options).count())
}

/// Reads one text.
fn page(name: &str, text: &str, runs: usize) {
    if wanted(name) {
        let time = best_of_thread(runs, || Page::read("n.md", text));
        report(name, text.len(), time, Some(bare(runs, text)));
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    if let (Some("--alone"), Some(name)) = (arguments.next().as_deref(), arguments.next()) {
        return alone(&name);
    }
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

/// Texts that nobody writes, each in three sizes: the time per byte is to stay as it is. Behind it
/// how many times the smallest text's time per byte the largest one takes, and how many times its
/// own size the process grows to that reads it.
fn odd() {
    for &(name, make, size) in odd::ODD.iter().chain(odd::NOTEBOOKS) {
        if !wanted(name) {
            continue;
        }
        let notebook = odd::NOTEBOOKS.iter().any(|&(other, ..)| other == name);
        let file = if notebook { "n.ipynb" } else { "n.md" };
        let mut per_byte = Vec::new();
        let mut line = String::new();
        let mut last = 0;
        for times in [1, 2, 4] {
            let text = make(size * times);
            let time = best_of_thread(2, || Page::read(file, &text));
            per_byte.push(time.as_secs_f64() / text.len() as f64);
            last = text.len();
            line += &format!("{:>9.2}", time.as_secs_f64() * 1e3);
        }
        let growth = per_byte[2] / per_byte[0].max(1e-12);
        let note = if growth > 1.4 { " grows" } else { "" };
        let peak = peak_of(name).map_or(String::new(), |peak| {
            format!("{:>6.0} x memory", peak as f64 / last as f64)
        });
        println!(
            "{name:<42} {:>6.2} MB {line} ms {growth:>6.2} x{peak}{note}",
            last as f64 / 1e6
        );
    }
}

/// How many bytes a process of its own takes at most to read the largest text of that name, beyond
/// what it takes to read none.
fn peak_of(name: &str) -> Option<u64> {
    let peak = |name: &str| -> Option<u64> {
        let mut child = std::process::Command::new(std::env::current_exe().ok()?);
        let printed = child.args(["--alone", name]).output().ok()?.stdout;
        String::from_utf8(printed).ok()?.trim().parse().ok()
    };
    Some(peak(name)?.saturating_sub(peak("")?))
}

/// The name of all sample guides together.
const SAMPLES: &str = "all samples";

/// Reads the largest text of that name and prints the most memory that this process ever had.
fn alone(name: &str) {
    let all = odd::ODD.iter().chain(odd::NOTEBOOKS);
    if let Some(&(name, make, size)) = all.into_iter().find(|(other, ..)| *other == name) {
        let notebook = odd::NOTEBOOKS.iter().any(|&(other, ..)| other == name);
        let text = make(size * 4);
        std::hint::black_box(Page::read(if notebook { "n.ipynb" } else { "n.md" }, &text));
    }
    if name == SAMPLES
        && let Ok(folder) = std::env::var("PYGLOSS_SAMPLE_GUIDES")
    {
        let texts = sample_texts(&folder);
        let read = |(name, text): &(String, String)| Page::read(name, text);
        std::hint::black_box(texts.iter().map(read).collect::<Vec<_>>());
    }
    if let Some(peak) = peak() {
        println!("{peak}");
    }
}

/// The most bytes of memory that this process ever had (Linux only).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes << 10)
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

/// The sample guides by name.
fn sample_texts(folder: &str) -> Vec<(String, String)> {
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
    texts
}

fn samples(folder: &str) {
    let texts = sample_texts(folder);
    for (name, text) in &texts {
        page(&format!("sample {name}"), text, 10);
    }
    if wanted("all samples") {
        let bytes = texts.iter().map(|(_, text)| text.len()).sum();
        let time = best_of_thread(20, || {
            let read = |(name, text): &(String, String)| Page::read(name, text);
            texts.iter().map(read).collect::<Vec<_>>()
        });
        let parser = texts.iter().map(|(_, text)| bare(10, text)).sum();
        report("all samples", bytes, time, Some(parser));
        if let Some(peak) = peak_of(SAMPLES) {
            println!("  all samples: {:.1} MB of memory", peak as f64 / 1e6);
        }
    }
}
