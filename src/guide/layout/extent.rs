//! How far a question reaches, and what of that is its answer.

mod body;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::label::Label;
use super::slot::{ARROWS, Place, Slot};
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::document::Doc;
use crate::guide::meta::{self, Meta};
use crate::text::Span;
use body::Body;

/// Where a chosen question and its answer lie, and what is said about it.
#[derive(Clone, Debug)]
pub(in crate::guide) struct Laid {
    /// The slot's place in the list of slots.
    pub slot: usize,
    pub extent: Span,
    pub answer: Option<Span>,
    pub meta: Meta,
    /// The node from which its section is told.
    pub section: NodeId,
}

/// What is needed to lay questions out.
pub(in crate::guide) struct Plan<'a, 'd, 't> {
    pub doc: &'d Doc<'t>,
    pub slots: &'a [Slot],
    pub labels: &'a [Label],
    /// Per slot, its label.
    pub answered: &'a [Option<usize>],
    /// Per slot, whether it is a question.
    pub chosen: &'a [bool],
    /// The chosen slots by their blocks.
    blocks: HashMap<NodeId, Vec<usize>>,
    /// The blocks of chosen paragraphs, in order.
    paragraphs: Vec<NodeId>,
    /// Whether headings may belong to the answer before them.
    foreign: bool,
    /// Whether a rule ends an answer.
    rules_end: bool,
}

impl<'a, 'd, 't> Plan<'a, 'd, 't> {
    /// Looks at the chosen questions as a whole.
    pub fn new(
        doc: &'d Doc<'t>,
        slots: &'a [Slot],
        labels: &'a [Label],
        answered: &'a [Option<usize>],
        chosen: &'a [bool],
    ) -> Self {
        let mut blocks: HashMap<NodeId, Vec<usize>> = HashMap::new();
        for (index, slot) in slots.iter().enumerate().filter(|(index, _)| chosen[*index]) {
            blocks.entry(slot.block).or_default().push(index);
        }
        let paragraphs = (0..slots.len())
            .filter(|&index| chosen[index] && slots[index].place == Place::Paragraph)
            .map(|index| slots[index].block)
            .collect();
        let mut plan = Self {
            paragraphs,
            doc,
            slots,
            labels,
            answered,
            chosen,
            blocks,
            foreign: false,
            rules_end: false,
        };
        let (mut first, mut led, mut ruled, mut all) = (0, 0, 0, 0);
        let mut seen = HashSet::new();
        for slot in plan.chosen_slots().map(|index| &slots[index]) {
            if !matches!(slot.place, Place::Paragraph | Place::Quote) {
                continue;
            }
            all += 1;
            let before = doc.blocks.before(slot.block);
            ruled += usize::from(before.is_some_and(|node| *doc.kind(node) == Kind::Rule));
            if let Some(heading) = doc.under[slot.block]
                && seen.insert(heading)
            {
                first += 1;
                led += usize::from(plan.leads(heading));
            }
        }
        plan.foreign = first >= 4 && led * 10 >= first * 8;
        plan.rules_end = ruled * 2 >= all && all > 1;
        plan
    }

