//! What an identifier does where it stands: which nodes lend their children which meaning.

use super::grammar::{self, Field, Kind, KindSet};

/// What an identifier at a place does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is read.
    Load,
    /// It is bound.
    Store,
    /// It is deleted, which makes it a name of the scope as well.
    Delete,
    /// It is a parameter of the function to come.
    Parameter,
    /// It is a type parameter.
    TypeParameter,
    /// It is the target of a walrus.
    Walrus,
    /// It is captured by a pattern.
    Capture,
    /// It stands in an import.
    Import,
    /// It is declared global.
    Global,
    /// It is declared nonlocal.
    Nonlocal,
    /// It belongs to the node around it, which is looked at when it is whole.
    Dotted,
    /// What the grammar takes for a walrus is an f-string field with a format: `f"{x:=10}"`.
    Field,
    /// It is no name: an attribute, the name of an argument.
    None,
}

/// How a node lends meaning to its children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything in it is read.
    #[default]
    Plain,
    /// Its children do what it does itself.
    Same,
    /// An identifier.
    Identifier,
    /// `print` or `exec` where the grammar sees a Python 2 statement, or sees nothing in broken
    /// source: a name, in Python 3.
    StatementName,
    /// `type` as a token: a keyword only where an alias is made.
    TypeKeyword,
    Attribute,
    KeywordArgument,
    Assignment,
    Walrus,
    For,
    ForIn,
    As,
    Except,
    Import,
    Global,
    Nonlocal,
    Delete,
    Function,
    Lambda,
    Class,
    DefaultParameter,
    TypedParameter,
    TypeParameters,
    Constrained,
    Generic,
    Member,
    Alias,
    Case,
    Pattern,
    DottedName,
    ClassPattern,
    KeywordPattern,
    Interpolation,
    Comprehension,
}

const PARTS: &[(&str, Part)] = &[
    ("identifier", Part::Identifier),
    ("attribute", Part::Attribute),
    ("keyword_argument", Part::KeywordArgument),
    ("assignment", Part::Assignment),
    ("augmented_assignment", Part::Assignment),
    ("named_expression", Part::Walrus),
    ("for_statement", Part::For),
    ("for_in_clause", Part::ForIn),
    ("as_pattern", Part::As),
    ("except_clause", Part::Except),
    ("import_statement", Part::Import),
    ("import_from_statement", Part::Import),
    ("future_import_statement", Part::Import),
    ("global_statement", Part::Global),
    ("nonlocal_statement", Part::Nonlocal),
    ("delete_statement", Part::Delete),
    ("function_definition", Part::Function),
    ("lambda", Part::Lambda),
    ("class_definition", Part::Class),
    ("default_parameter", Part::DefaultParameter),
    ("typed_default_parameter", Part::DefaultParameter),
    ("typed_parameter", Part::TypedParameter),
    ("type_parameter", Part::TypeParameters),
    ("constrained_type", Part::Constrained),
    ("generic_type", Part::Generic),
    ("member_type", Part::Member),
    ("type_alias_statement", Part::Alias),
    ("case_clause", Part::Case),
    ("case_pattern", Part::Pattern),
    ("union_pattern", Part::Same),
    ("dict_pattern", Part::Same),
    ("splat_pattern", Part::Same),
    ("dotted_name", Part::DottedName),
    ("class_pattern", Part::ClassPattern),
    ("keyword_pattern", Part::KeywordPattern),
    ("interpolation", Part::Interpolation),
    ("format_expression", Part::Interpolation),
    ("list_comprehension", Part::Comprehension),
    ("set_comprehension", Part::Comprehension),
    ("dictionary_comprehension", Part::Comprehension),
    ("generator_expression", Part::Comprehension),
    ("pattern_list", Part::Same),
    ("tuple_pattern", Part::Same),
    ("list_pattern", Part::Same),
    ("list_splat_pattern", Part::Same),
    ("dictionary_splat_pattern", Part::Same),
    ("tuple", Part::Same),
    ("list", Part::Same),
    ("list_splat", Part::Same),
    ("parenthesized_expression", Part::Same),
    ("expression_list", Part::Same),
    ("as_pattern_target", Part::Same),
    ("parameters", Part::Same),
    ("lambda_parameters", Part::Same),
    ("type", Part::Same),
    ("splat_type", Part::Same),
    ("aliased_import", Part::Same),
    ("relative_import", Part::Same),
];

/// The kinds whose children stand in fields. Asking for a field where there is none takes longer than
/// finding one.
const FIELDED: [&str; 49] = [
    "aliased_import",
    "as_pattern",
    "assignment",
    "attribute",
    "augmented_assignment",
    "binary_operator",
    "block",
    "boolean_operator",
    "call",
    "case_clause",
    "class_definition",
    "comparison_operator",
    "decorated_definition",
    "default_parameter",
    "dict_pattern",
    "dictionary_comprehension",
    "elif_clause",
    "else_clause",
    "except_clause",
    "exec_statement",
    "for_in_clause",
    "for_statement",
    "format_expression",
    "function_definition",
    "future_import_statement",
    "generator_expression",
    "if_statement",
    "import_from_statement",
    "import_statement",
    "interpolation",
    "keyword_argument",
    "lambda",
    "list_comprehension",
    "match_statement",
    "named_expression",
    "not_operator",
    "pair",
    "print_statement",
    "raise_statement",
    "set_comprehension",
    "subscript",
    "try_statement",
    "type_alias_statement",
    "typed_default_parameter",
    "typed_parameter",
    "unary_operator",
    "while_statement",
    "with_item",
    "with_statement",
];

