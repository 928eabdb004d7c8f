//! What a session needs at its start is prepared: only what somebody looks at is read.

use pygloss::builtin;
use pygloss::gloss::{self, LensMode, LensWish};
use pygloss::guide::Guide;
use pygloss::python::Syntax;

#[test]
fn pages_are_read_when_something_of_them_is_shown() {
    let guide = Guide::layered([builtin::guide_pages()]);
    let (library, _) = builtin::library(&[], guide);
    let read = || {
        let pages = library.guide.pages.iter();
        pages.filter(|page| page.is_read()).count()
    };
    assert!(library.guide.entry_count() > 1000);
    assert!(library.guide.find("pygloss:/no-page.md#it").is_none());
    assert_eq!(read(), 0, "the start reads pages");

    let source = "while (line := read()):\n    print(line)\n";
    let occurrences = library
        .recogniser
        .occurrences(&Syntax::parse(source), source);
    let hover = gloss::hover(&library, &occurrences, source.find(":=").unwrap_or(0));
    assert!(hover.is_some_and(|hover| !hover.parts[0].questions.is_empty()));
    let shown = read();
    assert!((1..=25).contains(&shown), "a hover read {shown} pages");

    let wish = LensWish::all(LensMode::First);
    assert_eq!(gloss::lenses(&library, &occurrences, wish, |_| 0).len(), 1);
    assert_eq!(read(), shown, "a lens about the same reads no more");
}
