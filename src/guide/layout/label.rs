//! What announces an answer, `A:`, `**Answer:**`, `??? success "View answer"`, and which question it
//! answers.

mod above;

use foldhash::{HashMap, HashMapExt as _};

use super::slot::{Place, Slot, callout};
use crate::guide::asks::Asks;
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::container::Form;
use crate::guide::document::Doc;
use crate::guide::{inline, title, words};

/// One of them.
#[derive(Clone, Debug)]
pub(in crate::guide) struct Label {
    /// The block that it begins: a paragraph, item, heading, container or quote.
    pub block: NodeId,
    /// The first byte of the answer.
    pub start: usize,
    /// The byte after the answer where the label encloses it.
    pub end: Option<usize>,
    /// By what other name it calls the question: MyST's `{solution} label`.
    pub label: String,
    /// Whether it stands away from the question, which ends before it.
    pub apart: bool,
}

/// All labels in document order.
pub(in crate::guide) fn collect(doc: &Doc<'_>) -> Vec<Label> {
    doc.ids().flat_map(|id| at(doc, id)).collect()
}

fn at(doc: &Doc<'_>, id: NodeId) -> Vec<Label> {
    let label = |block, start, end| Label {
        block,
        start,
        end,
        label: String::new(),
        apart: false,
    };
    match doc.kind(id) {
        Kind::Paragraph => doc.lines[id]
            .iter()
            .enumerate()
            .filter_map(|(at, line)| {
                let mark = title::answer_mark(&line.text);
                if mark.is_none() && !title::answers(line) {
                    return None;
                }
                let alone = mark.is_some_and(|(_, length)| length >= line.text.len());
                // `Answer` without a colon must stand alone in bold.
                let said = !alone || line.is_bold() || line.text.contains([':', '：']);
                let parent = doc.blocks.nodes[id].parent;
                let first =
                    at == 0 && matches!(doc.kind(parent), Kind::Item(_)) && parent + 1 == id;
                (said && !is_choice(doc, parent))
                    .then(|| label(if first { parent } else { id }, line.span.start(), None))
            })
            .collect(),
        Kind::Heading(_) if doc.heading_at[id].is_some() => {
            let line = doc.whole(id);
            let title = line.as_ref().map_or("", |line| &line.text);
            let word = title::answer_mark(title).filter(|(_, length)| *length >= title.len());
            // `### Q: What?`, then `### A: That.`
            let index = doc.heading_at[id].unwrap_or(0);
            let before = index.checked_sub(1).map(|before| &doc.headings[before]);
            if word.is_none()
                && title::answer_mark(title).is_some()
                && before.is_some_and(|before| {
                    before.title.mark.is_some() && before.level <= doc.headings[index].level
                })
            {
                let span = doc.span(id);
                let raw = doc.text.get(span.range()).unwrap_or("");
                let mark = raw.find([':', '：']).map_or("", |at| &raw[at..]);
                let said = mark.trim_start_matches([':', '：', '*', ' ', '\t']);
                return vec![label(id, span.end() - said.len(), None)];
            }
            if word.is_none() && !words::is_answer_label(title) {
                return Vec::new();
            }
            let start = next_content(doc, doc.blocks.nodes[id].next);
            vec![label(id, start.unwrap_or_else(|| doc.span(id).end()), None)]
        }
        Kind::Container(_) => container(doc, id).into_iter().collect(),
        Kind::Quote => {
            let Some((name, line, rest)) = callout(doc, id) else {
                return Vec::new();
            };
            let named = matches!(name.as_str(), "answer" | "solution")
                || (name == "success" && rest.is_empty());
            if !named && !words::is_answer_label(&rest) {
                return Vec::new();
            }
            let leaf = doc.blocks.children(id).next();
            let after = leaf
                .and_then(|leaf| doc.lines[leaf].get(1))
                .map(|line| line.span.start());
            let below = doc
                .blocks
                .children(id)
                .nth(1)
                .map(|next| doc.span(next).start());
            let start = after.or(below).unwrap_or_else(|| line.span.end());
            vec![label(id, start, Some(doc.span(id).end()))]
        }
        _ => Vec::new(),
    }
}

