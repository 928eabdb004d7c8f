//! Names that leave their statement: what the whole module makes of them.

use super::catalogued::{Catalogued, Path};
use super::occurrence::{Findings, Found, Sort};
use super::scope::ModuleBinding;
use super::symbol::{Symbol, SymbolMap};
use crate::concept::ConceptId;
use crate::text::Span;

/// A name being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    pub name: Symbol,
    pub span: Span,
    /// Its attributes, in the list beside: from here on …
    pub links: u32,
    /// … so many.
    pub link_count: u32,
}

/// An attribute of a name, and of its attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub name: Symbol,
    pub span: Span,
}

/// Names that were read, with their attributes.
#[derive(Clone, Debug, Default)]
pub(super) struct Free {
    pub uses: Vec<Use>,
    pub links: Vec<Link>,
}

impl Free {
    /// Adds `used`, whose attributes stand in `links`.
    pub fn push(&mut self, used: Use, links: &[Link]) {
        let first = self.links.len();
        self.links.extend_from_slice(links);
        self.uses.push(Use {
            links: u32::try_from(first).unwrap_or(u32::MAX),
            ..used
        });
    }
}

/// The attributes of `used`, which stand in `links`.
pub(super) fn links_of<'l>(used: &Use, links: &'l [Link]) -> &'l [Link] {
    let first = used.links as usize;
    &links[first..first + used.link_count as usize]
}

/// The names bound in a module, and by which imports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ModuleNames(SymbolMap<Symbol, Vec<Path>>);

impl ModuleNames {
    /// Of all bindings in the module.
    pub fn new<'b>(bindings: impl Iterator<Item = &'b ModuleBinding>) -> Self {
        let mut names: SymbolMap<Symbol, Vec<Path>> = SymbolMap::default();
        for binding in bindings {
            let paths = names.entry(binding.name).or_default();
            if let Some(path) = binding.import
                && path != Path::UNKNOWN
                && !paths.contains(&path)
            {
                paths.push(path);
            }
        }
        Self(names)
    }

    /// What `free` means in this module.
    pub fn resolve(&self, free: &Free, catalogued: &Catalogued, ranks: &[u8]) -> Findings {
        let mut findings = Findings::default();
        for used in &free.uses {
            match self.0.get(&used.name) {
                None => {
                    if let Some(concept) = catalogued.builtin(used.name) {
                        push(&mut findings, concept, used.span, used.span, ranks);
                    }
                }
                Some(paths) => {
                    for &path in paths {
                        let links = links_of(used, &free.links);
                        dotted(&mut findings, path, used.span, links, catalogued, ranks);
                    }
                }
            }
        }
        findings.sort();
        findings
    }
}

/// Adds the concepts of the name at `span`, which means `path`, and of its attributes.
pub(super) fn dotted(
    findings: &mut Findings,
    mut path: Path,
    span: Span,
    links: &[Link],
    catalogued: &Catalogued,
    ranks: &[u8],
) {
    if let Some(concept) = catalogued.concept(path) {
        push(findings, concept, span, span, ranks);
    }
    for link in links {
        path = catalogued.step(path, link.name);
        if path == Path::UNKNOWN {
            return;
        }
        if let Some(concept) = catalogued.concept(path) {
            let extent = Span::new(span.start(), link.span.end());
            push(findings, concept, extent, link.span, ranks);
        }
    }
}

fn push(findings: &mut Findings, concept: ConceptId, extent: Span, focus: Span, ranks: &[u8]) {
    findings.found.push(Found {
        concept,
        extent,
        focus: u32::try_from(findings.focus.len()).unwrap_or(u32::MAX),
        focus_len: 1,
        rank: ranks.get(concept.index()).copied().unwrap_or(u8::MAX),
        sort: Sort::Plain,
    });
    findings.focus.push(focus);
}
