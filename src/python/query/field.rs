//! The fields that a query names, before tree-sitter compiles it: where it comes upon one that the
//! grammar does not have, it loses some memory each time, and people try until a query is right.

use super::shape::past;
use crate::python::grammar;

/// The first field of `query` that the grammar does not have, and at which byte it stands.
pub(super) fn check(query: &str) -> Result<(), (String, usize)> {
    let unknown = fields(query).find(|(name, _)| grammar::field(name).is_none());
    match unknown {
        Some((name, at)) => {
            let name: String = name.chars().take(40).collect();
            let message = format!("the query is broken: Python's grammar has no field `{name}`");
            Err((message, at))
        }
        None => Ok(()),
    }
}

/// The names before a colon, and where they begin. Strings and comments are passed over.
fn fields(query: &str) -> impl Iterator<Item = (&str, usize)> {
    let bytes = query.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b';' => at = past(bytes, at, b'\n') + 1,
                b'"' => at = past(bytes, at, b'"') + 1,
                byte if of_name(byte) => {
                    let start = at;
                    let rest = &bytes[start..];
                    let length = rest.iter().position(|&byte| !of_name(byte));
                    at = start + length.unwrap_or(rest.len());
                    let behind = bytes[at..].trim_ascii_start();
                    let name = query.get(start..at);
                    if let Some(name) = name.filter(|_| behind.starts_with(b":")) {
                        return Some((name, start));
                    }
                }
                _ => at += 1,
            }
        }
        None
    })
}

/// Whether tree-sitter takes `byte` for a part of a name: letters of any language are.
fn of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte) || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_the_names_before_colons() {
        let query = r#"; a: of old
            (call function : (identifier) @focus (#match? @focus "b: c")) body:(_)"#;
        let names: Vec<_> = fields(query).map(|(name, _)| name).collect();
        assert_eq!(names, ["function", "body"]);
        assert_eq!(check(query), Ok(()));
    }

    #[test]
    fn a_field_that_is_none_is_told_where_it_stands() {
        for (query, wanted) in [
            ("(call functien: (identifier) @focus)", 6),
            ("(call\n  é:(_) @focus)", 8),
            ("x:", 0),
        ] {
            let (message, at) = check(query).unwrap_err();
            assert!(message.contains("has no field"), "{message}");
            assert_eq!(at, wanted, "{query}");
        }
        assert_eq!(check(": \": a:"), Ok(()));
    }
}
