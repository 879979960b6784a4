//! `tablature export openapi`: the specs in the form that other tools read.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand, ValueEnum};

use super::{
    input::Input,
    terminal::{Terminal, print},
};
use crate::{
    emit::openapi,
    engine::Failure,
    output::{self, Files},
    plan::files::stem,
};

/// The specs in the form that other tools read
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    to: To,
}

#[derive(Subcommand, Debug)]
enum To {
    Openapi(Openapi),
}

/// OpenAPI: one service to standard output, several into a folder
#[derive(Args, Debug)]
struct Openapi {
    #[command(flatten)]
    input: Input,
    /// The version of OpenAPI
    #[arg(long = "openapi", value_enum, default_value_t)]
    version: Version,
    /// How to write it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write DIR/VENDOR-SERVICE.yaml for each service
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Version {
    #[default]
    #[value(name = "3.1")]
    V31,
    #[value(name = "3.0")]
    V30,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Yaml,
    Json,
}

/// Runs the command.
///
/// # Errors
/// The specs cannot be read, or several are asked for without a folder.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let To::Openapi(arguments) = &arguments.to;
    let version = match arguments.version {
        Version::V31 => openapi::Version::V31,
        Version::V30 => openapi::Version::V30,
    };
    let ending = match arguments.format {
        Format::Yaml => "yaml",
        Format::Json => "json",
    };
    let mut files = Files::new();
    for spec in arguments.input.read()? {
        let document = openapi::document(&spec.service, version);
        let text = match arguments.format {
            Format::Yaml => openapi::yaml(&document),
            Format::Json => openapi::json(&document),
        };
        // Both names are texts of strangers, and become the name of a file.
        let name = format!("{}-{}.{ending}", stem(&spec.service.vendor), stem(&spec.service.service));
        files.insert(name, text.into_bytes());
    }
    match (&arguments.out, files.len()) {
        (Some(folder), count) => {
            output::write(&terminal.ground(folder)?, &files, &[], false, &|_| {})?;
            terminal.say(&format!("{count} files in {}", folder.display()));
        }
        (None, 1) => files.values().try_for_each(|text| print(&String::from_utf8_lossy(text)))?,
        (None, 0) => return Err(Failure::new("there is no spec to export")),
        (None, count) => {
            return Err(Failure::new(format!("{count} services and one standard output"))
                .hint("name one, VENDOR/SERVICE, or a folder: --out DIR"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
