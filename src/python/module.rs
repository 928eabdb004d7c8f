//! Names that leave their statement: what the whole module makes of them.

use std::sync::{Arc, LazyLock};

use super::catalogued::{Catalogued, Path};
use super::meaning::{self, Meaning};
use super::scope::{Instance, MOST_IMPORTS, ModuleBinding};
use super::symbol::{Symbol, SymbolMap};
use super::unit::{Findings, Found, Sort};
use crate::concept::ConceptId;
use crate::stop::Stop;
use crate::text::Span;

/// How many names are resolved between two questions whether to stop: some hundred microseconds.
pub(super) const NAMES: usize = 1024;

/// A name being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    pub name: Symbol,
    pub span: Span,
    /// Its attributes, in the list beside: from here on …
    pub links: u32,
    /// … so many.
    pub link_count: u32,
    /// What stands here.
    pub what: What,
}

/// What a use of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The name, read by the module's own code.
    InModule,
    /// The name, read elsewhere.
    Inside,
    /// An instance of the type that the name means, if that is the builtin one.
    Instance,
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
    /// What is found if names mean what they have to.
    pub held: Findings,
    /// What they have to mean, by finding.
    pub asked: Vec<Asked>,
}

/// A finding is one only if a use has one of these meanings.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The number of the finding.
    pub finding: u32,
    /// The number of the use.
    pub used: u32,
    pub meanings: Vec<Meaning>,
    /// What it must not be without, where it is something evident.
    pub without: u64,
}

impl Free {
    /// See [`Findings::take`].
    pub fn take(&mut self) -> Self {
        let own = Self {
            uses: self.uses.clone(),
            links: self.links.clone(),
            held: self.held.take(),
            asked: self.asked.drain(..).collect(),
        };
        self.uses.clear();
        self.links.clear();
        own
    }

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

/// A name that a module binds.
#[derive(Clone, Debug, Default)]
struct Bound {
    /// How often it is bound.
    count: u32,
    /// What imports bind it to, and how many of them.
    paths: Vec<(Path, u32)>,
    /// How many imports bind it to what nobody knows.
    unknown: u32,
    /// What it is evidently bound to, and how often.
    instances: Vec<(Instance, u32)>,
}

impl Bound {
    /// What imports bind it to: nothing where they are too many.
    fn paths(&self) -> impl Iterator<Item = Path> {
        let known = match self.paths.len() > MOST_IMPORTS {
            true => &[],
            false => &self.paths[..],
        };
        known.iter().map(|(path, _)| *path)
    }

    /// What it always is.
    fn instance(&self) -> Option<Instance> {
        match self.instances[..] {
            [(instance, _)] if self.count == 1 => Some(instance),
            _ => None,
        }
    }
}

/// Counts one more of `what`, or one less.
fn count<T: PartialEq>(counts: &mut Vec<(T, u32)>, what: T, more: bool) {
    match counts.iter().position(|(known, _)| *known == what) {
        Some(at) if more => counts[at].1 += 1,
        Some(at) if counts[at].1 == 1 => {
            counts.remove(at);
        }
        Some(at) => counts[at].1 -= 1,
        None if more => counts.push((what, 1)),
        None => {}
    }
}

/// In how many parts the names of a module are kept, so that a change copies only a few.
const SHARDS: usize = 64;

/// The names bound in a module, and by which imports. Cloning is cheap.
#[derive(Clone, Debug)]
pub(super) struct ModuleNames(Arc<[Arc<SymbolMap<Symbol, Bound>>; SHARDS]>);

impl Default for ModuleNames {
    fn default() -> Self {
        static NONE: LazyLock<ModuleNames> =
            LazyLock::new(|| ModuleNames(Arc::new(std::array::from_fn(|_| Arc::default()))));
        NONE.clone()
    }
}

impl ModuleNames {
    /// There are these bindings, too.
    pub fn add<'b>(&mut self, bindings: impl IntoIterator<Item = &'b ModuleBinding>) {
        let mut bindings = bindings.into_iter().peekable();
        if bindings.peek().is_none() {
            return;
        }
        let shards = Arc::make_mut(&mut self.0);
        for binding in bindings {
            let bound = Arc::make_mut(&mut shards[binding.name.part(SHARDS)])
                .entry(binding.name)
                .or_default();
            bound.count += 1;
            match binding.import.map(Path::known) {
                Some(Some(path)) => count(&mut bound.paths, path, true),
                Some(None) => bound.unknown += 1,
                None => {}
            }
            if let Some(instance) = binding.instance {
                count(&mut bound.instances, instance, true);
            }
        }
    }