/// [`Part`] by kind, and the fields that decide.
#[derive(Debug)]
pub(super) struct Parts {
    by_kind: Vec<Part>,
    fielded: KindSet,
    pub attribute: Field,
    pub name: Field,
    pub left: Field,
    pub right: Field,
    pub alias: Field,
    pub parameters: Field,
    pub type_parameters: Field,
    pub body: Field,
    pub definition: Field,
    pub condition: Field,
    pub consequence: Field,
    pub alternative: Field,
    pub function: Field,
    pub kind: Field,
    pub expression: Field,
    pub value: Field,
}

impl Parts {
    /// As the grammar at hand numbers them. What the grammar does not have is left out.
    pub fn new() -> Self {
        let mut by_kind = vec![Part::Plain; grammar::kind_count()];
        for (name, part) in PARTS {
            if let Some(kind) = grammar::named(name) {
                by_kind[usize::from(kind)] = *part;
            }
        }
        for kind in ["print", "exec"].into_iter().filter_map(grammar::token) {
            by_kind[usize::from(kind)] = Part::StatementName;
        }
        if let Some(kind) = grammar::token("type") {
            by_kind[usize::from(kind)] = Part::TypeKeyword;
        }
        let mut fielded = KindSet::default();
        for kind in FIELDED.into_iter().filter_map(grammar::named) {
            fielded.insert(kind);
        }
        let field = |name| grammar::field(name).unwrap_or(Field::MAX);
        Self {
            by_kind,
            fielded,
            attribute: field("attribute"),
            name: field("name"),
            left: field("left"),
            right: field("right"),
            alias: field("alias"),
            parameters: field("parameters"),
            type_parameters: field("type_parameters"),
            body: field("body"),
            definition: field("definition"),
            condition: field("condition"),
            consequence: field("consequence"),
            alternative: field("alternative"),
            function: field("function"),
            kind: field("type"),
            expression: field("expression"),
            value: field("value"),
        }
    }

    /// The part that nodes of this kind play. The kind of error nodes is beyond the table.
    pub fn of(&self, kind: Kind) -> Part {
        self.by_kind
            .get(usize::from(kind))
            .copied()
            .unwrap_or_default()
    }

    /// Whether children of a node of this kind may stand in fields. Nobody knows of error nodes.
    pub fn has_fields(&self, kind: Kind) -> bool {
        self.fielded.contains(kind) || !KindSet::has_room(kind)
    }

    /// What a child does that stands in `field` of a `part` that itself does `mode`, and is itself
    /// a `child`. `first` where no child stands before it.
    pub fn mode(&self, part: Part, mode: Mode, field: Field, child: Part, first: bool) -> Mode {
        let store = |is: bool| if is { Mode::Store } else { Mode::Load };
        match part {
            Part::Plain
            | Part::Comprehension
            | Part::Identifier
            | Part::StatementName
            | Part::TypeKeyword => match mode {
                Mode::None => Mode::None,
                _ => Mode::Load,
            },
            Part::Same | Part::Pattern | Part::TypeParameters => mode,
            Part::Attribute if field == self.attribute => Mode::None,
            Part::KeywordArgument if field == self.name => Mode::None,
            Part::Attribute | Part::KeywordArgument => Mode::Load,
            Part::Assignment | Part::For | Part::ForIn => store(field == self.left),
            Part::Walrus if mode == Mode::Field => match field == self.name {
                true => Mode::Load,
                false => Mode::None,
            },
            Part::Walrus if field == self.name => Mode::Walrus,
            Part::Walrus => Mode::Load,
            Part::As if mode == Mode::Capture => Mode::Capture,
            Part::As | Part::Except => store(field == self.alias),
            Part::Import => Mode::Import,
            Part::Global => Mode::Global,
            Part::Nonlocal => Mode::Nonlocal,
            Part::Delete => Mode::Delete,
            Part::Function | Part::Lambda | Part::Class => match field {
                _ if field == self.name => Mode::Store,
                _ if field == self.parameters => Mode::Parameter,
                _ if field == self.type_parameters => Mode::TypeParameter,
                _ => Mode::Load,
            },
            Part::DefaultParameter if field == self.name => Mode::Parameter,
            Part::TypedParameter if field != self.kind => Mode::Parameter,
            Part::DefaultParameter | Part::TypedParameter => Mode::Load,
            Part::Constrained if mode == Mode::TypeParameter && first => Mode::TypeParameter,
            Part::Generic if mode == Mode::Store => match child {
                Part::TypeParameters => Mode::TypeParameter,
                _ => Mode::Store,
            },
            Part::Constrained | Part::Generic => Mode::Load,
            Part::Member if child == Part::Identifier => Mode::None,
            Part::Member => Mode::Load,
            Part::Alias => store(field == self.left),
            Part::Case if child == Part::Pattern => Mode::Capture,
            Part::Case => Mode::Load,
            Part::DottedName => Mode::Dotted,
            Part::ClassPattern if child == Part::DottedName => Mode::Load,
            Part::KeywordPattern if child == Part::Identifier => Mode::None,
            Part::ClassPattern | Part::KeywordPattern => Mode::Capture,
            Part::Interpolation if child == Part::Walrus && field == self.expression => Mode::Field,
            Part::Interpolation => Mode::Load,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_with_fields_are_those_of_the_grammar() {
        let types: serde_json::Value =
            serde_json::from_str(tree_sitter_python::NODE_TYPES).unwrap();
        let types = types.as_array().unwrap().iter();
        let fielded = types.filter(|kind| {
            let fields = kind["fields"].as_object();
            fields.is_some_and(|fields| !fields.is_empty())
        });
        let mut names: Vec<_> = fielded.map(|kind| kind["type"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, FIELDED);
    }
}
