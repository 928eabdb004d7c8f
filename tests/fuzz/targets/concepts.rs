//! Concepts that people define: any `concepts.toml`, any query, any name. They are used or told, and
//! what they find in any source lies in it, after an edit as afresh.

use std::sync::Arc;

use pygloss::concept::{Catalogue, File};
use pygloss::python::{Recogniser, Syntax};
use pygloss::text::{Change, Document, Encoding, Position, Span};
use serde_json::json;

use super::bytes::Bytes;
use super::python::rows;

const SOURCE: &str = "\
import os, pandas as pd
@app.route('/x', methods=[1])
async def f(a, *b, c: int = 0, **d) -> str:
    try:
        x = [g(n) for n in a if n] or {**d, 'k': f'{a!r:>{c}}'}
    except* (E, os.error) as e:
        raise E(x := 1) from e
    return await pd.DataFrame(x).groupby(1)[::2]
class C[T](B, metaclass=M):
    y: int = lambda: (yield)
";

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let kind = bytes.byte();
    let text = bytes.text();
    let file = Arc::new(File {
        name: "concepts.toml".into(),
        text: text.as_str().into(),
    });
    let mut catalogue = Catalogue::default();
    let problems = match kind % 3 {
        0 => catalogue.add_file(&file),
        how => {
            let how = if how == 1 {
                json!({ "query": text })
            } else {
                json!(text)
            };
            let row = json!([{"id": "idiom.fuzz", "name": "fuzz", "recognise": [how]}]);
            catalogue.add_page(&file, Span::new(0, text.len()), &row)
        }
    };
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    problems.iter().for_each(|problem| inside(problem.span));
    let (recogniser, problems) = Recogniser::new(&catalogue);
    problems
        .iter()
        .for_each(|(_, problem)| inside(problem.span));
    if catalogue.is_empty() {
        return;
    }
    let source = format!("{SOURCE}{}", bytes.text());
    let mut document = Document::new(&source, 1);
    let syntax = Syntax::parse(document.rope());
    let before = recogniser.occurrences(&syntax, document.rope());
    rows(&before, source.len());
    let at = Position::new(u32::from(kind >> 2) % 12, 4);
    let change = Change {
        range: Some((at, at)),
        text: bytes.text(),
    };
    let edit = document.apply(&change, Encoding::Utf8);
    let rope = document.rope();
    let syntax = syntax.reparse(&[edit], rope);
    let after = recogniser.occurrences_after(&before, &[edit], &syntax, rope);
    let fresh = recogniser.occurrences(&syntax, rope);
    assert_eq!(
        rows(&after, rope.len_bytes()),
        rows(&fresh, rope.len_bytes())
    );
}
