//! `tablature explain`: what a diagnostic or a rule of `diff` means.

use std::process::ExitCode;

use clap::Args;

use super::terminal::print;
use crate::engine::Failure;
use crate::{diagnostic::Id, diff::rules};

/// What a diagnostic means, and what to do about it
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The id of the diagnostic, or of a rule of `diff`; all are listed when it is left out
    id: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Nothing has this id.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.id {
        None => {
            let ids = Id::ALL.iter().map(|id| format!("{:<32} {}\n", id.as_str(), id.severity()));
            let rules = rules::ALL.iter().map(|rule| format!("{:<32} rule of diff\n", rule.id));
            print(&ids.chain(rules).collect::<String>())?;
        }
        Some(text) if rules::find(text).is_some() => {
            print(&rules::find(text).map(rules::explain).unwrap_or_default())?;
        }
        Some(text) => {
            let id = Id::parse(text).ok_or_else(|| {
                let near = nearest(text);
                Failure::new(format!("no diagnostic and no rule of diff has the id `{text}`"))
                    .hint(format!("did you mean `{near}`? `tablature explain` lists them all"))
            })?;
            print(id.docs())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn nearest(text: &str) -> &'static str {
    let alike = |id: &&str| similar::TextDiff::from_chars(*id, text).ratio();
    let ids = Id::ALL.iter().map(|id| id.as_str()).chain(rules::ALL.iter().map(|rule| rule.id));
    ids.max_by(|a, b| alike(a).total_cmp(&alike(b))).unwrap_or_default()
}
