//! The program: hands the command line over and turns the outcome into an exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    pygloss::cli::run()
}
