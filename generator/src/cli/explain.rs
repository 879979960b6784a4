//! `tablature explain`: what a diagnostic means.

use std::process::ExitCode;

use clap::Args;

use super::{failure::Failure, terminal::print};
use crate::{diagnostic::Id, diff::rules};

/// What a diagnostic means, and what to do about it
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The id of the diagnostic, or of a rule of `diff`; all diagnostics are listed when it is left out
    id: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// No diagnostic has this id.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.id {
        None => {
            let lines: Vec<String> =
                Id::ALL.iter().map(|id| format!("{:<28} {}", id.as_str(), id.severity())).collect();
            print(&(lines.join("\n") + "\n"))?;
        }
        Some(text) if rules::find(text).is_some() => {
            print(&rules::find(text).map(rules::explain).unwrap_or_default())?;
        }
        Some(text) => {
            let id = Id::parse(text).ok_or_else(|| {
                let near = nearest(text);
                Failure::new(format!("no diagnostic has the id `{text}`"))
                    .hint(format!("did you mean `{near}`? `tablature explain` lists them all"))
            })?;
            print(id.docs())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn nearest(text: &str) -> &'static str {
    let alike = |id: &Id| similar::TextDiff::from_chars(id.as_str(), text).ratio();
    Id::ALL.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).map_or("", |id| id.as_str())
}
