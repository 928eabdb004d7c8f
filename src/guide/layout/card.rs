//! Flashcards of Obsidian's spaced repetition: `question::answer` on one line, or question lines, a
//! line with only `?`, answer lines. Cloze deletions are no questions.

use super::Draft;
use crate::guide::asks::{self, Asks};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;
use crate::guide::inline::TextLine;
use crate::guide::meta::Meta;
use crate::guide::title;
use crate::text::Span;

/// The cards of a text. `inside` tells whether a place lies in an answer.
pub(super) fn read(doc: &Doc<'_>, inside: &dyn Fn(usize) -> bool) -> Vec<Draft> {
    let mut single = Vec::new();
    let mut several = Vec::new();
    let mut plain = 0;
    for id in doc.ids() {
        if *doc.kind(id) != Kind::Paragraph
            || doc.lines[id].is_empty()
            || inside(doc.span(id).start())
        {
            continue;
        }
        if let Some(draft) = block(doc, id) {
            several.push(draft);
            continue;
        }
        for line in &doc.lines[id] {
            match one_line(doc, id, line) {
                Some(draft) => single.push(draft),
                None => plain += 1,
            }
        }
    }
    // `std::vector` and the like stand alone among much text; cards come in numbers, or the text
    // says that it holds some.
    let tagged = doc
        .front
        .tags
        .iter()
        .any(|tag| tag.to_lowercase().contains("flashcard"))
        || (doc.text.contains("#flashcard")
            && doc.lines.iter().flatten().any(|line| {
                let mut words = line.text.split_whitespace();
                words.any(|word| word.starts_with("#flashcard"))
            }));
    let asking = single
        .iter()
        .filter(|card| asks::asks(&card.title) >= Asks::Likely)
        .count();
    let enough = tagged
        || (single.len() >= 2 && asking * 2 >= single.len())
        || (single.len() >= 4 && single.len() * 2 >= plain);
    if !enough {
        single.clear();
    }
    several.extend(single);
    several
}

/// `question::answer`, also `:::` for cards in both directions.
fn one_line(doc: &Doc<'_>, id: NodeId, line: &TextLine) -> Option<Draft> {
    let places: Vec<usize> = line
        .text
        .match_indices("::")
        .map(|(at, _)| at)
        .take(8)
        .filter(|&at| !line.in_code(at))
        .collect();
    let (&first, rest) = places.split_first()?;
    if rest.iter().any(|&at| at > first + 2) {
        return None;
    }
    let question = line.text[..first].trim();
    let answer = behind_sign(&line.text[first..])?.trim();
    let wordy = question.chars().any(char::is_whitespace)
        || question.ends_with(['?', '？', '؟'])
        || !question.is_ascii();
    // `{{c1::hidden}}` is a cloze deletion.
    let cloze = question
        .trim_end_matches(|sign: char| sign.is_ascii_digit())
        .ends_with("{{c");
    if answer.is_empty() || question.is_empty() || !wordy || cloze {
        return None;
    }
    let raw = doc.text.get(line.span.range())?;
    // The question may hold some of them in code.
    let number = line.text[..first].matches("::").count();
    let (at, _) = raw.match_indices("::").nth(number)?;
    let heading = Span::new(
        line.span.start(),
        line.span.start() + raw[..at].trim_end().len(),
    );
    let after = behind_sign(&raw[at..])?;
    let from = line.span.end() - after.trim_start().len();
    Some(draft(
        id,
        question,
        heading,
        line.span,
        Span::new(from, line.span.end()),
    ))
}

fn behind_sign(text: &str) -> Option<&str> {
    text.strip_prefix(":::").or_else(|| text.strip_prefix("::"))
}

/// A question, a line with only `?` or `??`, and the answer, in one paragraph.
fn block(doc: &Doc<'_>, id: NodeId) -> Option<Draft> {
    let lines = &doc.lines[id];
    let at = lines
        .iter()
        .position(|line| matches!(line.text.as_str(), "?" | "??" | "？"))?;
    if at == 0 {
        return None;
    }
    let question = lines[..at]
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let heading = Span::new(lines[0].span.start(), lines[at - 1].span.end());
    let answer = match (lines.get(at + 1), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start(), last.span.end()),
        // The answer may begin with a list or a code block.
        _ => doc.span(doc.blocks.after(id)?),
    };
    Some(draft(
        id,
        &question,
        heading,
        Span::new(heading.start(), answer.end()),
        answer,
    ))
}

fn draft(id: NodeId, question: &str, heading: Span, extent: Span, answer: Span) -> Draft {
    let read = title::read_text(question);
    Draft {
        title: read.text,
        heading,
        extent,
        answer: Some(answer),
        section: id,
        meta: Meta {
            level: read.level,
            asked_by: read.companies,
            ..Meta::default()
        },
        is_heading: false,
        anchor: None,
    }
}
