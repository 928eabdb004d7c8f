//! How large a query's patterns are, before tree-sitter analyses them: that takes time by a high
//! power of what may follow what, and cannot be stopped. Eighty optional children in a row take
//! seconds, five hundred take minutes.

/// How many nodes one pattern may name.
const MOST_NODES: usize = 200;
/// How many all of them may name.
const MOST_NODES_OF_ALL: usize = 1000;
/// How many of them for each that may be missing or come again: a pattern's nodes times its
/// quantifiers.
const MOST_WAYS: usize = 400;
/// The same for all patterns of a query together.
const MOST_WAYS_OF_ALL: usize = 1600;

/// What is counted of one pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shape {
    /// Where it begins.
    at: usize,
    /// Nodes and tokens that it names.
    nodes: usize,
    /// `?`, `*` and `+` after them.
    quantifiers: usize,
}

/// What is too large about `query`, and at which byte of it.
pub(super) fn check(query: &str) -> Result<(), (String, usize)> {
    let (mut all_nodes, mut all_ways) = (0, 0);
    for shape in shapes(query) {
        let ways = shape.nodes * shape.quantifiers;
        all_nodes += shape.nodes;
        all_ways += ways;
        let is_large = shape.nodes > MOST_NODES || ways > MOST_WAYS;
        if is_large || all_nodes > MOST_NODES_OF_ALL || all_ways > MOST_WAYS_OF_ALL {
            let message = format!(
                "the query is too large: {} nodes, {} quantifiers; take it apart",
                shape.nodes, shape.quantifiers
            );
            return Err((message, shape.at));
        }
    }
    Ok(())
}

/// The patterns of `query`, as far as brackets tell; a broken query is for tree-sitter to refuse.
fn shapes(query: &str) -> Vec<Shape> {
    let bytes = query.as_bytes();
    let mut found: Vec<Shape> = Vec::new();
    let mut depth = 0_usize;
    // How deep a predicate stands: what is in it is no node.
    let mut predicate = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let begins = matches!(byte, b'(' | b'[' | b'"');
        if begins && depth == 0 {
            found.push(Shape {
                at,
                ..Shape::default()
            });
        }
        let mut ignored = Shape::default();
        let shape = match predicate {
            None => found.last_mut().unwrap_or(&mut ignored),
            Some(_) => &mut ignored,
        };
        match byte {
            b';' => at = past(bytes, at, b'\n'),
            b'"' => {
                shape.nodes += 1;
                at = past(bytes, at, b'"');
            }
            b'(' | b'[' => {
                depth += 1;
                if byte == b'(' && next_word(bytes, at + 1) == Some(b'#') {
                    predicate.get_or_insert(depth);
                } else {
                    shape.nodes += usize::from(byte == b'(');
                }
            }
            b')' | b']' => {
                if predicate == Some(depth) {
                    predicate = None;
                }
                depth = depth.saturating_sub(1);
            }
            b'?' | b'*' | b'+' => shape.quantifiers += 1,
            b'_' if !in_name(bytes, at) => shape.nodes += 1,
            _ => {}
        }
        at += 1;
    }
    found
}

/// The last byte of the string or comment that begins at `start`.
pub(super) fn past(bytes: &[u8], start: usize, end: u8) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if end == b'"' => at += 1,
            b'\n' => return at,
            byte if byte == end => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The first byte from `at` on that is no blank.
fn next_word(bytes: &[u8], at: usize) -> Option<u8> {
    let rest = bytes.get(at..)?;
    rest.iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace())
}

/// Whether the underscore at `at` is a part of a name, or stands for a node that was counted.
fn in_name(bytes: &[u8], at: usize) -> bool {
    let of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.@(".contains(byte);
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    before.is_some_and(of_name) || bytes.get(at + 1).is_some_and(of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_is_counted_by_itself() {
        let query = r#"; (a)* of old
            ((call function: (identifier) @focus) @extent (#match? @focus "^(g*|h+)?$"))
            [(if_statement) "lambda" _]? @focus"#;
        let counted: Vec<_> = shapes(query)
            .iter()
            .map(|shape| (shape.nodes, shape.quantifiers))
            .collect();
        assert_eq!(counted, [(3, 0), (3, 1)]);
        assert_eq!(check(query), Ok(()));
    }

    #[test]
    fn what_would_take_seconds_to_analyse_is_refused_where_it_begins() {
        for slow in [
            "(_)? ".repeat(80),
            "[(call) (_)]* ".repeat(32),
            "(_) ".repeat(1000),
        ] {
            let query = format!("(identifier) @focus\n(argument_list {slow})");
            let (message, at) = check(&query).unwrap_err();
            assert!(message.contains("too large"), "{message}");
            assert_eq!(at, 20);
        }
        let many = "(argument_list (_)? (_)? (_)? (_)? (_)? (_)? (_)?)\n".repeat(60);
        assert!(check(&many).is_err());
    }

    #[test]
    fn broken_queries_are_only_counted() {
        for broken in ["", ")", "(", "\"", "(((", "]]?*+", "(#", ";", "_", "\"\\"] {
            assert_eq!(check(broken), Ok(()), "{broken}");
        }
    }
}
