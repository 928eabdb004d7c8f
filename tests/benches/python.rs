//! Source to occurrences, from the text; and what other ways to look at all nodes would cost.

use std::path::Path;
use std::time::Duration;

use pygloss::gloss::Library;
use pygloss::guide::Guide;
use pygloss::python::Syntax;
use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator, Tree};

use super::turns::{compare, timed, title, wanted};

/// About the kinds of nodes that rules are about.
const KINDS: &str = "\
    assignment augmented_assignment assert_statement await binary_operator boolean_operator call \
    class_definition comparison_operator concatenated_string conditional_expression decorator \
    default_parameter delete_statement dictionary dictionary_comprehension dictionary_splat \
    elif_clause ellipsis else_clause except_clause finally_clause for_in_clause for_statement \
    format_specifier function_definition generator_expression global_statement if_clause \
    if_statement import_from_statement import_statement interpolation keyword_argument lambda \
    list list_comprehension list_splat match_statement named_expression nonlocal_statement \
    not_operator parameters pass_statement raise_statement return_statement set slice string \
    subscript try_statement tuple typed_parameter unary_operator while_statement with_statement \
    yield identifier attribute comment";

pub fn all() {
    title(
        "parse and recognise",
        "tree-sitter's parse of the same text",
    );
    let library = library();
    let mut parser = parser();
    let tour = include_str!("../data/tour.py");
    for times in [5, 50, 500] {
        let texts = [tour.repeat(times)];
        whole(&format!("python/x {times}"), &library, &mut parser, &texts);
    }
    if let Ok(folder) = std::env::var("PYGLOSS_SAMPLE_PYTHON") {
        let mut texts = Vec::new();
        gather(Path::new(&folder), &mut texts);
        whole("python/sample", &library, &mut parser, &texts);
    }
}

/// The catalogue without a guide.
pub fn library() -> Library {
    Library::new(pygloss::builtin::catalogue(), Guide::default()).0
}

/// Bare tree-sitter for Python.
pub fn parser() -> Parser {
    let mut parser = Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    assert!(parser.set_language(&language).is_ok());
    parser
}

/// Parses and finds everything; beside it a plain walk over all nodes and a compiled query.
fn whole(name: &str, library: &Library, parser: &mut Parser, texts: &[String]) {
    let bytes = texts.iter().map(String::len).sum();
    let parser = std::cell::RefCell::new(parser);
    let parse = || -> Duration {
        let mut parser = parser.borrow_mut();
        texts
            .iter()
            .map(|text| timed(|| parser.parse(text, None)))
            .sum()
    };
    let one = |text: &String| {
        let syntax = Syntax::parse(text.as_str());
        let found = library.recogniser.occurrences(&syntax, text.as_str());
        (syntax, found)
    };
    let ours = || texts.iter().map(|text| timed(|| one(text))).sum();
    compare(name, bytes, ours, parse);
    if !wanted(name) {
        return;
    }
    let trees: Vec<Tree> = texts
        .iter()
        .filter_map(|text| parser.borrow_mut().parse(text, None))
        .collect();
    let walk = || trees.iter().map(|tree| timed(|| walked(tree))).sum();
    compare(
        &format!("{name}: a walk over all nodes"),
        bytes,
        walk,
        parse,
    );
    let source: String = KINDS
        .split_whitespace()
        .map(|kind| format!("({kind}) @k\n"))
        .collect();
    let Ok(query) = Query::new(&tree_sitter_python::LANGUAGE.into(), &source) else {
        return;
    };
    let asked = || {
        let both = trees.iter().zip(texts);
        both.map(|(tree, text)| timed(|| captured(&query, tree, text)))
            .sum()
    };
    compare(&format!("{name}: a query of 60 kinds"), bytes, asked, parse);
}

fn captured(query: &Query, tree: &Tree, text: &str) -> usize {
    let mut cursor = QueryCursor::new();
    let mut count = 0;
    let mut captures = cursor.captures(query, tree.root_node(), text.as_bytes());
    while captures.next().is_some() {
        count += 1;
    }
    count
}

fn walked(tree: &Tree) -> usize {
    let mut cursor = tree.walk();
    let mut count = 0;
    loop {
        count += usize::from(cursor.node().kind_id() == 1);
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

fn gather(folder: &Path, texts: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.ends_with("site-packages") {
            gather(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            texts.extend(std::fs::read_to_string(&path));
        }
    }
}
