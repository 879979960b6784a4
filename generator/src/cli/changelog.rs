//! `tablature changelog`: the entry of a crate's CHANGELOG, from how its spec moved.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{
    diff,
    terminal::{Terminal, print},
};
use crate::{
    diff::{Report, render},
    engine::{Failure, file},
    output::owner,
    plan::files::package,
};

/// The CHANGELOG entry of a generated crate
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The crate: its folder, or its name in `generated/`
    #[arg(value_name = "GENERATED-CRATE")]
    krate: PathBuf,
    /// The revision of the last release
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    base: String,
}

/// Runs the command.
///
/// # Errors
/// There is no such crate, or no such revision.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let name = arguments.krate.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let own = arguments.krate.join("Cargo.toml");
    let root = super::workspace::Workspace::find()?.root;
    let manifest = if own.is_file() { own } else { root.join("generated").join(&name).join("Cargo.toml") };
    let text = file::text(&manifest)?;
    let workspace = file::text(&manifest.with_file_name("../Cargo.toml")).unwrap_or_default();
    let version = version(&text).or_else(|| version(&workspace)).unwrap_or("0.1.0");
    let report = diff::since(&arguments.base)?;
    let (vendor, service) = owner(&report, &name, &text);
    // A comparison of specs knows no name that people gave the crate.
    let usual = package(&vendor, &service);
    let is_listed = report.crates.iter().any(|it| it.name == name);
    let known = if is_listed { &name } else { &usual };
    let entry = render::changelog::render(&report, known, (&vendor, &service), version);
    if entry.is_empty() {
        terminal.say(&format!("{name}: nothing changed since {}", arguments.base));
    }
    print(&entry)?;
    Ok(ExitCode::SUCCESS)
}

/// The vendor and the service of a crate: as its manifest says, or those of the report whose crate has the name.
fn owner(report: &Report, name: &str, manifest: &str) -> (String, String) {
    let listed = || {
        let all = report.changes.iter().flat_map(|change| {
            change.places.iter().map(|place| (change.vendor.as_str(), place.service.as_str()))
        });
        let mut all = all.filter(|(vendor, service)| package(vendor, service) == name);
        all.next().map(|(vendor, service)| (vendor.to_owned(), service.to_owned()))
    };
    owner::named(manifest).or_else(listed).unwrap_or_default()
}

/// The version that a manifest states.
pub(super) fn version(manifest: &str) -> Option<&str> {
    let line = manifest.lines().find(|line| line.starts_with("version = \""))?;
    line.split('"').nth(1)
}
