//! List items that ask: with their answer below them, or bare below a heading that announces
//! questions or names a company.

mod bare;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::choose::Choice;
use super::marked::is_lead_in;
use super::slot::Place;
use crate::guide::asks::Asks;
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::title;
use crate::guide::words;

/// Takes them.
pub(super) fn choose(choice: &mut Choice<'_, '_>) {
    headed(choice);
    choice.settle();
    with_text(choice);
    bare::choose(choice);
}

/// Numbered items that begin with a heading each, most of which ask or in a text that says that it
/// holds questions.
fn headed(choice: &mut Choice<'_, '_>) {
    let headed: Vec<usize> = (0..choice.slots.len())
        .filter(|&index| {
            let slot = &choice.slots[index];
            let leaf = slot.leaf.map(|leaf| choice.doc.kind(leaf));
            slot.place == Place::Item(true) && matches!(leaf, Some(Kind::Heading(_)))
        })
        .collect();
    let asking = headed
        .iter()
        .filter(|&&index| choice.slots[index].asks >= Asks::Maybe);
    let mostly = asking.count() * 10 >= headed.len() * 6;
    if headed.len() < 3 || !(mostly || choice.is_announced()) {
        return;
    }
    for index in headed {
        if choice.is_open(index) && !is_lead_in(&choice.slots[index]) {
            choice.take(index, "numbered items with a heading each");
        }
    }
}

/// Items that hold more than their first line. They count by shape over the whole text, since text
/// without indentation cuts one list into many.
fn with_text(choice: &mut Choice<'_, '_>) {
    let mut shapes: HashMap<(bool, bool, bool), Vec<usize>> = HashMap::new();
    let interrupted = interrupted(choice);
    for (index, slot) in choice.slots.iter().enumerate() {
        let Place::Item(ordered) = slot.place else {
            continue;
        };
        let more = !slot.bare || interrupted.contains(&slot.block);
        if more && !choice.is_label[index] && (choice.chosen[index] || !choice.is_inside(index)) {
            shapes
                .entry((ordered, slot.bold, slot.title.quoted))
                .or_default()
                .push(index);
        }
    }
    let mut shapes: Vec<_> = shapes.into_values().collect();
    shapes.sort_unstable();
    for members in shapes {
        let all = members.len();
        let surely = members
            .iter()
            .filter(|&&index| choice.chosen[index] || choice.slots[index].asks == Asks::Surely)
            .count();
        let likely = members
            .iter()
            .filter(|&&index| choice.chosen[index] || choice.slots[index].asks >= Asks::Likely)
            .count();
        let maybe = members
            .iter()
            .filter(|&&index| choice.chosen[index] || choice.slots[index].asks >= Asks::Maybe)
            .count();
        let mostly = maybe * 10 >= all * 6 && likely * 2 >= all;
        for &index in &members {
            let slot = &choice.slots[index];
            if !choice.is_open(index) || is_lead_in(slot) || nested_choice(choice, slot.block) {
                continue;
            }
            let announced = announced(choice, slot.block);
            let take = match slot.asks {
                Asks::Surely => {
                    announced || (all >= 2 && likely * 2 >= all) || choice.slots.len() <= 2
                }
                Asks::Likely => mostly && (announced || all >= 2),
                Asks::Maybe => (announced || all >= 3) && mostly,
                Asks::No => {
                    slot.title.number.is_some() && slot.bold && all >= 4 && surely * 10 >= all * 7
                }
            };
            if take {
                choice.take(index, "list items that ask, with text below them");
            }
        }
    }
}

/// Bold items of lists without numbers, where text without indentation stands between most of them.
fn interrupted_bullets(choice: &Choice<'_, '_>) -> HashSet<NodeId> {
    let doc = choice.doc;
    let (mut out, mut lists, mut parted) = (HashSet::new(), HashSet::new(), 0);
    for slot in &choice.slots {
        let list = doc.blocks.nodes[slot.block].parent;
        if slot.place != Place::Item(false) || !slot.bold || !slot.bare {
            continue;
        }
        out.insert(slot.block);
        if lists.insert(list) {
            let next = doc.blocks.after(list).map(|next| doc.kind(next));
            parted += usize::from(matches!(next, Some(Kind::Paragraph | Kind::Code { .. })));
        }
    }
    if parted < 3 || parted * 10 < lists.len() * 8 {
        out.clear();
    }
    out
}

