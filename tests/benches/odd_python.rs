//! Python that nobody writes: it is to cost no more per byte than other text does, and no more per
//! byte in a longer text.

use pygloss::python::Syntax;

use super::clock::best_of_thread;
use super::edit;
use super::python;
use super::turns::{compare, timed, title, wanted};

/// About the bytes of each.
const SIZE: usize = 200_000;

pub fn all() {
    title("odd Python", "tree-sitter's parse of the same text");
    let library = python::library();
    let mut parser = python::parser();
    for (name, text) in texts(SIZE) {
        let ours = || {
            timed(|| {
                let syntax = Syntax::parse(text.as_str());
                library.recogniser.occurrences(&syntax, text.as_str())
            })
        };
        let bare = || timed(|| parser.parse(&text, None));
        compare(&format!("odd/{name}"), text.len(), ours, bare);
    }
    growth();
    for (name, text) in texts(SIZE) {
        let name = format!("odd {name}");
        if let Some(place) = text
            .find("name")
            .filter(|_| wanted(&format!("edit/{name}")))
        {
            edit::typed(&name, &library, &text, place + 4);
        }
    }
}

/// Each text in a size and in twice and four times that size: what recognising takes without the
/// parse, and how many times the smallest text's time per byte the largest one takes; the parse's own
/// growth behind it.
#[allow(clippy::print_stdout)]
fn growth() {
    println!("\nodd Python in three sizes: ms to recognise, growth per byte, that of the parse");
    let library = python::library();
    let sizes = [SIZE / 4, SIZE / 2, SIZE].map(texts);
    for number in 0..sizes[0].len() {
        let name = format!("growth/{}", sizes[0][number].0);
        if !wanted(&name) {
            continue;
        }
        let mut line = String::new();
        let mut per_byte = Vec::new();
        for texts in &sizes {
            let text = texts[number].1.as_str();
            let parsed = best_of_thread(2, || Syntax::parse(text));
            let syntax = Syntax::parse(text);
            let seen = best_of_thread(2, || library.recogniser.occurrences(&syntax, text));
            line += &format!("{:>10.2}", seen.as_secs_f64() * 1e3);
            per_byte.push([seen, parsed].map(|time| time.as_secs_f64() / text.len() as f64));
        }
        let [seen, parsed] = [0, 1].map(|of| per_byte[2][of] / per_byte[0][of].max(1e-12));
        let note = if seen > 1.4 { " grows" } else { "" };
        println!("{name:<48} {line} ms {seen:>6.2} x {parsed:>6.2} x{note}");
    }
}

/// Texts of about `size` bytes.
fn texts(size: usize) -> Vec<(&'static str, String)> {
    let many = |piece: &str| piece.repeat(size / piece.len());
    let numbered = |piece: fn(usize) -> String| -> String {
        let length = piece(10_000).len();
        (0..size / length).map(piece).collect()
    };
    let nested = |open: &str, close: &str, depth: usize| {
        format!("name = {}0{}\n", open.repeat(depth), close.repeat(depth))
    };
    let depth = size / 100;
    let deep: String = (0..90)
        .map(|depth| format!("{}if name:\n", " ".repeat(depth)))
        .collect();
    // Each line is one blank longer than the one before.
    let opened: String = (0..size.isqrt())
        .map(|depth| format!("{}with open(a) as b:\n", " ".repeat(depth)))
        .collect();
    vec![
        ("one line", format!("name = {}0\n", many("name + "))),
        ("one list", format!("name = [{}]\n", many("(1, 'a'), "))),
        ("brackets in brackets", nested("[", "]", depth)),
        ("calls in calls", nested("f(", ")", depth)),
        ("unclosed brackets", many("name = (\n")),
        (
            "an unclosed string",
            format!("name = '''\n{}", many("text\n")),
        ),
        ("quotes", format!("name\n{}", many("'\"\"\"\n"))),
        (
            "blocks in blocks",
            format!("{deep}{}pass\n", " ".repeat(90)),
        ),
        ("attributes", format!("name{}\n", many(".name"))),
        (
            "decorators",
            format!("{}def name(): pass\n", many("@name\n")),
        ),
        (
            "one function",
            format!("def name():\n{}", many("    name = 1\n")),
        ),
        (
            "one class",
            format!("class name:\n{}", many("    def f(self): pass\n")),
        ),
        ("names", numbered(|n| format!("name{n} = {n}\n"))),
        ("parentheses in parentheses", nested("(", ")", depth)),
        (
            "comprehensions in comprehensions",
            nested("[a for a in ", "]", depth),
        ),
        ("lambdas in lambdas", nested("lambda: (a, ", ")", depth)),
        (
            "functions kept by a loop",
            format!("for a in b:\n    {}", nested("(lambda: ", ",)", depth)),
        ),
        (
            "awaits in awaits",
            format!(
                "async def name(a):\n    for b in a:\n        {}",
                nested("await f(", ")", depth)
            ),
        ),
        (
            "files opened in each other",
            format!("name = 1\n{opened}{}pass\n", " ".repeat(size.isqrt())),
        ),
        (
            "assertions",
            format!("def name(a):\n{}", many("    assert a, 'b'\n")),
        ),
        (
            "iterators",
            format!(
                "def name(a):\n{}",
                numbered(|n| format!("    b{n} = iter(a)\n"))
            ),
        ),
        (
            "handlers",
            format!("try: name = 1\n{}", many("except OSError as e: pass\n")),
        ),
        (
            "changes in a loop",
            format!(
                "def name(a):\n    for b in a:\n{}",
                many("        a.append(b)\n")
            ),
        ),
        (
            "names read before they are bound",
            format!(
                "def name():\n{}",
                numbered(|n| format!("    a{n} = a{n} + f(a{n})\n"))
            ),
        ),
        (
            "imports of one name",
            format!(
                "{}{}",
                many("import os as name, re as name\n"),
                many("name.path\n")
            ),
        ),
        ("blank lines", format!("name = 1\n{}", many("\n"))),
        ("zeros", format!("name = 1\n{}", many("\0"))),
    ]
}
