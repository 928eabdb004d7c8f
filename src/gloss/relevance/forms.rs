//! The forms under which a text mentions a concept: as code, and as words.

use std::ops::Range;
use std::sync::Arc;

use super::around::Around;
use super::everyday::is_ambiguous;
use super::script::{parts, runs, unparted};
use super::table::{Name, Names, Table};
use crate::concept::{Catalogue, Concept, ConceptId, Family};

/// The forms of all concepts, to be looked up in texts.
#[derive(Debug)]
pub struct Forms {
    code: Table<ConceptId>,
    /// Last parts of dotted names (`replace` of `os.replace`), each with the module they belong to.
    last_parts: Table<(Arc<str>, ConceptId)>,
    /// Third-party libraries by their names in small letters.
    libraries: Table<ConceptId>,
    /// Names by their first word: all words, and the concept.
    by_word: Table<(Name, ConceptId)>,
    names: Names,
}

impl Forms {
    /// Collects the forms of `catalogue`.
    pub fn new(catalogue: &Catalogue) -> Self {
        let (mut code, mut last_parts) = (Vec::new(), Vec::new());
        let (mut libraries, mut by_word) = (Vec::new(), Vec::new());
        let mut names = Names::default();
        // The parts of one module mostly follow each other.
        let mut home: Arc<str> = Arc::default();
        catalogue.each(|id, concept| {
            let mut forms = code_forms(catalogue, concept);
            forms.sort_unstable();
            code.extend(forms.into_iter().map(|form| (form, id)));
            if concept.family() == Family::Lib && !concept.short_name().contains('.') {
                let aliases = concept.aliases.iter().filter(|alias| !alias.contains(' '));
                let names = aliases.map(|alias| alias.to_lowercase());
                let names = names.chain([concept.short_name().to_lowercase()]);
                libraries.extend(names.map(|name| (name, id)));
            }
            if let Some((module, last)) = last_part(concept) {
                if *home != *module {
                    home = module.into();
                }
                last_parts.push((last.to_owned(), (home.clone(), id)));
            }
            for name in std::iter::once(&concept.name).chain(&concept.aliases) {
                let words = words(name);
                if let Some(first) = words.first().filter(|_| !name.contains(is_symbol)) {
                    by_word.push((first.clone(), (names.add(&words), id)));
                }
            }
        });
        names.finish();
        Self {
            code: code.into_iter().collect(),
            last_parts: last_parts.into_iter().collect(),
            libraries: libraries.into_iter().collect(),
            by_word: by_word.into_iter().collect(),
            names,
        }
    }

    /// The concepts that the piece of code `text` stands for: itself, or without a call's
    /// parentheses, a decorator's `@`, a module's name before the last dot.
    pub fn of_code(&self, text: &str, around: &Around) -> Vec<ConceptId> {
        let text = text.trim().trim_end_matches("()").trim_start_matches('@');
        self.known(text, around)
            .or_else(|| self.known(text.split_once('(')?.0, around))
            .or_else(|| self.known(text.strip_prefix('*')?.trim_start_matches('*'), around))
            .unwrap_or_default()
    }

    /// The concepts that a word of prose stands for: as code, or as a library that is written with
    /// capitals (Numba, PyTorch).
    pub fn of_word(&self, word: &str, around: &Around) -> Vec<ConceptId> {
        let found = self.of_code(word, around);
        if !found.is_empty() || !word.contains(char::is_uppercase) {
            return found;
        }
        let library = self.libraries.get(&word.to_lowercase()).last();
        library
            .filter(|_| !is_ambiguous(word))
            .copied()
            .into_iter()
            .collect()
    }

    fn known(&self, text: &str, around: &Around) -> Option<Vec<ConceptId>> {
        let last_parts = self.last_parts.get(text);
        let at_home = |(module, _): &&(Arc<str>, ConceptId)| around.names(module);
        let mut found: Vec<ConceptId> = last_parts
            .iter()
            .filter(at_home)
            .map(|(_, id)| *id)
            .collect();
        if found.is_empty() && !is_ambiguous(text) {
            found.extend(last_parts.iter().map(|(_, id)| *id));
        }
        found.extend(self.code.get(text));
        (!found.is_empty()).then_some(found)
    }

