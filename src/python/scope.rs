//! Scopes, and which of them a name belongs to, as the compiler decides it (Language Reference,
//! "Resolution of names"; PEP 572 for the walrus, PEP 695 for type parameters).
//!
//! The walk opens scopes and tells which names are bound and used in them; [`Scopes::resolve`]
//! answers when all of a top-level statement was seen. What is left then belongs to the module,
//! whose bindings stand in other statements too: see [`super::module`].

use super::catalogued::Path;
use super::symbol::{Symbol, SymbolMap};

/// Scopes nest no deeper: every name is looked up from its own scope outwards. The compiler gives up
/// at less (its parser at 200 brackets, a hundred indents).
const DEEPEST: u32 = 500;

/// A name that is imported in more ways than this means none of them.
pub(super) const MOST_IMPORTS: usize = 8;

/// A scope of one top-level statement. [`ScopeId::MODULE`] is around them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ScopeId(u32);

impl ScopeId {
    /// The module's.
    pub const MODULE: Self = Self(0);
}

/// What opens a scope: they differ in who sees the names bound in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// The module.
    Module,
    /// A class body: functions, comprehensions and classes inside do not see its names.
    Class,
    /// A function or a lambda.
    Function,
    /// A comprehension: a walrus inside binds outside of it.
    Comprehension,
    /// Type parameters, and annotations beside them; sees the class around it.
    TypeParameters,
}

#[derive(Clone, Copy, Debug)]
struct Scope {
    kind: ScopeKind,
    parent: ScopeId,
    /// How many are around it.
    depth: u32,
    /// Whether there is a `yield` in it.
    yields: bool,
    /// Whether it uses names of a function around it.
    closure: bool,
}

/// What is known of a name in a scope.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    bound: bool,
    global: bool,
    nonlocal: bool,
    /// The latest of its imports in `Scopes::imports`, by number from 1.
    import: u32,
    /// How often it is bound.
    count: u32,
    /// What is evident of what it was last bound to.
    instance: Option<Instance>,
    /// Where in the text it is bound first.
    from: u32,
    /// Whether a walrus binds it, which may stand behind what is evaluated later.
    walrus: bool,
}

/// An instance of a builtin type, as far as one can tell without looking further, or what else is
/// evident: a generator, a coroutine function, a class that sets up its objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Instance {
    /// The name of the type.
    pub of: Symbol,
    /// Whether it is made by calling that name, which may mean something else here.
    pub by_call: bool,
    /// Whether there are lists, dicts or sets in it.
    pub nested: bool,
    /// The attributes that a class gives its objects, by [`Symbol::bit`]: none where that is no matter.
    pub sets: u64,
}

/// Who a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A scope inside; imports of the name there are at [`Scopes::imports`] of this number, and its
    /// first binding stands at this byte.
    Inner(ScopeId, u32, u32),
    /// The module, or else the builtins.
    Module,
}

/// A name that the module binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ModuleBinding {
    /// The name.
    pub name: Symbol,
    /// What an import binds it to; `None` for other bindings.
    pub import: Option<Path>,
    /// What it is bound to, where that is evident.
    pub instance: Option<Instance>,
}

/// The scopes of one top-level statement.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    entries: SymbolMap<(u32, Symbol), Entry>,
    /// What is imported, and the number of the one before for the same name.
    imports: Vec<(Path, u32)>,
    /// Bindings in the order in which they stand, for the module's share of them.
    bindings: Vec<(ScopeId, ModuleBinding)>,
    /// Names that are declared `nonlocal` somewhere.
    nonlocals: Vec<Symbol>,
}

impl Scopes {
    /// Forgets everything but the module's own scope.
    pub fn clear(&mut self) {
        self.scopes.clear();
        self.scopes.push(Scope {
            kind: ScopeKind::Module,
            parent: ScopeId::MODULE,
            depth: 0,
            yields: false,
            closure: false,
        });
        self.entries.clear();
        self.imports.clear();
        self.bindings.clear();
        self.nonlocals.clear();
    }

    /// A new scope inside `parent`, or in the one around that where it is too deep.
    pub fn open(&mut self, kind: ScopeKind, mut parent: ScopeId) -> ScopeId {
        let outer = self.scopes[parent.0 as usize];
        let mut depth = outer.depth + 1;
        if depth > DEEPEST {
            (parent, depth) = (outer.parent, outer.depth);
        }
        let id = ScopeId(u32::try_from(self.scopes.len()).unwrap_or(u32::MAX));
        self.scopes.push(Scope {
            kind,
            parent,
            depth,
            yields: false,
            closure: false,
        });
        id
    }

