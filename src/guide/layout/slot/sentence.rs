//! Lists whose items ask and answer in one line: `1. What is it? That.`, `- **Explain it:** So.`

use foldhash::{HashMap, HashMapExt as _};

use super::head::cut;
use super::{Place, Slot};
use crate::guide::asks::{self, Asks};
use crate::guide::blocks::NodeId;
use crate::guide::document::Doc;
use crate::guide::inline::{self, TextLine};
use crate::guide::title;
use crate::text::Span;

/// Parts question and answer in lists of three or more items most of which are made so.
pub(super) fn part(doc: &Doc<'_>, slots: &mut [Slot]) {
    let mut lists: HashMap<NodeId, (Vec<usize>, usize)> = HashMap::new();
    for (index, slot) in slots.iter().enumerate() {
        if matches!(slot.place, Place::Item(_)) {
            let list = doc.blocks.nodes[slot.block].parent;
            let (found, all) = lists.entry(list).or_default();
            *all += 1;
            if slot.bare {
                found.push(index);
            }
        }
    }
    for (bare, all) in lists.into_values() {
        if all < 3 || bare.len() * 10 < all * 8 {
            continue;
        }
        let parted: Vec<(usize, TextLine)> = bare
            .into_iter()
            .filter_map(|index| Some((index, asked(doc, &slots[index])?)))
            .collect();
        let likely = parted
            .iter()
            .filter(|(_, line)| asks::asks(&line.text) >= Asks::Likely)
            .count();
        if parted.len() * 10 < all * 8 || likely * 2 < all {
            continue;
        }
        for (index, line) in parted {
            let slot = &mut slots[index];
            let number = slot.title.number;
            slot.title = title::read(&line);
            slot.title.number = slot.title.number.or(number);
            slot.asks = asks::asks(&slot.title.text);
            slot.span = line.span;
            slot.inline_answer = Some(line.span.end());
            slot.bare = false;
        }
    }
}

/// The part of an item's line that asks, where the rest answers.
fn asked(doc: &Doc<'_>, slot: &Slot) -> Option<TextLine> {
    let line = inline::joined(doc.lines.get(slot.leaf?)?)?;
    if let Some(end) = sentence(&line.text) {
        return cut(doc.text, &line, end);
    }
    let bold = line.text.get(..line.bold)?.trim_end();
    let rest = line.text.get(line.bold..)?.trim_start();
    let colon = bold.ends_with([':', '：']) || rest.starts_with([':', '：']);
    if bold.is_empty() || !colon || line.is_bold() || asks::asks(bold) < Asks::Maybe {
        return None;
    }
    Some(TextLine {
        text: bold.to_owned(),
        span: Span::new(line.span.start(), line.bold_end.max(line.span.start())),
        ..TextLine::default()
    })
}

/// Where the answer begins that follows a question in `text` and asks nothing itself.
fn sentence(text: &str) -> Option<usize> {
    let (at, sign) = text.match_indices(['?', '？', '؟']).next()?;
    let end = at + sign.len();
    let rest = &text[end..];
    let said = rest.trim_start();
    let parted = said.len() < rest.len() || !sign.is_ascii();
    let says = said
        .starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '–' | '—' | '`'));
    (parted && says && asks::asks(&text[..end]) == Asks::Surely && asks::asks(said) == Asks::No)
        .then_some(end)
}
