//! Which entries are about which concepts, and which fit a query; with the built-in guide, and with
//! ten and a hundred times as many pages.

use std::sync::Arc;
use std::time::{Duration, Instant};

use pygloss::builtin;
use pygloss::gloss::Library;
use pygloss::guide::{Guide, Page, search};

use super::turns::{compare, timed, title, wanted};

pub fn all() {
    if !["relevance", "search"].iter().any(|name| wanted(name)) {
        return;
    }
    let files = builtin::files();
    let texts: Vec<_> = files.map(|file| (file.path, file.text())).collect();
    let start = Instant::now();
    for (name, text) in &texts {
        drop(Page::read(name, text));
    }
    let reading = start.elapsed();
    for times in [1, 10, 100] {
        let pages: Vec<_> = (0..times)
            .flat_map(|number| {
                let read = move |(name, text): &(&str, String)| {
                    Arc::new(Page::read(&format!("{number}/{name}"), text))
                };
                texts.iter().map(read)
            })
            .collect();
        let bytes = texts.iter().map(|(_, text)| text.len()).sum::<usize>() * times;
        let guide = Guide::layered([pages]);
        guide_of(times, &guide, bytes, reading);
    }
}

/// `reading` is how long it takes to read the pages of the built-in guide once.
fn guide_of(times: usize, guide: &Guide, bytes: usize, reading: Duration) {
    let title_of = |entry: &pygloss::guide::Entry| entry.title.to_string();
    let titles: Vec<String> = guide
        .pages
        .iter()
        .flat_map(|page| page.entries.iter().map(title_of))
        .collect();
    let fresh = |guide: &Guide| Library::new(builtin::catalogue(), guide.clone());
    title(&format!("the guide x {times}"), "reading its pages");
    let read = || reading * u32::try_from(times).unwrap_or(u32::MAX);
    let name = format!("relevance/catalogue and links x {times}");
    compare(&name, bytes, || timed(|| fresh(guide)), read);
    let name = format!("search/index x {times}");
    compare(&name, bytes, || timed(|| search::Index::new(guide)), read);

    title(&format!("the guide x {times}"), "a look at every title");
    let index = search::Index::new(guide);
    for query in [
        "closure",
        "what does a closur remember",
        "why is a mutable default argument shared between calls and how is it avoided",
        "zzzzzz",
    ] {
        let looked = || timed(|| titles.iter().filter(|title| title.contains(query)).count());
        let short: String = query.chars().take(12).collect();
        let name = format!("search/{short} x {times}");
        compare(&name, bytes, || timed(|| index.search(query, 10)), looked);
    }
}
