//! `pygloss.debugInformation`: what a bug report needs, as Markdown to paste. Nothing of what stands
//! in files.

use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::session::{Session, Unpacked};
use crate::guide::Kind;

/// The report.
pub fn report(session: &Session) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write(session, &mut out);
    out
}

fn write(session: &Session, out: &mut String) -> std::fmt::Result {
    let state = session.state();
    let (settings, study) = (state.settings.clone(), state.study.clone());
    let (layers, folders) = (state.layers.clone(), state.folders.len());
    let loaded = state.loaded;
    drop(state);
    let open = session.views();
    let library = session.library.borrow().clone();
    writeln!(out, "## pygloss {}\n", env!("CARGO_PKG_VERSION"))?;
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    writeln!(out, "- system: {system} {machine}")?;
    writeln!(out, "- client: {}", session.client_name())?;
    writeln!(out, "- client can: `{:?}`", session.facts())?;
    writeln!(out, "- settings: `{settings:?}`")?;
    writeln!(out, "- folders of the workspace: {folders}")?;
    writeln!(out, "- open Python documents: {}", open.len())?;
    let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    let (begun, stopped) = (count(&session.looks.begun), count(&session.looks.stopped));
    writeln!(
        out,
        "- large documents looked at: {begun}, stopped: {stopped}"
    )?;
    let (known, learning, rated) = study.counts();
    writeln!(
        out,
        "- concepts known: {known}, being learned: {learning}; questions rated: {rated}"
    )?;
    match &*session.unpacked.borrow() {
        Unpacked::NotYet => writeln!(out, "- built-in guide: not unpacked yet")?,
        Unpacked::In(folder) => writeln!(out, "- built-in guide: {}", folder.display())?,
        Unpacked::Nowhere(reason) => writeln!(out, "- built-in guide: {reason}")?,
    }
    let Some(library) = library else {
        return writeln!(out, "- the guides are not loaded yet");
    };
    writeln!(out, "- loaded in {} ms", loaded.as_millis())?;
    writeln!(out, "- concepts: {}\n", library.catalogue.len())?;
    writeln!(out, "| guide | files | questions | topics | problems |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    let own = layers.iter().map(|path| Some(path.as_path()));
    for (layer, path) in own.chain([None]).enumerate() {
        let pages = library.guide.pages.iter().enumerate();
        let pages: Vec<_> = pages
            .filter(|(place, _)| library.guide.layer(*place) == layer)
            .map(|(_, page)| page)
            .collect();
        let entries = pages.iter().flat_map(|page| page.entries.iter());
        let questions = entries.filter(|entry| entry.kind == Kind::Question).count();
        let all: usize = pages.iter().map(|page| page.entries.len()).sum();
        let wrong = pages.iter().filter(|page| page.has_problems());
        let problems: usize = wrong.map(|page| page.problems.len()).sum();
        writeln!(
            out,
            "| {} | {} | {questions} | {} | {problems} |",
            path.map_or_else(
                || "built in".to_owned(),
                |path: &Path| path.display().to_string()
            ),
            pages.len(),
            all - questions,
        )?;
    }
    Ok(())
}