/// Whether an item is the first of several choices, `A: …` before `B: …`.
fn is_choice(doc: &Doc<'_>, item: NodeId) -> bool {
    let begins = |item: NodeId, letters: [char; 2]| {
        doc.lines
            .get(item + 1)
            .and_then(|lines| lines.first())
            .is_some_and(|line| {
                let mut signs = line.text.chars();
                signs.next().is_some_and(|sign| letters.contains(&sign))
                    && signs
                        .next()
                        .is_some_and(|sign| matches!(sign, ':' | '.' | ')'))
            })
    };
    matches!(doc.kind(item), Kind::Item(_))
        && begins(item, ['A', 'А'])
        && doc
            .blocks
            .after(item)
            .is_some_and(|next| begins(next, ['B', 'Б']))
}

fn container(doc: &Doc<'_>, id: NodeId) -> Option<Label> {
    let container = doc.blocks.container(id)?;
    if container.form == Form::Summary {
        return None;
    }
    let summary = doc.blocks.children(id).find(|&child| {
        doc.blocks
            .container(child)
            .is_some_and(|inner| inner.form == Form::Summary)
    });
    let title = match summary {
        Some(summary) => doc
            .blocks
            .children(summary)
            .find_map(|child| doc.whole(child))
            .map(|line| line.text.clone())
            .unwrap_or_default(),
        None if container.form == Form::Component => container.title.clone(),
        None => inline::plain(&container.title),
    };
    let named = matches!(
        container.name.as_str(),
        "answer" | "solution" | "solution-start"
    ) || container.form == Form::Definition;
    let marked = title::answer_mark(&title).is_some_and(|(_, length)| length >= title.len());
    let untitled = container.form == Form::Details && title.is_empty();
    if !named && !marked && !words::is_answer_label(&title) && !untitled {
        return None;
    }
    let first = doc
        .blocks
        .children(id)
        .find(|&child| Some(child) != summary && *doc.kind(child) != Kind::Html)?;
    let last = doc
        .blocks
        .children(id)
        .filter(|&child| *doc.kind(child) != Kind::Html)
        .last()?;
    Some(Label {
        block: id,
        start: doc.span(first).start(),
        end: Some(doc.span(last).end()),
        label: if named && container.form == Form::Directive {
            title
        } else {
            String::new()
        },
        apart: false,
    })
}

/// Where the next block that says something begins.
fn next_content(doc: &Doc<'_>, mut id: NodeId) -> Option<usize> {
    while id < doc.blocks.nodes.len() {
        if !doc.is_furniture(id) && !matches!(doc.kind(id), Kind::Heading(_)) {
            return Some(doc.span(id).start());
        }
        if matches!(doc.kind(id), Kind::Heading(_)) {
            return None;
        }
        id = doc.blocks.nodes[id].next;
    }
    None
}

/// How many blocks may stand between a question and its answer's label.
const FAR: usize = 12;
/// The same where only the words of the question tell that it is one.
const NEAR: usize = 2;

/// For each label, the slot that it answers. Slots are found by the block that they begin.
pub(in crate::guide) fn pair(
    doc: &Doc<'_>,
    slots: &[Slot],
    labels: &[Label],
) -> Vec<Option<usize>> {
    let mut by_block: HashMap<NodeId, Vec<usize>> = HashMap::new();
    for (index, slot) in slots.iter().enumerate() {
        by_block.entry(slot.block).or_default().push(index);
    }
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (index, slot) in slots.iter().enumerate() {
        if let Some(container) = doc.blocks.container(slot.block)
            && !container.label.is_empty()
        {
            by_name.insert(container.label.as_str(), index);
        }
    }
    let is_label: HashMap<NodeId, usize> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| (label.block, at))
        .collect();
    let search = Search {
        doc,
        slots,
        by_block,
        is_label,
    };
    let mut taken = vec![false; slots.len()];
    let named: Vec<Option<usize>> = labels
        .iter()
        .map(|label| by_name.get(label.label.trim()).copied())
        .collect();
    for &slot in named.iter().flatten() {
        taken[slot] = true;
    }
    labels
        .iter()
        .zip(named)
        .map(|(label, named)| {
            if named.is_some() {
                return named;
            }
            let found = search.question(label)?;
            // A second label, such as `Answer` below `Short answer`, belongs to the first one's answer.
            (!std::mem::replace(&mut taken[found], true)).then_some(found)
        })
        .collect()
}

struct Search<'a, 'd, 't> {
    doc: &'d Doc<'t>,
    slots: &'a [Slot],
    by_block: HashMap<NodeId, Vec<usize>>,
    is_label: HashMap<NodeId, usize>,
}

