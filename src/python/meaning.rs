//! What a name has to mean for a rule that asks for it by how it is written.
//!
//! A rule's `where` has names as people write them: `open`, `partial`, `functools.partial`. Where the
//! node written so is a name being read, it has to be that one to the compiler's scopes: `open` the
//! builtin, `partial` what was imported from `functools`, or from a module that nobody knows here and
//! that may hand it on. A name that is bound nowhere is taken at its word: an excerpt in a guide has
//! no imports. Other words, such as `logger`, are just words.

use super::catalogued::{Catalogued, Path};
use super::module::Link;
use super::symbol::{Symbol, SymbolMap};

/// One thing that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The builtin of its name.
    Builtin,
    /// What an import binds it to, and from there so many attributes.
    Imported(Path, u8),
}

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
