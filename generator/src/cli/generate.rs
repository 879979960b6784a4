//! `tablature generate`, `extract` and `check`: pages → IR → crates, written, or only compared.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Args;

use super::{
    failure::Failure,
    make::{Made, Scope, Target, make},
    terminal::Terminal,
};
use crate::{
    diagnostic::Severity,
    output::{self, Changes},
};

/// Pages → IR → crates; the default command
#[derive(Args, Debug, Default)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Read these IR files instead of pages
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with_all = ["docs", "selected"])]
    spec: Vec<PathBuf>,
    /// Where generated crates get `tablature-client` from: a folder, or a version
    #[arg(long, value_name = "PATH|VERSION")]
    runtime: Option<String>,
    /// Exit with 1 when there is a finding of this severity or worse
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<Severity>,
}

/// Pages → IR only
#[derive(Args, Debug, Default)]
pub(super) struct Extract {
    #[command(flatten)]
    target: Target,
    /// Exit with 1 when there is a finding of this severity or worse
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<Severity>,
}

/// The same work as `generate`, but nothing is written: exit code 1 when something would be
#[derive(Args, Debug, Default)]
pub(super) struct Check {
    #[command(flatten)]
    target: Target,
    /// As for `generate`
    #[arg(long, value_name = "PATH|VERSION")]
    runtime: Option<String>,
}

/// Runs `generate`.
///
/// # Errors
/// Something that people write is not right, or the disk is not. Nothing, or only whole files, have been
/// written then.
pub(super) fn generate(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let runtime = arguments.runtime.as_deref();
    let made = make(&arguments.target, &arguments.spec, Scope::Crates { runtime }, terminal)?;
    write(&made, arguments.fail_on, started, terminal)
}

/// Runs `extract`.
///
/// # Errors
/// As [`generate`].
pub(super) fn extract(arguments: &Extract, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let made = make(&arguments.target, &[], Scope::Specs, terminal)?;
    write(&made, arguments.fail_on, started, terminal)
}

/// Runs `check`.
///
/// # Errors
/// As [`generate`].
pub(super) fn check(arguments: &Check, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let runtime = arguments.runtime.as_deref();
    let made = make(&arguments.target, &[], Scope::Crates { runtime }, terminal)?;
    let changes = output::compare(&made.root, &made.files, &made.owned)?;
    if changes.is_empty() {
        terminal.say(&format!("{} files are as they should be", changes.unchanged));
        return Ok(ExitCode::SUCCESS);
    }
    for (what, paths) in
        [("differs or is missing", &changes.written), ("should not be there", &changes.removed)]
    {
        for path in paths {
            terminal.say(&format!("{}: {what}", path.display()));
        }
    }
    terminal.say("run `cargo run` and commit what it changes");
    Ok(ExitCode::from(1))
}

fn write(
    made: &Made,
    fail_on: Option<Severity>,
    started: Instant,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let changes = output::write(&made.root, &made.files, &made.owned)?;
    for line in &made.summary {
        terminal.say(line);
    }
    terminal.say(&summary(&changes, started));
    let found = fail_on.is_some_and(|least| made.worst.is_some_and(|worst| worst >= least));
    Ok(if found { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn summary(changes: &Changes, started: Instant) -> String {
    format!(
        "{} files written, {} unchanged, {} removed in {:.2} s",
        changes.written.len(),
        changes.unchanged,
        changes.removed.len(),
        started.elapsed().as_secs_f64(),
    )
}
