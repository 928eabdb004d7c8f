//! What the parser is shown for what the grammar does not know.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn shown_text(text: &str) -> Option<String> {
    shown(Source::Text(text), &Joins::default()).map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn a_line_break_after_a_dot_in_brackets_is_joined() {
    assert_eq!(shown_text("(a.\nb)\n").as_deref(), Some("(a. b)\n"));
    assert_eq!(shown_text("(a.  \r\nb)\n").as_deref(), Some("(a.    b)\n"));
}

#[test]
fn where_more_is_asked_for_a_line_further_left_is_joined() {
    for (text, expected) in [
        ("if a:\n  b[\n:c]\n", "if a:\n  b[ :c]\n"),
        ("if a:\n  (b if c\nelse d)\n", "if a:\n  (b if c else d)\n"),
        ("if a:\n  (b +\n c)\n", "if a:\n  (b +  c)\n"),
        ("if a:\n  (b or\n\n c)\n", "if a:\n  (b or   c)\n"),
        (
            "if a:\n\t[b for # d\nc in d]\n",
            "if a:\n\t[b for     c in d]\n",
        ),
        ("if a:\n  f(b=\n# d\n    c)\n", "if a:\n  f(b=         c)\n"),
        (
            "if a:\n  f(é=\r\nc, (d,\n))\n",
            "if a:\n  f(é=  c, (d, ))\n",
        ),
    ] {
        assert_eq!(shown_text(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn stars_before_what_is_no_name() {
    for (text, expected) in [
        ("a = *[b], *\"c\"\n", "a = ~[b], ~\"c\"\n"),
        ("*(*a, b), c = d\n", "(* a, b), c = d\n"),
        ("a = *[b], lambda c=d: c\n", "a = ~[b], lambda c=d: c\n"),
        ("a = (yield *[b], c)\n", "a = (yield ~[b], c)\n"),
        ("a[* (b)]\n", "a[~ (b)]\n"),
        ("*(a, b), *[c] = d\n", "(*a, b), [*c] = d\n"),
        (
            "for (* [a], b) in *c, *(d):\n",
            "for ([ *a], b) in *c, ~(d):\n",
        ),
        (
            "a = f(*[b]) = *f'c'; *(d) = e\n",
            "a = f(*[b]) = ~f'c'; (*d) = e\n",
        ),
        (
            "[a for *(b), c in (d, *[e])]\n",
            "[a for (*b), c in (d, *[e])]\n",
        ),
    ] {
        assert_eq!(shown_text(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn annotations_that_are_no_types() {
    for (text, expected) in [
        ("a: b[:]\n", "a:~b[:]\n"),
        ("type A[T] = b[:]\n", "type A[T] =~b[:]\n"),
        ("a: b[c[d](e), f]\n", "a:~b[c[d](e), f]\n"),
        ("a: b[c[d] if e else f]\n", "a:~b[c[d] if e else f]\n"),
        ("a.b:  c[d].e = f[:]\n", "a.b: ~c[d].e = f[:]\n"),
        (
            "def f(a: b[c], d: e[f[:]]) -> g[h](i): j[:]\n",
            "def f(a: b[c], d:~e[f[:]]) ->~g[h](i): j[:]\n",
        ),
    ] {
        assert_eq!(shown_text(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_stands_in_fields_of_strings() {
    for (text, expected) in [
        (
            "if a:\n  f\"{b +\nc}\", *[d]\n",
            "if a:\n  f\"{b + c}\", ~[d]\n",
        ),
        (
            r##"a = rf'{{*[ \{b:*^{c["("]}}', *[d]"##,
            r##"a = rf'{{*[ \{b:*^{c["("]}}', ~[d]"##,
        ),
        (
            r##"a = F"""\N{DASH}{b!r:>{c}}"{d["(']"]}""", *[e]"##,
            r##"a = F"""\N{DASH}{b!r:>{c}}"{d["(']"]}""", ~[e]"##,
        ),
        (
            "a = t'{[b for *(c), d in e]}{ {f: g[:]} }', *[h]\n",
            "a = t'{[b for (*c), d in e]}{ {f: g[:]} }', ~[h]\n",
        ),
        ("a = b if'{'else c, *[d]\n", "a = b if'{'else c, ~[d]\n"),
    ] {
        assert_eq!(shown_text(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["a = f'{b\nc = *[d]\n", "a = f'{b:x\n, *[d]\n", "a = f'"] {
        assert_eq!(shown_text(text), None, "{text}");
    }
}

#[test]
fn fields_in_formats_of_fields_may_be_many() {
    let (opened, closed) = ("{b:".repeat(100_000), "}".repeat(100_000));
    let text = format!("a = f'{opened}{closed}', *[c]\n");
    assert!(shown_text(&text).is_some_and(|shown| shown.ends_with("', ~[c]\n")));
}

#[test]
fn what_the_grammar_knows_stays() {
    for text in [
        "a = b * (c), d[e] * [f], ... * (g), 1. * (h)\n",
        "f(*[a], **{})\n",
        "a = [*[b], *c], *d\n",
        "*a, b = c\n",
        "def f(*, a, **b): return a[:]\n",
        "try: pass\nexcept *(A, B): pass\n",
        "from a import *\n",
        "if a: b[:] = c\n",
        "a: b[c, d]\n",
        "a: b[c[d] | e[f], (g[:])] = h\n",
        "a = {b: c[:]}\n",
        "a = lambda: b[:]\n",
    ] {
        assert_eq!(shown_text(text), None, "{text}");
    }
}

#[test]
fn other_line_breaks_stay() {
    for text in [
        "(a\n.b)\n",
        "x = 1.\n",
        "('a.\n', b)\n",
        "# (a.\nb\n",
        "(\"\"\"a.\n\"\"\")\n",
        "(a +\nb)\n",
        "if a:\n  (b +\n  c)\n",
        "if a:\n  (b, # c\nc)\n",
        "if a:\n  (\n# b\n)\n",
        "if a:\n  b = '(' +\\\nc\n",
        "if a:\n  b.\nc +\nd\n",
        "if a:\n  x = forge,\nd\n",
        "if a:\n  f(x +\nd\n(e)\n",
    ] {
        assert_eq!(shown_text(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, rng_seed: RngSeed::Fixed(20), ..ProptestConfig::default() })]

    #[test]
    fn each_byte_keeps_its_place(text in text()) {
        let shown = shown_text(&text).unwrap_or_else(|| text.clone());
        prop_assert_eq!(shown.len(), text.len());
        for (shown, written) in shown.bytes().zip(text.bytes()) {
            let is_alike = shown == written
                || shown == b' '
                || (shown == b'~' && matches!(written, b'*' | b' ' | b'\t'))
                || (matches!(shown, b'(' | b'[') && written == b'*')
                || (shown == b'*' && matches!(written, b'(' | b'['));
            prop_assert!(is_alike, "{} for {}", char::from(shown), char::from(written));
        }
    }
}

/// What makes a difference to what is shown, in any order.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "(", "[", "{", ")", "]", "}", "*", "*(", "~", "a", "é", " ", "  ", "\t", "\n", "\r\n", ":",
        ": a[", "=", ",", ".", " for ", " in ", "def f(", "f'{", "f\"\"\"", "'", "\\", "# é", "->",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}