impl Search<'_, '_, '_> {
    /// The slot of `block` that begins before the byte `before`, the last such.
    fn slot(&self, block: NodeId, before: usize) -> Option<usize> {
        let all = self.by_block.get(&block)?;
        all.iter()
            .rev()
            .copied()
            .find(|&index| self.slots[index].span.start() < before)
    }

    fn question(&self, label: &Label) -> Option<usize> {
        // An earlier line of the same paragraph.
        let mut block = label.block;
        if *self.doc.kind(block) == Kind::Paragraph {
            if let Some(found) = self.slot(block, label.start) {
                return Some(found);
            }
            let first = self.doc.lines[block]
                .first()
                .is_some_and(|line| line.span.start() < label.start);
            let parent = self.doc.blocks.nodes[block].parent;
            if first && matches!(self.doc.kind(parent), Kind::Item(_)) && parent + 1 == block {
                return self.slot(parent, label.start);
            }
            if first {
                return None;
            }
        }
        for _ in 0..4 {
            if let Some(found) = self.among_siblings(block, label) {
                return found;
            }
            // Nothing before it here: what is around it may ask.
            let parent = self.doc.blocks.nodes[block].parent;
            if parent == 0 {
                return None;
            }
            match self.doc.kind(parent) {
                Kind::Item(_) | Kind::Container(_) | Kind::Quote => {
                    if self.is_label.contains_key(&parent) && parent != label.block {
                        return None;
                    }
                    if let Some(found) = self.slot(parent, label.start) {
                        return Some(found);
                    }
                    block = parent;
                }
                Kind::List(_) => block = parent,
                _ => return None,
            }
        }
        None
    }

    /// Looks among the siblings before `block`: `Some(None)` where the search ends without a find.
    fn among_siblings(&self, block: NodeId, label: &Label) -> Option<Option<usize>> {
        let mut at = block;
        for far in 0..FAR {
            at = self.doc.blocks.before(at)?;
            let found = match self.doc.kind(at) {
                Kind::Heading(_) => return Some(self.heading(at, label)),
                Kind::Paragraph => {
                    if self.doc.lines[at].iter().any(title::answers) {
                        return Some(None);
                    }
                    let found = self.slot(at, label.start);
                    // A question that is none, such as one in a quoted template, keeps its answer.
                    let lines = &self.doc.lines[at];
                    if found.is_none()
                        && lines
                            .iter()
                            .any(|line| title::question_mark(&line.text).is_some())
                    {
                        return Some(None);
                    }
                    let found = found.filter(|&index| {
                        let slot = &self.slots[index];
                        slot.is_marked()
                            || (far < NEAR && self.asks_in_list(index))
                            || (far < FAR / 2 && slot.bold && slot.asks == Asks::Surely)
                    });
                    found.map(|index| {
                        let named = self.named_before(at, label);
                        let above = || self.marked_above(at, index);
                        named.or_else(above).unwrap_or(index)
                    })
                }
                Kind::Item(_) => {
                    if self.is_label.contains_key(&at) {
                        return Some(None);
                    }
                    self.slot(at, label.start)
                        .filter(|&index| self.asks_in_list(index))
                }
                Kind::List(_) if far >= NEAR => None,
                Kind::List(_) => {
                    let last = self.doc.blocks.children(at).last()?;
                    if self.is_label.contains_key(&last) {
                        return Some(None);
                    }
                    self.slot(last, label.start)
                        .filter(|&index| self.asks_in_list(index))
                }
                Kind::Container(_) | Kind::Quote => {
                    if self.is_label.contains_key(&at) {
                        return Some(None);
                    }
                    self.slot(at, label.start).filter(|&index| {
                        self.slots[index].is_marked() || self.slots[index].asks == Asks::Surely
                    })
                }
                _ => None,
            };
            if found.is_some() {
                return Some(found);
            }
        }
        Some(None)
    }

    fn asks_in_list(&self, index: usize) -> bool {
        let slot = &self.slots[index];
        slot.is_marked()
            || slot.asks >= Asks::Maybe
            || slot.title.quoted
            || (slot.bold && slot.title.number.is_some())
    }

    /// A heading is asked about unless it is the text's own or one over many questions.
    fn heading(&self, node: NodeId, label: &Label) -> Option<usize> {
        let heading = &self.doc.headings[self.doc.heading_at[node]?];
        if self.is_label.contains_key(&node) || heading.title.announces.contents {
            return None;
        }
        let index = self.slot(node, label.start)?;
        let slot = &self.slots[index];
        let over_many = (heading.names_page || heading.title.announces.questions)
            && slot.asks < Asks::Surely
            && slot.title.mark.is_none();
        (!over_many && !matches!(slot.place, Place::Heading(1) if heading.names_page && slot.asks == Asks::No)).then_some(index)
    }
}
