//! What a walk found: taken down on the way, and settled at the end of the statement, when it is
//! known whose name is whose.

use tree_sitter::Node;

use super::{Walker, offset};
use crate::concept::ConceptId;
use crate::python::budget::Budget;
use crate::python::catalogued::Path;
use crate::python::meaning::{Bound, COROUTINE_FUNCTION, Meaning};
use crate::python::module::{self, Asked, Free, Use, What};
use crate::python::rule::Tried;
use crate::python::scope::{Instance, Owner, ScopeId};
use crate::python::symbol::Symbol;
use crate::python::unit::{Findings, Found, Sort, Unit};
use crate::text::Span;

/// Findings, each with what names have to mean for it to be one.
#[derive(Debug, Default)]
pub(super) struct Held<'r> {
    pub findings: Findings,
    /// The number of a finding, that of a use from 1, what that may mean, and what it must not be
    /// without; in order.
    pub asked: Vec<(u32, u32, &'r [Meaning], u64)>,
}

impl Walker<'_, '_> {
    /// What people's own queries find in the statement `node`.
    pub(super) fn queries(&mut self, node: Node<'_>) {
        let recogniser = self.recogniser;
        for query in &recogniser.queries {
            query.run(node, self.reader.source(), |extent, focus| {
                std::mem::swap(&mut self.focus, focus);
                self.found(query.concept, extent, Sort::Plain);
            });
        }
    }

    /// Takes `self.focus` over for a finding.
    pub(super) fn found(&mut self, concept: ConceptId, extent: Span, sort: Sort) {
        let found = self.finding(concept, extent, sort);
        self.findings.push(found, &self.focus, self.base);
    }

    /// The same for one that depends on what is in `self.asked`.
    pub(super) fn held(&mut self, concept: ConceptId, extent: Span) {
        let found = self.finding(concept, extent, Sort::Plain);
        let number = offset(self.held.findings.found.len());
        self.held.findings.push(found, &self.focus, self.base);
        let asked = self
            .asked
            .iter()
            .map(|&(used, of)| (number, used, of, self.without));
        self.held.asked.extend(asked);
    }

    fn finding(&self, concept: ConceptId, extent: Span, sort: Sort) -> Found {
        Found {
            concept,
            extent: self.relative(extent.start(), extent.end()),
            focus: 0,
            focus_len: 0,
            rank: self.recogniser.rank(concept),
            sort,
        }
    }

    pub(super) fn relative(&self, start: usize, end: usize) -> Span {
        Span::new(
            start.saturating_sub(self.base),
            end.saturating_sub(self.base),
        )
    }

    /// Resolves names, now that all bindings of the statement are known; `None` where it was told to
    /// stop.
    pub(super) fn finish(&mut self, node: Node<'_>) -> Option<Unit> {
        let recogniser = self.recogniser;
        let mut free = std::mem::take(&mut self.free);
        // Where each use stands among the free ones, as far as somebody asks.
        let mut places: Vec<u32> = Vec::new();
        for (number, (scope, used)) in self.uses.iter().enumerate() {
            if number % module::NAMES == module::NAMES - 1 && (self.stop)() {
                return None;
            }
            if !self.held.asked.is_empty() {
                places.push(offset(free.uses.len()));
            }
            let links = module::links_of(used, &self.links);
            match self.scopes.resolve(*scope, used.name) {
                Owner::Inner(owner, import, first) => {
                    if !self.late.is_empty() {
                        self.scopes.closes_over(*scope, owner);
                    }
                    if used.what == What::Instance {
                        continue;
                    }
                    if owner == *scope && self.base + used.span.start() < first as usize {
                        let at = offset(self.base + used.span.start());
                        if self.scopes.is_unbound(owner, used.name, at) {
                            self.unbound.push(used.span);
                        }
                    }
                    if owner == *scope
                        && let Some(instance) = self.scopes.instance(owner, used.name)
                    {
                        let of = instance.of;
                        if !instance.by_call {
                            let (names, ranks) = (&recogniser.names, &recogniser.ranks);
                            let findings = &mut self.findings;
                            module::method(findings, of, used.span, links, names, ranks);
                        } else if self.scopes.resolve(*scope, of) == Owner::Module {
                            let what = What::Instance;
                            free.push(
                                Use {
                                    name: of,
                                    what,
                                    ..*used
                                },
                                links,
                            );
                        }
                    }
                    for path in self.scopes.imports(import) {
                        module::dotted(
                            &mut self.findings,
                            path,
                            used.span,
                            links,
                            &recogniser.names,
                            &recogniser.ranks,
                        );
                    }
                }
                Owner::Module => free.push(*used, links),
            }
        }
        for late in std::mem::take(&mut self.late) {
            self.focus = late.focus;
            let is_one = match late.tried {
                Tried::Rebinding => self.rebinds(late.scope),
                Tried::Method => self.is_coroutine_method(late.scope),
                _ => self.scopes.is_closure(late.scope),
            };
            if is_one {
                self.found(late.concept, late.extent, Sort::Plain);
            }
        }
        self.read_before_bound(node);
        self.decide(&places, &mut free)?;
        let findings = self.findings.take_sorted(self.stop)?;
        let bindings = self.scopes.module_bindings().collect();
        let unit = Unit::new(findings, free.take(), bindings);
        self.free = free;
        (!(self.stop)()).then_some(unit)
    }

