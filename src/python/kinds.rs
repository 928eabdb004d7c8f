//! The node kinds that the walk and the special rules ask for, by number.

use super::grammar::{self, Kind, KindSet};

/// The kinds that the walk and the special rules ask for.
#[derive(Debug)]
pub(super) struct Kinds {
    pub arguments: Kind,
    pub as_pattern: Kind,
    pub assignment: Kind,
    pub async_token: Kind,
    pub attribute: Kind,
    pub binary_operator: Kind,
    pub block: Kind,
    /// Targets in brackets.
    pub bracket_patterns: KindSet,
    /// `(` and `[`.
    pub brackets: [Kind; 2],
    pub call: Kind,
    pub class: Kind,
    pub comma: Kind,
    pub comment: Kind,
    pub comparison: Kind,
    pub conditional: Kind,
    /// Those that make a list, set or dict at once.
    pub comprehensions: KindSet,
    pub decorated: Kind,
    pub equals: Kind,
    pub expression_statement: Kind,
    pub for_statement: Kind,
    pub function: Kind,
    pub generic: Kind,
    pub identifier: Kind,
    pub if_statement: Kind,
    pub joined_string: Kind,
    pub lambda: Kind,
    pub list_splat: Kind,
    pub list_splat_pattern: Kind,
    pub named_expression: Kind,
    pub pair: Kind,
    pub parenthesized: Kind,
    pub star: Kind,
    /// What keyword-only parameters stand behind.
    pub starred: KindSet,
    pub string: Kind,
    pub string_content: Kind,
    pub subscript: Kind,
    pub tilde: Kind,
    pub tuple: Kind,
    pub tuple_pattern: Kind,
    pub typed_parameter: Kind,
    pub unary_operator: Kind,
    pub with_item: Kind,
    pub yield_token: Kind,
    /// What hands on what stands in it, or only stands around it.
    pub keeping: KindSet,
    /// Statements that leave a function.
    pub leaving: KindSet,
    /// What a first string statement documents.
    pub definitions: KindSet,
    pub displays: KindSet,
    pub identity: KindSet,
    /// Literals and displays, with the names of their types.
    pub literals: Vec<(Kind, &'static str)>,
    pub mutable_displays: KindSet,
    pub numbers: KindSet,
    /// Expressions that may begin with another expression.
    pub operations: KindSet,
    pub targets: KindSet,
    /// What is the same name as what stands in it.
    pub transparent: KindSet,
}

impl Kinds {
    /// As the grammar at hand numbers them.
    pub fn new() -> Self {
        let named = |name| grammar::named(name).unwrap_or_default();
        let set = |names: &[&str]| {
            let mut set = KindSet::default();
            for kind in names.iter().filter_map(|name| grammar::named(name)) {
                set.insert(kind);
            }
            set
        };
        let mut identity = set(&["is not"]);
        for text in ["is", "is not"] {
            if let Some(kind) = grammar::token(text) {
                identity.insert(kind);
            }
        }
        Self {
            arguments: named("argument_list"),
            as_pattern: named("as_pattern"),
            assignment: named("assignment"),
            async_token: grammar::token("async").unwrap_or_default(),
            attribute: named("attribute"),
            binary_operator: named("binary_operator"),
            block: named("block"),
            bracket_patterns: set(&["tuple_pattern", "list_pattern"]),
            brackets: ["(", "["].map(|text| grammar::token(text).unwrap_or_default()),
            call: named("call"),
            class: named("class_definition"),
            comma: grammar::token(",").unwrap_or_default(),
            comment: named("comment"),
            comparison: named("comparison_operator"),
            conditional: named("conditional_expression"),
            comprehensions: set(&[
                "list_comprehension",
                "set_comprehension",
                "dictionary_comprehension",
            ]),
            decorated: named("decorated_definition"),
            equals: grammar::token("=").unwrap_or_default(),
            expression_statement: named("expression_statement"),
            for_statement: named("for_statement"),
            function: named("function_definition"),
            generic: named("generic_type"),
            identifier: named("identifier"),
            if_statement: named("if_statement"),
            joined_string: named("concatenated_string"),
            lambda: named("lambda"),
            list_splat: named("list_splat"),
            list_splat_pattern: named("list_splat_pattern"),
            named_expression: named("named_expression"),
            pair: named("pair"),
            parenthesized: named("parenthesized_expression"),
            star: grammar::token("*").unwrap_or_default(),
            starred: set(&["keyword_separator", "list_splat_pattern"]),
            string: named("string"),
            string_content: named("string_content"),
            subscript: named("subscript"),
            tilde: grammar::token("~").unwrap_or_default(),
            tuple: named("tuple"),
            tuple_pattern: named("tuple_pattern"),
            typed_parameter: named("typed_parameter"),
            unary_operator: named("unary_operator"),
            with_item: named("with_item"),
            yield_token: grammar::token("yield").unwrap_or_default(),
            keeping: set(&[
                "decorated_definition",
                "block",
                "expression_statement",
                "if_statement",
                "else_clause",
                "elif_clause",
                "try_statement",
                "with_statement",
                "argument_list",
                "parenthesized_expression",
                "pair",
                "tuple",
            ]),
            leaving: set(&["return_statement", "raise_statement"]),
            definitions: set(&["function_definition", "class_definition"]),
            displays: set(&["list", "tuple", "set", "expression_list"]),
            identity,
            literals: [
                ("string", "str"),
                ("list", "list"),
                ("list_comprehension", "list"),
                ("dictionary", "dict"),
                ("dictionary_comprehension", "dict"),
                ("set", "set"),
                ("set_comprehension", "set"),
                ("tuple", "tuple"),
                ("expression_list", "tuple"),
                ("integer", "int"),
                ("float", "float"),
                ("generator_expression", "generator"),
            ]
            .map(|(kind, of)| (named(kind), of))
            .to_vec(),
            mutable_displays: set(&[
                "list",
                "dictionary",
                "set",
                "list_comprehension",
                "dictionary_comprehension",
                "set_comprehension",
            ]),
            numbers: set(&["integer", "float"]),
            operations: set(&[
                "attribute",
                "call",
                "subscript",
                "binary_operator",
                "boolean_operator",
                "comparison_operator",
                "conditional_expression",
            ]),
            targets: set(&["assignment", "for_statement", "for_in_clause"]),
            transparent: set(&["parenthesized_expression", "list_splat"]),
        }
    }
}
