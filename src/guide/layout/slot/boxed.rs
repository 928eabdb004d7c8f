//! Places that have a frame: containers, callouts and block quotes.

use foldhash::{HashSet, HashSetExt as _};

use super::head::head;
use super::{Place, Slot, is_quoted, slot};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::container::Form;
use crate::guide::document::Doc;
use crate::guide::inline::{self, TextLine};
use crate::guide::title;
use crate::text::Span;

pub(super) fn container(doc: &Doc<'_>, id: NodeId, out: &mut Vec<Slot>) {
    let Some(container) = doc.blocks.container(id) else {
        return;
    };
    if container.form == Form::Summary || is_quoted(doc, id) {
        return;
    }
    let summary = doc.blocks.children(id).find(|&child| {
        doc.blocks
            .container(child)
            .is_some_and(|inner| inner.form == Form::Summary)
    });
    let mut found = None;
    if let Some(summary) = summary {
        let heading = doc
            .blocks
            .children(summary)
            .find(|&child| matches!(doc.kind(child), Kind::Heading(_)));
        if let Some(heading) = heading
            && let Some(line) = doc.whole(heading)
        {
            found = Some((line.into_owned(), Some(heading)));
        }
    } else if !container.title.is_empty() {
        let text = if container.form == Form::Component {
            crate::guide::repair(container.title.replace('`', "").trim()).into_owned()
        } else {
            inline::plain(&container.title)
        };
        let line = TextLine {
            text,
            span: Span::from(container.opener.clone()),
            ..TextLine::default()
        };
        found = Some((line, None));
    } else if !matches!(container.form, Form::Details | Form::Definition) {
        // `!!! question` without a title: its first paragraph asks.
        let leaf = doc
            .blocks
            .children(id)
            .find(|&child| *doc.kind(child) == Kind::Paragraph);
        if let Some(leaf) = leaf
            && let Some((line, rest, inline_answer)) = head(doc.text, &doc.lines[leaf], 0, false)
        {
            let mut slot = slot(Place::Container(container.form), id, &line);
            slot.leaf = Some(leaf);
            slot.rest = rest;
            slot.inline_answer = inline_answer;
            slot.name.clone_from(&container.name);
            if slot.is_question_container() {
                out.push(slot);
            }
        }
        return;
    }
    let Some((line, leaf)) = found else {
        return;
    };
    let mut slot = slot(Place::Container(container.form), id, &line);
    slot.leaf = leaf;
    slot.rest = usize::MAX;
    slot.name.clone_from(&container.name);
    out.push(slot);
}

/// The block quotes that hold marked questions with their answers: they frame a text like any other.
pub(super) fn talks(doc: &Doc<'_>) -> HashSet<NodeId> {
    let (mut asking, mut answering) = (HashSet::new(), HashSet::new());
    for id in doc.ids() {
        let parent = doc.blocks.nodes[id].parent;
        if *doc.kind(id) != Kind::Paragraph || *doc.kind(parent) != Kind::Quote {
            continue;
        }
        for line in &doc.lines[id] {
            if title::question_mark(&line.text).is_some() {
                asking.insert(parent);
            } else if title::answers(line) && !is_left_out(&line.text) {
                answering.insert(parent);
            }
        }
    }
    asking.retain(|quote| answering.contains(quote));
    asking
}

/// `A: …`, as a template has it.
fn is_left_out(answer: &str) -> bool {
    answer.trim_end().ends_with(['.', '…']) && {
        let said = answer.split_once([':', '：']).map_or("", |(_, said)| said);
        !said.trim().is_empty() && !said.contains(char::is_alphanumeric)
    }
}

/// The type of an Obsidian callout, and what follows it on its first line.
pub(in crate::guide) fn callout<'d>(
    doc: &'d Doc<'_>,
    id: NodeId,
) -> Option<(String, &'d TextLine, String)> {
    if *doc.kind(id) != Kind::Quote {
        return None;
    }
    let leaf = doc.blocks.children(id).next()?;
    let line = doc.lines.get(leaf)?.first()?;
    let inner = line.text.strip_prefix("[!")?;
    let (name, rest) = inner.split_once(']')?;
    let rest = rest.trim_start_matches(['-', '+']).trim();
    Some((name.trim().to_lowercase(), line, rest.to_owned()))
}

pub(super) fn quote(doc: &Doc<'_>, id: NodeId, out: &mut Vec<Slot>) {
    if is_quoted(doc, id) {
        return;
    }
    let Some(leaf) = doc.blocks.children(id).next() else {
        return;
    };
    if let Some((name, line, rest)) = callout(doc, id) {
        let mut head = line.clone();
        let mut after = 1;
        if rest.is_empty() {
            // The title may stand on the next line.
            let Some(next) = doc.lines[leaf].get(1) else {
                return;
            };
            head = next.clone();
            after = 2;
        } else {
            head.text.clone_from(&rest);
            head.bold = 0;
        }
        let mut slot = slot(Place::Callout, id, &head);
        slot.leaf = Some(leaf);
        slot.rest = after;
        slot.name = name;
        out.push(slot);
        return;
    }
    // A quote of one line, which the text after it answers.
    let alone = doc.blocks.nodes[leaf].next >= doc.blocks.nodes[id].next;
    if alone && *doc.kind(leaf) == Kind::Paragraph {
        let Some(line) = inline::joined(&doc.lines[leaf]) else {
            return;
        };
        let answered = doc.lines[leaf].iter().any(title::answers);
        if line.text.len() < 400 && !answered {
            let mut slot = slot(Place::Quote, id, &line);
            slot.leaf = Some(leaf);
            slot.rest = usize::MAX;
            out.push(slot);
        }
    }
}
