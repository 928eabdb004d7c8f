//! Flashcards whose two sides are called by names that mean nothing alone: `Front: …`, `Back: …`,
//! as lines, headings or list items, in the notes of Anki's users.

use std::collections::BTreeMap;

use super::Draft;
use crate::guide::asks::{self, Asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;
use crate::guide::inline::TextLine;
use crate::guide::meta::{self, Meta};
use crate::guide::title;
use crate::guide::words;
use crate::text::Span;

/// One side of a card: the line that names it.
struct Side {
    node: NodeId,
    line: usize,
    /// Which of the groups of names.
    group: usize,
    /// Whether it is the side that asks.
    face: bool,
    /// How many bytes of the line name it.
    length: usize,
    /// Whether the name is a word, no letter or picture.
    wordy: bool,
}

/// The cards of a text.
pub(super) fn read(doc: &Doc<'_>) -> Vec<Draft> {
    let sides = sides(doc);
    let mut groups: BTreeMap<usize, Vec<&Side>> = BTreeMap::new();
    for side in &sides {
        groups.entry(side.group).or_default().push(side);
    }
    let mut out = Vec::new();
    for all in groups.into_values() {
        let cards: Vec<(Draft, bool)> = all
            .windows(2)
            .enumerate()
            .filter(|(_, two)| two[0].face && !two[1].face)
            .filter_map(|(at, two)| card(doc, two[0], two[1], all.get(at + 2).copied()))
            .collect();
        let asking = cards.iter().filter(|(_, asks)| *asks).count();
        // One pair may be anything, a face and a back of something else; several are cards.
        let wordy = all.iter().all(|side| side.wordy);
        let enough = cards.len() >= 2 || asking > 0 && wordy;
        if enough && cards.len() * 2 * 5 >= all.len() * 4 {
            out.extend(cards.into_iter().map(|(draft, _)| draft));
        }
    }
    out
}

/// All sides, in order.
fn sides(doc: &Doc<'_>) -> Vec<Side> {
    let mut out = Vec::new();
    for node in doc.ids() {
        if !matches!(doc.kind(node), Kind::Paragraph | Kind::Heading(_)) {
            continue;
        }
        let lines = &doc.lines[node];
        // Obsidian_to_Anki: `START`, the type of the note, the face without a name.
        let block = lines.first().is_some_and(|line| line.text == "START");
        for (at, line) in lines.iter().enumerate() {
            let side = if block && at == 2 {
                words::side("front").map(|(group, face)| Side {
                    node,
                    line: at,
                    group,
                    face,
                    length: 0,
                    wordy: true,
                })
            } else {
                named(line, node, at)
            };
            out.extend(side.filter(|side| side.wordy || *doc.kind(node) == Kind::Paragraph));
        }
    }
    out
}

/// The side that a line names, the one at `at` of `node`.
fn named(line: &TextLine, node: NodeId, at: usize) -> Option<Side> {
    let text = line.text.as_str();
    words::sides(text).iter().find_map(|name| {
        let length = words::prefix(text, name)?;
        let picture = name.starts_with(asks::is_picture);
        let letter = !picture && name.chars().count() == 1 && *name < "\u{1100}";
        if letter && !text.starts_with(char::is_uppercase) {
            return None;
        }
        let rest = text[length..].trim_start_matches([' ', '\u{fe0f}']);
        let after = match rest.strip_prefix([':', '：']) {
            Some(after) => after.trim_start_matches(['*', '_', ' ']),
            None if picture => rest,
            // `### Front`, `**Front**`
            None if !letter && !rest.contains(char::is_alphanumeric) => "",
            None => return None,
        };
        let (group, face) = words::side(name)?;
        Some(Side {
            node,
            line: at,
            group,
            face,
            length: text.len() - after.len(),
            wordy: !picture && !letter,
        })
    })
}

/// The card with these sides, where `next` begins the one after it; and whether it asks.
fn card(doc: &Doc<'_>, face: &Side, back: &Side, next: Option<&Side>) -> Option<(Draft, bool)> {
    let (text, heading) = question(doc, face, back)?;
    let read = title::read_text(&text);
    let start = doc.lines[face.node].get(face.line)?.span.start();
    let (answer, meta) = answer(doc, back, next);
    let asks = asks::asks(&read.text) >= Asks::Likely;
    let mut meta = meta;
    meta.level = meta.level.or(read.level);
    let draft = Draft {
        title: read.text,
        heading,
        extent: Span::new(start, answer.map_or(heading.end(), |answer| answer.end())),
        answer,
        section: face.node,
        meta,
        is_heading: false,
        anchor: None,
    };
    Some((draft, asks))
}

/// What the face asks: the rest of its line with the lines after it, or the next paragraph.
fn question(doc: &Doc<'_>, face: &Side, back: &Side) -> Option<(String, Span)> {
    let lines = &doc.lines[face.node];
    let stop = if back.node == face.node {
        back.line
    } else {
        lines.len()
    };
    let first = lines.get(face.line)?;
    let own = lines.get(face.line + 1..stop)?;
    let begun = first.text[face.length..].trim();
    let mut parts: Vec<&str> = Vec::new();
    let mut end = first.span.end();
    if !begun.is_empty() {
        parts.push(begun);
    }
    let mut rest = own;
    if parts.is_empty() && own.is_empty() {
        let below = (face.node + 1..back.node).find(|&id| *doc.kind(id) == Kind::Paragraph)?;
        rest = &doc.lines[below];
    }
    for line in rest {
        if meta::read(line).is_some() {
            break;
        }
        parts.push(&line.text);
        end = line.span.end();
    }
    let long = parts.iter().map(|part| part.len()).sum::<usize>() > 300;
    if long {
        parts.truncate(1);
    }
    (!parts.is_empty()).then(|| (parts.join(" "), Span::new(first.span.start(), end)))
}

/// From the name of the back to the next card, heading or rule; and what is said at its end.
fn answer(doc: &Doc<'_>, back: &Side, next: Option<&Side>) -> (Option<Span>, Meta) {
    let mut said = Meta::default();
    let lines = &doc.lines[back.node];
    let heading = matches!(doc.kind(back.node), Kind::Heading(_));
    let mut start = lines.get(back.line).map(|line| line.span.start());
    let mut end = None;
    let mut says = lines
        .get(back.line)
        .is_some_and(|line| back.length < line.text.len());
    if heading {
        (start, says) = (None, false);
    } else {
        let stop = match next {
            Some(next) if next.node == back.node => next.line,
            _ => lines.len(),
        };
        for (at, line) in lines.iter().enumerate().take(stop).skip(back.line) {
            if at > back.line {
                if line.text == "END" {
                    break;
                }
                if let Some(meta) = meta::read(line) {
                    said.add(meta);
                    continue;
                }
                says = true;
            }
            end = Some(line.span.end());
        }
    }
    let home = doc
        .blocks
        .around(back.node)
        .filter(|&id| {
            matches!(
                doc.kind(id),
                Kind::List(_) | Kind::Container(_) | Kind::Quote
            )
        })
        .last()
        .unwrap_or(0);
    let stop = next.map_or(usize::MAX, |next| next.node);
    let stop = stop.min(doc.blocks.nodes[home].next);
    let level = match doc.kind(back.node) {
        Kind::Heading(level) => *level,
        _ => 0,
    };
    for id in back.node + 1..stop {
        match doc.kind(id) {
            Kind::Heading(other) if *other > level && level > 0 => {}
            Kind::Heading(_) | Kind::Rule => break,
            Kind::Paragraph | Kind::Code { .. } | Kind::Table | Kind::Html => {
                if doc.is_furniture(id) {
                    continue;
                }
                if let Some(meta) = doc.meta(id) {
                    said.add(meta);
                    continue;
                }
                says = true;
                start = start.or(Some(doc.span(id).start()));
                end = Some(doc.span(id).end());
            }
            _ => {}
        }
    }
    let answer = start.zip(end).filter(|(start, end)| says && start < end);
    (answer.map(|(start, end)| Span::new(start, end)), said)
}
