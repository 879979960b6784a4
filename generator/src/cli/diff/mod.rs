//! `tablature diff`: what changed between two specs, where, and whom it breaks.

mod blame;
mod cause;
mod history;
mod load;
mod review;
mod rows;
mod unread;

pub(super) use history::steps;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{
    accept::{File, today},
    make::number,
    terminal::{Terminal, print},
};
use crate::{
    diff::{self, Change, Level, Report, render},
    engine::{Failure, tree::Tree},
};

/// What changed between two specs, where, and whom it breaks
///
/// Each side is an IR file, a folder of them, a folder of pages, or `git:REV[:PATH]` for either in a git
/// repository, which needs no checkout.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The side before
    #[arg(required_unless_present_any = ["schema", "git"])]
    old: Option<String>,
    /// The side now
    #[arg(required_unless_present_any = ["schema", "git"])]
    new: Option<String>,
    /// The repository of `git:` sides
    #[arg(long, value_name = "DIR", default_value = ".")]
    repository: PathBuf,
    /// The dialect of the sides that are pages: a built-in one or a file; found by trial when left out
    #[arg(long, value_name = "NAME|FILE")]
    dialect: Option<String>,
    /// The vendor's id; the dialect's name when left out
    #[arg(long, value_name = "V")]
    vendor: Option<String>,
    /// All pages are those of this service
    #[arg(long, value_name = "S")]
    service: Option<String>,
    /// Corrections, each named after its service: SERVICE.overlay.yaml
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print a page: the kinds of changes and how the crates move, what breaks first
    #[arg(long, conflicts_with_all = ["format", "history"])]
    summary: bool,
    /// Exit with 1 when a change breaks callers on the wire, breaks their source, or touches the docs
    ///
    /// Several may be named: `--fail-on wire,source`. Only `breaking` counts for the wire and source, and `unknown`
    /// for the wire; every change of words counts for the docs. Accepted changes do not count. Without it the exit code is 0 whatever
    /// changed; it is 1 too when an accepted change matches nothing, and 2 when a side cannot be read.
    #[arg(long, value_enum, value_name = "VERDICT", value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// Compare the workspace with this revision of it: its specs and its generated crates
    #[arg(long, value_name = "BASE", conflicts_with_all = ["old", "history"])]
    git: Option<String>,
    /// Changes that were accepted, by fingerprint: they are not listed and do not fail, but the crates' bumps count them
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// Compare every commit between two revisions with the one before it; a line of JSON for each
    #[arg(long, conflicts_with = "accept")]
    history: bool,
    /// Print the JSON Schema of `--format json`
    #[arg(long)]
    schema: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Grouped by operation; `-v` shows changes of the docs alone one by one
    #[default]
    Text,
    /// One object with `changes` and `crates`
    Json,
    /// For a comment on a pull request
    Markdown,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
    /// One self-contained page
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// An old client may fail against the new service
    Wire,
    /// Code written against the old crate may not compile against the new one
    Source,
    /// The prose changed
    Docs,
}

/// Runs the command.
///
/// # Errors
/// A side cannot be read.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if arguments.schema {
        print(&render::json::schema())?;
        return Ok(ExitCode::SUCCESS);
    }
    let reading = load::Reading {
        dialect: arguments.dialect.clone(),
        vendor: arguments.vendor.clone(),
        service: arguments.service.clone(),
        overlays: arguments.overlay.clone(),
    };
    let (old, new, mut report) = match (&arguments.git, &arguments.old, &arguments.new) {
        (Some(base), ..) => (base.as_str(), "the workspace", review::run(base)?),
        (None, Some(old), Some(new)) => {
            let open = |named: &str| Tree::named(named, &arguments.repository);
            let trees = (open(old)?, open(new)?);
            if arguments.history {
                history::run(&trees.0, &trees.1, &reading)?;
                return Ok(ExitCode::SUCCESS);
            }
            (old.as_str(), new.as_str(), compare((old, new), (&trees.0, &trees.1), &reading)?)
        }
        (None, ..) => return Err(Failure::new("two sides are needed").hint("tablature diff OLD NEW")),
    };
    let stale = arguments.accept.as_ref().map_or(Ok(false), |file| accept(&mut report, file, terminal))?;
    print(&match arguments.format {
        _ if arguments.summary => render::summary::render(&report),
        Format::Text => render::text::render(&report, terminal.color_results(), terminal.is_verbose()),
        Format::Json => render::json::render(&report),
        Format::Markdown => render::markdown::render(&report),
        Format::Github => render::github::render(&report),
        Format::Sarif => render::sarif::render(&report),
        Format::Html => render::html::render(&report, old, new),
    })?;
    let failed = stale || report.changes.iter().any(|change| arguments.fails(change));
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// How the workspace differs from a revision of it.
///
/// # Errors
/// There is no such revision, or a file of it cannot be read.
pub(super) fn since(base: &str) -> Result<Report, Failure> {
    review::run(base)
}

/// How pages of one revision differ from those of another, both read in one way.
///
/// # Errors
/// A page cannot be read.
#[cfg(feature = "fetch")]
pub(super) fn between(trees: (&Tree, &Tree), how: crate::engine::Reading) -> Result<Report, Failure> {
    let (before, now) = load::pages(trees, how)?;
    let mut report = diff::services(&before, &now);
    report.changes.iter_mut().for_each(|change| change.cause = diff::Cause::Vendor);
    Ok(report)
}

fn compare(named: (&str, &str), trees: (&Tree, &Tree), reading: &load::Reading) -> Result<Report, Failure> {
    let (before, now) = load::sides(named, trees, reading)?;
    let mut report = diff::services(&before, &now);
    if load::both_pages(&before, &now) {
        // One dialect and one program read both sides, so what differs is what the pages say.
        report.changes.iter_mut().for_each(|change| change.cause = diff::Cause::Vendor);
    } else {
        cause::attribute(&mut report, trees);
    }
    blame::annotate(&mut report, trees);
    Ok(report)
}

impl Arguments {
    fn fails(&self, change: &Change) -> bool {
        self.fail_on.iter().any(|verdict| match verdict {
            // A change that nobody read may break as well.
            FailOn::Wire => change.wire >= Level::Unknown,
            FailOn::Source => change.source == Level::Breaking,
            FailOn::Docs => change.docs > Level::None,
        })
    }
}

/// Takes the accepted changes out of the report. Returns whether an entry matches nothing.
fn accept(report: &mut Report, file: &Path, terminal: &Terminal) -> Result<bool, Failure> {
    let file = File::read(file)?;
    let (count, stale) = diff::accept::apply(report, &file.accepted, &file.name, &file.text, &today());
    if count > 0 {
        terminal.say(&format!(
            "accepted in {}: {}; the next version of a crate counts them",
            file.name,
            number(count, "place")
        ));
    }
    terminal.diagnostics(&stale, &file.sources());
    Ok(!stale.is_empty())
}
