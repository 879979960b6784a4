//! `tablature lint`: diagnostics only.

use std::{collections::HashSet, path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};
use indexmap::IndexMap;
use serde_json::json;

use super::{
    accept::{File, today},
    input::Vendors,
    make::{number, wanted},
    terminal::{Terminal, print},
};
use crate::{
    accept::{stale, valid},
    diagnostic::{Diagnostic, Id, Severity, github, json, sarif, text},
    engine::{self, Failure, Reading, Specs, sources::Lock, tree::Tree},
    escape,
    plan::files,
};

/// What the pages leave open or contradict
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    vendors: Vendors,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 when there is a finding of this severity or worse
    #[arg(long, value_enum, default_value_t = Severity::Error, value_name = "SEVERITY")]
    fail_on: Severity,
    /// Findings that were accepted, by fingerprint: they are not listed and do not fail
    ///
    /// Each of the others is listed with its fingerprint. The exit code is 1 too when an accepted finding is not there.
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The source line with the place underlined; ends with the tally
    #[default]
    Text,
    /// One object with `diagnostics`, and the `tally` of each vendor at its end
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

/// Runs the command.
///
/// # Errors
/// A file that people write (dialect, overlay, vendor.yaml) is wrong, or pages cannot be read.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let trees = arguments.vendors.trees()?.into_iter();
    let mut extracted =
        trees.map(|(tree, reading)| read(&tree, reading)).collect::<Result<Vec<Specs>, _>>()?;
    make(&mut extracted);
    let stale = match &arguments.accept {
        Some(file) => accept(&mut extracted, &File::read(file)?, arguments.vendors.are_some(), terminal),
        None => false,
    };
    print(&match arguments.format {
        Format::Text => as_text(&extracted, arguments.accept.is_some(), terminal),
        Format::Json => as_json(&extracted),
        Format::Sarif => as_sarif(&extracted),
        Format::Github => as_github(&extracted, terminal),
    })?;
    extracted.iter().try_for_each(Specs::require_operation)?;
    let found = extracted
        .iter()
        .any(|vendor| vendor.diagnostics.iter().any(|found| found.severity >= arguments.fail_on));
    Ok(if found || stale { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What the pages give, and what is doubtful about the dialect.
fn read(tree: &Tree, reading: Reading) -> Result<Specs, Failure> {
    let pages = tree.pages()?;
    let mut specs = engine::read(&pages, &tree.prefix(), reading)?;
    let doubtful = engine::doubtful(&pages, &specs.reading);
    let dialect = &specs.reading.dialect;
    specs.sources.add_elsewhere(dialect.file.as_str(), dialect.text.as_str());
    specs.add(&pages, doubtful);
    Ok(specs)
}

/// Adds what is only found when crates are made of the services: as findings of their vendors, and what cannot be named
/// as a file or a crate as one of the vendor where it is met first.
fn make(extracted: &mut [Specs]) {
    let lock = Lock::default();
    let (named, unnamed) = files::names(&wanted(extracted, &lock));
    let mut named = named.into_iter();
    let mut first = None;
    for (index, specs) in extracted.iter_mut().enumerate() {
        let services = specs.services.iter().map(|lowered| &lowered.service);
        let all: Vec<_> = services.zip(named.by_ref()).collect();
        if all.iter().any(|(_, named)| named.is_err()) {
            first.get_or_insert(index);
        }
        let named: Vec<_> =
            all.into_iter().filter_map(|(service, named)| Some((service, named.ok()?))).collect();
        let made = engine::make(named, None, &|_| None, &|| {});
        let mut found: Vec<Diagnostic> = made.into_iter().flat_map(|made| made.diagnostics).collect();
        specs.reading.adjust(&mut found);
        specs.diagnostics.extend(found);
    }
    if let Some(specs) = extracted.get_mut(first.unwrap_or_default()) {
        specs.diagnostics.extend(unnamed);
    }
}

/// Takes the accepted findings out. Returns whether an entry matches nothing; where only some vendors were read, nobody
/// knows.
fn accept(extracted: &mut [Specs], file: &File, are_some: bool, terminal: &Terminal) -> bool {
    let entries = &file.accepted.findings;
    let known: HashSet<String> =
        extracted.iter().flat_map(|vendor| &vendor.diagnostics).map(Diagnostic::fingerprint).collect();
    let stale = stale(entries, |entry| are_some || known.contains(entry), "finding", &file.name, &file.text);
    let valid = valid(entries, &today());
    let mut count = 0;
    for vendor in extracted {
        vendor.diagnostics.retain(|found| {
            let accepted = valid.contains(&&*found.fingerprint());
            count += usize::from(accepted);
            !accepted
        });
    }
    if count > 0 {
        terminal.say(&format!("accepted in {}: {}", file.name, number(count, "finding")));
    }
    terminal.diagnostics(&stale, &file.sources());
    !stale.is_empty()
}

fn as_text(extracted: &[Specs], are_named: bool, terminal: &Terminal) -> String {
    let mut out = String::new();
    for vendor in extracted {
        let shown = vendor.diagnostics.iter().filter(|found| found.severity >= terminal.least());
        let show = if are_named { text::render_named } else { text::render };
        let show = |found: &Diagnostic| show(found, &vendor.sources, terminal.color_results());
        out += &text::all(shown, &vendor.sources, show);
    }
    for vendor in extracted {
        out += &escape::terminal::text(&tally(vendor));
    }
    out
}

/// What became of a vendor's pages, in a few lines.
fn tally(vendor: &Specs) -> String {
    use std::fmt::Write;
    let tally = &vendor.tally;
    let reasons = |by: &std::collections::BTreeMap<String, usize>| {
        by.iter().map(|(reason, count)| format!("{count} {reason}")).collect::<Vec<_>>().join(", ")
    };
    let mut out = format!(
        "{}: {} = {} + {} without ({}) + {} failed\n",
        vendor.reading.vendor,
        number(tally.pages, "page"),
        number(tally.operations, "operation"),
        tally.without_operation.values().sum::<usize>(),
        reasons(&tally.without_operation),
        tally.failed,
    );
    for (what, count) in [("table", &tally.tables), ("row", &tally.rows), ("section", &tally.sections)] {
        let _ = writeln!(
            out,
            "  {} = {} read + {} ignored ({}) + {} unread",
            number(count.seen, what),
            count.read,
            count.ignored.values().sum::<usize>(),
            reasons(&count.ignored),
            count.unread,
        );
    }
    let _ = writeln!(
        out,
        "  {}, {}, {}",
        number(vendor.count(Severity::Error), "error"),
        number(vendor.count(Severity::Warning), "warning"),
        number(vendor.count(Severity::Info), "info"),
    );
    for (id, count) in by_id(vendor) {
        let _ = writeln!(out, "  {count:>6} {id}");
    }
    out
}

/// How often each diagnostic was given, the most frequent first.
fn by_id(vendor: &Specs) -> Vec<(Id, usize)> {
    let mut counts: IndexMap<Id, usize> = IndexMap::new();
    for found in &vendor.diagnostics {
        *counts.entry(found.id).or_default() += 1;
    }
    counts.sort_by(|a, m, b, n| n.cmp(m).then(a.as_str().cmp(b.as_str())));
    counts.into_iter().collect()
}

fn as_json(extracted: &[Specs]) -> String {
    let all = extracted.iter().flat_map(|vendor| {
        vendor.diagnostics.iter().map(|diagnostic| json::value(diagnostic, &vendor.sources))
    });
    let diagnostics: Vec<_> = all.collect();
    let tally: serde_json::Map<_, _> =
        extracted.iter().map(|vendor| (vendor.reading.vendor.clone(), json!(vendor.tally))).collect();
    let document = json!({"diagnostics": diagnostics, "tally": tally});
    escape::json::document(&format!("{document:#}\n")).into_owned()
}

fn as_sarif(extracted: &[Specs]) -> String {
    let all = extracted
        .iter()
        .flat_map(|vendor| vendor.diagnostics.iter().map(|diagnostic| (diagnostic, &vendor.sources)));
    escape::json::document(&format!("{:#}\n", sarif::log(all))).into_owned()
}

fn as_github(extracted: &[Specs], terminal: &Terminal) -> String {
    let mut out = String::new();
    for vendor in extracted {
        for diagnostic in vendor.diagnostics.iter().filter(|found| found.severity >= terminal.least()) {
            out += &github::line(diagnostic, &vendor.sources);
            out.push('\n');
        }
    }
    out
}
