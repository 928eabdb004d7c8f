//! `pygloss concepts`: the catalogue, and what the guides have about it.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::json;

use super::terminal::{FAINT, NAME, styled};
use super::{Format, Guides, library};
use crate::concept::Family;

/// Prints every concept with the entries about it.
pub fn run(guides: &Guides, format: Format) -> io::Result<ExitCode> {
    let (library, whole) = library::load(guides);
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match format {
        Format::Json => {
            let all: Vec<_> = library
                .catalogue
                .iter()
                .map(|(id, concept)| {
                    let entries: Vec<_> = library
                        .entries(id)
                        .map(|(page, entry, link)| {
                            json!({
                                "file": &*page.name,
                                "line": page.lines.line(entry.heading.start()).0 + 1,
                                "title": entry.title,
                                "score": link.score,
                                "reason": link.reason.text(),
                            })
                        })
                        .collect();
                    json!({
                        "id": concept.id,
                        "name": concept.name,
                        "family": concept.family().name(),
                        "since": concept.since,
                        "entries": entries,
                    })
                })
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        Format::Text => {
            for family in Family::ALL {
                let mut without = Vec::new();
                let mut covered = 0;
                for (id, concept) in library.catalogue.iter() {
                    if concept.family() != family {
                        continue;
                    }
                    match library.entries(id).count() {
                        0 => without.push(&*concept.id),
                        count => {
                            covered += 1;
                            let entries = if count == 1 { "entry" } else { "entries" };
                            let count = styled(FAINT, &format!("{count} {entries}"));
                            writeln!(
                                out,
                                "{}  {}  {count}",
                                styled(NAME, &concept.id),
                                concept.name
                            )?;
                        }
                    }
                }
                writeln!(
                    out,
                    "{family}: {covered} covered, {} not yet",
                    without.len()
                )?;
                if !without.is_empty() {
                    writeln!(
                        out,
                        "{}",
                        super::terminal::wrapped(&without.join(" "), "  ")
                    )?;
                }
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
