//! The forms under which a text mentions a concept: as code, and as words.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::concept::{Catalogue, Concept, ConceptId, Family};

/// The forms of all concepts, to be looked up in texts.
#[derive(Debug)]
pub struct Forms {
    code: HashMap<String, Vec<ConceptId>>,
    /// Names by their first word: all words, and the concept.
    names: HashMap<String, Vec<(Vec<String>, ConceptId)>>,
}

impl Forms {
    /// Collects the forms of `catalogue`.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut forms = Self {
            code: HashMap::new(),
            names: HashMap::new(),
        };
        for (id, concept) in catalogue.iter() {
            for code in code_forms(catalogue, concept) {
                let known = forms.code.entry(code).or_default();
                if !known.contains(&id) {
                    known.push(id);
                }
            }
            for name in std::iter::once(&concept.name).chain(&concept.aliases) {
                let words = words(name);
                if let Some(first) = words.first().filter(|_| !name.contains(is_symbol)) {
                    forms
                        .names
                        .entry(first.clone())
                        .or_default()
                        .push((words, id));
                }
            }
        }
        forms
    }

    /// The concepts that the piece of code `text` stands for: itself, or without a call's
    /// parentheses, a decorator's `@`, a module's name before the last dot.
    pub fn of_code(&self, text: &str) -> &[ConceptId] {
        let text = text.trim().trim_end_matches("()").trim_start_matches('@');
        let known = |text: &str| self.code.get(text).map(Vec::as_slice);
        known(text)
            .or_else(|| known(text.split_once('(')?.0))
            .or_else(|| known(text.trim_start_matches('*')).filter(|_| text.starts_with('*')))
            .unwrap_or(&[])
    }

    /// The concepts named in `words`, each with the place of its name.
    pub fn named_in(&self, words: &[String]) -> Vec<(Range<usize>, ConceptId)> {
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            for (name, id) in self.names.get(word).into_iter().flatten() {
                if words[at..].starts_with(name) {
                    found.push((at..at + name.len(), *id));
                }
            }
        }
        found
    }
}

fn is_symbol(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '_' | '.' | '/'))
}

/// How a concept is written in code.
fn code_forms(catalogue: &Catalogue, concept: &Concept) -> Vec<String> {
    let name = concept.short_name();
    let mut forms: Vec<String> = match concept.family() {
        Family::Keyword | Family::Builtin | Family::Dunder => vec![name.to_owned()],
        Family::Stdlib | Family::Lib => {
            // `functools.lru_cache` is also written `lru_cache`; of `os.path.join` the last word
            // alone would be anything.
            let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
            let telling =
                last.len() > 5 || last.contains('_') || last.starts_with(char::is_uppercase);
            if telling {
                vec![name.to_owned(), last.to_owned()]
            } else {
                vec![name.to_owned()]
            }
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
            .filter(|alias| alias.contains(is_symbol))
            .map(|alias| alias.clone().into_owned()),
    );
    forms
}

/// The words of `text`, lower case, plurals as singulars.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
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
            let words = piece.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '"'));
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

/// English words that are also names in Python: alone in a title they say little.
const EVERYDAY: &str = " all and any array as break calendar case class code collections compile \
    complex continue copy count cycle date display else email enum errors field file filter float \
    for format from function global group hash help html if import in input is item iter key len \
    library link lock map match math max min module name next not number object open operator \
    or pass path pattern pool print process product property queue raise random range repeat return \
    round run select shelve signal site slice sorted sqlite3 start statistics string sum super \
    symbol test thread threading time token trace try type types warnings while with zip ";

/// Whether `word` is a word of everyday English, whatever it also is in Python.
pub fn is_everyday(word: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| EVERYDAY.split_whitespace().collect());
    KNOWN.contains(&*word.to_lowercase())
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
    }

    #[test]
    fn code_in_a_title_is_found_with_and_without_marks() {
        assert_eq!(code_in_title("What is `:=`?"), [":="]);
        assert_eq!(code_in_title("What is the Walrus Operator (:=)?"), [":="]);
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
}
