//! What is wrong with something that a user wrote, as a value that travels beside the result.

use crate::text::{Span, visible_within};

/// The longest message, in characters: what a person wrote is quoted in it, and may be endless.
const LONGEST: usize = 400;

/// How much a problem matters to the person who wrote the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is lost or wrong: the part concerned was left out.
    Error,
    /// Something is likely not what was meant: it was read all the same.
    Warning,
}

/// One thing wrong at one place of one text. The owner of the list knows which text that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes of the text as it is in the file.
    pub span: Span,
    /// How much it matters.
    pub severity: Severity,
    /// A short stable name for filtering, in kebab case, for example `unknown-concept`.
    pub code: &'static str,
    /// What is wrong and the way out, in one line, without the place.
    pub message: String,
}

impl Problem {
    /// A problem that lost something.
    pub fn error(span: Span, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            span,
            severity: Severity::Error,
            code,
            message: visible_within(&message.into(), LONGEST),
        }
    }

    /// A problem in spite of which everything was read.
    pub fn warning(span: Span, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            span,
            severity: Severity::Warning,
            code,
            message: visible_within(&message.into(), LONGEST),
        }
    }
}