    fn chosen_slots(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.slots.len()).filter(|&index| self.chosen[index])
    }

    /// All chosen questions, in document order.
    pub fn lay(&self) -> Vec<Laid> {
        let order: Vec<usize> = self.chosen_slots().collect();
        let mut out: Vec<Laid> = Vec::with_capacity(order.len());
        for (at, &index) in order.iter().enumerate() {
            let mut laid = self.one(index, &order[at + 1..]);
            // Under a heading that lies in an answer, the section is that answer's.
            if let Some(heading) = self.doc.under[laid.section]
                && let Some(before) = out.last()
                && before
                    .extent
                    .covers(self.doc.span(self.doc.headings[heading].node))
                && matches!(self.slots[before.slot].place, Place::Paragraph)
            {
                laid.section = before.section;
            }
            out.push(laid);
        }
        out
    }

    fn one(&self, index: usize, later: &[usize]) -> Laid {
        let slot = &self.slots[index];
        let mut meta = Meta::default();
        let body = self.body(slot, index);
        let label = self.answered[index].map(|at| &self.labels[at]);
        let start = self.doc.span(slot.block).start().min(slot.span.start());
        let start = if slot.place == Place::Paragraph {
            slot.span.start()
        } else {
            start
        };
        let mut end = body.end.max(slot.span.end());
        let next = later
            .iter()
            .map(|&later| &self.slots[later])
            .find(|later| later.span.start() >= slot.span.end())
            .map(|later| self.begin(later));
        let whole = end;
        let mut content = self.content(slot, &body, &mut meta);
        if let Some(label) = label {
            content = Some(label.start);
            if label.apart {
                let own = if label.start < end {
                    slot.span.end()
                } else {
                    end
                };
                let stop = label.end.unwrap_or(label.start);
                let answer = trimmed(self.doc.text, label.start, stop);
                return self.laid(index, start, own, answer, meta);
            }
            if label.start >= end {
                // A solution that stands elsewhere.
                let between = next.is_some_and(|next| next < label.start);
                let stop = label.end.unwrap_or_else(|| self.section_end(label));
                let answer = trimmed(self.doc.text, label.start, stop);
                let extent = if between { end } else { stop };
                return self.laid(index, start, extent, answer, meta);
            }
        }
        if let Some(next) = next
            && next < end
        {
            end = self.last_before(&body, next);
        }
        let answer = content
            .filter(|&from| from < end)
            .and_then(|from| trimmed(self.doc.text, from, end));
        let answer = match self.ticked(&body, slot) {
            Some(ticked) if label.is_none() => ticked,
            _ => answer,
        };
        // `**Answer:**` with nothing behind it is to be written yet.
        let answer = answer.filter(|span| {
            label.is_none()
                || self
                    .doc
                    .text
                    .get(span.range())
                    .is_none_or(|text| super::mark_length(text) < text.len())
        });
        self.laid(index, start, whole, answer, meta)
    }

    fn laid(
        &self,
        slot: usize,
        start: usize,
        end: usize,
        answer: Option<Span>,
        meta: Meta,
    ) -> Laid {
        Laid {
            slot,
            extent: trimmed(self.doc.text, start, end).unwrap_or(Span::new(start, start)),
            answer,
            meta,
            section: self.slots[slot].block,
        }
    }

    /// Where the section of a heading that is a label ends; for other labels where they begin.
    fn section_end(&self, label: &Label) -> usize {
        let doc = self.doc;
        let Some(heading) = doc.heading_at[label.block] else {
            return label.start;
        };
        let mut body = Body {
            blocks: Vec::new(),
            end: doc.span(label.block).end().max(label.start),
        };
        let mut at = doc.blocks.after(label.block);
        while let Some(id) = at.filter(|&id| id < doc.headings[heading].end) {
            body.push(doc, id);
            at = doc.blocks.after(id);
        }
        body.end
    }

    /// Where a slot's entry begins.
    fn begin(&self, slot: &Slot) -> usize {
        if slot.place == Place::Paragraph {
            slot.span.start()
        } else {
            self.doc.span(slot.block).start().min(slot.span.start())
        }
    }

    /// Where the answer begins, metadata passed over and read.
    fn content(&self, slot: &Slot, body: &Body, out: &mut Meta) -> Option<usize> {
        let doc = self.doc;
        if let Some(at) = slot.inline_answer {
            let rest = doc.text.get(at..body.end).unwrap_or("");
            let spaces = rest.len()
                - rest
                    .trim_start_matches(|sign: char| {
                        sign.is_whitespace() || matches!(sign, ':' | '-' | '–' | '—')
                    })
                    .len();
            if spaces < rest.len() {
                let said = &rest[spaces..];
                let arrow = ARROWS.iter().find_map(|arrow| said.strip_prefix(arrow));
                let said = arrow.map_or(said, |said| said.trim_start_matches(['\u{fe0f}', ' ']));
                return Some(at + rest.len() - said.len());
            }
        }
        let leaf = slot.leaf.filter(|_| slot.rest != usize::MAX);
        if let Some(leaf) = leaf {
            for line in doc.lines[leaf].iter().skip(slot.rest) {
                match meta::read(line) {
                    Some(said) => out.add(said),
                    None => return (line.span.start() < body.end).then(|| line.span.start()),
                }
            }
        }
        for &id in &body.blocks {
            if let Some(said) = doc.meta(id) {
                out.add(said);
                continue;
            }
            if doc.is_furniture(id) {
                continue;
            }
            if *doc.kind(id) == Kind::Paragraph {
                for line in &doc.lines[id] {
                    match meta::read(line) {
                        Some(said) => out.add(said),
                        None => return Some(line.span.start()),
                    }
                }
                continue;
            }
            return Some(doc.span(id).start());
        }
        None
    }

    /// Where the body ends before a question inside it that begins at `next`.
    fn last_before(&self, body: &Body, next: usize) -> usize {
        let mut end = 0;
        for &id in &body.blocks {
            let span = self.doc.span(id);
            if span.start() >= next {
                break;
            }
            if self.doc.is_furniture(id) || matches!(self.doc.kind(id), Kind::Heading(_)) {
                continue;
            }
            end = span.end().min(next);
        }
        end
    }

    /// The ticked choices where the body offers some: `Some(None)` where none is ticked.
    fn ticked(&self, body: &Body, slot: &Slot) -> Option<Option<Span>> {
        let doc = self.doc;
        if matches!(slot.place, Place::Container(_)) && !slot.is_question_container() {
            return None;
        }
        let list = body.blocks.iter().copied().find(|&id| {
            matches!(doc.kind(id), Kind::List(_))
                && doc
                    .blocks
                    .children(id)
                    .all(|item| matches!(doc.kind(item), Kind::Item(Some(_))))
        })?;
        let mut ticked = doc
            .blocks
            .children(list)
            .filter(|&item| *doc.kind(item) == Kind::Item(Some(true)))
            .map(|item| doc.span(item));
        let Some(first) = ticked.next() else {
            return Some(None);
        };
        let last = ticked.last().unwrap_or(first);
        Some(Some(Span::new(first.start(), last.end())))
    }
}

/// The span without spaces at its ends; `None` where nothing is left.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let part = text.get(start..end)?;
    let inner = part.trim();
    if inner.is_empty() {
        return None;
    }
    let lead = part.len() - part.trim_start().len();
    Some(Span::new(start + lead, start + lead + inner.len()))
}
