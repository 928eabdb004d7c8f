//! Figures, not checks: what recognising costs beside parsing.
//!
//! ```text
//! FIGURES=path/to/python/files cargo test --release --test figures -- --ignored --nocapture
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use pygloss::python::{Recogniser, Syntax};
use pygloss::text::{Change, Document, Encoding, Span};

fn read(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("site-packages") {
                read(&path, texts);
            }
        } else if path.extension().is_some_and(|extension| extension == "py") {
            texts.extend(std::fs::read_to_string(&path));
        }
    }
}

/// Time that this thread has run: a busy machine's other work does not count.
fn running() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = stat
        .ok()
        .and_then(|stat| stat.split_whitespace().next()?.parse().ok());
    Duration::from_nanos(nanoseconds.expect("this test asks Linux for the time"))
}

fn best(times: usize, mut run: impl FnMut()) -> Duration {
    (0..times)
        .map(|_| {
            let start = running();
            run();
            running() - start
        })
        .min()
        .unwrap()
}

#[test]
#[ignore = "prints figures, and needs FIGURES to name a folder"]
fn recognising_beside_parsing() {
    let catalogue = pygloss::builtin::catalogue();
    let (recogniser, _) = Recogniser::new(&catalogue);
    let mut texts = Vec::new();
    read(Path::new(&std::env::var_os("FIGURES").unwrap()), &mut texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    eprintln!("{} files, {bytes} bytes", texts.len());
    let parse = best(3, || {
        for text in &texts {
            std::hint::black_box(Syntax::parse(text));
        }
    });
    let mut count = 0;
    let both = best(3, || {
        count = 0;
        for text in &texts {
            let syntax = Syntax::parse(text);
            count += recogniser.occurrences(&syntax, text).iter().count();
        }
    });
    let ratio = both.as_secs_f64() / parse.as_secs_f64();
    eprintln!("parse {parse:?}, with {count} occurrences {both:?}: {ratio:.2} times");

    let mut large = String::new();
    for text in texts.iter().cycle() {
        if large.len() > 1_500_000 {
            break;
        }
        if !Syntax::parse(text).has_error() {
            large.push_str(text);
            large.push('\n');
        }
    }
    let mut document = Document::new(&large, 1);
    let mut syntax = Syntax::parse(document.rope());
    let mut occurrences = recogniser.occurrences(&syntax, document.rope());
    let middle = document.rope().len_bytes() / 2;
    let (mut parsing, mut finding) = (Vec::new(), Vec::new());
    for step in 0..200 {
        let at = Span::new(middle, middle + step % 2);
        let text = if step % 2 == 0 { "x" } else { "" };
        let change = Change {
            range: Some(document.positions(at, Encoding::Utf8)),
            text: text.to_owned(),
        };
        let edit = document.apply(&change, Encoding::Utf8);
        let start = Instant::now();
        syntax = syntax.reparse(&[edit], document.rope());
        parsing.push(start.elapsed());
        let start = Instant::now();
        occurrences = recogniser.occurrences_after(&occurrences, &[edit], &syntax, document.rope());
        finding.push(start.elapsed());
    }
    parsing.sort();
    finding.sort();
    eprintln!(
        "an edit in {} bytes: parse {:?}, find {:?} (medians)",
        large.len(),
        parsing[100],
        finding[100]
    );
    let mut hovers: Vec<_> = (0..2000)
        .map(|step| {
            let start = Instant::now();
            std::hint::black_box(occurrences.at(step * large.len() / 2000));
            start.elapsed()
        })
        .collect();
    hovers.sort();
    eprintln!(
        "what stands at a place: median {:?}, 99 % {:?}",
        hovers[1000], hovers[1980]
    );
}
