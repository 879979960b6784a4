//! The command line: one thin file per subcommand.
//!
//! A command reads its input, calls the phases, prints, and says how it went: exit code 0 done, 1 findings at
//! or above the chosen level, 2 cannot run.

mod completions;
mod diff;
mod explain;
pub mod failure;
mod fields;
pub mod git;
mod input;
mod lint;
pub mod pages;
pub mod specs;
pub mod terminal;
pub mod vendor;
pub mod workspace;

use std::{io::Write, process::ExitCode};

use clap::{Parser, Subcommand};

use failure::Failure;
use terminal::{Options, Terminal};

/// From the tables in API documentation to typed Rust clients
#[derive(Parser, Debug)]
#[command(name = "tablature", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand, Debug)]
enum Command {
    Lint(lint::Arguments),
    Fields(fields::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
    /// The manual page
    Man,
}

/// Parses the arguments of the process and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.options);
    match run(&cli.command, &terminal) {
        Ok(code) => code,
        Err(failure) => {
            report(&failure, &terminal);
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match command {
        Command::Lint(arguments) => lint::run(arguments, terminal),
        Command::Fields(arguments) => fields::run(arguments),
        Command::Diff(arguments) => diff::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man => completions::man(),
    }
}

fn report(failure: &Failure, terminal: &Terminal) {
    match failure {
        Failure::Message { .. } => {
            let _ = writeln!(std::io::stderr().lock(), "{failure}");
        }
        Failure::Diagnostics(diagnostics, sources) => terminal.diagnostics(diagnostics, sources),
    }
}
