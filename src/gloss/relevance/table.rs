//! Texts and what stands for each of them, in little memory: the catalogue has thousands of names,
//! and they stay there for the next note that changes.

use foldhash::{HashMap, HashMapExt as _};

/// For each text its values, in the order in which they came.
#[derive(Debug)]
pub(super) struct Table<V> {
    /// Where in `values` those of a text begin and end.
    places: HashMap<Box<str>, (u32, u32)>,
    values: Box<[V]>,
}

impl<V> Table<V> {
    /// The values of `text`; none where it is not there.
    pub fn get(&self, text: &str) -> &[V] {
        let place = self.places.get(text);
        let values = place.and_then(|&(from, to)| self.values.get(from as usize..to as usize));
        values.unwrap_or_default()
    }
}

impl<V: PartialEq> FromIterator<(String, V)> for Table<V> {
    /// What comes twice in a row for one text counts once.
    fn from_iter<T: IntoIterator<Item = (String, V)>>(all: T) -> Self {
        let mut all: Vec<_> = all.into_iter().collect();
        // The sort is stable.
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all.dedup();
        let groups = all.chunk_by(|(one, _), (other, _)| one == other);
        let mut places = HashMap::with_capacity(groups.clone().count());
        let mut end = 0;
        for group in groups {
            let start = end;
            end += u32::try_from(group.len()).unwrap_or(0);
            places.extend(
                group
                    .first()
                    .map(|(text, _)| (text.as_str().into(), (start, end))),
            );
        }
        Self {
            places,
            values: all.into_iter().map(|(_, value)| value).collect(),
        }
    }
}

/// Names of several words, in one text.
#[derive(Debug, Default)]
pub(super) struct Names(String);

/// Where a name stands in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Name {
    start: u32,
    end: u32,
}

impl Names {
    /// Adds the name that is made of `words`.
    pub fn add(&mut self, words: &[String]) -> Name {
        let place = |text: &String| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let start = place(&self.0);
        for (number, word) in words.iter().enumerate() {
            if number > 0 {
                self.0.push(' ');
            }
            self.0.push_str(word);
        }
        let end = place(&self.0);
        Name { start, end }
    }

    /// Gives back the memory that was taken in reserve.
    pub fn finish(&mut self) {
        self.0.shrink_to_fit();
    }

    /// How many words `name` has, where `words` begin with them.
    pub fn stands_first(&self, name: Name, words: &[String]) -> Option<usize> {
        let mut rest = self.text(name);
        for (number, word) in (1..).zip(words) {
            rest = rest.strip_prefix(word.as_str())?;
            if rest.is_empty() {
                return Some(number);
            }
            rest = rest.strip_prefix(' ')?;
        }
        None
    }

    /// The words of `name`.
    pub fn words(&self, name: Name) -> impl Iterator<Item = &str> {
        let mut rest = Some(self.text(name));
        std::iter::from_fn(move || {
            let text = rest?;
            // The words are short, so nothing cleverer is as quick.
            let end = text.bytes().position(|byte| byte == b' ');
            rest = end.and_then(|end| text.get(end + 1..));
            Some(end.and_then(|end| text.get(..end)).unwrap_or(text))
        })
    }

    fn text(&self, name: Name) -> &str {
        let text = self.0.get(name.start as usize..name.end as usize);
        text.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_their_order() {
        let all = [("b", 3), ("a", 9), ("b", 1), ("b", 1), ("b", 3)];
        let all = all.map(|(text, value)| (text.to_owned(), value));
        let table: Table<i32> = all.into_iter().collect();
        assert_eq!(table.get("b"), [3, 1, 3]);
        assert_eq!(table.get("a"), [9]);
        assert_eq!(table.get("c"), [0; 0]);
    }

    #[test]
    fn a_name_is_found_word_by_word() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        let mut names = Names::default();
        let [list, both] = ["list", "list comprehension"].map(|name| names.add(&words(name)));
        let found = |name, text| names.stands_first(name, &words(text));
        assert_eq!(found(list, "list comprehension"), Some(1));
        assert_eq!(found(both, "list comprehension in short"), Some(2));
        assert_eq!(found(both, "list"), None);
        assert_eq!(found(both, "list of"), None);
        assert_eq!(found(list, "listing"), None);
        assert_eq!(found(both, "list comprehensions"), None);
        assert!(names.words(both).eq(["list", "comprehension"]));
        assert!(names.words(list).eq(["list"]));
    }
}
