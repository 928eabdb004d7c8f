//! What stands around a name, which says of what module it is.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use super::script::unparted;

/// What stands around a piece of code, which says of what module an ambiguous name is.
#[derive(Debug)]
pub enum Around<'t> {
    /// Whatever fits.
    Any,
    /// Texts, the same in small letters once that is needed, and the modules looked for in them.
    Texts(
        Vec<&'t str>,
        OnceCell<String>,
        RefCell<HashMap<String, bool>>,
    ),
}

impl<'t> Around<'t> {
    /// An entry's title and its answer.
    pub fn new(title: &'t str, answer: &'t str) -> Self {
        Self::Texts(vec![title, answer], OnceCell::new(), RefCell::default())
    }

    /// Whether `module`, in small letters, stands there as a word in letters of any size.
    pub fn names(&self, module: &str) -> bool {
        let Self::Texts(texts, small, known) = self else {
            return true;
        };
        let small = small.get_or_init(|| texts.join("\n").to_lowercase());
        let mut known = known.borrow_mut();
        if let Some(&known) = known.get(module) {
            return known;
        }
        let found = has_word(small, module);
        known.insert(module.to_owned(), found);
        found
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: char| (c.is_alphanumeric() && !unparted(c)) || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(inside) && !text[at + word.len()..].starts_with(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_by_a_whole_word_of_any_letters() {
        let around = Around::new("What does Asyncio do?", "`os.replace`, cost");
        assert!(around.names("asyncio"));
        assert!(around.names("os"));
        assert!(!around.names("place"));
        assert!(!Around::new("What does it cost?", "os_name, macos").names("os"));
        assert!(Around::Any.names("anything"));
    }
}
