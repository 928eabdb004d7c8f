//! A hover as Markdown for an editor, or as plain text for a client without Markdown.

use super::prose::longest_run;
use super::{Detail, Hover, Part, plain, shorten};
use crate::concept::Concept;
use crate::guide::{Entry, Page};
use crate::text::visible;

/// How to reach an entry: the target of a Markdown link, or `None` while it cannot be opened.
pub type LinkTo<'f> = &'f dyn Fn(&Page, &Entry) -> Option<String>;

/// The longest gloss that a hover shows, in characters.
pub const GLOSS_LIMIT: usize = 280;

/// The hover as Markdown; with [`Detail::Compact`] at most eight lines.
pub fn markdown(hover: &Hover<'_>, detail: Detail, link_to: LinkTo<'_>) -> String {
    let Some((first, others)) = hover.parts.split_first() else {
        return String::new();
    };
    if first.known {
        return known(first, link_to);
    }
    let mut blocks = part(first, detail, link_to);
    match detail {
        Detail::Compact => blocks.extend(also(others)),
        Detail::Full => blocks.extend(others.iter().flat_map(|other| part(other, detail, link_to))),
    }
    blocks.join("\n\n")
}

/// The hover as plain text, in as many lines as the Markdown has.
pub fn text(hover: &Hover<'_>, detail: Detail) -> String {
    let markdown = markdown(hover, detail, &|_, _| None);
    markdown
        .split("\n\n")
        .map(plain)
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// One line for what needs no more.
fn known(part: &Part<'_>, link_to: LinkTo<'_>) -> String {
    let name = format!("**{}** · known", escaped(&part.concept.name));
    let target = part.topic.and_then(|(page, entry)| link_to(page, entry));
    match target {
        Some(target) => format!("{name} · [Guide]({target})"),
        None => name,
    }
}

fn part(part: &Part<'_>, detail: Detail, link_to: LinkTo<'_>) -> Vec<String> {
    let mut head = format!("**{}**", escaped(&part.concept.name));
    if let Some(since) = &part.concept.since {
        head.push_str(&format!(" · Python {}+", escaped(since)));
    }
    if let Some(oldest) = &part.too_new_for {
        head.push_str(&format!(" · **this project allows {}**", escaped(oldest)));
    }
    if let Some(version) = &part.concept.deprecated {
        head.push_str(&format!(" · deprecated since {}", escaped(version)));
    }
    let mut blocks = vec![head];
    if !part.gloss.is_empty() {
        blocks.push(shorten(part.gloss, GLOSS_LIMIT));
    }
    blocks.extend(instead(part.concept, detail));
    let shown = match detail {
        Detail::Compact => 1,
        Detail::Full => part.questions.len(),
    };
    for question in &part.questions[..shown.min(part.questions.len())] {
        let mut line = linked(
            &question.entry.title,
            question.page,
            question.entry,
            link_to,
        );
        if let Some(level) = question.entry.level {
            line.push_str(&format!(" · *{}*", level.name()));
        }
        if detail == Detail::Compact && part.questions.len() > 1 {
            line.push_str(&format!(" (1 of {})", part.questions.len()));
        }
        blocks.push(format!("Asked: {line}"));
        if detail == Detail::Full
            && let Some(answer) = question.entry.gloss
        {
            let answer = question.page.text.get(answer.range()).unwrap_or("");
            blocks.push(format!("> {}", shorten(answer, 2 * GLOSS_LIMIT)));
        }
    }
    if let Some((page, entry)) = part.topic
        && let Some(target) = link_to(page, entry)
    {
        blocks.push(format!("[Guide: {}]({target})", escaped(&entry.title)));
    }
    blocks
}

/// What to write instead of what stands here: in one line where both fit into one, and where more room
/// is wanted in two blocks.
fn instead(concept: &Concept, detail: Detail) -> Option<String> {
    let (bad, good) = concept.instead()?;
    if !bad.contains('\n') && !good.contains('\n') {
        return Some(format!("{} → {}", code(bad), code(good)));
    }
    (detail == Detail::Full).then(|| {
        let blocks = [bad, good].map(|form| {
            let fence = "`".repeat(longest_run(form).max(2) + 1);
            format!("{fence}python\n{form}\n{fence}")
        });
        blocks.join("\n\nBetter:\n\n")
    })
}

/// A code span, with as many marks around it as it needs.
fn code(text: &str) -> String {
    let marks = "`".repeat(longest_run(text) + 1);
    match text.contains('`') {
        true => format!("{marks} {text} {marks}"),
        false => format!("`{text}`"),
    }
}

/// One line with the names of the other concepts at the same token.
fn also(others: &[Part<'_>]) -> Option<String> {
    let names: Vec<_> = others
        .iter()
        .map(|other| escaped(&other.concept.name))
        .collect();
    (!names.is_empty()).then(|| format!("Also: {}", names.join(", ")))
}

fn linked(title: &str, page: &Page, entry: &Entry, link_to: LinkTo<'_>) -> String {
    match link_to(page, entry) {
        Some(target) => format!("[{}]({target})", escaped(title)),
        None => escaped(title),
    }
}

/// Plain text as Markdown that shows just that, in one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(
            c,
            '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '|' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
