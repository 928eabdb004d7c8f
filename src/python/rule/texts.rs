//! Conditions on how a node is written.

/// Conditions on the text of a node. Empty ones hold.
#[derive(Clone, Debug, Default)]
pub(in crate::python) struct Texts {
    pub is: Vec<String>,
    pub has: Vec<String>,
    pub lacks: Vec<String>,
    pub starts: Vec<String>,
    pub prefix: Vec<String>,
}

impl Texts {
    /// Whether there is anything to look at.
    pub fn is_empty(&self) -> bool {
        self.is.is_empty()
            && self.has.is_empty()
            && self.lacks.is_empty()
            && self.starts.is_empty()
            && self.prefix.is_empty()
    }

    /// The fewest bytes that a text can have for which they hold.
    pub fn shortest(&self) -> usize {
        let all = [&self.is, &self.has, &self.starts, &self.prefix];
        let least = |texts: &Vec<String>| texts.iter().map(String::len).min();
        all.into_iter().filter_map(least).max().unwrap_or(0)
    }

    /// The ASCII characters that a text can begin with for which they hold, as bits; all where others
    /// may stand there, too.
    pub fn firsts(&self) -> u128 {
        let bits = |bytes: &mut dyn Iterator<Item = Option<u8>>| {
            bytes.fold(0, |all, byte| match byte {
                Some(byte) if byte.is_ascii() => all | 1 << byte,
                _ => u128::MAX,
            })
        };
        let firsts = |texts: &[String]| {
            let mut firsts = texts.iter().map(|text| text.bytes().next());
            bits(&mut firsts)
        };
        if !self.is.is_empty() {
            firsts(&self.is)
        } else if !self.starts.is_empty() {
            firsts(&self.starts)
        } else if !self.prefix.is_empty() && !self.prefix.iter().any(String::is_empty) {
            bits(&mut (b'a'..=b'z').chain(b'A'..=b'Z').map(Some))
        } else {
            u128::MAX
        }
    }

    /// How much of the node's text they look at, in bytes.
    pub fn reach(&self) -> usize {
        if self.is.is_empty() && self.has.is_empty() && self.lacks.is_empty() {
            let longest = self.starts.iter().map(String::len).max().unwrap_or(0);
            longest.max(LONGEST_PREFIX)
        } else {
            usize::MAX
        }
    }

    /// Whether `text` meets them.
    pub fn hold(&self, text: &[u8]) -> bool {
        let any = |wanted: &[String], holds: &dyn Fn(&[u8]) -> bool| {
            wanted.is_empty() || wanted.iter().any(|one| holds(one.as_bytes()))
        };
        let holds = |one: &[u8]| text.windows(one.len()).any(|window| window == one);
        any(&self.is, &|one| text == one)
            && any(&self.has, &holds)
            && !self.lacks.iter().any(|one| holds(one.as_bytes()))
            && any(&self.starts, &|one| text.starts_with(one))
            && any(&self.prefix, &|one| {
                one.iter()
                    .all(|letter| string_prefix(text).any(|found| found == *letter))
            })
    }
}

/// No string literal has more letters before its quotes, and a quote.
const LONGEST_PREFIX: usize = 4;

/// The letters before the quotes of a string literal, in lower case.
pub(in crate::python) fn string_prefix(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
}
