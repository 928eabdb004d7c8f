//! Python that nobody writes: it is to cost no more per byte than other text does.

use pygloss::python::Syntax;

use super::edit;
use super::python;
use super::turns::{compare, timed, title, wanted};

/// About the bytes of each.
const SIZE: usize = 200_000;

pub fn all() {
    title("odd Python", "tree-sitter's parse of the same text");
    let library = python::library();
    let mut parser = python::parser();
    for (name, text) in texts() {
        let ours = || {
            timed(|| {
                let syntax = Syntax::parse(text.as_str());
                library.recogniser.occurrences(&syntax, text.as_str())
            })
        };
        let bare = || timed(|| parser.parse(&text, None));
        compare(&format!("odd/{name}"), text.len(), ours, bare);
    }
    for (name, text) in texts() {
        let name = format!("odd {name}");
        if let Some(place) = text
            .find("name")
            .filter(|_| wanted(&format!("edit/{name}")))
        {
            edit::typed(&name, &library, &text, place + 4);
        }
    }
}

fn texts() -> Vec<(&'static str, String)> {
    let many = |piece: &str| piece.repeat(SIZE / piece.len());
    let nested = |open: &str, close: &str, depth: usize| {
        format!("name = {}0{}\n", open.repeat(depth), close.repeat(depth))
    };
    let deep: String = (0..90)
        .map(|depth| format!("{}if name:\n", " ".repeat(depth)))
        .collect();
    vec![
        ("one line", format!("name = {}0\n", many("name + "))),
        ("one list", format!("name = [{}]\n", many("(1, 'a'), "))),
        ("brackets in brackets", nested("[", "]", 2_000)),
        ("calls in calls", nested("f(", ")", 2_000)),
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
        (
            "names",
            (0..SIZE / 12).map(|n| format!("name{n} = {n}\n")).collect(),
        ),
        ("blank lines", format!("name = 1\n{}", many("\n"))),
        ("zeros", format!("name = 1\n{}", many("\0"))),
    ]
}
