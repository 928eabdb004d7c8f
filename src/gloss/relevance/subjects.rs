//! Finds the subjects of the catalogue in titles, in any language.

use std::ops::Range;

use super::forms::words;
use super::script::{simplified, unparted};
use super::table::{Name, Names, Table};
use crate::concept::Catalogue;

/// The least number of letters that two forms of one word share.
const STEM: usize = 4;
/// The most letters that a word's ending has.
const ENDING: usize = 3;

/// The names of all subjects, to be looked up in titles.
#[derive(Debug)]
pub struct Subjects {
    /// Names in words, by the beginning of their first word: the words, and the subject's place.
    by_word: Table<(Name, u32)>,
    names: Names,
    /// Names in scripts that do not part words, lower case, in simplified characters.
    by_letters: Box<[(Box<str>, u32)]>,
}

impl Subjects {
    /// Collects the names of `catalogue`'s subjects.
    pub fn new(catalogue: &Catalogue) -> Self {
        let (mut by_word, mut by_letters) = (Vec::new(), Vec::new());
        let mut names = Names::default();
        for (place, subject) in (0..).zip(catalogue.subjects()) {
            for name in &subject.names {
                if name.chars().any(unparted) {
                    let name = name.to_lowercase();
                    by_letters.push((simplified(&name).into(), place));
                    continue;
                }
                let words = words(name);
                if let Some(first) = words.first() {
                    by_word.push((beginning(first), (names.add(&words), place)));
                }
            }
        }
        names.finish();
        Self {
            by_word: by_word.into_iter().collect(),
            names,
            by_letters: by_letters.into(),
        }
    }

    /// The subjects that a text names, by their place in the catalogue, each with the place of its
    /// name in `words`, which are those of `text`; names in scripts that do not part words have a place behind all words.
    pub fn named_in(&self, text: &str, words: &[String]) -> Vec<(Range<usize>, usize)> {
        let mut named: Vec<(Range<usize>, usize)> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            for &(name, place) in self.by_word.get(&beginning(word)) {
                let mut end = at;
                let mut name = self.names.words(name);
                let stands = name.all(|name| {
                    end += 1;
                    words.get(end - 1).is_some_and(|word| same(name, word))
                });
                if stands {
                    named.push((at..end, place as usize));
                }
            }
        }
        if text.chars().any(unparted) {
            let lower = text.to_lowercase();
            let lower = simplified(&lower);
            let mut behind = words.len();
            for (name, place) in &self.by_letters {
                if lower.contains(&**name) {
                    let length = name.chars().count().div_ceil(2);
                    named.push((behind..behind + length, *place as usize));
                    behind += length;
                }
            }
        }
        named
    }
}

/// Whether two words are forms of one: equal, or in languages that bend words, alike but for a
/// short ending. English plurals are folded already; no other English ending is.
fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        return false;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    shared >= STEM && longest - shared <= ENDING
}

/// The letters of a word that all its forms share.
fn beginning(word: &str) -> String {
    word.chars().take(STEM).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str) -> Vec<String> {
        let mut catalogue = Catalogue::default();
        catalogue.add("[[concept]]\nid = \"lib.copy\"\nname = \"copy\"\n[[concept]]\nid = \"lib.error\"\nname = \"error\"\n");
        let problems = catalogue.add_subjects(
            "[[subject]]\nnames = [\"deep copy\"]\nru = [\"глубокая копия\"]\nzh = [\"深拷贝\"]\nconcepts = [\"lib.copy\"]\n\
             [[subject]]\nnames = [\"exception\"]\nes = [\"excepción\"]\nconcepts = [\"lib.error\"]\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        let subjects = Subjects::new(&catalogue);
        let named = subjects.named_in(title, &words(title)).into_iter();
        named
            .map(|(_, subject)| {
                catalogue[catalogue.subjects()[subject].concepts[0]]
                    .id
                    .to_string()
            })
            .collect()
    }

    #[test]
    fn a_subject_is_found_by_its_words() {
        assert_eq!(named("What is a Deep Copy?"), ["lib.copy"]);
        assert_eq!(
            named("Deep copies and exceptions"),
            ["lib.copy", "lib.error"]
        );
        assert!(named("A deep look at the copier").is_empty());
    }

    #[test]
    fn forms_of_a_word_count_in_other_languages() {
        assert_eq!(named("Что даёт глубокую копию объекта?"), ["lib.copy"]);
        assert_eq!(named("什么是深拷贝？"), ["lib.copy"]);
        assert_eq!(named("什麼是深拷貝？"), ["lib.copy"]);
        assert_eq!(named("¿Qué es una excepción?"), ["lib.error"]);
        assert_eq!(named("Manejo de excepciones"), ["lib.error"]);
    }

    #[test]
    fn each_name_in_the_catalogue_is_found_in_itself() {
        let mut catalogue = crate::builtin::catalogue();
        catalogue.add_subjects(include_str!("../../../content/subjects.toml"));
        assert!(catalogue.subjects().len() > 100);
        let subjects = Subjects::new(&catalogue);
        for (place, subject) in catalogue.subjects().iter().enumerate() {
            for name in &subject.names {
                let found = subjects.named_in(name, &words(name));
                assert!(found.iter().any(|(_, found)| *found == place), "{name}");
            }
        }
    }
}
