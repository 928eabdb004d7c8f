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
