//! Questions in a numbered list and their answers in another one, below `## Answers` or in a box.

use foldhash::HashMap;

use super::label::Label;
use super::slot::{Place, Slot};
use crate::guide::asks::Asks;
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;

/// Gives every item below a label that announces answers to the question of its number, where the
/// numbers agree. `pairs` holds the slot that each label answers.
pub(in crate::guide) fn pair(
    doc: &Doc<'_>,
    slots: &[Slot],
    labels: &mut Vec<Label>,
    pairs: &mut Vec<Option<usize>>,
) {
    let answered: HashMap<usize, usize> = pairs
        .iter()
        .enumerate()
        .filter_map(|(label, slot)| slot.map(|slot| (slot, label)))
        .collect();
    let mut before = 0;
    for at in 0..labels.len() {
        let label = labels[at].block;
        let Some(list) = list(doc, label) else {
            continue;
        };
        let items: Vec<NodeId> = doc.blocks.children(list).collect();
        let upto = slots.partition_point(|slot| slot.block < label);
        let taken = |slot: usize| answered.get(&slot).is_some_and(|&label| label != at);
        let run = run(doc, slots, before..upto, items.len(), &taken);
        before = upto;
        let Some(run) = run else {
            continue;
        };
        pairs[at] = None;
        for (item, slot) in items.into_iter().zip(run) {
            let first = doc.blocks.children(item).next().unwrap_or(item);
            labels.push(Label {
                block: item,
                start: doc.span(first).start(),
                end: Some(doc.span(item).end()),
                label: String::new(),
                apart: true,
            });
            pairs.push(Some(slot));
        }
    }
}

/// The ordered list, counted from one, that begins what a label announces.
fn list(doc: &Doc<'_>, label: NodeId) -> Option<NodeId> {
    let mut next = match doc.kind(label) {
        Kind::Heading(_) => doc.blocks.after(label),
        Kind::Container(_) => doc
            .blocks
            .children(label)
            .find(|&id| matches!(doc.kind(id), Kind::List(_))),
        _ => None,
    };
    while let Some(id) = next.filter(|&id| doc.is_furniture(id)) {
        next = doc.blocks.after(id);
    }
    next.filter(|&id| *doc.kind(id) == Kind::List(Some(1)))
}

/// The last `count` slots of `among` that are numbered from one on without a gap, stand in one kind
/// of place, have no answer and mostly ask.
fn run(
    doc: &Doc<'_>,
    slots: &[Slot],
    among: std::ops::Range<usize>,
    count: usize,
    taken: &dyn Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    if count < 2 {
        return None;
    }
    let level = |place: Place| match place {
        Place::Heading(level) => u32::from(level) + 1,
        Place::Item(_) => 100,
        _ => 0,
    };
    let mut found: Vec<usize> = Vec::new();
    for index in among.rev() {
        let slot = &slots[index];
        let wanted = count - found.len();
        if slot.title.number.map(|number| number as usize) != Some(wanted) {
            continue;
        }
        let kin = found
            .first()
            .is_none_or(|&last| level(slots[last].place) == level(slot.place));
        let bare = slot.bare || (matches!(slot.place, Place::Heading(_)) && is_empty(doc, slot));
        if !kin || !bare || taken(index) {
            return None;
        }
        found.insert(0, index);
        if found.len() == count {
            let asking = found.iter().filter(|&&at| slots[at].asks >= Asks::Maybe);
            return (asking.count() * 2 > count).then_some(found);
        }
    }
    None
}

/// Whether another heading follows a heading at once.
fn is_empty(doc: &Doc<'_>, slot: &Slot) -> bool {
    let next = doc.blocks.after(slot.block);
    next.is_none_or(|next| matches!(doc.kind(next), Kind::Heading(_)))
}
