//! Markdown documents: hovers inside Python blocks of any of them, and for the files of a guide what
//! leads back from an entry to the code.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, Command, Hover, Position, Range, Uri};

use super::away::away;
use super::census;
use super::session::Session;
use super::wire;
use super::{command, convert, hover};
use crate::concept::ConceptId;
use crate::gloss::{self, Library};
use crate::guide::{Page, fences};
use crate::python::Syntax;
use crate::text::{LineIndex, Span};

/// What Python blocks call themselves.
const PYTHON: [&str; 6] = ["python", "py", "python3", "py3", "pycon", "ipython"];

/// What to say at a place of a Markdown document.
pub async fn hover(session: &Arc<Session>, uri: &Uri, position: Position) -> Result<Option<Hover>> {
    let Some(text) = session.markdown(uri) else {
        return Ok(None);
    };
    let library = wire::library(session).await?;
    let session = session.clone();
    away(move || at(&session, &library, &text, position)).await
}

fn at(session: &Session, library: &Arc<Library>, text: &str, position: Position) -> Option<Hover> {
    let lines = LineIndex::new(text);
    let encoding = session.encoding();
    let offset = lines.offset(text, convert::position(position), encoding);
    let range = |span| convert::text_range(&lines, text, span, encoding);
    let fence = fences(text)
        .into_iter()
        .find(|fence| fence.inside(offset).is_some());
    let Some(fence) = fence else {
        let (id, span) = concept_at(library, text, offset)?;
        let part = gloss::explain(library, id);
        let parts = vec![part];
        return hover::say(session, gloss::Hover { span, parts }, range(span), None);
    };
    if !PYTHON.contains(&fence.language.as_str()) {
        return None;
    }
    let code = without_prompts(fence.code(text));
    let occurrences = library.recogniser.occurrences(&Syntax::parse(&code), &code);
    let found = gloss::hover(library, &occurrences, fence.inside(offset)?)?;
    let span = fence.outside(found.span)?;
    hover::say(session, found, range(span), None)
}

/// A session with `>>>` as plain Python of the same length: prompts become blanks, or nothing where
/// that would indent, and what was printed becomes a comment.
fn without_prompts(code: String) -> String {
    if !code.trim_start().starts_with(">>>") {
        return code;
    }
    let mut out = String::with_capacity(code.len());
    for line in code.split_inclusive('\n') {
        let is_input = line.starts_with(">>>") || line.starts_with("...");
        match line.get(..4).filter(|_| is_input) {
            // `if 1:` opens a block that the four columns of a prompt then are the indentation of.
            Some(_) => {
                out.push_str("    ");
                out.push_str(&line[4..]);
            }
            None => out.extend(
                line.chars()
                    .map(|c| if c == '\n' { "\n" } else { " " }.repeat(c.len_utf8())),
            ),
        }
    }
    out
}

/// The concept whose id stands at the byte `offset` of a page's front matter.
fn concept_at(library: &Library, text: &str, offset: usize) -> Option<(ConceptId, Span)> {
    let front = Page::front_of(text);
    if !front.contains(offset) {
        return None;
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let before = text.get(..offset)?;
    let start = before.rfind(|c| !is_part(c)).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let after = text.get(offset..)?;
    let end = offset + after.find(|c| !is_part(c)).unwrap_or(after.len());
    let id = library.catalogue.find(text.get(start..end)?)?;
    Some((id, Span::new(start, end)))
}

/// For each entry of a guide's file that is about something the way to the places in the code. How
/// many there are it says once somebody asked: nothing is looked for here.
pub async fn lenses(session: &Arc<Session>, uri: &Uri) -> Result<Option<Vec<CodeLens>>> {
    let Some(text) = session.markdown(uri) else {
        return Ok(None);
    };
    let library = wire::library(session).await?;
    let (session, uri) = (session.clone(), uri.clone());
    away(move || {
        let Some((place, known)) = session.page_at(&library, &uri) else {
            return Some(Vec::new());
        };
        // The file may not be saved yet: an entry is the same one as long as its heading is.
        let fresh = Page::read(&known.name, &text);
        let numbered = known.entries.iter().enumerate();
        let numbers: std::collections::HashMap<_, _> = numbered
            .map(|(number, entry)| (&entry.id, number))
            .collect();
        let mut taken = std::collections::HashSet::new();
        let lens = |entry: &crate::guide::Entry| {
            let concepts = gloss::concepts_of(&library, place, *numbers.get(&entry.id)?);
            let range = convert::page_range(&fresh, entry.heading, session.encoding());
            let is_first = !concepts.is_empty() && taken.insert(range.start.line);
            is_first.then(|| places_lens(&session, &entry.id, &concepts, range))
        };
        Some(fresh.entries.iter().filter_map(lens).collect())
    })
    .await
}

fn places_lens(session: &Session, id: &str, concepts: &[ConceptId], range: Range) -> CodeLens {
    let title = match census::remembered(session, concepts) {
        None => "Places in this workspace".to_owned(),
        Some(1) => "1 place in this workspace".to_owned(),
        Some(count) => format!("{count} places in this workspace"),
    };
    CodeLens {
        range: Range::new(range.start, range.start),
        command: Some(Command {
            title,
            command: command::SHOW_USAGES.to_owned(),
            arguments: Some(vec![json!({ "entry": id })]),
        }),
        data: None,
    }
}

/// What the entry is about that stands at a place of a guide's file.
pub fn concepts(
    session: &Session,
    library: &Library,
    uri: &Uri,
    position: Position,
) -> Vec<ConceptId> {
    let (Some(text), Some((place, known))) = (session.markdown(uri), session.page_at(library, uri))
    else {
        return Vec::new();
    };
    let page = Page::read(&known.name, &text);
    let encoding = session.encoding();
    let offset = page
        .lines
        .offset(&page.text, convert::position(position), encoding);
    if let Some((id, _)) = concept_at(library, &text, offset) {
        return vec![id];
    }
    let around = page
        .entries
        .iter()
        .filter(|entry| entry.extent.contains(offset) || entry.heading.end() == offset);
    let Some(innermost) = around.max_by_key(|entry| entry.extent.start()) else {
        return Vec::new();
    };
    let mut entries = known.entries.iter();
    let number = entries.position(|entry| entry.id == innermost.id);
    number.map_or_else(Vec::new, |number| {
        gloss::concepts_of(library, place, number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_with_prompts_keeps_its_columns() {
        let code = ">>> x = 1\n>>> if x:\n...     pass\n...\n1\n>>> y\n".to_owned();
        let plain = without_prompts(code.clone());
        assert_eq!(plain.len(), code.len());
        assert!(
            !Syntax::parse(&format!("if 1:\n{plain}")).has_error(),
            "{plain}"
        );
        assert_eq!(plain.find("x = 1"), code.find("x = 1"));
        assert_eq!(without_prompts("a = 1\n".to_owned()), "a = 1\n");
    }
}
