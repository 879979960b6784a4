//! The command line: one thin file per subcommand.
//!
//! A command reads its input, calls the phases, prints, and says how it went: exit code 0 done, 1 findings at
//! or above the chosen level, 2 cannot run.

mod accept;
mod changelog;
mod completions;
mod dialect;
mod diff;
mod explain;
mod export;
mod fields;
mod generate;
mod init;
mod input;
mod lint;
mod make;
mod mock;
mod report;
pub(crate) mod schema;
mod show;
mod stream;
mod target;
pub mod terminal;
#[cfg(feature = "fetch")]
mod update;
pub mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::engine::Failure;

use terminal::{Options, Terminal};

/// From the tables in API documentation to typed Rust clients
#[derive(Parser, Debug)]
#[command(name = "tablature", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand, Debug)]
enum Command {
    Generate(generate::Arguments),
    Extract(generate::Extract),
    Check(generate::Check),
    Lint(lint::Arguments),
    Init(init::Arguments),
    Fields(fields::Arguments),
    Export(export::Arguments),
    Diff(diff::Arguments),
    Changelog(changelog::Arguments),
    #[cfg(feature = "fetch")]
    Update(update::Arguments),
    Show(show::Arguments),
    Report(report::Arguments),
    Mock(mock::Arguments),
    Explain(explain::Arguments),
    Dialect(dialect::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    /// The manual page
    Man,
}

/// Parses the arguments of the process and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    /// What the first thread of a process usually has.
    const STACK: usize = 8 << 20;

    let cli = Cli::parse();
    let terminal = Terminal::new(cli.options);
    // Threads have less than the first one has. Where they are there already, or cannot be had, there is nothing to do.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    match run(cli.command, &terminal) {
        Ok(code) => code,
        Err(failure) => {
            report(&failure, &terminal);
            ExitCode::from(2)
        }
    }
}

fn run(command: Option<Command>, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match command.unwrap_or_else(|| Command::Generate(generate::Arguments::default())) {
        Command::Generate(arguments) => generate::generate(&arguments, terminal),
        Command::Extract(arguments) => generate::extract(&arguments, terminal),
        Command::Check(arguments) => generate::check(&arguments, terminal),
        Command::Lint(arguments) => lint::run(&arguments, terminal),
        Command::Init(arguments) => init::run(&arguments, terminal),
        Command::Fields(arguments) => fields::run(&arguments),
        Command::Export(arguments) => export::run(&arguments, terminal),
        Command::Changelog(arguments) => changelog::run(&arguments, terminal),
        Command::Diff(arguments) => diff::run(&arguments, terminal),
        #[cfg(feature = "fetch")]
        Command::Update(arguments) => update::run(&arguments, terminal),
        Command::Show(arguments) => show::run(&arguments, terminal),
        Command::Report(arguments) => report::run(&arguments, terminal),
        Command::Mock(arguments) => mock::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Dialect(arguments) => dialect::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man => completions::man(),
    }
}

fn report(failure: &Failure, terminal: &Terminal) {
    match failure {
        Failure::Message { what, hint } => {
            terminal.warn(&format!("error: {what}"));
            if let Some(hint) = hint {
                terminal.warn(&format!("  = help: {hint}"));
            }
        }
        Failure::Diagnostics(diagnostics, sources) => terminal.diagnostics(diagnostics, sources),
    }
}
