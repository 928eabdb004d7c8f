//! How long it takes to find what stands in Python source, beside bare tree-sitter on the same text:
//! `cargo bench --bench python`. The files below the folder that `PYGLOSS_SAMPLE_PYTHON` names are
//! read, or else a small one many times. The two sides of each ratio take turns, and each figure is
//! the best of its rounds, for the machine may be doing other things as well.

#![allow(clippy::print_stdout)]

use std::collections::HashSet;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use pygloss::gloss::{self, Library};
use pygloss::guide::Guide;
use pygloss::python::{Recogniser, Syntax};
use pygloss::text::{Change, Document, Edit, Encoding, Span};
use tree_sitter::{InputEdit, Parser, Point, Query, QueryCursor, StreamingIterator, Tree};

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = black_box(work());
    (value, start.elapsed())
}

fn report(name: &str, time: Duration, base: Duration) {
    let ratio = time.as_secs_f64() / base.as_secs_f64().max(1e-9);
    println!(
        "{name:<44} {:>10.3} ms {ratio:>6.2}",
        time.as_secs_f64() * 1e3
    );
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

fn parser() -> Parser {
    let mut parser = Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    assert!(parser.set_language(&language).is_ok());
    parser
}

fn main() {
    let mut texts = Vec::new();
    match std::env::var("PYGLOSS_SAMPLE_PYTHON") {
        Ok(folder) => gather(Path::new(&folder), &mut texts),
        Err(_) => texts.push(include_str!("../data/tour.py").repeat(200)),
    }
    let (library, _) = Library::new(pygloss::builtin::catalogue(), Guide::default());
    whole(&library.recogniser, &texts);
    let mut longest = texts.iter().max_by_key(|text| text.len()).cloned();
    let mut joined = String::new();
    // Files one after the other, so that there are many different statements.
    for text in &texts {
        if joined.len() > 1_500_000 {
            break;
        }
        if !Syntax::parse(text.as_str()).has_error() && !text.contains("coding") {
            joined.push_str(text);
            joined.push('\n');
        }
    }
    for text in [Some(joined), longest.take()].into_iter().flatten() {
        one_character(&library, &text);
    }
}

/// Everything, from the text: bare parse, and with what is found; on the same trees a plain walk and
/// a compiled query of about the kinds that rules are about.
fn whole(recogniser: &Recogniser, texts: &[String]) {
    let size: usize = texts.iter().map(String::len).sum();
    println!("{} files, {:.1} MB", texts.len(), size as f64 / 1e6);
    let mut parser = parser();
    let kinds = [
        "assignment",
        "augmented_assignment",
        "assert_statement",
        "await",
        "binary_operator",
        "boolean_operator",
        "call",
        "class_definition",
        "comparison_operator",
        "concatenated_string",
        "conditional_expression",
        "decorator",
        "default_parameter",
        "delete_statement",
        "dictionary",
        "dictionary_comprehension",
        "dictionary_splat",
        "elif_clause",
        "ellipsis",
        "else_clause",
        "except_clause",
        "finally_clause",
        "for_in_clause",
        "for_statement",
        "format_specifier",
        "function_definition",
        "generator_expression",
        "global_statement",
        "if_clause",
        "if_statement",
        "import_from_statement",
        "import_statement",
        "interpolation",
        "keyword_argument",
        "lambda",
        "list",
        "list_comprehension",
        "list_splat",
        "match_statement",
        "named_expression",
        "nonlocal_statement",
        "not_operator",
        "parameters",
        "pass_statement",
        "raise_statement",
        "return_statement",
        "set",
        "slice",
        "string",
        "subscript",
        "try_statement",
        "tuple",
        "typed_parameter",
        "unary_operator",
        "while_statement",
        "with_statement",
        "yield",
        "identifier",
        "attribute",
        "comment",
    ];
    let source: String = kinds.iter().map(|kind| format!("({kind}) @k\n")).collect();
    let Ok(query) = Query::new(&tree_sitter_python::LANGUAGE.into(), &source) else {
        return;
    };
    let mut best = [Duration::MAX; 4];
    for _ in 0..3 {
        let mut sums = [Duration::ZERO; 4];
        for text in texts {
            let (tree, time) = timed(|| parser.parse(text, None));
            sums[0] += time;
            let Some(tree) = tree else { continue };
            sums[1] += timed(|| walked(&tree)).1;
            sums[2] += timed(|| {
                let mut cursor = QueryCursor::new();
                let mut count = 0;
                let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
                while captures.next().is_some() {
                    count += 1;
                }
                count
            })
            .1;
            drop(tree);
            let syntax = Syntax::parse(text.as_str());
            sums[3] += timed(|| recogniser.occurrences(&syntax, text.as_str())).1;
        }
        for (best, sum) in best.iter_mut().zip(sums) {
            *best = sum.min(*best);
        }
    }
    let [parse, walk, query, find] = best;
    report("parse", parse, parse);
    report("a walk over all nodes", walk, parse);
    report("a query of 60 kinds", query, parse);
    report("finding everything", find, parse);
    report("parse and find everything", parse + find, parse);
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

/// One character typed and taken away again in the middle of a name: tree-sitter's edit, parse and
/// look at what changed, and ours up to the occurrences, the lenses and a hover.
fn one_character(library: &Library, text: &str) {
    println!("one character in {:.2} MB", text.len() as f64 / 1e6);
    let recogniser = &library.recogniser;
    let mut document = Document::new(text, 1);
    let Some(at) = place(text) else { return };
    let mut parser = parser();
    let Some(mut tree) = parser.parse(text, None) else {
        return;
    };
    let mut plain = text.to_owned();
    let mut syntax = Syntax::parse(document.rope());
    let mut occurrences = recogniser.occurrences(&syntax, document.rope());
    println!("{} occurrences", occurrences.iter().count());
    let mut best = [Duration::MAX; 6];
    for round in 0..60 {
        let insert = round % 2 == 0;
        let (old, new) = if insert { (0, 1) } else { (1, 0) };
        plain.replace_range(at..at + old, if insert { "x" } else { "" });
        let end = |length| Point::new(0, at + length);
        let (next, bare) = timed(|| {
            tree.edit(&InputEdit {
                start_byte: at,
                old_end_byte: at + old,
                new_end_byte: at + new,
                start_position: end(0),
                old_end_position: end(old),
                new_end_position: end(new),
            });
            let next = parser.parse(&plain, Some(&tree));
            if let Some(next) = &next {
                black_box(tree.changed_ranges(next).count());
            }
            next
        });
        let ((), drop_time) = timed(|| next.into_iter().for_each(|next| tree = next));
        let positions = document.positions(Span::new(at, at + old), Encoding::Utf8);
        let change = Change {
            range: Some(positions),
            text: if insert { "x" } else { "" }.to_owned(),
        };
        let edits: [Edit; 1] = [document.apply(&change, Encoding::Utf8)];
        let rope = document.rope();
        let (after, parse) = timed(|| syntax.reparse(&edits, rope));
        let (found, find) =
            timed(|| recogniser.occurrences_after(&occurrences, &edits, &after, rope));
        let ((), gone) = timed(|| {
            syntax = after;
            occurrences = found;
        });
        let line_of = |offset| rope.byte_to_line(offset) as u32;
        let mode = gloss::LensWish::all(gloss::LensMode::First);
        let (_, lens) = timed(|| gloss::lenses(library, &occurrences, mode, line_of));
        let (_, hover) = timed(|| gloss::hover(library, &occurrences, at).is_some());
        let times = [bare + drop_time, parse, find, gone, lens, hover];
        for (best, time) in best.iter_mut().zip(times) {
            *best = time.min(*best);
        }
    }
    let [bare, parse, find, gone, lens, hover] = best;
    report("tree-sitter's edit, parse, changes", bare, bare);
    report("our edit and parse", parse, bare);
    report("finding again", find, bare);
    report("dropping the version before", gone, bare);
    report("edit to occurrences", parse + find + gone, bare);
    report("lenses", lens, bare);
    report("a hover", hover, bare);
    let all: HashSet<_> = occurrences.iter().map(|found| found.concept).collect();
    println!("{} concepts", all.len());
}

/// The end of the first name of a line `    name = …` from the middle on.
fn place(text: &str) -> Option<usize> {
    let middle = text.len() / 2;
    let mut at = middle + text.get(middle..)?.find('\n')? + 1;
    for line in text.get(at..)?.split_inclusive('\n') {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        let name = body.bytes().take_while(u8::is_ascii_lowercase).count();
        if indent > 0 && name > 0 && body[name..].starts_with(" = ") {
            return Some(at + indent + name);
        }
        at += line.len();
    }
    None
}