    /// Puts `between` around `scope`.
    pub fn set_parent(&mut self, scope: ScopeId, between: ScopeId) {
        self.scopes[scope.0 as usize].parent = between;
    }

    /// What `scope` is.
    pub fn kind(&self, scope: ScopeId) -> ScopeKind {
        self.scopes[scope.0 as usize].kind
    }

    /// What the code of `scope` runs in: type parameters lend no code a place.
    pub fn runs_in(&self, mut scope: ScopeId) -> ScopeKind {
        while self.kind(scope) == ScopeKind::TypeParameters {
            scope = self.scopes[scope.0 as usize].parent;
        }
        self.kind(scope)
    }

    /// The class whose method `scope` is.
    pub fn class_of(&self, scope: ScopeId) -> Option<ScopeId> {
        let mut at = self.scopes[scope.0 as usize].parent;
        while self.kind(at) == ScopeKind::TypeParameters {
            at = self.scopes[at.0 as usize].parent;
        }
        (self.kind(scope) == ScopeKind::Function && self.kind(at) == ScopeKind::Class).then_some(at)
    }

    /// There is a `yield` in `scope`.
    pub fn yields(&mut self, scope: ScopeId) {
        self.scopes[scope.0 as usize].yields = true;
    }

    /// Whether there is a `yield` in `scope` itself.
    pub fn is_generator(&self, scope: ScopeId) -> bool {
        self.scopes[scope.0 as usize].yields
    }

    /// A name used in `scope` belongs to `owner`: if a function, the functions between close over it.
    pub fn closes_over(&mut self, mut scope: ScopeId, owner: ScopeId) {
        if self.kind(owner) != ScopeKind::Function {
            return;
        }
        while scope != owner && scope != ScopeId::MODULE {
            let inner = &mut self.scopes[scope.0 as usize];
            inner.closure = true;
            scope = inner.parent;
        }
    }

    /// Whether something in `scope` was told to close over a function around it.
    pub fn is_closure(&self, scope: ScopeId) -> bool {
        self.scopes[scope.0 as usize].closure
    }

    /// Whether `name` in `scope` is that of `outer`, a scope around it, or of one further out, as far
    /// as was told by now.
    pub fn reaches(&self, scope: ScopeId, name: Symbol, outer: ScopeId) -> bool {
        let mut at = scope;
        while at != outer && at != ScopeId::MODULE {
            let entry = self.entries.get(&(at.0, name));
            if entry.is_some_and(|entry| entry.bound && !entry.nonlocal && !entry.global) {
                return false;
            }
            at = self.scopes[at.0 as usize].parent;
        }
        true
    }

    /// `name` is bound in `scope` at the byte `at`, by an import of `import` where there is one.
    pub fn bind(&mut self, scope: ScopeId, name: Symbol, at: u32, import: Option<Path>) {
        let binding = ModuleBinding {
            name,
            import,
            instance: None,
        };
        self.bindings.push((scope, binding));
        if scope == ScopeId::MODULE {
            return;
        }
        let entry = self.entries.entry((scope.0, name)).or_default();
        if !entry.bound {
            entry.from = at;
        }
        entry.bound = true;
        entry.count += 1;
        if let Some(path) = import {
            let known = imports(&self.imports, entry.import).take(MOST_IMPORTS + 1);
            let known: Vec<Path> = known.collect();
            if known.len() <= MOST_IMPORTS && !known.contains(&path) {
                self.imports.push((path, entry.import));
                entry.import = u32::try_from(self.imports.len()).unwrap_or(u32::MAX);
            }
        }
    }

    /// The latest binding of `name` in `scope` is to `instance`.
    pub fn bound_to(&mut self, scope: ScopeId, name: Symbol, instance: Instance) {
        let mut latest = self.bindings.iter_mut().rev();
        if let Some((_, binding)) = latest.find(|(at, b)| *at == scope && b.name == name) {
            binding.instance = Some(instance);
        }
        if let Some(entry) = self.entries.get_mut(&(scope.0, name)) {
            entry.instance = Some(instance);
        }
    }

    /// What `name`, which belongs to `scope`, is all the time: it is bound there once, and nowhere
    /// else. Right only when everything was told.
    pub fn instance(&self, scope: ScopeId, name: Symbol) -> Option<Instance> {
        let entry = self.entries.get(&(scope.0, name))?;
        let once = entry.count == 1 && !self.nonlocals.contains(&name);
        entry.instance.filter(|_| once)
    }

