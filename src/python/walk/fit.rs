//! Whether the catalogue's rules fit a node, and what is found then.

use tree_sitter::TreeCursor;

use super::below::Below;
use super::{Frame, Late, Text, Walker};
use crate::python::grammar::KindSet;
use crate::python::meaning::{Bound, Meaning};
use crate::python::rule::{Rule, Seen, Tried, Way};
use crate::python::special::Site;
use crate::python::symbol::Symbol;
use crate::python::unit::Sort;
use crate::text::Span;

/// No rule is about a longer text at the end of a way, in bytes.
const LONGEST_TEXT: usize = 64;

impl<'r> Walker<'r, '_> {
    /// Tries the rules for the node of `frame`, which `cursor` is at and whose children stand from
    /// `kids` on.
    pub(super) fn rules(&mut self, frame: &Frame, kids: usize, cursor: &TreeCursor<'_>) {
        let recogniser = self.recogniser;
        let Some(rules) = recogniser.rules_for(frame.kind) else {
            return;
        };
        // What the parser made up is nothing.
        if frame.start == frame.end {
            return;
        }
        let Some(seen) = self.seen(frame, kids, rules.asks_first) else {
            return;
        };
        self.texts.clear();
        for gate in rules.all.iter().filter(|gate| gate.admits(&seen)) {
            self.attempt(gate.number, frame, kids, cursor);
        }
        for (kind, needing) in &rules.needing {
            if !seen.kids.contains(*kind) {
                continue;
            }
            for gate in needing.iter().filter(|gate| gate.admits(&seen)) {
                self.attempt(gate.number, frame, kids, cursor);
            }
        }
        for named in &rules.named {
            self.read(&named.way, kids);
            self.tried.clear();
            for at in 0..self.texts.len() {
                let Text { way, text, .. } = self.texts[at];
                if way != named.way.number {
                    continue;
                }
                for &number in named.by_text.get(&text).into_iter().flatten() {
                    // The same name twice gives nothing new.
                    if self.tried.contains(&number) {
                        continue;
                    }
                    self.tried.push(number);
                    if recogniser.gates[number as usize].admits(&seen) {
                        self.attempt(number, frame, kids, cursor);
                    }
                }
            }
        }
    }

    /// What is asked first about the node of `frame`; how it begins where `asks_first` says so.
    fn seen(&mut self, frame: &Frame, kids: usize, asks_first: bool) -> Option<Seen> {
        let mut kinds = KindSet::default();
        for kid in &self.kids[kids..] {
            kinds.insert(kid.kind);
        }
        let start = frame.start as usize;
        let first = match asks_first {
            true => self.reader.bytes(start, start + 1).first().copied(),
            false => None,
        };
        Some(Seen {
            kids: kinds,
            parent: self.frames.last()?.kind,
            field: frame.field,
            length: (frame.end - frame.start) as usize,
            first: first.unwrap_or_default(),
        })
    }

    /// Tries the rule of this number, whose first conditions are met.
    fn attempt(&mut self, number: u32, frame: &Frame, kids: usize, cursor: &TreeCursor<'_>) {
        let rule = &self.recogniser.rules[number as usize];
        self.asked.clear();
        self.without = 0;
        if let Some(extent) = self.fits(rule, frame, kids, cursor) {
            let late = matches!(
                rule.tried,
                Tried::Closure | Tried::Rebinding | Tried::Method
            );
            if !self.asked.is_empty() {
                self.held(rule.concept, extent);
            } else if late {
                self.late.push(Late {
                    tried: rule.tried,
                    scope: match rule.tried {
                        Tried::Closure => frame.inner,
                        _ => frame.scope,
                    },
                    concept: rule.concept,
                    extent,
                    focus: self.focus.clone(),
                });
            } else {
                self.found(rule.concept, extent, Sort::Plain);
            }
        }
    }

    /// Whether `rule` fits; the extent, with the focus left in `self.focus`.
    fn fits(
        &mut self,
        rule: &'r Rule,
        frame: &Frame,
        kids: usize,
        cursor: &TreeCursor<'_>,
    ) -> Option<Span> {
        let around = *self.frames.last()?;
        if !rule.is_simple {
            self.meets(rule, frame, &around, kids)?;
        }
        let children = &self.kids[kids..];
        let below = Below {
            children,
            left: &self.left,
        };
        // In broken source a token may stand right in the file.
        let mut extent = match rule.parent_extent && self.frames.len() > 1 {
            true => Span::new(around.start as usize, around.end as usize),
            false => Span::new(frame.start as usize, frame.end as usize),
        };
        self.focus.clear();
        if let Some(check) = rule.check {
            let mut site = Site {
                frame,
                frames: &self.frames,
                around: &self.kids[..kids],
                siblings: &self.kids[around.kids as usize..kids],
                kids: children,
                left: &self.left,
                cursor,
                reader: &mut self.reader,
                scopes: &self.scopes,
                uses: &self.uses,
                base: self.base,
                parts: &self.recogniser.parts,
                kinds: &self.recogniser.kinds,
                names: &self.recogniser.names,
                without: &mut self.without,
                opening: &mut self.opening,
                budget: &self.budget,
                focus: &mut self.focus,
            };
            site.budget.take_refused();
            let found = check(&mut site, extent);
            if self.budget.take_refused() {
                return None;
            }
            extent = found?;
            // The parser fills gaps with tokens that are not there.
            if !self.focus.is_empty() {
                self.focus.retain(|span| !span.is_empty());
                if self.focus.is_empty() {
                    return None;
                }
            }
        }
        if self.focus.is_empty() {
            below.focus(rule, &mut self.focus);
            if self.focus.is_empty() {
                self.focus
                    .push(Span::new(frame.start as usize, frame.end as usize));
            }
        }
        if let Some(from) = rule.from.as_ref() {
            extent = Span::new(below.ends(from)?.0.start(), extent.end());
        }
        if let Some(to) = rule.to.as_ref() {
            extent = Span::new(extent.start(), below.ends(to)?.1.end());
        }
        // A comma that ends an open sequence stands behind its last item.
        for span in &self.focus {
            extent = Span::new(
                extent.start().min(span.start()),
                extent.end().max(span.end()),
            );
        }
        Some(extent)
    }

    /// Whether the node meets the conditions of `rule` that few rules have; what names have to mean
    /// for that is put into `self.asked`.
    fn meets(&mut self, rule: &'r Rule, frame: &Frame, around: &Frame, kids: usize) -> Option<()> {
        // Names decide most often, and what is written at a place is read once for all rules.
        for ((way, texts), meanings) in rule.written.iter().zip(&rule.meanings) {
            let written = self.written(way, texts, kids)?;
            if written.used != 0
                && let Some(meanings) = meanings.get(&written.text)
            {
                self.asked.push((written.used, meanings));
            }
        }
        for (way, texts) in &rule.unwritten {
            if self.written(way, texts, kids).is_some() {
                return None;
            }
        }
        for (way, of) in &rule.of {
            self.evident(way, of, kids)?;
        }
        let below = Below {
            children: &self.kids[kids..],
            left: &self.left,
        };
        if rule
            .has
            .iter()
            .any(|(way, least)| !below.leads(way, *least))
            || rule.lacks.iter().any(|way| below.leads(way, 1))
        {
            return None;
        }
        let inside = |set: &KindSet| self.around.last().is_some_and(|all| all.meets(set));
        if rule.inside.as_ref().is_some_and(|set| !inside(set))
            || rule.outside.as_ref().is_some_and(inside)
        {
            return None;
        }
        if !rule.under.is_empty() && !self.under(&rule.under) {
            return None;
        }
        if !rule.scopes.is_empty() && !rule.scopes.contains(&self.scopes.runs_in(frame.scope)) {
            return None;
        }
        if let Some(set) = &rule.after {
            let before = &self.kids[around.kids as usize..kids];
            if !before.iter().any(|kid| set.contains(kid.kind)) {
                return None;
            }
        }
        if !rule.texts.is_empty() {
            let (start, end) = (frame.start as usize, frame.end as usize);
            let upto = end.min(start.saturating_add(rule.texts.reach()));
            let text = self.reader.bytes(start, upto);
            if !rule.texts.hold(text) {
                return None;
            }
        }
        Some(())
    }

    /// Whether what `way` leads to first is evidently one of `of`, or will be if a name means what
    /// is put into `self.asked`.
    fn evident(&mut self, way: &Way, of: &'r [Meaning], kids: usize) -> Option<()> {
        let below = Below {
            children: &self.kids[kids..],
            left: &self.left,
        };
        let mut first = None;
        below.follow(way, &mut |kid| first = first.or(Some(*kid)));
        let kid = first?;
        if kid.used != 0 {
            let (scope, used) = self.uses.get((kid.used as usize).checked_sub(1)?)?;
            let [here, module] = [Meaning::may_be_here, Meaning::may_be_of_module]
                .map(|may_be| of.iter().copied().any(may_be));
            let may_be = kid.kind == self.recogniser.kinds.identifier
                && self.scopes.may_be_evident(*scope, used.name, here, module);
            return may_be.then(|| self.asked.push((kid.used, of)));
        }
        let instance = self.instance(&kid)?;
        let fits = |meaning: &Meaning| meaning.fits_evident(instance, Bound::Here, 0);
        if !of.iter().any(fits) {
            return None;
        }
        if instance.by_call {
            let called = self.left.get(kid.below as usize)?.used;
            self.asked.push((called, &[Meaning::Builtin]));
        }
        Some(())
    }

    /// The first of the nodes that `way` leads to that is written as one of `texts`.
    fn written(&mut self, way: &Way, texts: &[Symbol], kids: usize) -> Option<Text> {
        self.read(way, kids);
        let fits = |found: &&Text| found.way == way.number && texts.contains(&found.text);
        self.texts.iter().find(fits).copied()
    }

    /// Reads what is written at the ends of `way`, unless that was done.
    fn read(&mut self, way: &Way, kids: usize) {
        if self.texts.iter().any(|known| known.way == way.number) {
            return;
        }
        // Stands for the way itself, so that it is not gone again.
        self.texts.push(Text {
            way: way.number,
            text: Symbol::default(),
            used: 0,
        });
        let Self { reader, texts, .. } = self;
        let below = Below {
            children: &self.kids[kids..],
            left: &self.left,
        };
        below.follow(way, &mut |kid| {
            let span = kid.span();
            if span.len() <= LONGEST_TEXT {
                let text = reader.bytes(span.start(), span.end());
                texts.push(Text {
                    way: way.number,
                    text: Symbol::of(text),
                    used: kid.used,
                });
            }
        });
    }

    /// Whether the frames around are of these kinds, the nearest first.
    fn under(&self, kinds: &[KindSet]) -> bool {
        let decorated = self.recogniser.kinds.decorated;
        let mut around = self.frames.iter().rev();
        kinds.iter().all(|set| {
            around
                .by_ref()
                .find(|frame| frame.kind != decorated || set.contains(decorated))
                .is_some_and(|frame| set.contains(frame.kind))
        })
    }
}
