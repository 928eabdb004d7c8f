//! Python source to occurrences of concepts. Knows no guide; callers are [`crate::gloss`], the
//! server and the command line.
//!
//! [`Recogniser`] is the catalogue's recognition data made ready for one walk over the tree;
//! [`Syntax`] is the tree of one text; [`Occurrences`] is what the walk found. The text itself is a
//! [`Source`]: a rope that is being edited or a plain string that is only read.
//!
//! ```
//! use pygloss::python::{Recogniser, Syntax};
//!
//! let catalogue = pygloss::builtin::catalogue();
//! let (recogniser, problems) = Recogniser::new(&catalogue);
//! assert!(problems.is_empty());
//! let source = "print(x := 3)\n";
//! let found = recogniser.occurrences(&Syntax::parse(source), source);
//! for occurrence in found.at(8) {
//!     println!("{}", catalogue[occurrence.concept].id);
//! }
//! ```

mod budget;
mod catalogued;
mod changed;
mod chunk;
mod definition;
mod grammar;
mod hunk;
mod import;
mod joins;
mod kinds;
mod look;
mod making;
mod meaning;
mod module;
mod occurrence;
mod place;
mod query;
mod recogniser;
mod recognition;
mod rule;
mod scope;
mod shown;
mod source;
mod special;
mod symbol;
mod syntax;
mod token;
mod unit;
mod walk;

pub use definition::{Definition, definitions};
pub use occurrence::{Focus, Occurrence, Occurrences, Places, Role};
pub use recogniser::Recogniser;
pub use recognition::Recognition;
pub use source::Source;
pub use syntax::Syntax;
pub use token::TokenKind;
