//! How far rules look around.

#![allow(clippy::expect_used)]

use super::*;
use crate::stop::NEVER;

/// What looking around took in the first statement of `source`, and what it might have taken.
fn spent(source: &str) -> (usize, usize) {
    let (recogniser, _) = Recogniser::new(&crate::builtin::catalogue());
    let syntax = Syntax::parse(source);
    let root = syntax.tree().expect("a tree").root_node();
    let mut cursor = root.walk();
    assert!(cursor.goto_first_child());
    let length = cursor.node().byte_range().len();
    let mut walker = Walker::new(&recogniser, &syntax, source.into(), NEVER);
    assert!(walker.unit(&mut cursor, root.kind_id(), true).is_some());
    let most = LEAST + length * FOR_A_BYTE;
    (most - walker.budget.left(), most)
}

#[test]
fn what_people_write_takes_a_step_for_each_byte_at_most() {
    let method = "
    def parse(self, text, strict=False):
        if not text:
            raise ValueError('empty')
        assert strict is not None, 'say which'
        values = [int(part) for part in text.split(',') if part]
        pairs = zip(values, values[1:])
        try:
            with open(self.path) as lines:
                for line in lines:
                    values.append(line)
        except KeyError:
            return None
        except ValueError as error:
            raise RuntimeError from error
        self.count = self.count + 1
        return list(pairs)
";
    let source = format!("class Parser:\n{}", method.repeat(500));
    let (spent, most) = spent(&source);
    assert!(spent < source.len(), "{spent} of {most}");
}

#[test]
fn what_the_parser_could_make_nothing_of_is_no_token() {
    let (recogniser, _) = Recogniser::new(&crate::builtin::catalogue());
    for source in [
        "x = await $ y\n",
        "yield $ x\n",
        "x = a if b $ else c\n",
        "x = (a := $ 2)\n",
    ] {
        let found = recogniser.occurrences(&Syntax::parse(source), source);
        assert!(found.iter().next().is_some(), "{source}");
        let place = source.find('$').expect("it stands there");
        assert_eq!(found.at(place), [], "{source}");
    }
}

#[test]
fn looking_around_comes_to_an_end() {
    let lines = |line: fn(usize) -> String| -> String { (0..8000).map(line).collect() };
    let checks = lines(|_| "    assert a, 'b'\n".to_owned());
    let iterators = lines(|n| format!("    a{n} = iter(b)\n"));
    let handlers = lines(|_| "except OSError as e: pass\n".to_owned());
    let changes = lines(|_| "        a.append(1)\n".to_owned());
    let awaits = format!("{}b{}", "await g(".repeat(2000), ")".repeat(2000));
    let guards = "    if a: return\n".repeat(4000);
    let function = "    def g():\n        if a: return\n        pass\n";
    let itself = "        self.x\n".repeat(8000);
    let loops = (0..200).map(|depth| format!("{:depth$}for a in b:\n", ""));
    let uses = format!("{:200}f({})\n", "", "b,".repeat(20_000));
    for (what, source) in [
        (
            "guards",
            format!("def f(a):\n{guards}{function}{guards}    pass\n"),
        ),
        (
            "property",
            format!("class C:\n    @property\n    def x(self):\n{itself}"),
        ),
        ("loops", loops.chain([uses]).collect()),
        ("assert", format!("def f(a):\n{checks}")),
        ("iterators", format!("def f(a):\n{iterators}")),
        ("except", format!("try: pass\n{handlers}")),
        ("loop", format!("def f(a):\n    for b in a:\n{changes}")),
        (
            "await",
            format!("async def f(a):\n    for b in a:\n        {awaits}\n"),
        ),
    ] {
        let (spent, most) = spent(&source);
        // A rule that is refused has no part in what is found.
        assert_eq!(spent, most, "{what} is looked at without end");
    }
}
