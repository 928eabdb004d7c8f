//! Which entries hold which words, in little memory: words in one text, entries in one list of bytes.

use std::cmp::Ordering;

use foldhash::HashMap;

use crate::pack::{Packer, Unpacker, put_number, width};

/// What is gathered entry by entry.
#[derive(Default)]
pub(super) struct Gathered {
    words: HashMap<Box<str>, u32>,
    /// By number of the word.
    found: Vec<Of>,
    /// The words of the entry at hand, each with its frequency in halves.
    here: HashMap<u32, u32>,
    /// Entry by entry its number and how many words it holds, then for each the word's number and its
    /// frequency in halves. One list for all words grows without leaving holes in memory.
    entries: Packer,
}

/// What is gathered of one word.
#[derive(Clone, Default)]
struct Of {
    is_in_title: bool,
    /// The entry that holds it last, counted from 1.
    last: u32,
    /// How many bytes there will be about it, then where they go.
    bytes: u32,
}

impl Of {
    /// How far `entry` is from the one before it that holds the word.
    fn distance(&mut self, entry: u32) -> u32 {
        let number = entry + 1;
        number - std::mem::replace(&mut self.last, number)
    }
}

impl Gathered {
    /// The entry at hand holds `word`, which counts there for so many halves.
    pub fn add(&mut self, word: &str, halves: u32) {
        let number = self.number(word);
        *self.here.entry(number).or_default() += halves;
    }

    /// A title has `word` in it.
    pub fn is_in_title(&mut self, word: &str) {
        let number = self.number(word);
        self.found[number as usize].is_in_title = true;
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.words.get(word) {
            return number;
        }
        let number = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        self.words.insert(word.into(), number);
        self.found.push(Of::default());
        number
    }

    /// The entry at hand was that with this number; numbers only grow.
    pub fn end_of(&mut self, entry: u32) {
        self.entries.number(entry as usize);
        self.entries.number(self.here.len());
        for (word, halves) in self.here.drain() {
            self.entries.number(word as usize);
            self.entries.number(halves as usize);
            let of = &mut self.found[word as usize];
            of.bytes += width(of.distance(entry)) + width(halves);
        }
    }

    /// All that was gathered.
    pub fn finish(mut self) -> Postings {
        let mut words: Vec<_> = self.words.into_iter().collect();
        words.sort_unstable();
        let mut all = Postings {
            text: String::with_capacity(words.iter().map(|(word, _)| word.len()).sum()),
            bytes: Vec::new(),
            ends: Vec::with_capacity(words.len()),
            of_titles: Vec::new(),
        };
        let mut end = 0;
        for (place, (word, number)) in (0..).zip(words) {
            let of = &mut self.found[number as usize];
            let start = end;
            end += std::mem::replace(&mut of.bytes, start);
            of.last = 0;
            all.text.push_str(&word);
            all.ends.push((short(all.text.len()), end));
            if of.is_in_title {
                all.of_titles.push(place);
            }
        }
        all.of_titles.shrink_to_fit();
        all.bytes = vec![0; end as usize];
        let mut from = Unpacker::new(&self.entries.bytes);
        while !from.is_empty() {
            let (entry, count) = (from.number32(), from.number());
            for _ in 0..count {
                let of = &mut self.found[from.number()];
                for number in [of.distance(entry), from.number32()] {
                    of.bytes += put_number(&mut all.bytes[of.bytes as usize..], number);
                }
            }
        }
        all
    }
}

fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The words in order, numbered as they stand, each with the entries that hold it.
pub(super) struct Postings {
    text: String,
    /// For each entry that holds a word the distance from the one before it, then the word's frequency
    /// in halves.
    bytes: Vec<u8>,
    /// Where each word ends in `text`, and what is about it in `bytes`.
    ends: Vec<(u32, u32)>,
    /// Words that a title has in it.
    of_titles: Vec<u32>,
}

impl Postings {
    /// The number of `word`, if an entry holds it.
    pub fn find(&self, word: &str) -> Option<u32> {
        let (mut from, mut to) = (0, short(self.ends.len()));
        while from < to {
            let middle = from.midpoint(to);
            match self.word(middle).cmp(word) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }

    fn ends(&self, number: u32) -> (u32, u32) {
        let before = (number as usize).checked_sub(1);
        let ends = before.and_then(|before| self.ends.get(before));
        ends.copied().unwrap_or_default()
    }

    fn word(&self, number: u32) -> &str {
        let (from, to) = (self.ends(number).0, self.ends(number + 1).0);
        let word = self.text.get(from as usize..to as usize);
        word.unwrap_or_default()
    }

    /// The entries that hold the word with this number, in order, each with the word's frequency in
    /// halves.
    pub fn entries(&self, number: u32) -> impl Iterator<Item = (u32, u32)> {
        let (from, to) = (self.ends(number).1, self.ends(number + 1).1);
        let bytes = self.bytes.get(from as usize..to as usize);
        let mut left = Unpacker::new(bytes.unwrap_or_default());
        let mut last = 0;
        std::iter::from_fn(move || {
            if left.is_empty() {
                return None;
            }
            last += left.number32();
            Some((last.saturating_sub(1), left.number32()))
        })
    }

    /// The words that a title has in it, in order, with their numbers.
    pub fn of_titles(&self) -> impl Iterator<Item = (u32, &str)> {
        let numbers = self.of_titles.iter();
        numbers.map(|&number| (number, self.word(number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_gathered_is_found() {
        let mut gathered = Gathered::default();
        for (entry, words) in [(0, "b a b"), (3, "b"), (700, "c a")] {
            words.split(' ').for_each(|word| gathered.add(word, 3));
            gathered.end_of(entry);
        }
        gathered.is_in_title("c");
        let all = gathered.finish();
        let of = |word| {
            all.find(word)
                .map(|word| all.entries(word).collect::<Vec<_>>())
        };
        assert_eq!(of("a"), Some(vec![(0, 3), (700, 3)]));
        assert_eq!(of("b"), Some(vec![(0, 6), (3, 3)]));
        assert_eq!(of("c"), Some(vec![(700, 3)]));
        assert_eq!(of("d"), None);
        assert_eq!(all.of_titles().collect::<Vec<_>>(), [(2, "c")]);
    }
}
