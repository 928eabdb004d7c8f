//! The command line: one file per subcommand. The only place that prints to standard output.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;

/// Runs the command that the program's arguments name.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
