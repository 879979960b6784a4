//! `tablature schema`: the JSON Schema of a file that people read and write.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::terminal::print;
use crate::{
    dialect::Source,
    diff::render::json,
    engine::{Failure, settings::Vendor},
    lower::overlay::Entry,
    spec::schema::{file, ir},
};

/// The JSON Schema of a kind of file, for editors and other tools
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The kind of file
    name: Name,
}

/// The kinds of files that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// The IR of one service: `specs/VENDOR/SERVICE.yaml`
    Ir,
    /// The examples of one operation: `specs/VENDOR/examples/SERVICE/OPERATION.yaml`
    Examples,
    /// Corrections to it: `specs/VENDOR/SERVICE.overlay.yaml`
    Overlay,
    /// How a vendor writes pages: `dialect.yaml`
    Dialect,
    /// Where a vendor's pages are: `vendor.yaml`
    Vendor,
    /// What `diff --format json` prints
    Diff,
}

/// Runs the command.
///
/// # Errors
/// The schema cannot be printed.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    print(&text(arguments.name))?;
    Ok(ExitCode::SUCCESS)
}

/// The schema of a kind of file.
pub(crate) fn text(name: Name) -> String {
    match name {
        Name::Ir => ir(),
        Name::Examples => file::<tablature_ir::ExampleFile>("The examples of one operation"),
        Name::Overlay => file::<Vec<Entry>>("Corrections to the IR of one service"),
        Name::Dialect => file::<Source>("How one vendor writes pages"),
        Name::Vendor => file::<Vendor>("Where a vendor's pages are"),
        Name::Diff => json::schema(),
    }
}
