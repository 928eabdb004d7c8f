//! How fast the parts are, each beside what it cannot be faster than, in the same run:
//!
//! ```text
//! cargo bench                                  everything, with reading guides (guide.rs)
//! cargo bench --bench engine -- edit search    what has one of the words in its name
//! ```
//!
//! Each line: what, how much text, our time, the limit's time, the ratio. The whole server beside
//! other servers is measured by `tests/benches/peers/run`, instructions by `tests/benches/callgrind`.
//! `PYGLOSS_SAMPLE_PYTHON` may name a folder of Python files to measure as well.

#![allow(clippy::print_stdout)]

mod clock;
mod edit;
mod odd_python;
mod python;
mod search;
mod start;
mod text;
mod turns;

fn main() {
    start::all();
    text::all();
    python::all();
    edit::all();
    odd_python::all();
    search::all();
}
