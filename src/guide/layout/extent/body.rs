//! Which blocks below a title belong to it.

use super::Plan;
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::container::Form;
use crate::guide::document::Doc;
use crate::guide::layout::slot::{Place, Slot};
use crate::guide::title::CARD;

/// So many blocks behind a list, and before it, another one may go on with its questions.
const AFTER: usize = 64;
const BEFORE: usize = 12;

/// The blocks of an entry below its title.
pub(super) struct Body {
    pub blocks: Vec<NodeId>,
    pub end: usize,
}

impl Body {
    pub fn push(&mut self, doc: &Doc<'_>, id: NodeId) {
        self.blocks.push(id);
        if !doc.is_furniture(id) {
            self.end = self.end.max(doc.span(id).end());
        }
    }
}

impl Plan<'_, '_, '_> {
    /// The blocks that follow a title and belong to it.
    pub(super) fn body(&self, slot: &Slot, index: usize) -> Body {
        let mut body = Body {
            blocks: Vec::new(),
            end: slot.span.end(),
        };
        let doc = self.doc;
        let lines = slot.leaf.map_or(&[][..], |leaf| &doc.lines[leaf]);
        // More lines of the title's own paragraph, up to the next question in it.
        let next_in_leaf = self
            .blocks
            .get(&slot.block)
            .and_then(|all| {
                let after =
                    all.partition_point(|&at| self.slots[at].span.start() <= slot.span.start());
                all.get(after).map(|&at| &self.slots[at])
            })
            .filter(|next| next.leaf == slot.leaf);
        if let Some(next) = next_in_leaf {
            let upto = lines.partition_point(|line| line.span.start() < next.span.start());
            let last = upto.checked_sub(1).and_then(|at| lines.get(at));
            body.end = last.map_or(body.end, |line| line.span.end());
            return body;
        }
        if let Some(line) = lines.last() {
            body.end = body.end.max(line.span.end());
        }
        match slot.place {
            Place::Heading(_) => {
                let end = doc.heading_at[slot.block].map_or(0, |at| doc.headings[at].end);
                let mut at = doc.blocks.after(slot.block);
                while let Some(id) = at.filter(|&id| id < end) {
                    if Some(id) != slot.leaf {
                        body.push(doc, id);
                    }
                    at = doc.blocks.after(id);
                }
            }
            Place::Item(_) => {
                let leaf = slot.leaf.unwrap_or(slot.block);
                let mut at = doc.blocks.after(leaf);
                while let Some(id) = at {
                    body.push(doc, id);
                    at = doc.blocks.after(id);
                }
                self.after_item(slot, index, &mut body);
            }
            Place::Container(_) | Place::Callout => {
                let skip = |id: NodeId| {
                    Some(id) == slot.leaf
                        || doc
                            .blocks
                            .container(id)
                            .is_some_and(|inner| inner.form == Form::Summary)
                };
                for id in doc.blocks.children(slot.block) {
                    if skip(id) {
                        // What a summary holds besides its heading.
                        for inner in doc
                            .blocks
                            .children(id)
                            .filter(|&inner| Some(inner) != slot.leaf)
                        {
                            body.push(doc, inner);
                        }
                    } else {
                        body.push(doc, id);
                    }
                }
                let empty = body.blocks.is_empty() && slot.rest >= lines.len();
                body.end = body.end.max(doc.span(slot.block).end());
                if empty {
                    self.siblings(slot.block, slot, &mut body);
                } else if let Some(label) = self.answered[index].map(|at| &self.labels[at])
                    && doc.blocks.nodes[label.block].parent == doc.blocks.nodes[slot.block].parent
                    && label.block > slot.block
                {
                    self.up_to(slot.block, label.block, &mut body);
                }
            }
            Place::Paragraph if slot.title.mark == Some(CARD) && !slot.bare => {}
            Place::Paragraph if self.is_defined(index) => {
                let mut at = doc.blocks.after(slot.block);
                while let Some(id) = at.filter(|&id| doc.is_definition(id)) {
                    body.push(doc, id);
                    at = doc.blocks.after(id);
                }
            }
            Place::Paragraph | Place::Quote => self.siblings(slot.block, slot, &mut body),
        }
        body
    }

    /// Whether a slot's answer is the definition below it.
    fn is_defined(&self, index: usize) -> bool {
        let label = self.answered[index].map(|at| &self.labels[at]);
        label.is_some_and(|label| self.doc.is_definition(label.block))
    }

    /// Everything from `from` to the block `to`, if no other question begins before it.
    fn up_to(&self, from: NodeId, to: NodeId, body: &mut Body) {
        let mut found = Vec::new();
        let mut at = self.doc.blocks.after(from);
        while let Some(id) = at {
            if self.blocks.contains_key(&id) {
                return;
            }
            found.push(id);
            if id == to {
                for id in found {
                    body.push(self.doc, id);
                }
                return;
            }
            at = self.doc.blocks.after(id);
        }
    }

    /// The following siblings of `block`, up to the next question or a heading that ends it.
    fn siblings(&self, block: NodeId, slot: &Slot, body: &mut Body) {
        let doc = self.doc;
        let level = doc.under[slot.block].map_or(0, |at| doc.headings[at].level);
        let mut at = doc.blocks.after(block);
        while let Some(id) = at {
            let list = matches!(doc.kind(id), Kind::List(_)) && self.blocks.contains_key(&(id + 1));
            if self.blocks.contains_key(&id) || list {
                return;
            }
            if let Some(heading) = doc.heading_at[id]
                && self.ends_at(heading, level)
            {
                return;
            }
            if *doc.kind(id) == Kind::Rule && self.rules_end {
                return;
            }
            body.push(doc, id);
            at = doc.blocks.after(id);
        }
    }

    /// Whether a heading ends the answer of a paragraph above it that stands below a heading of
    /// that level.
    fn ends_at(&self, heading: usize, level: u8) -> bool {
        if self.leads(heading) {
            return true;
        }
        if self.doc.headings[heading].level > level && level > 0 {
            return false;
        }
        if !self.foreign {
            return true;
        }
        // Where every section begins with a question and the next question has no heading of its
        // own, what stands between belongs to the answer.
        let from = self.doc.headings[heading].node;
        let next = self.paragraphs.partition_point(|&block| block <= from);
        let next = self.paragraphs.get(next);
        next.is_none_or(|&block| self.doc.under[block].is_none_or(|above| self.leads(above)))
    }

    /// Whether the first thing below a heading, other headings apart, is a question.
    pub(super) fn leads(&self, heading: usize) -> bool {
        let doc = self.doc;
        let mut id = self.doc.headings[heading].node;
        for _ in 0..64 {
            id = doc.blocks.nodes[id].next;
            if id >= doc.blocks.nodes.len() {
                return false;
            }
            if self.blocks.contains_key(&id) {
                return true;
            }
            match doc.kind(id) {
                Kind::Heading(_) | Kind::Rule | Kind::Html => {}
                Kind::List(_) | Kind::Container(_) => return self.blocks.contains_key(&(id + 1)),
                _ => return false,
            }
        }
        false
    }

    /// What follows the last item of a list and belongs to it: its answer's item, or text that is
    /// not indented under it.
    fn after_item(&self, slot: &Slot, index: usize, body: &mut Body) {
        let doc = self.doc;
        let list = doc.blocks.nodes[slot.block].parent;
        if let Some(label) = self.answered[index].map(|at| &self.labels[at])
            && label.block > slot.block
            && !label.apart
        {
            let home = doc.blocks.nodes[label.block].parent;
            if home == list {
                // `- Q: …` and `- A: …` side by side: everything up to the next question.
                let mut at = doc.blocks.after(slot.block);
                while let Some(id) = at.filter(|id| !self.blocks.contains_key(id)) {
                    body.push(doc, id);
                    at = doc.blocks.after(id);
                }
                return;
            }
            let block = if matches!(doc.kind(home), Kind::List(_)) {
                home
            } else {
                label.block
            };
            if doc.blocks.nodes[block].parent == doc.blocks.nodes[list].parent && block > list {
                self.up_to(list, block, body);
                return;
            }
        }
        if doc.blocks.after(slot.block).is_none() && self.goes_on(list, slot) {
            self.siblings(list, slot, body);
        }
    }

    /// Whether a list is one of several that text without indentation interrupts.
    fn goes_on(&self, list: NodeId, slot: &Slot) -> bool {
        let doc = self.doc;
        if *doc.kind(list) == Kind::List(None) {
            return slot.bold && (self.goes_on_after(list) || self.went_on_before(list));
        }
        let Some(number) = slot.title.number else {
            return false;
        };
        let Kind::List(Some(first)) = *doc.kind(list) else {
            return false;
        };
        let mut at = doc.blocks.after(list);
        while let Some(id) = at {
            match doc.kind(id) {
                Kind::List(Some(next)) => {
                    if *next == u64::from(number) + 1 {
                        return true;
                    }
                    break;
                }
                Kind::Heading(_) => break,
                _ => {}
            }
            at = doc.blocks.after(id);
        }
        slot.bare && first > 1 && doc.blocks.nodes[list].next == doc.blocks.nodes[slot.block].next
    }

    /// Whether text stands between a list and the next one, which begins with a question.
    fn goes_on_after(&self, list: NodeId) -> bool {
        let mut at = list;
        self.meets_question(AFTER, || {
            at = self.doc.blocks.after(at)?;
            Some(at)
        })
    }

    /// The same before a list.
    fn went_on_before(&self, list: NodeId) -> bool {
        let mut at = list;
        self.meets_question(BEFORE, || {
            at = self.doc.blocks.before(at)?;
            Some(at)
        })
    }

    /// Whether one of the next `limit` blocks is a list that begins with a question, before a heading.
    fn meets_question(&self, limit: usize, next: impl FnMut() -> Option<NodeId>) -> bool {
        let mut blocks = std::iter::from_fn(next).take(limit);
        let met = blocks.find(|&id| match self.doc.kind(id) {
            Kind::List(None) => self.blocks.contains_key(&(id + 1)),
            Kind::Heading(_) => true,
            _ => false,
        });
        met.is_some_and(|id| matches!(self.doc.kind(id), Kind::List(_)))
    }
}
