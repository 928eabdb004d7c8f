//! The functions and classes of a file, for what is said about each as a whole.

use tree_sitter::Node;

use super::Syntax;
use crate::text::Span;

/// A function or class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// All of it, from its first decorator on.
    pub extent: Span,
    /// Its name.
    pub name: Span,
}

/// The functions and classes that are statements, in document order; those in lambdas and other
/// expressions do not exist in Python.
pub fn definitions(syntax: &Syntax) -> Vec<Definition> {
    let mut found = Vec::new();
    let Some(tree) = syntax.tree() else {
        return found;
    };
    let mut waiting = vec![tree.root_node()];
    while let Some(node) = waiting.pop() {
        if is_definition(node) {
            let decorated = node
                .parent()
                .filter(|parent| parent.kind() == "decorated_definition");
            let start = decorated.unwrap_or(node).start_byte();
            if let Some(name) = node.child_by_field_name("name") {
                found.push(Definition {
                    extent: Span::new(start, node.end_byte()),
                    name: Span::new(name.start_byte(), name.end_byte()),
                });
            }
        }
        let mut cursor = node.walk();
        waiting.extend(
            node.named_children(&mut cursor)
                .filter(|child| holds_statements(*child)),
        );
    }
    found.sort_by_key(|definition| (definition.extent.start(), definition.name.start()));
    found
}

fn is_definition(node: Node<'_>) -> bool {
    matches!(node.kind(), "function_definition" | "class_definition")
}

fn holds_statements(node: Node<'_>) -> bool {
    let kind = node.kind();
    is_definition(node)
        || matches!(kind, "block" | "decorated_definition" | "ERROR")
        || (kind.ends_with("_statement")
            && !matches!(kind, "expression_statement" | "return_statement"))
        || kind.ends_with("_clause")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_come_in_order_with_their_decorators() {
        let source = "@d\nclass A:\n    if x:\n        async def b(self):\n            def c(): pass\n\ntry: pass\nexcept E:\n    def e(): pass\nf = lambda: 0\n";
        let found: Vec<_> = definitions(&Syntax::parse(source))
            .iter()
            .map(|one| (&source[one.name.range()], one.extent.start()))
            .collect();
        let at = |text| source.find(text).unwrap();
        assert_eq!(
            found,
            [
                ("A", 0),
                ("b", at("async")),
                ("c", at("def c")),
                ("e", at("def e"))
            ]
        );
    }
}
