//! Containers that Markdown dialects have and CommonMark has not: what they are called and how
//! their first lines read.

use std::ops::Range;

/// How a container is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Form {
    /// `<details>`
    Details,
    /// `<summary>`, inside the former.
    Summary,
    /// `???`, `!!!` and `===` of Material for MkDocs, content indented by four.
    Admonition,
    /// `<Accordion title="…">` of MDX.
    Component,
    /// `:::note`, `:::{exercise}` or a fence with a name in braces.
    Directive,
    /// `: text` below the term that it defines, content indented.
    Definition,
}

/// One container of a document.
#[derive(Clone, Debug)]
pub(super) struct Container {
    /// How it is written.
    pub form: Form,
    /// `success`, `Accordion`, `exercise`, lower case.
    pub name: String,
    /// What stands in its first line as its title, in Markdown; empty where there is none.
    pub title: String,
    /// The label by which others refer to it, or to which it refers.
    pub label: String,
    /// The first line, from its first to its last character.
    pub opener: Range<usize>,
    /// The byte after its end.
    pub end: usize,
    /// Whether its end was found.
    pub closed: bool,
}

/// The first line of a container, as read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opener {
    pub form: Form,
    pub name: String,
    pub title: String,
    pub label: String,
}

/// `??? type "Title"`, `???+`, `!!!` and `=== "Tab"`.
pub(super) fn admonition(body: &str) -> Option<Opener> {
    let rest = body
        .strip_prefix("???+")
        .or_else(|| body.strip_prefix("???"))
        .or_else(|| body.strip_prefix("!!!"))
        .or_else(|| body.strip_prefix("==="))?;
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let rest = rest.trim();
    let (words, title) = match rest.find('"') {
        Some(at) => {
            let title = rest[at + 1..].strip_suffix('"')?;
            (rest[..at].trim(), title.replace("\\\"", "\""))
        }
        None => (rest, String::new()),
    };
    let named = words
        .chars()
        .all(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_' | '+' | '!'));
    if !named || words.split_whitespace().count() > 4 || (words.is_empty() && title.is_empty()) {
        return None;
    }
    if body.starts_with("===") && title.is_empty() {
        return None;
    }
    let name = words.split_whitespace().next().unwrap_or("tab");
    Some(Opener {
        form: Form::Admonition,
        name: name.to_lowercase(),
        title,
        label: String::new(),
    })
}

/// `:::name Title`, `:::name[Title]{#id}`, `::: {name} Title`, `:::{name} Title`, without its colons.
pub(super) fn directive(rest: &str) -> Option<Opener> {
    let rest = rest.trim();
    let (name, tail) = if let Some(inner) = rest.strip_prefix('{') {
        let (inside, tail) = inner.split_once('}')?;
        (inside.trim().trim_start_matches('.'), tail)
    } else {
        let end = rest
            .find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '-' | '_' | ':')))
            .unwrap_or(rest.len());
        rest.split_at(end)
    };
    let name = name.split_whitespace().next()?;
    let mut tail = tail.trim();
    let mut label = String::new();
    if let Some((head, id)) = tail.rsplit_once('{')
        && let Some(id) = id.strip_suffix('}')
    {
        label = id.trim().trim_start_matches('#').to_owned();
        tail = head.trim();
    }
    if let Some(inner) = tail.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        tail = inner;
    }
    Some(Opener {
        form: Form::Directive,
        name: name.to_lowercase(),
        title: tail.to_owned(),
        label,
    })
}

/// A tag at the beginning of `text`: its name, whether it closes, its attributes and its length.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlTag<'t> {
    pub name: &'t str,
    pub closes: bool,
    pub void: bool,
    pub attributes: &'t str,
    pub length: usize,
}

/// The longest tag that is looked at, so that `<` without `>` costs nothing.
const LONGEST_TAG: usize = 2000;