    /// The concepts named in `words`, each with the place of its name.
    pub fn named_in(&self, words: &[String]) -> Vec<(Range<usize>, ConceptId)> {
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            for &(name, id) in self.by_word.get(word) {
                if let Some(count) = self.names.stands_first(name, &words[at..]) {
                    found.push((at..at + count, id));
                }
            }
        }
        found
    }
}

/// The module, in small letters, and the last part of a dotted name, where that may stand alone:
/// `functools.lru_cache` is also written `lru_cache`; of `os.path.join` the last word alone would be
/// anything.
fn last_part(concept: &Concept) -> Option<(String, &str)> {
    if !matches!(concept.family(), Family::Stdlib | Family::Lib) {
        return None;
    }
    let (module, last) = concept.short_name().rsplit_once('.')?;
    let telling = last.len() > 5 || last.contains('_') || last.starts_with(char::is_uppercase);
    let module = module.split('.').next().unwrap_or(module);
    telling.then(|| (module.to_lowercase(), last))
}

fn is_symbol(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '_' | '.' | '/'))
}

/// How a concept is written in code.
fn code_forms(catalogue: &Catalogue, concept: &Concept) -> Vec<String> {
    let name = concept.short_name();
    let mut forms: Vec<String> = match concept.family() {
        Family::Keyword | Family::Builtin | Family::Dunder | Family::Stdlib | Family::Lib => {
            vec![name.to_owned()]
        }
        // `syntax.yield-from` is written `yield from`: words that are keywords.
        Family::Syntax => {
            let is_keyword = |word: &str| catalogue.find(&format!("keyword.{word}")).is_some();
            let keywords = name.split('-').all(is_keyword);
            if keywords {
                vec![name.replace('-', " ")]
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    };
    forms.extend(
        concept
            .aliases
            .iter()
            .filter(|alias| alias.contains(is_symbol) || !alias.contains(char::is_alphanumeric))
            .map(|alias| alias.clone().into_owned()),
    );
    forms
}

/// The words of `text`, lower case, plurals as singulars.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .flat_map(runs)
        .map(|word| stem(&word.to_lowercase()))
        .collect()
}

/// The singular of an English plural; other words as they are.
fn stem(word: &str) -> String {
    let cut = |end: &str, least: usize| word.strip_suffix(end).filter(|stem| stem.len() >= least);
    if let Some(stem) = cut("ies", 3) {
        return format!("{stem}y");
    }
    if let Some(stem) = cut("sses", 2) {
        return format!("{stem}ss");
    }
    match cut("s", 3) {
        Some(stem) if !stem.ends_with(['s', 'u', 'i', '_']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The pieces of `title` that are code: its code spans, and among its plain words those that can be
/// nothing else (`__init__`, `map()`, `lru_cache`, `@property`, `:=`, `*args`).
pub fn code_in_title(markdown: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for (at, piece) in markdown.split('`').enumerate() {
        if at % 2 == 1 && !piece.is_empty() {
            pieces.push(piece.trim().to_owned());
            // A span may hold more than the one name: `with open(...)`, `a, b = b, a`.
            if piece.contains(' ') {
                pieces.extend(piece.split_whitespace().map(str::to_owned));
            }
        } else {
            let words = piece
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '"'))
                .flat_map(in_latin);
            pieces.extend(
                words
                    .map(bare)
                    .filter(|word| is_code(word))
                    .map(str::to_owned),
            );
        }
    }
    pieces
}

/// The parts of a word that stand between letters of scripts without blanks, without emphasis; all of a
/// word that has no such letters.
fn in_latin(word: &str) -> impl Iterator<Item = &str> {
    let mixed = !word.is_ascii() && word.contains(unparted);
    word.split(move |c| mixed && (unparted(c) || parts(c)))
        .map(move |part| match mixed && part.ends_with('*') {
            true => part.trim_matches('*'),
            false => part,
        })
        .filter(move |part| !mixed || part.contains(char::is_alphanumeric))
}

/// The word without the marks of a sentence around it.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['?', '.', ';', '!', '\'', '’', '”', '"']);
    let word = word.trim_start_matches(['\'', '‘', '“', '"', '\\']);
    let word = word.strip_suffix("'s").unwrap_or(word);
    match (word.starts_with('('), word.ends_with(')')) {
        (true, true) => &word[1..word.len() - 1],
        (true, false) => &word[1..],
        (false, true) if !word.contains('(') => &word[..word.len() - 1],
        _ => word,
    }
}

fn is_code(word: &str) -> bool {
    let plain = word.replace('\\', "");
    let operator = !plain.is_empty() && plain.chars().all(|c| "=<>!:+-*/%@&|^~.".contains(c));
    (operator && plain != "-" && plain != "." && plain != ":" && plain != "&" && plain != "!")
        || plain.ends_with("()")
        || plain.contains('_')
        || (plain.starts_with(['@', '*']) && plain.len() > 1)
        || plain
            .split_once('.')
            .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_singular_and_lower_case() {
        assert_eq!(
            words("List Comprehensions vs. classes, properties"),
            ["list", "comprehension", "vs", "class", "property"]
        );
        assert_eq!(
            words("alias status is __slots__"),
            ["alia", "status", "is", "__slots__"]
        );
        assert_eq!(
            words("Python中list和tuple的区别"),
            ["python", "中", "list", "和", "tuple", "的区别"]
        );
    }

    #[test]
    fn code_in_a_title_is_found_with_and_without_marks() {
        assert_eq!(code_in_title("What is `:=`?"), [":="]);
        assert_eq!(code_in_title("What is the Walrus Operator (:=)?"), [":="]);
        assert_eq!(
            code_in_title("说说__new__和__init__的区别"),
            ["__new__", "__init__"]
        );
        assert!(code_in_title("**什么是装饰器？为什么**").is_empty());
        assert_eq!(
            code_in_title("What is map() and filter()?"),
            ["map()", "filter()"]
        );
        assert_eq!(
            code_in_title("__str__ vs __repr__"),
            ["__str__", "__repr__"]
        );
        assert_eq!(
            code_in_title("Explain *args and **kwargs."),
            ["*args", "**kwargs"]
        );
        assert_eq!(
            code_in_title("What is a list - and why?"),
            Vec::<String>::new()
        );
        assert_eq!(code_in_title("Is == the same as is?"), ["=="]);
    }

    /// The ids of what `word` stands for in an entry.
    fn stands_for(word: &str, title: &str, answer: &str) -> Vec<String> {
        let catalogue = &crate::builtin::catalogue();
        let found = Forms::new(catalogue).of_word(word, &Around::new(title, answer));
        found
            .iter()
            .map(|&id| catalogue[id].id.to_string())
            .collect()
    }

    #[test]
    fn a_word_that_means_much_is_a_name_beside_its_module() {
        assert_eq!(
            stands_for("timeout", "How long does a query wait?", "A timeout."),
            [""; 0]
        );
        let found = stands_for("timeout", "What ends a task?", "Asyncio has timeout.");
        assert_eq!(found, ["stdlib.asyncio.timeout"]);
        let found = stands_for(
            "Image",
            "How do you open a picture?",
            "With PIL: Image.open.",
        );
        assert_eq!(found, ["lib.PIL.Image"]);
        let found = stands_for(
            "Semaphore",
            "How do threads share?",
            "threading.Semaphore(3)",
        );
        assert_eq!(found, ["stdlib.threading.Semaphore"]);
    }

    #[test]
    fn a_name_that_is_nothing_else_needs_no_module() {
        let found = stands_for("defaultdict", "How do you group?", "With a defaultdict.");
        assert_eq!(found, ["stdlib.collections.defaultdict"]);
    }

    #[test]
    fn a_library_is_known_with_capitals_and_by_another_name() {
        assert_eq!(stands_for("Numba", "", ""), ["lib.numba"]);
        assert_eq!(stands_for("PyTorch", "", ""), ["lib.torch"]);
        assert_eq!(stands_for("Requests", "", "Requests come in."), [""; 0]);
    }
}
