//! Hugo's shortcodes that fold text away below a title: `{{< details "What is it?" >}}`,
//! `{{% expand title="…" %}}`, each up to the one that closes it.

use foldhash::HashMap;

use super::super::container::{self, Form, Opener};
use super::super::lines::RawLine;
use super::{Scanner, What};

/// What marks them in [`Open::sign`](super::Open::sign).
const SIGN: u8 = b'{';

/// The longest shortcode that is looked at, in bytes.
const LONGEST: usize = 600;

/// One shortcode of a line.
struct Shortcode<'t> {
    name: &'t str,
    closes: bool,
    title: String,
    length: usize,
}

/// Where the last closing shortcode of each name stands.
pub(super) fn ends(text: &str) -> HashMap<&str, usize> {
    let begins = text.match_indices("{{").map(|(at, _)| at);
    let read = begins.filter_map(|at| read(text.get(at..)?).map(|found| (at, found)));
    read.filter(|(_, found)| found.closes)
        .map(|(at, found)| (found.name, at))
        .collect()
}

/// The shortcode that a text begins with.
fn read(text: &str) -> Option<Shortcode<'_>> {
    let inner = text.strip_prefix("{{")?;
    let end = match inner.bytes().next()? {
        b'<' => ">}}",
        b'%' => "%}}",
        _ => return None,
    };
    // So much of the text and no more, so that signs that nothing closes cost little.
    let near = (0..4).find_map(|less| inner.get(..LONGEST - less));
    let line = near.unwrap_or(inner).lines().next()?;
    let stop = line.find(end)?;
    let body = line.get(1..stop)?.trim();
    let (body, closes) = match body.strip_prefix('/') {
        Some(rest) => (rest.trim_start(), true),
        None => (body, false),
    };
    let length = body
        .find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '-' | '_' | '/')))
        .unwrap_or(body.len());
    let (name, said) = body.split_at(length);
    (!name.is_empty()).then(|| Shortcode {
        name,
        closes,
        title: title(said.trim()),
        length: "{{".len() + stop + end.len(),
    })
}

/// The title among what a shortcode is given: by name, or the first of it in quotes.
fn title(said: &str) -> String {
    let names = ["title", "summary", "header", "heading", "question", "label"];
    if let Some(title) = container::attribute(said, &names) {
        return title;
    }
    let quote = said.chars().next().filter(|sign| matches!(sign, '"' | '`'));
    let Some(inner) = quote.and_then(|quote| said.strip_prefix(quote)) else {
        return String::new();
    };
    let escaped = |at: usize| inner[..at].ends_with('\\');
    let mut ends = inner.match_indices(|sign| Some(sign) == quote);
    let end = ends.find(|(at, _)| !escaped(*at));
    end.map_or_else(String::new, |(at, _)| inner[..at].replace("\\\"", "\""))
}

impl Scanner<'_> {
    /// Reads the shortcodes of a line that open or close a container; whether there are any.
    pub(super) fn shortcodes(&mut self, line: RawLine) -> bool {
        let text = self.text;
        let mut at = line.first;
        let mut from = line.first;
        let mut any = false;
        while let Some(found) = text.get(from..line.end).and_then(|rest| rest.find("{{")) {
            let begin = from + found;
            from = begin + "{{".len();
            let Some(found) = text.get(begin..line.end).and_then(read) else {
                continue;
            };
            let open = self.stack.iter().rposition(|open| {
                open.sign == SIGN && self.out.containers[open.id].name == found.name
            });
            if let Some(open) = open.filter(|_| found.closes) {
                self.part(at, begin, line.indent);
                while self.stack.len() > open + 1 {
                    self.close(begin, false);
                }
                self.close(begin + found.length, true);
            } else if begin == line.first
                && !found.closes
                && !found.title.is_empty()
                && self
                    .code_ends
                    .get(found.name)
                    .is_some_and(|&end| end > begin)
            {
                let opener = Opener {
                    form: Form::Directive,
                    name: found.name.to_owned(),
                    title: found.title,
                    label: String::new(),
                };
                let whole = begin..(begin + found.length);
                self.open(line, begin..begin, whole, opener, (SIGN, 0));
            } else {
                continue;
            }
            any = true;
            from = begin + found.length;
            at = from;
        }
        if any {
            self.part(at, line.end, line.indent);
        }
        any
    }

    fn part(&mut self, from: usize, to: usize, indent: usize) {
        if self
            .text
            .get(from..to)
            .is_some_and(|part| !part.trim().is_empty())
        {
            self.push(What::Part(from..to, indent));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_given_by_place_or_by_name() {
        for (code, name, title) in [
            (
                r#"{{< details "What is `x`?" >}}"#,
                "details",
                "What is `x`?",
            ),
            (
                r#"{{% expand "Say \"x\"?" %}} more"#,
                "expand",
                "Say \"x\"?",
            ),
            (r#"{{%expand title="Why?" open="true"%}}"#, "expand", "Why?"),
            ("{{< figure src=\"x.png\" >}}", "figure", ""),
        ] {
            let found = read(code).unwrap();
            assert_eq!(
                (found.name, &*found.title, found.closes),
                (name, title, false)
            );
        }
        assert!(read("{{% /expand%}}").unwrap().closes);
        for none in ["{{ x }}", "{{< details", "{{< >}}", "{{"] {
            assert!(read(none).is_none(), "{none}");
        }
    }
}
