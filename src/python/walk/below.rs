//! Ways down from the node at hand: its children, and the children of nodes that were left.

use super::Kid;
use crate::python::grammar::is_named;
use crate::python::rule::{Rule, Step, Way};
use crate::text::Span;

/// The children that a node has now, and those of the nodes that were left.
#[derive(Clone, Copy)]
pub(super) struct Below<'w> {
    pub children: &'w [Kid],
    pub left: &'w [Kid],
}

impl<'w> Below<'w> {
    /// All nodes that `way` leads to, in document order.
    pub fn follow(self, way: &Way, visit: &mut dyn FnMut(&'w Kid)) {
        let Some(first) = way.first else {
            return;
        };
        self.steps(self.children, first, &way.rest, visit);
    }

    fn steps(self, among: &'w [Kid], step: Step, rest: &[Step], visit: &mut dyn FnMut(&'w Kid)) {
        for kid in among.iter().filter(|kid| step.fits(kid.kind, kid.field)) {
            match rest.split_first() {
                None => visit(kid),
                Some((next, rest)) => {
                    let first = kid.below as usize;
                    let below = &self.left[first..first + kid.count as usize];
                    self.steps(below, *next, rest, visit);
                }
            }
        }
    }

    /// Whether `way` leads to at least `least` nodes.
    pub fn leads(self, way: &Way, least: usize) -> bool {
        let mut count = 0;
        self.follow(way, &mut |_| count += 1);
        count >= least
    }

    /// The first and the last node that `way` leads to.
    pub fn ends(self, way: &Way) -> Option<(Span, Span)> {
        let mut ends = None;
        self.follow(way, &mut |kid| {
            let first = ends.map_or(kid.span(), |(first, _)| first);
            ends = Some((first, kid.span()));
        });
        ends
    }

    /// The tokens on which `rule` is meant; those of the node itself where the rule does not say.
    pub fn focus(self, rule: &Rule, spans: &mut Vec<Span>) {
        if rule.focus.is_empty() {
            let tokens = self
                .children
                .iter()
                .filter(|kid| kid.start < kid.end && !is_named(kid.kind));
            spans.extend(tokens.map(Kid::span));
            return;
        }
        for way in &rule.focus {
            self.follow(way, &mut |kid| spans.push(kid.span()));
        }
        if spans.len() > 1 {
            spans.sort_unstable();
            spans.dedup();
        }
        spans.retain(|span| !span.is_empty());
    }
}
