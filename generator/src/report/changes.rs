//! What commits of the pages changed, the latest first.

use askama::Template;

use crate::{
    diff::{Change, Level, Report, render::worst},
    escape::html,
};

/// A commit and what it changed.
#[derive(Debug)]
pub struct Step {
    /// The commit, shortened.
    pub commit: String,
    /// Its day.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// The first line of its message.
    pub title: String,
    /// What it changed.
    pub report: Report,
}

#[derive(Template)]
#[template(path = "report/changes.html")]
struct Page<'a> {
    root: &'static str,
    vendor: &'a str,
    steps: Vec<Shown<'a>>,
    silent: usize,
}

struct Shown<'a> {
    step: &'a Step,
    counts: Vec<(&'static str, usize)>,
    bumps: String,
    changes: Vec<Line>,
    further: usize,
}

struct Line {
    level: &'static str,
    subject: String,
    why: String,
}

/// How many changes of a commit are shown at most; what breaks comes first.
const CHANGES: usize = 20;

/// The timeline of a vendor.
pub(super) fn page(vendor: &str, steps: &[Step]) -> String {
    let shown =
        steps.iter().rev().filter(|step| !step.report.changes.is_empty()).map(shown).collect::<Vec<_>>();
    let silent = steps.len() - shown.len();
    // Writing to a string cannot fail.
    html::page(&Page { root: "../", vendor, steps: shown, silent }.render().unwrap_or_default())
}

fn shown(step: &Step) -> Shown<'_> {
    let mut changes: Vec<&Change> = step.report.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(worst(change)));
    let count = |level: Level| changes.iter().filter(|change| worst(change) == level).count();
    let counts = [Level::Breaking, Level::Unknown, Level::Risky, Level::Safe]
        .map(|level| (level.as_str(), count(level)));
    let bumps: Vec<String> = step.report.crates.iter().map(|it| format!("{} {}", it.name, it.bump)).collect();
    let line = |change: &&Change| Line {
        level: worst(change).as_str(),
        subject: [change.operation.as_deref(), change.field.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        why: change.why.clone(),
    };
    Shown {
        step,
        counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        bumps: bumps.join(", "),
        changes: changes.iter().take(CHANGES).map(line).collect(),
        further: changes.len().saturating_sub(CHANGES),
    }
}
