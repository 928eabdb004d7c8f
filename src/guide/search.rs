//! Finds entries by words: ranked over titles, other names, headings, tags and answers (BM25F), with
//! typing errors in words of titles forgiven, and signs such as `:=` and `*args` as typed.

mod postings;
mod signs;
mod words;

use foldhash::{HashMap, HashMapExt as _};
use std::sync::Arc;

use super::{Entry, Guide, Page, repair};
use postings::{Gathered, Postings};
use signs::Signs;
use words::{distance, folded, is_wide, words};

/// One entry that was found: its page and its place there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The page's place in [`Guide::pages`].
    pub page: usize,
    /// The entry's place in [`super::Page::entries`].
    pub entry: usize,
    /// How well it fits; comparable within one search only.
    pub score: f32,
}

/// How much of an answer is looked at, in bytes.
const ANSWER: usize = 4096;

/// What is known of one entry.
struct Known {
    page: u32,
    entry: u32,
    /// Where its title and other names end in [`Index::titles`]; they begin where the last one's end.
    title_end: u32,
    length: f32,
    /// Signs in the beginning of its answer, which is not kept.
    signs: Signs,
}

/// An index over one guide. It holds no texts but titles: of thousands of notes they would be most of
/// what a server takes.
pub struct Index {
    pages: Vec<Arc<Page>>,
    known: Vec<Known>,
    /// The titles and other names of all entries, folded.
    titles: String,
    /// Per word, the entries that hold it, with its weighted frequency.
    words: Postings,
    mean: f32,
}

impl Index {
    /// Reads all entries of the guide.
    pub fn new(guide: &Guide) -> Self {
        let mut known: Vec<Known> = Vec::with_capacity(guide.entry_count());
        let mut titles = String::new();
        let mut gathered = Gathered::default();
        let mut total = 0.0;
        for (page_at, page) in (0..).zip(&guide.pages) {
            let page = page.opened();
            for (entry_at, entry) in (0..).zip(page.entries.iter()) {
                let body = body(&page.text, entry);
                let names = std::iter::once(&*entry.title)
                    .chain(entry.aliases.iter().map(String::as_str))
                    .collect::<Vec<_>>()
                    .join(" \n ");
                let mut length = 0.0;
                let tags = entry.tags.join(" ");
                let section = entry.section.join(" ");
                let explains = entry.explains.join(" ");
                for (text, halves) in [
                    (&names, 10),
                    (&explains, 6),
                    (&tags, 4),
                    (&section, 3),
                    (&body, 2),
                ] {
                    for word in words(text) {
                        length += 1.0;
                        gathered.add(&word, halves);
                    }
                }
                for word in words(&names) {
                    gathered.is_in_title(&word);
                }
                gathered.end_of(u32::try_from(known.len()).unwrap_or(u32::MAX));
                total += length;
                titles.push_str(&folded(&names));
                known.push(Known {
                    page: page_at,
                    entry: entry_at,
                    title_end: u32::try_from(titles.len()).unwrap_or(u32::MAX),
                    length,
                    signs: Signs::of(&body),
                });
            }
        }
        titles.shrink_to_fit();
        Self {
            pages: guide.pages.clone(),
            titles,
            words: gathered.finish(),
            mean: (total / known.len().max(1) as f32).max(1.0),
            known,
        }
    }

    /// Title and other names of an entry, folded.
    fn title(&self, number: usize) -> &str {
        let end = |number: usize| self.known.get(number).map(|known| known.title_end as usize);
        let start = number.checked_sub(1).and_then(end).unwrap_or(0);
        let end = end(number).unwrap_or(start);
        self.titles.get(start..end).unwrap_or_default()
    }