/// Items of ordered lists that text without indentation interrupts: the next list goes on counting.
fn interrupted(choice: &Choice<'_, '_>) -> HashSet<NodeId> {
    let doc = choice.doc;
    let mut out = interrupted_bullets(choice);
    let mut open: Vec<(NodeId, NodeId, u64, bool)> = Vec::new();
    for id in doc.ids() {
        let Kind::List(Some(first)) = *doc.kind(id) else {
            if let Some(last) = open.last_mut()
                && last.0 == doc.blocks.nodes[id].parent
            {
                if matches!(doc.kind(id), Kind::Heading(_)) {
                    last.3 = false;
                } else if !doc.is_furniture(id) {
                    last.3 = true;
                }
            }
            continue;
        };
        let home = doc.blocks.nodes[id].parent;
        let items: Vec<NodeId> = doc.blocks.children(id).take(2).collect();
        let count = doc.blocks.children(id).count() as u64;
        let last = doc.blocks.children(id).last().unwrap_or(id);
        open.retain(|(parent, ..)| *parent == home || doc.blocks.nodes[*parent].next > id);
        if let Some(at) = open.iter().rposition(|(parent, ..)| *parent == home) {
            let (_, item, number, text) = open.remove(at);
            if text && first == number + 1 {
                out.insert(item);
                // The last of a chain is interrupted too, by whatever follows it.
                if items.len() == 1 {
                    out.insert(last);
                }
            }
        }
        open.push((home, last, first + count - 1, false));
    }
    out
}

/// Whether a question was already found inside a block.
fn nested_choice(choice: &Choice<'_, '_>, block: NodeId) -> bool {
    let end = choice.doc.blocks.nodes[block].next;
    let first = choice.slots.partition_point(|other| other.block <= block);
    choice.slots[first..]
        .iter()
        .enumerate()
        .take_while(|(_, other)| other.block < end)
        .any(|(offset, _)| choice.chosen[first + offset])
}

/// The line right before a list.
fn lead_in<'d>(choice: &Choice<'d, '_>, list: NodeId) -> Option<&'d str> {
    let doc = choice.doc;
    let before = doc.blocks.before(list)?;
    if *doc.kind(before) != Kind::Paragraph {
        return None;
    }
    let last = doc.lines[before].last()?;
    (last.text.len() < 160).then_some(last.text.as_str())
}

/// Whether the line before a list or item, the item around it or the heading over it announces
/// questions.
fn announced(choice: &Choice<'_, '_>, block: NodeId) -> bool {
    let doc = choice.doc;
    let list = if matches!(doc.kind(block), Kind::List(_)) {
        block
    } else {
        doc.blocks.nodes[block].parent
    };
    if let Some(lead) = lead_in(choice, list)
        && (lead.ends_with([':', '：']) || lead.split_whitespace().count() <= 8)
    {
        let announces = words::announces(lead);
        return announces.questions && !announces.follow_ups;
    }
    let mut over = doc.under[list];
    for _ in 0..2 {
        let Some(heading) = over.map(|at| &doc.headings[at]) else {
            return false;
        };
        let announces = heading.title.announces;
        if announces.follow_ups || announces.contents {
            return false;
        }
        if announces.questions {
            return !heading.names_page;
        }
        over = heading.parent;
    }
    false
}

/// The company that the heading over a list names.
pub(super) fn company(choice: &Choice<'_, '_>, block: NodeId) -> Option<String> {
    let doc = choice.doc;
    let heading = &doc.headings[doc.under[block]?];
    let name = heading.title.text.trim();
    if title::is_company(name) {
        return Some(name.to_owned());
    }
    let lower = name.to_lowercase();
    for (before, after) in [
        ("questions asked in ", " interview"),
        ("questions asked at ", " interview"),
        ("questions asked by ", ""),
        ("questions asked in ", ""),
        ("questions asked at ", ""),
        ("asked at ", ""),
        ("asked in ", ""),
        ("asked by ", ""),
        ("preguntas de entrevista en ", ""),
        ("preguntas de entrevista de ", ""),
        ("preguntas de ", ""),
        ("preguntas en ", ""),
        ("вопросы на собеседовании в ", ""),
        ("вопросы с собеседований в ", ""),
        ("вопросы с собеседования в ", ""),
        ("вопросы в ", ""),
        ("", " interview questions"),
        ("", " questions"),
        ("", "面试题"),
        ("", "面试真题"),
        ("", "面试问题"),
    ] {
        let inner = lower.strip_prefix(before).and_then(|rest| {
            rest.strip_suffix(after).or_else(|| {
                rest.strip_suffix("s")
                    .and_then(|rest| rest.strip_suffix(after))
            })
        });
        if let Some(inner) = inner
            && lower.len() == name.len()
        {
            let shown = &name[before.len()..before.len() + inner.len()];
            let sure = before.contains("asked")
                || before.contains("собеседован")
                || before.contains("entrevista");
            if title::is_company(shown)
                || (sure
                    && shown.split_whitespace().count() <= 3
                    && shown.starts_with(char::is_uppercase))
            {
                return Some(shown.trim().to_owned());
            }
        }
    }
    None
}
