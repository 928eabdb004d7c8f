//! The command line: one file per subcommand. The only place that prints to standard output.
//!
//! Exit status: 0 for success, 1 where the command's work found a fault (a missing path, problems
//! in a guide), 2 for a command line that cannot be understood.
#![allow(clippy::print_stdout)]

mod check;
mod concepts;
mod coverage;
mod explain;
mod index;
mod library;
mod place;
mod scan;
mod search;
mod terminal;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::text::escaped;

/// Puts study notes into the margin of Python code: a language server, and the same engine on the
/// command line.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    guides: Guides,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Which guides to use.
#[derive(Debug, Args)]
struct Guides {
    /// A file or folder of Markdown notes to use as a guide, before the built-in one; repeatable
    #[arg(id = "guides", long = "guide", value_name = "PATH", global = true)]
    paths: Vec<PathBuf>,
    /// Leave out the built-in guide
    #[arg(long, global = true)]
    no_builtin_guide: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the language server on standard input and output (the default)
    Serve {
        /// Taken and ignored: standard input and output are what is used anyway
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Say what a hover at a place says; without a place, tour the notable constructs of the file
    Explain {
        /// FILE, FILE:LINE or FILE:LINE:COLUMN, counted from 1
        #[arg(value_name = "FILE[:LINE[:COL]]")]
        place: String,
        #[arg(long, value_enum, default_value_t)]
        format: ExplainFormat,
    },
    /// List every occurrence of every concept in Python files and folders
    Scan {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Only this concept, or with a family's name all of that family; repeatable
        #[arg(long = "concept", value_name = "ID")]
        concepts: Vec<String>,
        #[arg(long, value_enum, default_value_t)]
        format: ScanFormat,
        /// Files in the order of their paths, always the same
        #[arg(long)]
        sort: bool,
    },
    /// Show what the indexer finds in a guide, and which layouts it took it for
    Index {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Find entries by words, best first
    Search {
        #[arg(required = true)]
        query: Vec<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// How many at most
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// Tell what is wrong with a guide; exit status 1 where something is
    Check {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t)]
        format: CheckFormat,
    },
    /// List the catalogue, and what the guides have about each concept
    Concepts {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum CheckFormat {
    /// For people: file:line:column: what is wrong
    #[default]
    Text,
    /// For programs
    Json,
    /// As annotations of a GitHub workflow
    Github,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ScanFormat {
    /// Grouped by concept, with counts
    #[default]
    Text,
    /// One object per line
    Jsonl,
    /// How many tokens of each kind have a concept, and which have none
    Coverage,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ExplainFormat {
    /// For people
    #[default]
    Text,
    /// As an editor gets it
    Markdown,
    /// For programs
    Json,
}

/// Runs the command that the program's arguments name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        None | Some(Command::Serve { .. }) => return serve(arguments.guides),
        Some(Command::Explain { place, format }) => explain::run(&arguments.guides, &place, format),
        Some(Command::Scan {
            paths,
            concepts,
            format,
            sort,
        }) => scan::run(
            &arguments.guides,
            &scan::Request {
                paths,
                concepts,
                format,
                sort,
            },
        ),
        Some(Command::Index { paths, format }) => index::run(&paths, format),
        Some(Command::Search {
            query,
            format,
            limit,
        }) => search::run(&arguments.guides, &query.join(" "), limit, format),
        Some(Command::Check { paths, format }) => check::run(&paths, format),
        Some(Command::Concepts { format }) => concepts::run(&arguments.guides, format),
    };
    match outcome {
        Ok(status) => status,
        // Whoever reads our output has seen enough (`pygloss scan … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("cannot write: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn serve(guides: Guides) -> ExitCode {
    crate::lsp::run(crate::lsp::Options {
        guides: guides.paths,
        builtin: !guides.no_builtin_guide,
        cache: None,
        state: None,
    })
}

/// Tells `message` on standard error, in one line with the program's name.
fn complain(message: &str) {
    use std::io::Write;
    // Where standard error is gone, nobody is left to be told.
    let _ = writeln!(anstream::stderr(), "pygloss: {}", escaped(message));
}
