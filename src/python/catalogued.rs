//! The names of the catalogue: what a builtin, a special name and a dotted name of a module means.

use super::symbol::{Symbol, SymbolMap};
use crate::concept::{Catalogue, ConceptId, Family};

/// A place in the tree of dotted names; [`Path::UNKNOWN`] is one that leads to no concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Path(u32);

impl Path {
    /// Before the first dot.
    pub const ROOT: Self = Self(0);
    /// Nothing in the catalogue begins so.
    pub const UNKNOWN: Self = Self(u32::MAX);

    /// The path, unless nothing in the catalogue begins so.
    pub fn known(self) -> Option<Self> {
        (self != Self::UNKNOWN).then_some(self)
    }
}

/// The families whose names tell how they are recognised.
#[derive(Debug, Default)]
pub(super) struct Catalogued {
    builtins: SymbolMap<Symbol, ConceptId>,
    /// Methods of builtin types, by type and name.
    methods: SymbolMap<(Symbol, Symbol), ConceptId>,
    /// Builtin types with methods in the catalogue.
    types: SymbolMap<Symbol, ()>,
    specials: SymbolMap<Symbol, ConceptId>,
    steps: SymbolMap<(u32, Symbol), u32>,
    watched: SymbolMap<Symbol, ()>,
    /// By place in the tree of dotted names.
    concepts: Vec<Vec<ConceptId>>,
}

impl Catalogued {
    /// The names of `catalogue`.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut names = Self {
            concepts: vec![Vec::new()],
            ..Self::default()
        };
        for (id, concept) in catalogue.iter() {
            let name = concept.short_name();
            match concept.family() {
                Family::Builtin => match name.split_once('.') {
                    Some((of, method)) => {
                        let of = Symbol::of(of.as_bytes());
                        let method = Symbol::of(method.as_bytes());
                        names.methods.insert((of, method), id);
                        names.types.insert(of, ());
                    }
                    None => {
                        names.builtins.insert(Symbol::of(name.as_bytes()), id);
                    }
                },
                Family::Dunder => {
                    names.specials.insert(Symbol::of(name.as_bytes()), id);
                }
                Family::Stdlib | Family::Lib => names.add_dotted(name, id),
                _ => {}
            }
        }
        names
    }

    /// The dotted name `name` means `id`, besides what it means already.
    pub fn add_dotted(&mut self, name: &str, id: ConceptId) {
        let mut at = 0;
        for step in name.split('.') {
            let next = u32::try_from(self.concepts.len()).unwrap_or(u32::MAX - 1);
            at = *self
                .steps
                .entry((at, Symbol::of(step.as_bytes())))
                .or_insert(next);
            if at == next {
                self.concepts.push(Vec::new());
            }
        }
        self.concepts[at as usize].push(id);
    }

    /// The builtin called `name`.
    pub fn builtin(&self, name: Symbol) -> Option<ConceptId> {
        self.builtins.get(&name).copied()
    }

    /// The method `name` of the builtin type `of`.
    pub fn method(&self, of: Symbol, name: Symbol) -> Option<ConceptId> {
        self.methods.get(&(of, name)).copied()
    }

    /// Whether `name` is that of a builtin type some of whose methods are catalogued.
    pub fn is_type(&self, name: Symbol) -> bool {
        self.types.contains_key(&name)
    }

    /// The special name `name`.
    pub fn special(&self, name: Symbol) -> Option<ConceptId> {
        self.specials.get(&name).copied()
    }

    /// Where the dotted name `name` leads, if it leads to a concept.
    pub fn path(&self, name: &str) -> Option<Path> {
        let steps = name.split('.').map(|step| Symbol::of(step.as_bytes()));
        let path = steps.fold(Path::ROOT, |path, step| self.step(path, step));
        (!self.concepts(path).is_empty()).then_some(path)
    }

    /// Rules ask what `name` means.
    pub fn watch(&mut self, name: &str) {
        self.watched.insert(Symbol::of(name.as_bytes()), ());
    }

    /// Whether it matters what `name` means, though it may be no builtin and no import.
    pub fn is_watched(&self, name: Symbol) -> bool {
        self.watched.contains_key(&name)
    }

    /// Where `name` after a dot leads from `path`.
    pub fn step(&self, path: Path, name: Symbol) -> Path {
        self.steps
            .get(&(path.0, name))
            .map_or(Path::UNKNOWN, |&next| Path(next))
    }

    /// What stands at `path`: mostly one concept or none.
    pub fn concepts(&self, path: Path) -> &[ConceptId] {
        self.concepts
            .get(path.0 as usize)
            .map_or(&[], Vec::as_slice)
    }
}
