//! `tablature generate`, `extract` and `check`: pages → IR → crates, written, or only compared.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::{Args, ValueEnum};

use super::{
    make::{Made, make, number},
    stream,
    target::{Scope, Target},
    terminal::Terminal,
};
use crate::{
    diagnostic::Severity,
    engine::{Failure, slashes},
    output::{self, Changes, Ground},
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
    #[command(flatten)]
    outcome: Outcome,
}

/// Pages → IR only
#[derive(Args, Debug, Default)]
pub(super) struct Extract {
    #[command(flatten)]
    target: Target,
    /// Read pages as lines of JSON, `{"path": "a/b.md", "text": "…"}`, from this file or from standard input (`-`), and
    /// print a line of what each says, before anything is decided that takes more than the page and the dialect
    #[arg(long, value_name = "FILE", requires = "dialect", group = "given", conflicts_with_all = ["docs", "selected", "out", "prune"])]
    pages: Option<PathBuf>,
    /// How `--pages` prints: a line of JSON for each page
    #[arg(long, value_enum, value_name = "FORMAT", requires = "pages")]
    format: Option<LinesFormat>,
    #[command(flatten)]
    outcome: Outcome,
}

/// How lines are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum LinesFormat {
    /// JSON, one value a line.
    Ndjson,
}

/// What to do with what is made no longer, and which findings fail the run.
#[derive(Args, Debug)]
struct Outcome {
    /// Remove the crates and specs of services that no page makes any more
    #[arg(long)]
    prune: bool,
    /// Exit with 1 when there is a finding of this severity or worse
    #[arg(long, value_enum, default_value_t = Severity::Error, value_name = "SEVERITY")]
    fail_on: Severity,
}

impl Default for Outcome {
    fn default() -> Self {
        Outcome { prune: false, fail_on: Severity::Error }
    }
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
/// A file that people write is wrong, nothing was found, or the disk cannot be read or written. Then nothing was
/// written, or only whole files.
pub(super) fn generate(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    generate_on(&terminal.ground(&arguments.target.root()?)?, arguments, terminal)
}

fn generate_on(ground: &Ground, arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let runtime = arguments.runtime.as_deref();
    let made = make(&arguments.target, &arguments.spec, Scope::Crates { runtime, afresh: false }, terminal)?;
    write(ground, &made, &arguments.outcome, started, terminal)
}

/// Runs `generate` for the whole workspace, in a folder that this run holds already.
///
/// # Errors
/// As [`generate`].
#[cfg(feature = "fetch")]
pub(super) fn regenerate(ground: &Ground, prune: bool, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let outcome = Outcome { prune, ..Outcome::default() };
    generate_on(ground, &Arguments { outcome, ..Arguments::default() }, terminal)
}

/// Runs `extract`.
///
/// # Errors
/// As [`generate`].
pub(super) fn extract(arguments: &Extract, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if let Some(pages) = &arguments.pages {
        return stream::run(pages, arguments.target.pages.dialect.as_deref(), terminal);
    }
    let started = Instant::now();
    let ground = terminal.ground(&arguments.target.root()?)?;
    let made = make(&arguments.target, &[], Scope::Specs, terminal)?;
    write(&ground, &made, &arguments.outcome, started, terminal)
}

/// Runs `check`.
///
/// # Errors
/// As [`generate`].
pub(super) fn check(arguments: &Check, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let runtime = arguments.runtime.as_deref();
    let made = make(&arguments.target, &[], Scope::Crates { runtime, afresh: true }, terminal)?;
    let changes = output::compare(&made.root, &made.files, &made.territories, false)?;
    for (what, paths) in [
        ("differs or is missing", &changes.written),
        ("was edited by hand", &changes.edited),
        ("should not be there", &changes.removed),
        ("no page makes it any more", &changes.stale),
    ] {
        for path in paths {
            terminal.say(&format!("{}: {what}", slashes(path)));
        }
    }
    report(&made, terminal);
    if changes.is_empty() {
        terminal.say(&format!("{} files are as they should be", changes.unchanged));
    } else {
        let prune = if changes.stale.is_empty() { "" } else { " --prune" };
        let command = command(arguments, prune);
        terminal.say(&format!("run `{command}` and commit what it changes"));
    }
    let failed = !changes.is_empty() || made.worst == Some(Severity::Error);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The command that mends what `check` found.
fn command(arguments: &Check, prune: &str) -> String {
    let Check { target, runtime } = arguments;
    let mut command = String::from("tablature generate");
    let mut add = |words: &[&str]| {
        for word in words {
            command.push(' ');
            let plain = |c: char| c.is_alphanumeric() || "-_./:=^~@+,".contains(c);
            if word.chars().all(plain) && !word.is_empty() {
                command.push_str(word);
            } else {
                command.extend(["'", &word.replace('\'', r"'\''"), "'"]);
            }
        }
    };
    for selected in &target.selected {
        add(&[&selected.to_string()]);
    }
    let path = |path: &Option<PathBuf>| path.as_deref().map(slashes);
    for (flag, value) in [
        ("--docs", path(&target.pages.docs)),
        ("--dialect", target.pages.dialect.clone()),
        ("--vendor", target.pages.vendor.clone()),
        ("--out", path(&target.out)),
        ("--runtime", runtime.clone()),
    ] {
        if let Some(value) = value {
            add(&[flag, &value]);
        }
    }
    for overlay in &target.pages.overlay {
        add(&["--overlay", &slashes(overlay)]);
    }
    command + prune
}

fn write(
    ground: &Ground,
    made: &Made,
    outcome: &Outcome,
    started: Instant,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let changes =
        output::write(ground, &made.files, &made.territories, outcome.prune, &|path| terminal.edited(path))?;
    made.record(ground)?;
    for path in &changes.removed {
        terminal.say(&format!("{}: removed, it is made no longer", slashes(path)));
    }
    for line in &made.summary {
        terminal.say(line);
    }
    terminal.say(&summary(&changes, started));
    report(made, terminal);
    for path in &changes.stale {
        terminal.warn(&format!("{}: no page makes it any more; --prune removes it", slashes(path)));
    }
    let failed = made.worst.is_some_and(|worst| worst >= outcome.fail_on) || !changes.stale.is_empty();
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Names, last of all, what is left out because of errors.
fn report(made: &Made, terminal: &Terminal) {
    for line in &made.missing {
        terminal.warn(line);
    }
}

fn summary(changes: &Changes, started: Instant) -> String {
    format!(
        "{} written, {} unchanged, {} removed in {:.2} s",
        number(changes.written.len(), "file"),
        changes.unchanged,
        changes.removed.len(),
        started.elapsed().as_secs_f64(),
    )
}
