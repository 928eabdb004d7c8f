//! The recogniser as its callers use it: over ropes and texts, after edits, in broken source.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pygloss::concept::Catalogue;
use pygloss::python::{Occurrences, Recogniser, Role, Syntax};
use pygloss::text::{Change, Document, Encoding, Position, Span};

/// An occurrence with everything in it.
type Row = (String, Span, Vec<Span>, Option<Role>);

static PREPARED: LazyLock<(Catalogue, Recogniser)> = LazyLock::new(|| {
    let catalogue = pygloss::builtin::catalogue();
    let (recogniser, problems) = Recogniser::new(&catalogue);
    assert!(problems.is_empty(), "{problems:#?}");
    (catalogue, recogniser)
});

fn prepared() -> (&'static Catalogue, &'static Recogniser) {
    (&PREPARED.0, &PREPARED.1)
}

fn rows(catalogue: &Catalogue, occurrences: &Occurrences) -> Vec<Row> {
    occurrences
        .iter()
        .map(|found| {
            let id = catalogue[found.concept].id.to_string();
            (id, found.extent, found.focus.iter().collect(), found.role)
        })
        .collect()
}

fn ids_at(source: &str, offset: usize) -> Vec<String> {
    let (catalogue, recogniser) = prepared();
    recogniser
        .occurrences(&Syntax::parse(source), source)
        .at(offset)
        .into_iter()
        .map(|found| catalogue[found.concept].id.to_string())
        .collect()
}

const SOURCE: &str = r#"# A file.
# coding: utf-8
"""A module."""
import os.path as p
from functools import wraps

@wraps(print)
async def f(a, b=[], *c, **d):
    """Ünïcode 🦀."""
    async with a as x, b:
        return [y async for y in x if (z := y)]

class C(f, metaclass=p.join):
    __slots__ = ("a",)
    def __init__(self):
        super().__init__()
        list = 3
        print(f"{list!r:>{self}} {len}")

def len(): global zip; zip = 1
match x:
    case [a, *_] | {"k": C(b)}: pass
    case _ if __name__ == "__main__": len(zip)
try:
    del x[1:2]
except* (A, B) as e: raise e from None
else: lambda: (yield)
if __name__ == "__main__": sorted(p.join("a" "b", r'\d'), 1_0.5e3)
"#;

/// Pieces that change the structure of what is around them.
const PIECES: [&str; 54] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "#",
    ":",
    ",",
    ".",
    "\n",
    "\n\n",
    "    ",
    "\t",
    " ",
    "=",
    "import os\n",
    "len = 1\n",
    "global len",
    "def g():\n",
    "class D:\n    ",
    "if x:\n",
    "f\"{",
    "\\\n",
    "🦀é",
    "@",
    "*",
    "async ",
    "\r\n",
    ";",
    "# a\n",
    "from functools import *\n",
    "import functools as len\n",
    "del wraps\n",
    "q = []\n",
    "q = list()\n",
    "q.append('')\n",
    "list = 1\n",
    "partial(q)\n",
    "def partial(): pass\n",
    "from functools import partial\n",
    "open(q)\n",
    "from q import open\n",
    "async def h(): pass\n",
    "h()\n",
    "def g():\n    q[0] = h()\n    print(r)\n    r = 1\n",
    "class E:\n    def __init__(self): self.x = 1\n",
    "class F(E):\n    def __init__(self): self.y = 1\n",
    "q = [[]]\nq.copy()\n",
    "if q:\n    (a or\n# c\nb)\n",
    "        f(x if y\nelse z)\n",
];

/// An edit: where in the text, how much goes (both in parts of 1000), and what comes.
fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => prop::sample::select(SOURCE.split_inclusive('\n').collect::<Vec<_>>())
            .prop_map(str::to_owned),
        2 => Just(String::new()),
    ];
    let edit = (
        0..=1000_usize,
        prop_oneof![4 => 0..12_usize, 1 => 0..200_usize],
        piece,
    );
    prop::collection::vec(edit, 1..12)
}

/// Statements that a line more or less makes others of.
const LINES_SOURCE: &str = r#"x = len(y)
if x:
    print(x)
    # Within.
else:
    y = [z for z in x]