    /// These bindings, which were added before, are gone.
    pub fn remove<'b>(&mut self, bindings: impl IntoIterator<Item = &'b ModuleBinding>) {
        let mut bindings = bindings.into_iter().peekable();
        if bindings.peek().is_none() {
            return;
        }
        let shards = Arc::make_mut(&mut self.0);
        for binding in bindings {
            let shard = Arc::make_mut(&mut shards[binding.name.part(SHARDS)]);
            let Some(bound) = shard.get_mut(&binding.name) else {
                continue;
            };
            bound.count = bound.count.saturating_sub(1);
            match binding.import.map(Path::known) {
                Some(Some(path)) => count(&mut bound.paths, path, false),
                Some(None) => bound.unknown = bound.unknown.saturating_sub(1),
                None => {}
            }
            if let Some(instance) = binding.instance {
                count(&mut bound.instances, instance, false);
            }
            if bound.count == 0 {
                shard.remove(&binding.name);
            }
        }
    }

    fn get(&self, name: Symbol) -> Option<&Bound> {
        self.0[name.part(SHARDS)].get(&name)
    }

    /// Whether using `name` means here what it means among `others`.
    pub fn agree(&self, others: &Self, name: Symbol, catalogued: &Catalogued) -> bool {
        match (self.get(name), others.get(name)) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                let among = |(path, _): &(Path, u32), of: &Bound| {
                    of.paths.iter().any(|(other, _)| other == path)
                };
                (one.unknown > 0) == (other.unknown > 0)
                    && one.instance() == other.instance()
                    && one.paths.iter().all(|path| among(path, other))
                    && other.paths.iter().all(|path| among(path, one))
            }
            (Some(bound), None) | (None, Some(bound)) => {
                bound.paths.is_empty()
                    && !catalogued.is_watched(name)
                    && bound.instance().is_none()
                    && catalogued.builtin(name).is_none()
            }
        }
    }

    /// What `free` means in this module; `None` where `stop` says so before that is known. It is put
    /// together in `findings`, which is empty before and after.
    pub fn resolve(
        &self,
        free: &Free,
        catalogued: &Catalogued,
        ranks: &[u8],
        findings: &mut Findings,
        stop: Stop<'_>,
    ) -> Option<Findings> {
        for (number, used) in free.uses.iter().enumerate() {
            if number % NAMES == NAMES - 1 && stop() {
                return None;
            }
            let links = links_of(used, &free.links);
            let Some(bound) = self.get(used.name) else {
                if let Some(concept) = catalogued.builtin(used.name)
                    && used.what != What::Instance
                {
                    push(findings, concept, used.span, used.span, ranks);
                }
                // A method, of the type itself or of an instance.
                method(findings, used.name, used.span, links, catalogued, ranks);
                continue;
            };
            if used.what == What::Instance {
                continue;
            }
            for path in bound.paths() {
                dotted(findings, path, used.span, links, catalogued, ranks);
            }
            if used.what == What::InModule
                && let Some(instance) = bound.instance()
                && (!instance.by_call || self.get(instance.of).is_none())
            {
                method(findings, instance.of, used.span, links, catalogued, ranks);
            }
        }
        let mut asked = free.asked.iter().peekable();
        for (number, found) in (0..).zip(&free.held.found) {
            let mut is_one = true;
            while let Some(asked) = asked.next_if(|asked| asked.finding == number) {
                is_one &= self.means(free, asked, catalogued);
            }
            if is_one {
                findings.push(*found, free.held.focus(found), 0);
            }
        }
        findings.take_sorted(stop)
    }

    /// Whether a use means here what it has to. A name that is bound nowhere does.
    fn means(&self, free: &Free, asked: &Asked, catalogued: &Catalogued) -> bool {
        let Some(used) = free.uses.get(asked.used as usize) else {
            return false;
        };
        let Some(bound) = self.get(used.name) else {
            let evident = |meaning: &Meaning| matches!(meaning, Meaning::Evident(_));
            return !asked.meanings.iter().all(evident);
        };
        if let Some(instance) = bound.instance()
            && (!instance.by_call || self.get(instance.of).is_none())
        {
            let place = match used.what {
                What::InModule => meaning::Bound::Here,
                _ => meaning::Bound::Module,
            };
            let fits = |meaning: &Meaning| meaning.fits_evident(instance, place, asked.without);
            if asked.meanings.iter().any(fits) {
                return true;
            }
        }
        let links = links_of(used, &free.links);
        asked.meanings.iter().any(|meaning| {
            let known = bound.paths().map(Some);
            let unknown = (bound.unknown > 0).then_some(None);
            meaning.fits(known.chain(unknown), links, catalogued)
        })
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
    for &concept in catalogued.concepts(path) {
        push(findings, concept, span, span, ranks);
    }
    for link in links {
        path = catalogued.step(path, link.name);
        if path == Path::UNKNOWN {
            return;
        }
        for &concept in catalogued.concepts(path) {
            let extent = Span::new(span.start(), link.span.end());
            push(findings, concept, extent, link.span, ranks);
        }
    }
}

/// Adds the method that is the first of `links` of something at `span` that is of the builtin type
/// `of`, or is that type.
pub(super) fn method(
    findings: &mut Findings,
    of: Symbol,
    span: Span,
    links: &[Link],
    catalogued: &Catalogued,
    ranks: &[u8],
) {
    if let Some(link) = links.first()
        && let Some(concept) = catalogued.method(of, link.name)
    {
        let extent = Span::new(span.start(), link.span.end());
        push(findings, concept, extent, link.span, ranks);
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
