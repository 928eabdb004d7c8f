//! The tokens of a text, by kind: what there is to explain.

use tree_sitter::Node;

use super::Syntax;
use crate::text::Span;

/// What a token is, to a person who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A hard keyword, or a soft one where it is a keyword.
    Keyword,
    /// An operator, or a delimiter that is more than punctuation (`:=`, `->`, `...`, `!r`, stars).
    Operator,
    /// Brackets, commas, colons, dots, semicolons.
    Delimiter,
    /// A name with two underscores at each end.
    Special,
    /// The `@` of a decorator.
    Decorator,
    /// Any other name.
    Name,
    /// A number.
    Number,
    /// The quotes of a string with what stands before them, and what has a meaning inside.
    String,
    /// The text of a string.
    Text,
    /// A comment.
    Comment,
    /// What the parser could make nothing of.
    Other,
}

impl TokenKind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Keyword,
        Self::Operator,
        Self::Delimiter,
        Self::Special,
        Self::Decorator,
        Self::Name,
        Self::Number,
        Self::String,
        Self::Text,
        Self::Comment,
        Self::Other,
    ];

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Operator => "operator",
            Self::Delimiter => "delimiter",
            Self::Special => "special name",
            Self::Decorator => "decorator",
            Self::Name => "name",
            Self::Number => "number",
            Self::String => "string",
            Self::Text => "text of a string",
            Self::Comment => "comment",
            Self::Other => "other",
        }
    }
}

impl Syntax {
    /// The tokens of `source`, which this is the tree of, in document order.
    pub fn tokens(&self, source: &str) -> Vec<(TokenKind, Span)> {
        let mut tokens = Vec::new();
        let Some(tree) = self.tree() else {
            return tokens;
        };
        let mut cursor = tree.walk();
        let mut broken = 0_usize;
        loop {
            let node = cursor.node();
            let text = source.get(node.byte_range()).unwrap_or("");
            let whole = matches!(node.kind(), "is not" | "not in" | "string_content");
            if !whole && cursor.goto_first_child() {
                broken += usize::from(node.is_error());
                continue;
            }
            // A blank was shown to the parser as a tilde.
            let is_there = node.kind() != "~" || !text.trim().is_empty();
            if is_there && !text.is_empty() {
                let kind = match broken {
                    0 => kind(node, text),
                    _ => TokenKind::Other,
                };
                tokens.push((kind, Span::from(node.byte_range())));
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return tokens;
                }
                broken -= usize::from(cursor.node().is_error());
            }
        }
    }
}

fn kind(node: Node<'_>, text: &str) -> TokenKind {
    let is_named = node.is_named();
    let decorates = || {
        node.parent()
            .is_some_and(|parent| parent.kind() == "decorator")
    };
    match node.kind() {
        "identifier" if text.len() > 4 && text.starts_with("__") && text.ends_with("__") => {
            TokenKind::Special
        }
        "identifier" => TokenKind::Name,
        "integer" | "float" => TokenKind::Number,
        "string_start" | "string_end" | "escape_sequence" | "escape_interpolation" => {
            TokenKind::String
        }
        "string_content" => TokenKind::Text,
        "comment" => TokenKind::Comment,
        "true" | "false" | "none" => TokenKind::Keyword,
        "@" if decorates() => TokenKind::Decorator,
        _ if matches!(
            text,
            "(" | ")" | "[" | "]" | "{" | "}" | "," | ":" | "." | ";"
        ) =>
        {
            TokenKind::Delimiter
        }
        // Python 2 statements, which are calls to Python 3.
        "print" | "exec" => TokenKind::Name,
        _ if text.starts_with(|first: char| first.is_ascii_alphabetic()) && !is_named => {
            TokenKind::Keyword
        }
        _ if text.starts_with(|first: char| first.is_ascii_alphabetic()) => TokenKind::Name,
        _ => TokenKind::Operator,
    }
}
