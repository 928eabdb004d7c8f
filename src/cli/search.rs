//! `pygloss search`: entries by words.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::json;

use super::terminal::{FAINT, QUESTION, styled};
use super::{Format, Guides, complain, library};
use crate::guide::search::Index;
use crate::text::escaped;

/// Prints the entries that fit `query`, at most `limit`, best first.
pub fn run(guides: &Guides, query: &str, limit: usize, format: Format) -> io::Result<ExitCode> {
    let (guide, whole) = library::read_guides(guides);
    let hits = Index::new(&guide).search(query, limit);
    let found = hits.iter().filter_map(|hit| {
        let page = guide.pages.get(hit.page)?;
        Some((page, page.entries.get(hit.entry)?, hit.score))
    });
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match format {
        Format::Json => {
            let all: Vec<_> = found
                .map(|(page, entry, score)| {
                    json!({
                        "id": entry.id,
                        "file": &*page.name,
                        "line": page.lines.line(entry.heading.start()).0 + 1,
                        "title": entry.title,
                        "score": score,
                    })
                })
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        Format::Text if hits.is_empty() => complain(&format!("nothing about `{query}`")),
        Format::Text => {
            for (page, entry, _) in found {
                let line = page.lines.line(entry.heading.start()).0 + 1;
                let place = styled(FAINT, &format!("{}:{line}", escaped(&page.name)));
                writeln!(out, "{}  {place}", styled(QUESTION, &entry.title))?;
            }
        }
    }
    out.flush()?;
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
