//! `tablature fields`: the specs as a flat list.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{input::Input, terminal::print};
use crate::{engine::Failure, spec::fields};

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
    let mut out = Vec::new();
    if arguments.format == Format::Csv {
        out.extend_from_slice(fields::CSV_HEADER.as_bytes());
    }
    for spec in arguments.input.read()? {
        let mut result = Ok(());
        fields::each(&spec.service, spec.places.as_ref(), |row| {
            let written = match arguments.format {
                Format::Jsonl => fields::jsonl(&mut out, &row),
                Format::Csv => fields::csv(&mut out, &row),
            };
            result = std::mem::replace(&mut result, Ok(())).and(written);
        });
        result?;
    }
    print(&String::from_utf8_lossy(&out))?;
    Ok(ExitCode::SUCCESS)
}