    /// Leaves in the focus of a `global` statement the names that the function `scope` binds, and the
    /// keyword.
    fn rebinds(&mut self, scope: ScopeId) -> bool {
        let Self {
            reader,
            scopes,
            focus,
            ..
        } = self;
        let mut keyword = true;
        focus.retain(|span| {
            let name = Symbol::of(reader.bytes(span.start(), span.end()));
            std::mem::take(&mut keyword) || scopes.rebinds(scope, name)
        });
        focus.len() > 1
    }

    /// Whether the focus is the name of a coroutine function of the class whose method is `scope`.
    fn is_coroutine_method(&mut self, scope: ScopeId) -> bool {
        let (Some(class), Some(span)) = (self.scopes.class_of(scope), self.focus.first()) else {
            return false;
        };
        let name = Symbol::of(self.reader.bytes(span.start(), span.end()));
        let made = self.scopes.instance(class, name);
        made.is_some_and(|made| made.of == Symbol::of(COROUTINE_FUNCTION.as_bytes()))
    }

    /// Local names that are read in the statement `node` where they have no value yet. Loops and
    /// attempts come back to a place, so nothing is said of them, nor of broken source.
    fn read_before_bound(&mut self, node: Node<'_>) {
        let mut read = std::mem::take(&mut self.unbound);
        for (scope, name, bound, span) in std::mem::take(&mut self.augmented) {
            if self.scopes.is_unbound(scope, name, bound) {
                read.push(span);
            }
        }
        if read.is_empty() || node.has_error() {
            return;
        }
        for span in read {
            let at = Span::new(self.base + span.start(), self.base + span.end());
            if comes_again(&self.budget, node, at.start()) {
                continue;
            }
            for &concept in &self.recogniser.unbound_rules {
                self.focus.clear();
                self.focus.push(at);
                self.found(concept, at, Sort::Plain);
            }
        }
    }

    /// Which of the findings that depend on names are ones, as far as the statement tells; the others
    /// go to the module, for which free uses stand at `places`. `None` where it was told to stop.
    fn decide(&mut self, places: &[u32], free: &mut Free) -> Option<()> {
        let held = std::mem::take(&mut self.held);
        let names = &self.recogniser.names;
        let mut asked = held.asked.iter().peekable();
        for (number, found) in (0u32..).zip(&held.findings.found) {
            if number as usize % module::NAMES == module::NAMES - 1 && (self.stop)() {
                return None;
            }
            let focus = held.findings.focus(found);
            let first = free.asked.len();
            let mut is_one = true;
            while let Some((_, used, meanings, without)) = asked.next_if(|(of, ..)| *of == number) {
                let at = (*used as usize).saturating_sub(1);
                let Some((scope, name)) = self.uses.get(at) else {
                    continue;
                };
                match self.scopes.resolve(*scope, name.name) {
                    Owner::Module => free.asked.push(Asked {
                        finding: offset(free.held.found.len()),
                        used: places.get(at).copied().unwrap_or(u32::MAX),
                        meanings: meanings.to_vec(),
                        without: *without,
                    }),
                    Owner::Inner(owner, import, _) => {
                        let evident = self.scopes.instance(owner, name.name);
                        let place = match owner == *scope {
                            true => Bound::Here,
                            false => Bound::Around,
                        };
                        let is_it = |instance: &Instance| {
                            let fits = |meaning: &Meaning| {
                                meaning.fits_evident(*instance, place, *without)
                            };
                            meanings.iter().any(fits)
                        };
                        if let Some(instance) = evident.filter(is_it) {
                            let of = instance.of;
                            if instance.by_call {
                                if self.scopes.resolve(*scope, of) != Owner::Module {
                                    is_one = false;
                                    continue;
                                }
                                free.asked.push(Asked {
                                    finding: offset(free.held.found.len()),
                                    used: offset(free.uses.len()),
                                    meanings: vec![Meaning::Builtin],
                                    without: 0,
                                });
                                let what = What::Instance;
                                let link_count = 0;
                                free.push(
                                    Use {
                                        name: of,
                                        what,
                                        link_count,
                                        ..*name
                                    },
                                    &[],
                                );
                            }
                            continue;
                        }
                        let links = module::links_of(name, &self.links);
                        is_one &= meanings.iter().any(|meaning| {
                            let paths = self.scopes.imports(import).map(Path::known);
                            meaning.fits(paths, links, names)
                        });
                    }
                }
            }
            if !is_one {
                free.asked.truncate(first);
            } else if free.asked.len() > first {
                free.held.push(*found, focus, 0);
            } else {
                self.findings.push(*found, focus, 0);
            }
        }
        Some(())
    }
}

/// Whether the byte `at` of the statement `node` may be come to in another way than from above: in a
/// loop, or where an exception is expected.
fn comes_again(budget: &Budget, node: Node<'_>, at: usize) -> bool {
    let mut cursor = node.walk();
    let mut comes_again = false;
    while budget.spend(1) {
        match cursor.node().kind() {
            "function_definition" | "lambda" => comes_again = false,
            // In a function nobody evaluates what a name is said to be.
            "for_statement" | "while_statement" | "try_statement" | "type" => comes_again = true,
            _ => {}
        }
        if cursor.goto_first_child_for_byte(at).is_none() {
            return comes_again;
        }
    }
    true
}
