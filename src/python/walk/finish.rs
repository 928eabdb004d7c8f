//! What a walk found: taken down on the way, and settled at the end of the statement, when it is
//! known whose name is whose.

use tree_sitter::Node;

use super::{Walker, offset};
use crate::concept::ConceptId;
use crate::python::catalogued::Path;
use crate::python::meaning::Meaning;
use crate::python::module::{self, Asked, Free, Use, What};
use crate::python::scope::Owner;
use crate::python::unit::{Findings, Found, Sort, Unit};
use crate::text::Span;

/// Findings, each with what names have to mean for it to be one.
#[derive(Debug, Default)]
pub(super) struct Held<'r> {
    pub findings: Findings,
    /// The number of a finding, that of a use from 1, and what that may mean; in order.
    pub asked: Vec<(u32, u32, &'r [Meaning])>,
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
        let asked = self.asked.iter().map(|&(used, of)| (number, used, of));
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

    /// Resolves names, now that all bindings of the statement are known.
    pub(super) fn finish(&mut self) -> Unit {
        let recogniser = self.recogniser;
        let mut free = Free::default();
        // Where each use stands among the free ones, as far as somebody asks.
        let mut places: Vec<u32> = Vec::new();
        for (scope, used) in &self.uses {
            if !self.held.asked.is_empty() {
                places.push(offset(free.uses.len()));
            }
            let links = module::links_of(used, &self.links);
            match self.scopes.resolve(*scope, used.name) {
                Owner::Inner(owner, import) => {
                    if !self.late.is_empty() {
                        self.scopes.closes_over(*scope, owner);
                    }
                    if used.what == What::Instance {
                        continue;
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
        for (scope, concept, extent, focus) in std::mem::take(&mut self.late) {
            if self.scopes.is_closure(scope) {
                self.focus = focus;
                self.found(concept, extent, Sort::Plain);
            }
        }
        self.decide(&places, &mut free);
        let mut findings = std::mem::take(&mut self.findings);
        findings.sort();
        Unit::new(findings, free, self.scopes.module_bindings().collect())
    }

    /// Which of the findings that depend on names are ones, as far as the statement tells; the others
    /// go to the module, for which free uses stand at `places`.
    fn decide(&mut self, places: &[u32], free: &mut Free) {
        let held = std::mem::take(&mut self.held);
        let names = &self.recogniser.names;
        let mut asked = held.asked.iter().peekable();
        for (number, found) in (0..).zip(&held.findings.found) {
            let focus = held.findings.focus(found);
            let first = free.asked.len();
            let mut is_one = true;
            while let Some((_, used, meanings)) = asked.next_if(|(of, ..)| *of == number) {
                let at = (*used as usize).saturating_sub(1);
                let Some((scope, name)) = self.uses.get(at) else {
                    continue;
                };
                match self.scopes.resolve(*scope, name.name) {
                    Owner::Module => free.asked.push(Asked {
                        finding: offset(free.held.found.len()),
                        used: places.get(at).copied().unwrap_or(u32::MAX),
                        meanings: meanings.to_vec(),
                    }),
                    Owner::Inner(_, import) => {
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
    }
}
