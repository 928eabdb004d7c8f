//! What holds for every set of occurrences.

use pygloss::concept::ConceptId;
use pygloss::python::{Occurrence, Occurrences, Role};
use pygloss::text::Span;

/// An occurrence, for comparing.
pub type Row = (ConceptId, Span, Vec<Span>, Option<Role>);

/// All that was found, which lies in a text of `length` bytes.
pub fn rows(occurrences: &Occurrences, length: usize) -> Vec<Row> {
    let row = |found: Occurrence<'_>| {
        let focus: Vec<_> = found.focus.iter().collect();
        assert!(found.extent.end() <= length);
        assert!(!focus.is_empty());
        let is_sound = |span: &Span| !span.is_empty() && found.extent.covers(*span);
        assert!(focus.iter().all(is_sound), "{focus:?}");
        (found.concept, found.extent, focus, found.role)
    };
    occurrences.iter().map(row).collect()
}
