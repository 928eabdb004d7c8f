//! The names of the catalogue: what a builtin, a special name and a dotted name of a module means.

use super::symbol::{Symbol, SymbolMap};
use crate::concept::{Catalogue, ConceptId, Family};
use crate::pack::{Packer, Unpacker};

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

/// What stands at a place in the tree: mostly one concept or none.
#[derive(Clone, Debug)]
enum Here {
    Nothing,
    One(ConceptId),
    Several(Vec<ConceptId>),
}

impl Here {
    fn add(&mut self, id: ConceptId) {
        *self = match std::mem::replace(self, Self::Nothing) {
            Self::Nothing => Self::One(id),
            Self::One(first) => Self::Several(vec![first, id]),
            Self::Several(mut all) => {
                all.push(id);
                Self::Several(all)
            }
        };
    }

    fn all(&self) -> &[ConceptId] {
        match self {
            Self::Nothing => &[],
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(all) => all,
        }
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
    concepts: Vec<Here>,
}

impl Catalogued {
    /// The names of `catalogue`.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut names = Self {
            concepts: vec![Here::Nothing],
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
                self.concepts.push(Here::Nothing);
            }
        }
        self.concepts[at as usize].add(id);
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
        self.concepts.get(path.0 as usize).map_or(&[], Here::all)
    }

    /// Writes the names, but for what rules ask.
    pub fn pack(&self, to: &mut Packer) {
        for names in [&self.builtins, &self.specials] {
            let mut names: Vec<_> = names.iter().collect();
            names.sort_unstable();
            to.list(&names, |to, (name, id)| {
                name.pack(to);
                to.number(id.index());
            });
        }
        let mut methods: Vec<_> = self.methods.iter().collect();
        methods.sort_unstable();
        to.list(&methods, |to, ((of, name), id)| {
            of.pack(to);
            name.pack(to);
            to.number(id.index());
        });
        let mut steps: Vec<_> = self.steps.iter().collect();
        steps.sort_unstable_by_key(|(_, next)| **next);
        // Places are numbered as they come: that of each step need not be told.
        to.list(&steps, |to, ((at, name), next)| {
            to.number((**next - at) as usize);
            name.pack(to);
        });
        to.list(&self.concepts, |to, here| {
            to.list(here.all(), |to, id| to.number(id.index()));
        });
    }

    /// What [`Catalogued::pack`] wrote.
    pub fn unpack(from: &mut Unpacker<'_>) -> Self {
        let mut pairs = || -> SymbolMap<_, _> {
            let pairs = from.list(|from| (Symbol::unpack(from), ConceptId::unpack(from)));
            pairs.into_iter().collect()
        };
        let (builtins, specials) = (pairs(), pairs());
        let methods = from.list(|from| {
            let key = (Symbol::unpack(from), Symbol::unpack(from));
            (key, ConceptId::unpack(from))
        });
        let mut next = 0;
        let steps = from.list(|from| {
            next += 1;
            ((next - from.number32(), Symbol::unpack(from)), next)
        });
        Self {
            builtins,
            types: methods.iter().map(|((of, _), _)| (*of, ())).collect(),
            methods: methods.into_iter().collect(),
            specials,
            steps: steps.into_iter().collect(),
            watched: SymbolMap::default(),
            concepts: from.list(|from| {
                let mut here = Here::Nothing;
                (0..from.number()).for_each(|_| here.add(ConceptId::unpack(from)));
                here
            }),
        }
    }
}