class C:
    """A class."""
    a = 1

    def f(self):
        return self.a
    # Between.
    def g(self): return super().g()

# Outside.
try:
    x = """
if x:
    y
"""
except ValueError as e:
    raise
for x in y:
    while x: print(x); x -= 1
@property
def f(a, b=()): return (a,
    b)
a; b = sorted(a)
"#;

/// What makes other statements of the lines around it, and often leaves a text without errors.
const LINES: [&str; 34] = [
    "",
    "\n",
    "# c\n",
    "    # c\n",
    "        # c\n",
    "x\n",
    "    x\n",
    "        x\n",
    "    return x\n",
    "else:\n",
    "else: x\n",
    "    else: x\n",
    "elif x: y\n",
    "except x: y\n",
    "finally: x\n",
    "try:\n",
    "try: x\n",
    "    try:\n",
    "if x:\n",
    "    if x:\n",
    "if x: y\n",
    "while x:\n    y\n",
    "@x\n",
    "def f():\n",
    "    def f(self): x\n",
    "class C:\n",
    "\"\"\"\n",
    "x = \"\"\"\n",
    "(\n",
    ")\n",
    "x = [\n",
    "    y]\n",
    "x; y\n",
    "x + \\\n",
];

/// An edit of whole lines: where (in parts of 1000), how many bytes go, and what comes.
fn edits_of_lines() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let lines = prop::collection::vec(prop::sample::select(&LINES[..]), 1..3);
    let length = prop_oneof![2 => Just(0), 3 => 0..60_usize, 1 => 0..300_usize];
    let edit = (
        0..=1000_usize,
        length,
        lines.prop_map(|lines| lines.concat()),
    );
    prop::collection::vec(edit, 1..12)
}

/// The same cases each time, so that the suite says the same each time; with `PROPTEST_CASES` so
/// many new ones.
fn cases() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 200;
        config.rng_seed = RngSeed::Fixed(20);
    }
    config
}

fn same(found: &[Row], expected: &[Row]) {
    if found != expected {
        let less: Vec<_> = expected.iter().filter(|row| !found.contains(row)).collect();
        let more: Vec<_> = found.iter().filter(|row| !expected.contains(row)).collect();
        panic!("not found: {less:?}\nfound though not there: {more:?}");
    }
}

/// Makes `edits` (see [`edits`]) in `source`, `batch` at a time, and looks at what is found after each
/// batch: it is what is found afresh in the same tree, and in the tree of a fresh parse where neither
/// has errors, and all of it lies in the text.
fn holds_after_edits(source: &str, edits: &[(usize, usize, String)], batch: usize) {
    holds_after(source, edits, batch, |_, offset| offset);
}

