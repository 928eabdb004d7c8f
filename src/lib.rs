//! pygloss puts study notes into the margin of Python code.
//!
//! The map, in the order in which data flows:
//!
//! | module | what it is for | must never |
//! | --- | --- | --- |
//! | [`text`] | a document: rope, version, edits; byte offsets and positions | know the protocol |
//! | [`concept`] | the catalogue: what can be explained in Python source | name a concept in code where data can |
//! | [`python`] | Python source to occurrences of concepts | know a guide |
//! | [`guide`] | Markdown to entries and problems | know Python source |
//! | [`gloss`] | occurrences joined with entries: hovers, lenses, links | know the protocol |
//! | [`disk`] | the only reader and walker of files, with its limits | be called from the modules above |
//! | [`builtin`] | what is compiled into the program: the guide and the catalogue, prepared by `src/build.rs` | |
//! | [`pack`] | values as bytes, for what is prepared | |
//! | [`stop`] | work that somebody may cease to want | |
//! | [`parallel`] | the same work on many items, on all processors | |
//! | [`config`] | settings, from whoever sends them | |
//! | [`study`] | what a person has learned | know a clock or a file |
//! | [`project`] | what a project's own files say: settings, the oldest Python | |
//! | [`lsp`] | the language server: one file per feature | hold a lock across an await |
//! | [`cli`] | one file per subcommand | |
//!
//! `text`, `concept`, `python`, `guide` and `gloss` are the core: they name no protocol type, no
//! tokio, no path on disk and no clock (`tests/boundaries.rs` holds this), and they never fail on
//! what a user wrote: they return a value and a list of [`problem::Problem`]s.

#![forbid(unsafe_code)]

pub mod builtin;
pub mod check;
pub mod cli;
pub mod concept;
pub mod config;
pub mod disk;
pub mod gloss;
pub mod guide;
pub mod lsp;
pub mod pack;
pub mod parallel;
pub mod problem;
pub mod project;
pub mod python;
pub mod stop;
pub mod study;
pub mod text;