    /// The entries that fit `query`, best first, at most `limit`.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut scores: HashMap<u32, f32> = HashMap::new();
        let wanted: Vec<String> = words(query);
        for (at, word) in wanted.iter().enumerate() {
            let mut matched = false;
            if let Some(number) = self.words.find(word) {
                self.add(number, 1.0, &mut scores);
                matched = true;
            }
            let last = at + 1 == wanted.len();
            for (near, weight) in self.near(word, last, matched) {
                self.add(near, weight, &mut scores);
            }
        }
        self.as_typed(query, &wanted, &mut scores);
        let mut hits: Vec<Hit> = scores
            .into_iter()
            .filter_map(|(number, score)| {
                let known = self.known.get(number as usize)?;
                Some(Hit {
                    page: known.page as usize,
                    entry: known.entry as usize,
                    score,
                })
            })
            .collect();
        hits.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| (a.page, a.entry).cmp(&(b.page, b.entry)))
        });
        hits.truncate(limit);
        hits
    }

    /// Adds what it is worth to hold the word with this number.
    fn add(&self, word: u32, weight: f32, scores: &mut HashMap<u32, f32>) {
        let all = self.known.len() as f32;
        let with = self.words.entries(word).count() as f32;
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        for (number, halves) in self.words.entries(word) {
            let count = halves as f32 / 2.0;
            let length = self
                .known
                .get(number as usize)
                .map_or(1.0, |known| known.length / self.mean);
            let part = count * 2.2 / (count + 1.2 * (0.4 + 0.6 * length));
            *scores.entry(number).or_default() += weight * rarity * part;
        }
    }

    /// Words of titles that `word` may stand for: those that begin with it, where it is the last
    /// and may be unfinished, and those a typing error or two away.
    fn near(&self, word: &str, last: bool, matched: bool) -> Vec<(u32, f32)> {
        let length = word.chars().count();
        let slips = match length {
            _ if matched => 0,
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        self.words
            .of_titles()
            .filter(|(_, known)| *known != word)
            .filter_map(|(number, known)| {
                let stem = known.starts_with(word) && length >= 3;
                let longer = word.starts_with(known)
                    && known.chars().count() >= 4
                    && known.len() + 3 >= word.len();
                if stem && (last || known.len() <= word.len() + 3) {
                    return Some((number, 0.6));
                }
                if longer {
                    return Some((number, 0.5));
                }
                if slips == 0 || known.chars().count().abs_diff(length) > slips {
                    return None;
                }
                let distance = distance(word, known, slips)?;
                Some((number, if distance == 1 { 0.5 } else { 0.3 }))
            })
            .collect()
    }

    /// The entries that hold all these words, in order.
    fn holding_all(&self, words: &[String]) -> Vec<u32> {
        let of = |word: &String| {
            let number = self.words.find(word);
            let entries = number
                .into_iter()
                .flat_map(|number| self.words.entries(number));
            entries.map(|(entry, _)| entry)
        };
        let (first, others) = match words {
            [first, others @ ..] => (of(first), others),
            [] => return Vec::new(),
        };
        let mut holding: Vec<u32> = first.collect();
        for word in others {
            let mut with = of(word).peekable();
            holding.retain(|entry| {
                while with.next_if(|other| other < entry).is_some() {}
                with.peek() == Some(entry)
            });
        }
        holding
    }

    /// What stands in a title or answer exactly as typed.
    fn as_typed(&self, query: &str, wanted: &[String], scores: &mut HashMap<u32, f32>) {
        let typed = folded(query.trim());
        if typed.is_empty() {
            return;
        }
        let has_signs = typed
            .chars()
            .any(|sign| !sign.is_alphanumeric() && sign != ' ' && sign != '_');
        let signs = Signs::of(&typed);
        // What stands there as typed has all words in it; scripts without spaces are cut elsewhere.
        let by_words = has_signs && !wanted.is_empty() && !typed.contains(is_wide);
        let holding = by_words.then(|| self.holding_all(wanted));
        let may_hold = |number: u32, is_found: bool| match &holding {
            Some(holding) => holding.binary_search(&number).is_ok(),
            None => wanted.is_empty() || is_found,
        };
        let mut in_answers = Vec::new();
        for (at, known) in self.known.iter().enumerate() {
            let number = u32::try_from(at).unwrap_or(u32::MAX);
            let title = self.title(at);
            if title == typed {
                *scores.entry(number).or_default() += 12.0;
            } else if stands_in(title, &typed) {
                *scores.entry(number).or_default() += 6.0;
            } else if has_signs
                && signs.may_stand_in(known.signs)
                && may_hold(number, scores.contains_key(&number))
            {
                in_answers.push((number, known));
            }
        }
        for of_page in in_answers.chunk_by(|(_, one), (_, other)| one.page == other.page) {
            let page = of_page.first().map(|(_, known)| known.page as usize);
            let Some(page) = page.and_then(|page| self.pages.get(page)) else {
                continue;
            };
            let page = page.opened();
            let text = page.text_once();
            for (number, known) in of_page {
                let entry = page.entries.get(known.entry as usize);
                if entry.is_some_and(|entry| stands_in(&body(&text, entry), &typed)) {
                    *scores.entry(*number).or_default() += 2.0;
                }
            }
        }
    }
}

