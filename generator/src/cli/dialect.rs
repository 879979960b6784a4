//! `tablature dialect`: the built-in dialects, to read and to begin one's own with.

use std::process::ExitCode;

use clap::Args;

use super::terminal::print;
use crate::{dialect, engine::Failure};

/// A built-in dialect, as it is written
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Its name; all names are listed when it is left out
    name: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// No built-in dialect has this name.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let names = || dialect::BUILTIN.iter().map(|(name, _)| *name);
    match &arguments.name {
        None => print(&(names().collect::<Vec<_>>().join("\n") + "\n"))?,
        Some(name) => {
            let text = dialect::builtin(name).ok_or_else(|| {
                Failure::new(format!("no built-in dialect is called `{name}`"))
                    .hint(format!("there are {}", names().collect::<Vec<_>>().join(", ")))
            })?;
            print(text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
