//! `pygloss check`: what is wrong with a guide.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::terminal::{FAINT, NAME, styled};
use super::{CheckFormat, complain};
use crate::guide::Guide;
use crate::problem::{Problem, Severity};
use crate::text::{Encoding, LineIndex, escaped};
use crate::{builtin, check, disk};

/// Checks the guides at `paths`; exit status 1 where there is a problem or one cannot be read.
pub fn run(paths: &[PathBuf], format: CheckFormat) -> io::Result<ExitCode> {
    let read = disk::read_guides(paths);
    for message in &read.messages {
        complain(message);
    }
    let guide = Guide::layered(read.layers.into_iter().rev());
    let (library, defined) = builtin::library(&read.concepts, guide);
    let (guide, catalogue) = (&library.guide, &library.catalogue);
    let place = |lines: &LineIndex, text: &str, problem: &Problem| {
        let at = lines.position(text, problem.span.start(), Encoding::Utf32);
        (at.line.0 + 1, at.column.0 + 1)
    };
    let mut found: Vec<_> = defined
        .into_iter()
        .map(|(file, problem)| {
            let place = place(&LineIndex::new(&file.text), &file.text, &problem);
            (file.name.clone(), place, problem)
        })
        .collect();
    found.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let pages: HashMap<_, _> = guide.pages.iter().map(|page| (&page.name, page)).collect();
    for (name, problem) in check::check(guide, &|id| catalogue.find(id).is_some()) {
        let place = pages
            .get(&name)
            .map_or((1, 1), |page| place(&page.lines, &page.text, &problem));
        found.push((name, place, problem));
    }
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    if let CheckFormat::Json = format {
        let all: Vec<_> = found
            .iter()
            .map(|(file, (line, column), problem)| {
                json!({
                    "file": &**file,
                    "line": line,
                    "column": column,
                    "severity": severity(problem),
                    "code": problem.code,
                    "message": problem.message,
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    } else {
        for (file, (line, column), problem) in &found {
            match format {
                CheckFormat::Github => writeln!(
                    out,
                    "::{} file={},line={line},col={column},title={}::{}",
                    severity(problem),
                    property(file),
                    problem.code,
                    data(&problem.message)
                )?,
                _ => writeln!(
                    out,
                    "{} {} {}",
                    styled(NAME, &format!("{}:{line}:{column}:", escaped(file))),
                    problem.message,
                    styled(FAINT, &format!("[{}]", problem.code))
                )?,
            }
        }
    }
    out.flush()?;
    let clean = found.is_empty() && !read.failed;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn severity(problem: &Problem) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A message in a workflow command: its own signs escaped, as GitHub's toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property's value in a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
