//! What a name has to mean for a rule that asks for it by how it is written.
//!
//! A rule's `where` has names as people write them: `open`, `partial`, `functools.partial`. Where the
//! node written so is a name being read, it has to be that one to the compiler's scopes: `open` the
//! builtin, `partial` what was imported from `functools`, or from a module that nobody knows here and
//! that may hand it on. A name that is bound nowhere is taken at its word: an excerpt in a guide has
//! no imports. Other words, such as `logger`, are just words.

use super::catalogued::{Catalogued, Path};
use super::module::Link;
use super::scope::Instance;
use super::symbol::{Symbol, SymbolMap};

/// One thing that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The builtin of its name.
    Builtin,
    /// What an import binds it to, and from there so many attributes.
    Imported(Path, u8),
    /// Something that is evident.
    Evident(Evident),
}

/// What a name evidently is, as a rule's `of` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Evident {
    /// The name of a builtin type, or of what [`super::scope::Instance`] knows besides.
    of: Symbol,
    /// Whether it has to hold lists, dicts or sets.
    nested: bool,
    reach: Reach,
}

/// Where the name has to be bound that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// In the same scope.
    Here,
    /// In the module, and it is read in a function.
    Module,
    /// Anywhere: nobody changes what it is.
    Anywhere,
}

impl Evident {
    /// As it is written: the name of a type, with `nested` before it for one that holds lists, dicts
    /// or sets, and `module` for what a module binds and a function reads.
    pub fn read(written: &str) -> Self {
        let (reach, written) = match written.strip_prefix("module ") {
            Some(rest) => (Reach::Module, rest),
            None if written == COROUTINE_FUNCTION || written == INITIALIZED_CLASS => {
                (Reach::Anywhere, written)
            }
            None => (Reach::Here, written),
        };
        let (nested, of) = match written.strip_prefix("nested ") {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        Self {
            of: Symbol::of(of.as_bytes()),
            nested,
            reach,
        }
    }

    /// Whether `instance` is one, which is `bound` so far from where it is read, and which sets more
    /// than what is in `without`.
    fn fits(self, instance: Instance, bound: Bound, without: u64) -> bool {
        let near = match self.reach {
            Reach::Here => bound == Bound::Here,
            Reach::Module => bound == Bound::Module,
            Reach::Anywhere => true,
        };
        let sets = instance.sets == 0 || instance.sets & !without != 0;
        near && sets && instance.of == self.of && (instance.nested || !self.nested)
    }
}

/// Where a name is bound, seen from where it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// In the same scope.
    Here,
    /// In the module, around the function.
    Module,
    /// In a function around it.
    Around,
}

/// Made by `async def`, without a `yield` and undecorated.
pub(super) const COROUTINE_FUNCTION: &str = "coroutine function";

/// A class whose `__init__` gives its object an attribute.
pub(super) const INITIALIZED_CLASS: &str = "initialized class";

/// What the words of one `where` have to mean; words that may mean anything are missing.
pub(super) type Meanings = SymbolMap<Symbol, Vec<Meaning>>;

/// What the words `texts`, of which one has to be written, have to mean.
pub(super) fn meanings(texts: &[String], names: &Catalogued) -> Meanings {
    let mut all = Meanings::default();
    for text in texts {
        let dots = text.matches('.').count();
        let first = text.split('.').next().unwrap_or_default();
        let spelled_out = texts.iter().filter(|other| {
            let rest = other.strip_suffix(text.as_str());
            rest.is_some_and(|rest| rest.ends_with('.') || (rest.is_empty() && dots > 0))
        });
        let paths = spelled_out.filter_map(|whole| names.path(whole));
        let links = u8::try_from(dots).unwrap_or(u8::MAX);
        let mut found: Vec<_> = paths.map(|path| Meaning::Imported(path, links)).collect();
        if names.builtin(Symbol::of(first.as_bytes())).is_some() {
            found.push(Meaning::Builtin);
        }
        if !found.is_empty() {
            all.insert(Symbol::of(text.as_bytes()), found);
        }
    }
    all
}

impl Meaning {
    /// Whether this is something evident that may be bound in the same scope.
    pub fn may_be_here(self) -> bool {
        matches!(self, Self::Evident(evident) if evident.reach != Reach::Module)
    }

    /// Whether this is something evident that may be bound in a scope around.
    pub fn may_be_of_module(self) -> bool {
        matches!(self, Self::Evident(evident) if evident.reach != Reach::Here)
    }

    /// Whether a name has this meaning that is always `instance`, which is `bound` so far away and
    /// sets more than what is in `without`.
    pub fn fits_evident(self, instance: Instance, bound: Bound, without: u64) -> bool {
        matches!(self, Self::Evident(evident) if evident.fits(instance, bound, without))
    }

    /// Whether a name has this meaning that is bound by imports of these paths and has these
    /// attributes; `None` stands for a path that nobody knows.
    pub fn fits(
        self,
        mut paths: impl Iterator<Item = Option<Path>>,
        links: &[Link],
        names: &Catalogued,
    ) -> bool {
        let Self::Imported(wanted, count) = self else {
            return false;
        };
        paths.any(|path| {
            let Some(path) = path else { return true };
            let links = links.iter().take(usize::from(count));
            links.fold(path, |path, link| names.step(path, link.name)) == wanted
        })
    }
}
