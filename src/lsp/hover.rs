//! `textDocument/hover`: what stands under the cursor.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{Hover, Position, Range};

use super::command::{MARK_KNOWN, OPEN_ENTRY, SHOW_USAGES};
use super::documents::follow;
use super::session::Session;
use super::snapshot::Snapshot;
use super::{convert, open};
use crate::gloss::{self, Library, Part, render};
use crate::guide::{Entry, Page};
use crate::project::Version;
use crate::study::Knowledge;

/// What to say at `position`; `None` where there is nothing, or where hovers are off.
pub fn hover(snapshot: &Snapshot, library: &Arc<Library>, position: Position) -> Option<Hover> {
    let offset = snapshot.offset(position);
    let analysis = snapshot.analysis(library);
    let oldest = snapshot.session.oldest_python(&snapshot.uri);
    // What an unclosed bracket or string swallows is what it was, whatever it looks like now.
    if let Some((earlier, then, edits)) = snapshot.view.before_broken(library, offset)
        && let Some(found) = gloss::hover(&earlier.library, &earlier.occurrences, then)
        && let Some(span) = follow(found.span, &edits)
    {
        return say(&snapshot.session, found, snapshot.range(span)?, oldest);
    }
    let found = gloss::hover(&analysis.library, &analysis.occurrences, offset)?;
    let range = snapshot.range(found.span)?;
    say(&snapshot.session, found, range, oldest)
}

/// `found` as the person wants hovers.
pub fn say(
    session: &Session,
    mut found: gloss::Hover<'_>,
    range: Range,
    oldest: Option<Version>,
) -> Option<Hover> {
    let state = session.state();
    let (settings, study) = (state.settings.clone(), state.study.clone());
    drop(state);
    let detail = settings.hover?;
    let disabled = &settings.hover_disabled;
    found.parts.retain(|part| !part.concept.is_in(disabled));
    for part in &mut found.parts {
        let since = part.concept.since.as_deref().and_then(Version::read);
        part.too_new_for = oldest
            .filter(|oldest| since.is_some_and(|since| *oldest < since))
            .map(|oldest| oldest.to_string());
        part.known = study.knowledge(&part.concept.id) == Some(Knowledge::Known);
    }
    if found.parts.is_empty() {
        return None;
    }
    let facts = session.facts();
    let text = if facts.markdown {
        let link = |page: &Page, entry: &Entry| link(session, page, entry);
        let text = render::markdown(&found, detail, &link);
        with_commands(text, &found.parts, &facts.link_commands)
    } else {
        render::text(&found, detail)
    };
    Some(convert::hover(text, facts.markdown, range))
}

/// The text with what can be done about its first concept at the end of the first line: commands,
/// as far as the client runs them from a hover.
fn with_commands(text: String, parts: &[Part<'_>], commands: &[String]) -> String {
    let Some(first) = parts.first() else {
        return text;
    };
    // What raises the same question by another name is known with it: else its lens would stay.
    let is_same_question = |part: &Part<'_>| {
        let questions = part.questions.first().zip(first.questions.first());
        questions.is_some_and(|(one, other)| one.entry.id == other.entry.id)
    };
    let same = parts.iter().filter(|part| {
        part.id == first.id || (part.concept.is_notable() && is_same_question(part))
    });
    let known: Vec<_> = same.map(|part| json!(part.concept.id)).collect();
    let place = json!({"concept": first.concept.id});
    let mut links = String::new();
    for (command, label, arguments, is_wanted) in [
        (MARK_KNOWN, "I know this", known, !first.known),
        (SHOW_USAGES, "Places", vec![place], true),
    ] {
        if is_wanted && commands.iter().any(|known| known == command) {
            let address = convert::command_address(command, &arguments);
            links.push_str(&format!(" · [{label}]({address})"));
        }
    }
    match text.split_once('\n') {
        Some((head, rest)) => format!("{head}{links}\n{rest}"),
        None => text + &links,
    }
}

/// Where a click on an entry leads: the command that opens it, where the client runs it from a
/// hover; else its file and line, which editors take as a fragment.
fn link(session: &Session, page: &Page, entry: &Entry) -> Option<String> {
    let file = session.file_of(page)?;
    let mut commands = session.facts().link_commands.iter();
    if commands.any(|known| known == OPEN_ENTRY) {
        return Some(convert::command_address(OPEN_ENTRY, &[json!(entry.id)]));
    }
    let address = convert::file_link(&file);
    Some(format!("{address}#L{}", open::line_of(page, entry)))
}
