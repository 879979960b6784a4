//! `tablature fields`: the specs as a flat list.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{failure::Failure, input::Input, terminal::print};
use crate::spec::fields;

/// Every field of every operation, one a line
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    #[default]
    Jsonl,
    /// Comma-separated values with a header line
    Csv,
}

/// Runs the command.
///
/// # Errors
/// The specs cannot be read.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut out = String::new();
    if arguments.format == Format::Csv {
        out += fields::CSV_HEADER;
    }
    for spec in arguments.input.read()? {
        for row in fields::rows(&spec.service, spec.places.as_ref()) {
            match arguments.format {
                Format::Jsonl => out += &row.json(),
                Format::Csv => out += &row.csv(),
            }
            out.push('\n');
        }
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}
