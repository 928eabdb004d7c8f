//! Patterns in the conditions of queries (`#match?`), before tree-sitter compiles them: it sets no
//! limit, and a pattern of some ten bytes can come to megabytes and as many steps for each letter.

use regex::bytes::RegexBuilder;

/// The largest pattern, compiled, in bytes: some words with classes of letters and small counts.
const LARGEST: usize = 1 << 18;
/// How many conditions by a pattern there may be.
const MOST: usize = 32;

/// What is wrong with the patterns of `query`, and at which byte of it.
pub(super) fn check(query: &str) -> Result<(), (String, usize)> {
    // Any of `#match?`, `#not-match?`, `#any-match?` and `#any-not-match?`.
    if let Some((at, _)) = query.match_indices("match?").nth(MOST) {
        let message = format!("the query has more than {MOST} conditions by a pattern");
        return Err((message, at));
    }
    for (at, text) in strings(query) {
        // Whether it is a pattern at all, and a right one, is for tree-sitter to say.
        let built = RegexBuilder::new(&text).size_limit(LARGEST).build();
        if let Err(regex::Error::CompiledTooBig(_)) = built {
            let message = "a pattern of the query is too large when it is spelled out";
            return Err((message.to_owned(), at));
        }
    }
    Ok(())
}

/// The strings of `query` and where they begin, read as tree-sitter reads them.
fn strings(query: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = query.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            ';' => drop(rest.by_ref().find(|(_, c)| *c == '\n')),
            '"' => {
                let mut text = String::new();
                while let Some((_, c)) = rest.next() {
                    match c {
                        '"' | '\n' => break,
                        '\\' => text.extend(rest.next().map(|(_, c)| match c {
                            'n' => '\n',
                            'r' => '\r',
                            't' => '\t',
                            '0' => '\0',
                            c => c,
                        })),
                        c => text.push(c),
                    }
                }
                found.push((at, text));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_people_are_small_enough() {
        for pattern in [
            "^route_",
            r"^(get|post)_\\w+$",
            r"\\b[A-Z][A-Za-z]{2,30}Error\\b",
            r"^\\p{Lu}\\w*$",
        ] {
            let query = format!("((identifier) @focus (#match? @focus \"{pattern}\"))");
            assert_eq!(check(&query), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_explodes_is_refused_at_its_place() {
        let query = r#"((identifier) @a ; "x{9999}{999}"
            (#match? @a "(?:\\w{200}){200}"))"#;
        let (message, at) = check(query).unwrap_err();
        assert!(message.contains("too large"), "{message}");
        assert_eq!(query.as_bytes()[at], b'"');
        assert!(at > 40, "{at}");
        let many = "(#match? @a \"x\")".repeat(MOST + 1);
        assert!(check(&many).is_err());
    }
}
