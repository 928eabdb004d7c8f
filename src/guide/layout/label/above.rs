//! The question that stands above what an answer's label follows, where it has a name or a mark there.

use super::{FAR, Label, Search};
use crate::guide::blocks::{Kind, NodeId};

impl Search<'_, '_, '_> {
    /// The slot right before the paragraph `asked` where that is the text of a question with a name:
    /// `### Q1. Threads`, then `What does join do?`.
    pub(super) fn named_before(&self, asked: NodeId, label: &Label) -> Option<usize> {
        let before = self.doc.blocks.before(asked)?;
        let index = match self.doc.kind(before) {
            Kind::Heading(_) => self.heading(before, label)?,
            Kind::Paragraph if self.doc.lines[before].len() == 1 => {
                self.slot(before, label.start)?
            }
            _ => return None,
        };
        let slot = &self.slots[index];
        (slot.title.mark.is_some() && slot.title.number.is_some() && !self.marked(asked))
            .then_some(index)
    }

    /// Whether a paragraph begins with a mark of its own.
    fn marked(&self, paragraph: NodeId) -> bool {
        self.by_block
            .get(&paragraph)
            .is_some_and(|all| all.iter().any(|&index| self.slots[index].is_marked()))
    }

    /// The marked question that a paragraph without a mark goes on with: `**Question 1:** Given this`,
    /// the code, `What does it print?`.
    pub(super) fn marked_above(&self, paragraph: NodeId, index: usize) -> Option<usize> {
        let slot = &self.slots[index];
        if slot.is_marked() || slot.bold || slot.title.number.is_some() {
            return None;
        }
        let mut at = paragraph;
        for _ in 0..FAR / 2 {
            at = self.doc.blocks.before(at)?;
            match self.doc.kind(at) {
                Kind::Paragraph if !self.is_label.contains_key(&at) => {
                    let found = self.slot(at, slot.span.start());
                    if let Some(index) = found {
                        return Some(index).filter(|&index| self.slots[index].is_marked());
                    }
                }
                // `## Question 1: Closures`, then what it asks about them.
                Kind::Heading(_) => {
                    let found = self.slot(at, slot.span.start());
                    return found.filter(|&index| self.slots[index].title.mark.is_some());
                }
                Kind::Code { .. } | Kind::Table => {}
                _ => return None,
            }
        }
        None
    }
}
