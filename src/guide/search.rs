//! Finds entries by words: ranked over titles, other names, headings, tags and answers (BM25F), with
//! typing errors in words of titles forgiven, and signs such as `:=` and `*args` as typed.

use foldhash::{HashMap, HashMapExt as _};

use super::{Guide, repair};

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
    page: usize,
    entry: usize,
    /// Title and other names, folded.
    title: String,
    /// The beginning of the answer, lower case, for signs.
    body: String,
    length: f32,
}

/// An index over one guide.
pub struct Index {
    known: Vec<Known>,
    /// Per word, the entries that hold it, with its weighted frequency.
    words: HashMap<String, Vec<(u32, f32)>>,
    /// The words of titles, for typing errors.
    titles: Vec<String>,
    mean: f32,
}

impl Index {
    /// Reads all entries of the guide.
    pub fn new(guide: &Guide) -> Self {
        let mut index = Self {
            known: Vec::new(),
            words: HashMap::new(),
            titles: Vec::new(),
            mean: 1.0,
        };
        let mut total = 0.0;
        for (page_at, page) in guide.pages.iter().enumerate() {
            for (entry_at, entry) in page.entries.iter().enumerate() {
                let span = entry.answer.unwrap_or(entry.extent);
                let mut end = span.end().min(span.start() + ANSWER);
                while !page.text.is_char_boundary(end) {
                    end -= 1;
                }
                let body = repair(page.text.get(span.start()..end).unwrap_or("")).to_lowercase();
                let names = std::iter::once(entry.title.as_str())
                    .chain(entry.aliases.iter().map(String::as_str))
                    .collect::<Vec<_>>()
                    .join(" \n ");
                let number = u32::try_from(index.known.len()).unwrap_or(u32::MAX);
                let mut counts: HashMap<String, f32> = HashMap::new();
                let mut length = 0.0;
                let tags = entry.tags.join(" ");
                let section = entry.section.join(" ");
                let explains = entry.explains.join(" ");
                for (text, weight) in [
                    (&names, 5.0),
                    (&explains, 3.0),
                    (&tags, 2.0),
                    (&section, 1.5),
                    (&body, 1.0),
                ] {
                    for word in words(text) {
                        length += 1.0;
                        *counts.entry(word).or_default() += weight;
                    }
                }
                for word in words(&names) {
                    index.titles.push(word);
                }
                for (word, count) in counts {
                    index.words.entry(word).or_default().push((number, count));
                }
                total += length;
                index.known.push(Known {
                    page: page_at,
                    entry: entry_at,
                    title: folded(&names),
                    body,
                    length,
                });
            }
        }
        index.titles.sort_unstable();
        index.titles.dedup();
        index.mean = (total / index.known.len().max(1) as f32).max(1.0);
        index
    }

    /// The entries that fit `query`, best first, at most `limit`.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut scores: HashMap<u32, f32> = HashMap::new();
        let wanted: Vec<String> = words(query);
        for (at, word) in wanted.iter().enumerate() {
            let mut matched = false;
            if let Some(entries) = self.words.get(word) {
                self.add(entries, 1.0, &mut scores);
                matched = true;
            }
            let last = at + 1 == wanted.len();
            for (near, weight) in self.near(word, last, matched) {
                if let Some(entries) = self.words.get(near) {
                    self.add(entries, weight, &mut scores);
                }
            }
        }
        self.as_typed(query, wanted.is_empty(), &mut scores);
        let mut hits: Vec<Hit> = scores
            .into_iter()
            .filter_map(|(number, score)| {
                let known = self.known.get(number as usize)?;
                Some(Hit {
                    page: known.page,
                    entry: known.entry,
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

    fn add(&self, entries: &[(u32, f32)], weight: f32, scores: &mut HashMap<u32, f32>) {
        let all = self.known.len() as f32;
        let with = entries.len() as f32;
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        for &(number, count) in entries {
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
    fn near<'i>(&'i self, word: &str, last: bool, matched: bool) -> Vec<(&'i str, f32)> {
        let length = word.chars().count();
        let slips = match length {
            _ if matched => 0,
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        self.titles
            .iter()
            .filter(|known| known.as_str() != word)
            .filter_map(|known| {
                let stem = known.starts_with(word) && length >= 3;
                let longer = word.starts_with(known.as_str())
                    && known.chars().count() >= 4
                    && known.len() + 3 >= word.len();
                if stem && (last || known.len() <= word.len() + 3) {
                    return Some((known.as_str(), 0.6));
                }
                if longer {
                    return Some((known.as_str(), 0.5));
                }
                if slips == 0 || known.chars().count().abs_diff(length) > slips {
                    return None;
                }
                let distance = distance(word, known, slips)?;
                Some((known.as_str(), if distance == 1 { 0.5 } else { 0.3 }))
            })
            .collect()
    }

    /// What stands in a title or answer exactly as typed.
    fn as_typed(&self, query: &str, signs_only: bool, scores: &mut HashMap<u32, f32>) {
        let typed = folded(query.trim());
        if typed.is_empty() {
            return;
        }
        let has_signs = typed
            .chars()
            .any(|sign| !sign.is_alphanumeric() && sign != ' ' && sign != '_');
        for (number, known) in self.known.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if known.title == typed {
                *scores.entry(number).or_default() += 12.0;
            } else if stands_in(&known.title, &typed) {
                *scores.entry(number).or_default() += 6.0;
            } else if has_signs
                && (signs_only || scores.contains_key(&number))
                && stands_in(&known.body, &typed)
            {
                *scores.entry(number).or_default() += 2.0;
            }
        }
    }
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

/// Lower case, without accents.
fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect()
}

/// The letter under an accent.
fn plain(sign: char) -> char {
    match sign {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ì'..='ï' | 'ī' | 'ị' | 'ỉ' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ọ'..='ợ' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ụ'..='ự' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        'ł' => 'l',
        'đ' | 'ď' => 'd',
        'ř' => 'r',
        'ť' => 't',
        'ё' => 'е',
        _ => sign,
    }
}

/// Whether a sign is of a script that sets no spaces between words.
fn is_wide(sign: char) -> bool {
    matches!(u32::from(sign), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// The words of a text: letters, digits and `_`; of scripts without spaces every pair of signs.
fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let mut out = Vec::new();
    for run in folded.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')) {
        if run.is_empty() {
            continue;
        }
        let mut narrow = String::new();
        let mut before: Option<char> = None;
        for sign in run.chars() {
            if is_wide(sign) {
                if !narrow.is_empty() {
                    out.push(std::mem::take(&mut narrow));
                }
                if let Some(before) = before {
                    out.push([before, sign].iter().collect());
                } else {
                    out.push(sign.to_string());
                }
                before = Some(sign);
            } else {
                before = None;
                narrow.push(sign);
            }
        }
        let inner = narrow.trim_matches('_');
        if !inner.is_empty() && inner.len() < narrow.len() {
            out.push(inner.to_owned());
        }
        if !narrow.is_empty() {
            out.push(narrow);
        }
    }
    out
}

/// How many typing errors lie between two words, a swap of neighbours being one, if at most `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1; b.len() + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (row[j] + usize::from(x != y))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|&count| count <= most)
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
            .map(|hit| guide.pages[hit.page].entries[hit.entry].title.clone())
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