/// The same, where each edit begins and ends where `place` says, which is given a text and an offset.
fn holds_after(
    source: &str,
    edits: &[(usize, usize, String)],
    batch: usize,
    place_of: impl Fn(&Document, usize) -> usize,
) {
    let (catalogue, recogniser) = prepared();
    let mut document = Document::new(source, 1);
    let mut syntax = Syntax::parse(document.rope());
    let mut occurrences = recogniser.occurrences(&syntax, document.rope());
    for batch in edits.chunks(batch) {
        let mut made = Vec::new();
        for (place, length, text) in batch {
            let total = document.rope().len_bytes();
            let start = total * place / 1000;
            let end = (start + length).min(total);
            let span = Span::new(place_of(&document, start), place_of(&document, end));
            let change = Change {
                range: Some(document.positions(span, Encoding::Utf8)),
                text: text.clone(),
            };
            made.push(document.apply(&change, Encoding::Utf8));
        }
        let rope = document.rope();
        syntax = syntax.reparse(&made, rope);
        occurrences = recogniser.occurrences_after(&occurrences, &made, &syntax, rope);
        let found = rows(catalogue, &occurrences);
        let again = recogniser.occurrences(&syntax, rope);
        same(&found, &rows(catalogue, &again));
        for (id, extent, focus, _) in &found {
            assert!(extent.end() <= rope.len_bytes(), "{id} at {extent:?}");
            let within = |span: &Span| !span.is_empty() && extent.covers(*span);
            assert!(
                !focus.is_empty() && focus.iter().all(within),
                "{id} at {extent:?}, {focus:?}"
            );
        }
        let text = rope.to_string();
        let fresh = Syntax::parse(text.as_str());
        if !fresh.has_error() && !syntax.has_error() {
            let again = recogniser.occurrences(&fresh, text.as_str());
            same(&found, &rows(catalogue, &again));
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    /// However the edits come, in one step or in several, the result is what a fresh parse gives.
    #[test]
    fn after_edits_all_is_as_in_a_fresh_parse(edits in edits(), batch in 1..4_usize) {
        holds_after_edits(&SOURCE.repeat(3), &edits, batch);
    }

    /// Also where lines come and go, which the statements around take in or let go.
    #[test]
    fn after_edits_of_whole_lines_too(edits in edits_of_lines(), batch in 1..3_usize) {
        let line_start = |document: &Document, offset| {
            let rope = document.rope();
            rope.line_to_byte(rope.byte_to_line(offset))
        };
        holds_after(&LINES_SOURCE.repeat(4), &edits, batch, line_start);
    }

    /// Also where line breaks between comments are hidden from the parser.
    #[test]
    fn after_edits_among_many_comments_too(edits in edits(), batch in 1..4_usize) {
        let comments = "# a\n    # b '\n\n".repeat(15);
        let strings = format!("x = \"\"\"\n{comments}\"\"\"\nif x:\n    def f():\n        x\n");
        let source = format!("{SOURCE}{comments}{strings}{comments}        y\n{comments}");
        holds_after_edits(&source, &edits, batch);
    }
}

/// [`holds_after_edits`] for one case that once did not.
fn held(edits: &[(usize, usize, &str)], batch: usize) {
    let owned = |&(place, length, text): &(usize, usize, &str)| (place, length, text.to_owned());
    let edits: Vec<_> = edits.iter().map(owned).collect();
    holds_after_edits(&SOURCE.repeat(3), &edits, batch);
}

#[test]
fn a_parameter_that_the_parser_made_up_is_none() {
    held(&[(55, 8, ""), (57, 6, "("), (53, 1, ",")], 1);
}

#[test]
fn what_lies_between_two_changes_moves_by_the_first_and_what_lies_behind_by_both() {
    let before = [(80, 9, ""), (933, 128, "@"), (367, 1, "}")];
    held(&[&before[..], &[(375, 0, "("), (377, 0, "#")]].concat(), 3);
}

#[test]
fn a_rope_gives_what_a_text_gives() {
    let (catalogue, recogniser) = prepared();
    let text = SOURCE.repeat(200);
    let document = Document::new(&text, 1);
    let rope = recogniser.occurrences(&Syntax::parse(document.rope()), document.rope());
    let plain = recogniser.occurrences(&Syntax::parse(&text), &text);
    assert!(rows(catalogue, &rope) == rows(catalogue, &plain));
    assert!(rope.iter().count() > 10_000);
}

#[test]
fn occurrences_come_in_document_order_outer_before_inner() {
    let (_, recogniser) = prepared();
    let found = recogniser.occurrences(&Syntax::parse(SOURCE), SOURCE);
    let extents: Vec<_> = found.iter().map(|found| found.extent).collect();
    for pair in extents.windows(2) {
        let order = |span: Span| (span.start(), std::cmp::Reverse(span.end()));
        assert!(order(pair[0]) <= order(pair[1]), "{pair:?}");
    }
}

#[test]
fn the_most_specific_comes_first() {
    let found = ids_at("async with a: pass\n", 0);
    assert_eq!(found, ["syntax.async-with", "keyword.async"]);
    let found = ids_at("x is 1\n", 2);
    assert_eq!(found, ["pitfall.is-literal", "operator.is", "keyword.is"]);
}

#[test]
fn imported_names_are_told_where_they_are_imported_too() {
    assert_eq!(ids_at("import functools\n", 8)[0], "stdlib.functools");
    let source = "from functools import wraps as w\n";
    assert_eq!(ids_at(source, 24)[0], "stdlib.functools.wraps");
    let (catalogue, recogniser) = prepared();
    let found = recogniser.occurrences(&Syntax::parse(source), source);
    let listed = rows(catalogue, &found);
    assert!(!listed.iter().any(|(id, ..)| id.starts_with("stdlib.")));
}

#[test]
fn what_stands_outside_of_broken_code_is_found() {
    let (catalogue, recogniser) = prepared();
    for broken in [
        "def f(:\n",
        "x = (1 +\n",
        "class :\n",
        "print(\n",
        "\"\"\"\n",
        "if x\n",
    ] {
        let source = format!("@property\ndef f(self):\n    return len(self)\n\n{broken}");
        let found = recogniser.occurrences(&Syntax::parse(&source), &source);
        let listed = rows(catalogue, &found);
        for id in ["builtin.property", "builtin.len", "syntax.decorator"] {
            assert!(
                listed.iter().any(|(found, ..)| found == id),
                "{id} before {broken:?}"
            );
        }
    }
}

#[test]
fn deep_nesting_and_large_files_are_no_trouble() {
    let (catalogue, recogniser) = prepared();
    for (open, close) in [("(", ")"), ("[", "]"), ("f(", ")"), ("-", ""), ("not ", "")] {
        let source = format!("{}1{}\n", open.repeat(20_000), close.repeat(20_000));
        let found = recogniser.occurrences(&Syntax::parse(&source), &source);
        assert!(found.iter().count() >= 20_000, "{open}");
        // What is given to a name is asked what it evidently is.
        let source = format!("x = {source}x.y\n");
        let found = recogniser.occurrences(&Syntax::parse(&source), &source);
        assert!(found.iter().count() >= 20_000, "x = {open}");
    }
    let comments = "    # a\n\n# b\n".repeat(20_000);
    let source = format!("if x:\n{comments}    y\n{comments}z = len\n");
    let found = recogniser.occurrences(&Syntax::parse(&source), &source);
    let comments = catalogue.find("syntax.comment").unwrap();
    let mut found = found.iter().filter(|found| found.concept == comments);
    assert!(found.all(|found| found.extent.len() == 3));
    let source = format!("x = {}1\n", "1 + ".repeat(1 << 20));
    let found = recogniser.occurrences(&Syntax::parse(&source), &source);
    assert!(found.iter().count() >= 1 << 20);
}

#[test]
fn what_was_not_looked_at_any_more_is_the_same_after_an_edit() {
    let (catalogue, recogniser) = prepared();
    let bindings: String = (0..5000)
        .map(|n| format!("    it{n} = iter(xs)\n    for x in it{n}: pass\n    sum(it{n})\n"))
        .collect();
    let mut document = Document::new(&format!("def f(xs):\n{bindings}"), 1);
    let before = Syntax::parse(document.rope());
    let found = recogniser.occurrences(&before, document.rope());
    let at = Position::new(7000, 0);
    let change = Change {
        range: Some((at, at)),
        text: "    y = 1\n".to_owned(),
    };
    let edit = document.apply(&change, Encoding::Utf16);
    let rope = document.rope();
    let after = before.reparse(&[edit], rope);
    let incremental = recogniser.occurrences_after(&found, &[edit], &after, rope);
    let fresh = recogniser.occurrences(&Syntax::parse(rope), rope);
    assert_eq!(rows(catalogue, &incremental), rows(catalogue, &fresh));
    let twice = catalogue.find("pitfall.exhausted-iterator").unwrap();
    assert!(fresh.iter().any(|found| found.concept == twice));
}

#[test]
fn a_name_that_is_imported_in_very_many_ways_means_none_of_them() {
    let (catalogue, recogniser) = prepared();
    let modules = [
        "os", "re", "json", "math", "random", "asyncio", "typing", "copy", "pickle", "heapq",
    ];
    let import = |module: &&str| format!("    import {module} as m\n");
    let os = catalogue.find("stdlib.os").unwrap();
    for (count, means) in [(2, true), (modules.len(), false)] {
        let imports: String = modules[..count].iter().map(import).collect();
        for source in [
            format!("if x:\n{imports}print(m)\n"),
            format!("def f():\n{imports}    print(m)\n"),
        ] {
            let found = recogniser.occurrences(&Syntax::parse(&source), &source);
            let at = source.find("print(m").unwrap() + 6;
            let here = found.at(at);
            assert_eq!(
                here.iter().any(|found| found.concept == os),
                means,
                "{source}"
            );
        }
    }
}

/// How often it was asked whether to stop while `source` was parsed and looked through, where the
/// answer is yes from the time `at` on; and whether it came to an end.
fn asked(source: &str, at: usize) -> (usize, bool) {
    let (_, recogniser) = prepared();
    let count = std::cell::Cell::new(0);
    let stop = || {
        count.set(count.get() + 1);
        count.get() > at
    };
    let found = Syntax::parse_unless(source, &stop)
        .and_then(|syntax| recogniser.occurrences_unless(&syntax, source, &stop));
    (count.get(), found.is_some())
}

#[test]
fn work_on_one_large_text_can_be_stopped_wherever_it_is() {
    let pairs = "    'a': [n for n in range(3) if n],\n".repeat(8000);
    let body = "        self.x = [self.f(n) for n in xs]\n".repeat(8000);
    for (what, source) in [
        ("statements", "x = [n for n in range(3)]\n".repeat(8000)),
        ("one statement", format!("data = {{\n{pairs}}}\n")),
        (
            "one class",
            format!("class A:\n    def f(self, xs):\n{body}"),
        ),
        ("what does not parse", format!("x = (\n{pairs}")),
    ] {
        let (all, is_done) = asked(&source, usize::MAX);
        assert!(is_done, "{what}");
        // Some hundred bytes are some ten microseconds of work.
        assert!(all > source.len() / 200, "{what}: asked {all} times");
        for part in 0..10 {
            let at = all * part / 10;
            let (count, is_done) = asked(&source, at);
            assert!(!is_done, "{what}: stopped at {at} of {all}");
            // Each of those that are on the stack may ask once more.
            assert!(count <= at + 3, "{what}: {count} after {at}");
        }
    }
}

#[test]
fn what_follows_an_edit_can_be_stopped() {
    let (_, recogniser) = prepared();
    let mut document = Document::new(&"x = [n for n in range(3)]\n".repeat(4000), 0);
    let syntax = Syntax::parse(document.rope());
    let before = recogniser.occurrences(&syntax, document.rope());
    // A name that all of them use means something else.
    let change = Change {
        range: None,
        text: format!("range = 3\n{}", document.rope()),
    };
    let edits = [document.apply(&change, Encoding::Utf16)];
    let count = std::cell::Cell::new(0);
    let stop = || {
        count.set(count.get() + 1);
        count.get() > 20
    };
    let after = syntax.reparse_unless(&edits, document.rope(), &stop);
    let found = after.and_then(|after| {
        recogniser.occurrences_after_unless(&before, &edits, &after, document.rope(), &stop)
    });
    assert!(found.is_none());
}

/// Asks a clock, so it runs only when it is asked for, and optimised:
/// `cargo test --release --test recognise -- --ignored --nocapture`.
#[test]
#[ignore = "asks a clock"]
fn five_megabytes_never_go_on_for_fifty_milliseconds() {
    let (_, recogniser) = prepared();
    let pairs = "    'a': [n for n in range(3) if n],\n".repeat(5 << 20 >> 5);
    let body = "        self.x = [self.f(n) for n in xs]\n".repeat(5 << 20 >> 5);
    for (what, source) in [
        (
            "statements",
            "x = [n for n in range(3)]\n".repeat(5 << 20 >> 5),
        ),
        ("one statement", format!("data = {{\n{pairs}}}\n")),
        (
            "one class",
            format!("class A:\n    def f(self, xs):\n{body}"),
        ),
        ("what does not parse", format!("x = (\n{pairs}")),
    ] {
        let last = std::cell::Cell::new(std::time::Instant::now());
        let longest = std::cell::Cell::new(std::time::Duration::ZERO);
        let began = last.get();
        let stop = || {
            longest.set(longest.get().max(last.get().elapsed()));
            last.set(std::time::Instant::now());
            false
        };
        let syntax = Syntax::parse_unless(&source, &stop).unwrap();
        stop();
        let parsed = (began.elapsed(), longest.take());
        let found = recogniser.occurrences_unless(&syntax, &source, &stop);
        assert!(found.is_some());
        stop();
        eprintln!(
            "{what}: parsed, all in {parsed:?}; {:?}, at most {:?}",
            began.elapsed(),
            longest.get()
        );
        let longest = longest.get().max(parsed.1);
        assert!(longest.as_millis() < 50, "{what}: {longest:?}");
    }
}