/// Reads the tag that `text` begins with; quotes may hold `>`.
pub(super) fn tag(text: &str) -> Option<HtmlTag<'_>> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'<') {
        return None;
    }
    let closes = bytes.get(1) == Some(&b'/');
    let begin = 1 + usize::from(closes);
    let mut at = begin;
    while matches!(bytes.get(at), Some(byte) if byte.is_ascii_alphanumeric() || *byte == b'.') {
        at += 1;
    }
    if at == begin || !bytes[begin].is_ascii_alphabetic() {
        return None;
    }
    let name_end = at;
    if !matches!(
        bytes.get(at),
        Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r')
    ) {
        return None;
    }
    let mut quote = None;
    let mut braces = 0usize;
    while at < bytes.len().min(LONGEST_TAG) {
        match (bytes[at], quote) {
            (byte, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quote = Some(bytes[at]),
            (b'{', None) => braces += 1,
            (b'}', None) => braces = braces.saturating_sub(1),
            (b'>', None) if braces == 0 => {
                let inside = text.get(name_end..at)?;
                let void = inside.ends_with('/');
                return Some(HtmlTag {
                    name: text.get(begin..name_end)?,
                    closes,
                    void,
                    attributes: inside.trim_end_matches('/').trim(),
                    length: at + 1,
                });
            }
            (b'<', None) => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The value of the first of `names` among a tag's attributes: `title="…"`, `title={'…'}`.
pub(super) fn attribute(attributes: &str, names: &[&str]) -> Option<String> {
    for name in names {
        let mut from = 0;
        while let Some(found) = attributes[from..].find(name) {
            let at = from + found;
            from = at + name.len();
            let alone =
                attributes[..at].is_empty() || attributes[..at].ends_with(char::is_whitespace);
            let Some(value) = attributes[from..].trim_start().strip_prefix('=') else {
                continue;
            };
            if !alone {
                continue;
            }
            let value = value.trim_start().trim_start_matches('{').trim_start();
            let quote = value.chars().next()?;
            if !matches!(quote, '"' | '\'' | '`') {
                continue;
            }
            let inner = &value[1..];
            let end = inner.find(quote)?;
            return Some(unescape(&inner[..end]));
        }
    }
    None
}

/// The five entities that attributes need.
fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    value
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admonitions_have_a_type_and_perhaps_a_title() {
        let opener = admonition(r#"???+ question "What is `x`?""#).unwrap();
        assert_eq!(
            (opener.name.as_str(), opener.title.as_str()),
            ("question", "What is `x`?")
        );
        assert_eq!(admonition("!!! tip").unwrap().title, "");
        assert_eq!(admonition("=== \"Tab\"").unwrap().name, "tab");
        assert_eq!(admonition("===="), None);
        assert_eq!(admonition("??? what is this, then"), None);
        assert_eq!(admonition("!!!"), None);
    }

    #[test]
    fn directives_are_written_in_several_ways() {
        for (line, name, title, label) in [
            ("note Watch out", "note", "Watch out", ""),
            ("tip[My title]{#here}", "tip", "My title", "here"),
            ("{exercise} Reverse", "exercise", "Reverse", ""),
            (" details Why?", "details", "Why?", ""),
            ("{.callout-note}", "callout-note", "", ""),
        ] {
            let opener = directive(line).unwrap();
            assert_eq!(
                (
                    opener.name.as_str(),
                    opener.title.as_str(),
                    opener.label.as_str()
                ),
                (name, title, label)
            );
        }
    }

    #[test]
    fn tags_keep_what_is_quoted() {
        let found = tag(r#"<Accordion title="a > b" icon={x}> rest"#).unwrap();
        assert_eq!(found.name, "Accordion");
        assert_eq!(attribute(found.attributes, &["title"]).unwrap(), "a > b");
        assert_eq!(tag("<details>").unwrap().length, 9);
        assert!(tag("</details >").unwrap().closes);
        assert_eq!(tag("<1>"), None);
        assert_eq!(tag("a < b"), None);
        assert_eq!(
            attribute("subtitle=\"no\" title='it&apos;s'", &["title"]).unwrap(),
            "it's"
        );
    }
}
