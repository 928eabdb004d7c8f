//! Which of the slots are questions: by what marks them, by answers that are announced, and by how
//! many others of the same shape are.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::extent::Plan;
use super::label::Label;
use super::slot::Slot;
use crate::guide::document::Doc;
use crate::guide::words;
use crate::text::Span;

/// The slots with what is known about them, and the choice so far.
pub(in crate::guide) struct Choice<'d, 't> {
    pub doc: &'d Doc<'t>,
    pub slots: Vec<Slot>,
    pub labels: Vec<Label>,
    /// Per slot, its label.
    pub answered: Vec<Option<usize>>,
    /// Per slot, the block that it begins is a label, so it is no question.
    pub is_label: Vec<bool>,
    /// Per slot, whether it is a question.
    pub chosen: Vec<bool>,
    /// What was chosen for which reason: layout to number.
    pub why: BTreeMap<String, usize>,
    /// Answers of what is chosen; set by [`Choice::settle`].
    answers: Vec<(Span, usize)>,
    /// How many were chosen then.
    settled: usize,
}

impl<'d, 't> Choice<'d, 't> {
    /// Nothing is chosen yet.
    pub fn new(doc: &'d Doc<'t>) -> Self {
        let slots = super::slot::collect(doc);
        let mut labels = super::label::collect(doc);
        let mut pairs = super::label::pair(doc, &slots, &labels);
        super::apart::pair(doc, &slots, &mut labels, &mut pairs);
        let mut answered = vec![None; slots.len()];
        for (label, slot) in pairs.into_iter().enumerate() {
            if let Some(slot) = slot {
                answered[slot] = Some(label);
            }
        }
        let blocks: HashMap<usize, usize> = labels
            .iter()
            .map(|label| (label.block, label.start))
            .collect();
        let is_label = slots
            .iter()
            .map(|slot| {
                blocks.get(&slot.block).is_some_and(|&start| {
                    !matches!(slot.place, super::slot::Place::Paragraph)
                        || start <= slot.span.start()
                })
            })
            .collect();
        let count = slots.len();
        Self {
            doc,
            slots,
            labels,
            answered,
            is_label,
            chosen: vec![false; count],
            why: BTreeMap::new(),
            answers: Vec::new(),
            settled: 0,
        }
    }

    /// Whether the text says of itself that it holds questions.
    pub fn is_announced(&self) -> bool {
        let title = self.doc.front.title.as_deref();
        let mut named = self
            .doc
            .headings
            .iter()
            .filter(|heading| heading.names_page);
        title.is_some_and(words::announces_questions)
            || named.any(|heading| heading.title.announces.questions)
    }

    /// Takes a slot as a question.
    pub fn take(&mut self, index: usize, why: &str) {
        if !self.chosen[index] && !self.is_label[index] {
            self.chosen[index] = true;
            *self.why.entry(why.to_owned()).or_default() += 1;
        }
    }

    /// Leaves out what belongs to questions that were read already. The spans do not touch.
    pub fn leave_out(&mut self, taken: &[Span]) {
        for (slot, is_label) in self.slots.iter().zip(&mut self.is_label) {
            *is_label |= super::covers(taken, slot.span.start());
        }
    }

    /// Whether a slot may be a question at all.
    pub fn is_open(&self, index: usize) -> bool {
        !self.chosen[index] && !self.is_label[index] && !self.slots[index].jumps
    }

    /// Lays out what is chosen so far, for [`Choice::is_inside`].
    pub fn settle(&mut self) {
        let count = self.chosen.iter().filter(|&&chosen| chosen).count();
        if count == self.settled {
            return;
        }
        self.settled = count;
        let plan = Plan::new(
            self.doc,
            &self.slots,
            &self.labels,
            &self.answered,
            &self.chosen,
        );
        self.answers = plan
            .lay()
            .into_iter()
            .filter_map(|laid| laid.answer.map(|answer| (answer, laid.slot)))
            .collect();
        self.answers.sort_by_key(|(answer, _)| answer.start());
    }

    /// Whether a slot lies in the answer of a question that was chosen when things were settled.
    pub fn is_inside(&self, index: usize) -> bool {
        let at = self.slots[index].span.start();
        let upto = self
            .answers
            .partition_point(|(answer, _)| answer.start() <= at);
        // Answers nest a few deep at most.
        self.answers[..upto]
            .iter()
            .rev()
            .take(8)
            .any(|(answer, slot)| *slot != index && answer.contains(at))
    }
}