/// The beginning of what `entry`, which stands in `text`, answers; lower case.
fn body(text: &str, entry: &Entry) -> String {
    let span = entry.answer.unwrap_or(entry.extent);
    let mut end = span.end().min(span.start() + ANSWER);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    repair(text.get(span.start()..end).unwrap_or("")).to_lowercase()
}

/// Whether `part` stands in `text` with nothing of its own kind beside it: `==` not in `===`, `is`
/// not in `list`.
fn stands_in(text: &str, part: &str) -> bool {
    let (Some(first), Some(last)) = (part.chars().next(), part.chars().last()) else {
        return false;
    };
    text.match_indices(part).take(64).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + part.len()..].chars().next();
        !joins(before, first) && !joins(after, last)
    })
}

/// Whether a neighbour makes one token with a sign.
fn joins(neighbour: Option<char>, sign: char) -> bool {
    let Some(neighbour) = neighbour else {
        return false;
    };
    let wide = is_wide(sign) || is_wide(neighbour);
    let word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let operator = |sign: char| "=:!<>+-*/%&|^~@".contains(sign);
    !wide && ((word(sign) && word(neighbour)) || (operator(sign) && operator(neighbour)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::guide::Page;

    const NOTES: &str = "\
## What is the walrus operator `:=`?\n\nIt names a value.\n\n\
## What do `*args` and `**kwargs` collect?\n\nArguments; see `==`.\n\n\
## Why `__slots__`?\n\nLess memory.\n\n\
## How do `is` and `==` differ?\n\nIdentity.\n\n\
## What is a decorator?\n\nA function around another.\n\n\
## Что такое замыкание?\n\nФункция с окружением.\n\n\
## 什么是生成器？\n\n惰性迭代。\n\n\
## ¿Qué es una función anónima?\n\nUna `lambda`.\n";

    fn first(query: &str) -> String {
        let guide = Guide::layered([vec![Arc::new(Page::read("n.md", NOTES))]]);
        let index = Index::new(&guide);
        index
            .search(query, 3)
            .first()
            .map(|hit| guide.pages[hit.page].entries[hit.entry].title.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn signs_are_found_as_typed() {
        assert_eq!(first(":="), "What is the walrus operator :=?");
        assert_eq!(first("*args"), "What do *args and **kwargs collect?");
        assert_eq!(first("__slots__"), "Why __slots__?");
        assert_eq!(first("slots"), "Why __slots__?");
        assert_eq!(first("=="), "How do is and == differ?");
    }

    #[test]
    fn what_stands_in_an_answer_as_typed_counts_though_the_note_was_put_away() {
        let note = |name: &str, answer: &str| {
            let page = Page::read(name, &format!("## Why so?\n\n{answer}\n"));
            Arc::new(page.put_away())
        };
        // The same words as often, and only in one of them as they are typed.
        let pages = vec![
            note("a.md", "The b of a, a.b, is it."),
            note("b.md", "The a of b, b.a, is it."),
        ];
        let index = Index::new(&Guide::layered([pages]));
        let order = |query: &str| -> Vec<usize> {
            let hits = index.search(query, 5);
            hits.iter().map(|hit| hit.page).collect()
        };
        assert_eq!(order("a.b"), [0, 1]);
        assert_eq!(order("b.a"), [1, 0]);
        assert_eq!(order("_b.a_"), order("b"));
    }

    #[test]
    fn typing_errors_in_titles_are_forgiven() {
        for query in ["decorater", "decroator", "decorators", "decor"] {
            assert_eq!(first(query), "What is a decorator?", "{query}");
        }
        assert_eq!(first("warlus opertor"), "What is the walrus operator :=?");
        assert_eq!(first("zzzzzz"), "");
    }

    #[test]
    fn other_scripts_and_accents() {
        assert_eq!(first("замыкания"), "Что такое замыкание?");
        assert_eq!(first("生成器"), "什么是生成器？");
        assert_eq!(first("funcion anonima"), "¿Qué es una función anónima?");
    }
}