    /// `name` is bound by a walrus in `scope`: outside of the comprehensions around it.
    pub fn bind_walrus(&mut self, mut scope: ScopeId, name: Symbol, at: u32) {
        while self.kind(scope) == ScopeKind::Comprehension {
            scope = self.scopes[scope.0 as usize].parent;
        }
        self.bind(scope, name, at, None);
        if let Some(entry) = self.entries.get_mut(&(scope.0, name)) {
            entry.walrus = true;
        }
    }

    /// Whether `name` in `scope`, or in one around it, may still turn out to be something evident
    /// that is bound here, or else by the module.
    pub fn may_be_evident(&self, scope: ScopeId, name: Symbol, here: bool, module: bool) -> bool {
        if scope == ScopeId::MODULE {
            return here;
        }
        match self.entries.get(&(scope.0, name)) {
            Some(entry) if entry.bound && !entry.global => {
                here && entry.count == 1 && entry.instance.is_some()
            }
            _ => module,
        }
    }

    /// Whether `name`, which belongs to the function `scope`, has no value yet when what stands at the
    /// byte `at` of it binds it, as far as the order in the text tells. Right only when everything was
    /// told.
    pub fn is_unbound(&self, scope: ScopeId, name: Symbol, at: u32) -> bool {
        self.kind(scope) == ScopeKind::Function
            && !self.nonlocals.contains(&name)
            && self.entries.get(&(scope.0, name)).is_some_and(|entry| {
                let own = entry.bound && !entry.global && !entry.nonlocal;
                own && !entry.walrus && at <= entry.from
            })
    }

    /// Whether `scope` binds `name`, which it declares `global`.
    pub fn rebinds(&self, scope: ScopeId, name: Symbol) -> bool {
        let entry = self.entries.get(&(scope.0, name));
        entry.is_some_and(|entry| entry.bound && entry.global)
    }

    /// `name` is declared `global` in `scope`.
    pub fn declare_global(&mut self, scope: ScopeId, name: Symbol) {
        self.entries.entry((scope.0, name)).or_default().global = true;
    }

    /// `name` is declared `nonlocal` in `scope`.
    pub fn declare_nonlocal(&mut self, scope: ScopeId, name: Symbol) {
        self.entries.entry((scope.0, name)).or_default().nonlocal = true;
        self.nonlocals.push(name);
    }

    /// Who `name` belongs to where it stands in `scope`. Right only when everything was told.
    pub fn resolve(&self, scope: ScopeId, name: Symbol) -> Owner {
        let mut at = scope;
        // What runs in a class body sees its names; what runs inside of that does not.
        let mut is_outside = false;
        while at != ScopeId::MODULE {
            let Scope { kind, parent, .. } = self.scopes[at.0 as usize];
            if !(is_outside && kind == ScopeKind::Class)
                && let Some(entry) = self.entries.get(&(at.0, name))
            {
                if entry.global {
                    return Owner::Module;
                }
                if entry.bound && !entry.nonlocal {
                    return Owner::Inner(at, entry.import, entry.from);
                }
                is_outside |= entry.nonlocal;
            }
            is_outside |= kind != ScopeKind::TypeParameters;
            at = parent;
        }
        Owner::Module
    }

    /// What the imports told by [`Owner::Inner`] bind the name to: nothing where they are too many.
    pub fn imports(&self, number: u32) -> impl Iterator<Item = Path> {
        let all = imports(&self.imports, number);
        let too_many = all.clone().nth(MOST_IMPORTS).is_some();
        all.take(if too_many { 0 } else { MOST_IMPORTS })
    }

    /// The module's bindings: those that stand in its own scope, and those of names that were
    /// declared `global` where they are bound.
    pub fn module_bindings(&self) -> impl Iterator<Item = ModuleBinding> {
        self.bindings
            .iter()
            .filter(|(scope, binding)| {
                *scope == ScopeId::MODULE
                    || self
                        .entries
                        .get(&(scope.0, binding.name))
                        .is_some_and(|entry| entry.global)
            })
            .map(|(_, binding)| *binding)
    }
}

/// The imports of one name, the latest first.
fn imports(all: &[(Path, u32)], latest: u32) -> impl Iterator<Item = Path> + Clone {
    let numbered = |number: u32| all.get((number as usize).checked_sub(1)?).copied();
    let steps = std::iter::successors(numbered(latest), move |&(_, before)| numbered(before));
    steps.map(|(path, _)| path)
}
