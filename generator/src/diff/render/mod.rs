//! How a report is shown: for a terminal, a program, a pull request, a code host, a browser.

pub mod changelog;
pub mod github;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod text;

use super::{Change, CrateBump, Level, Place, Report};

/// The worse of the wire and source levels; for what concerns neither, that of the docs.
#[must_use]
pub fn worst(change: &Change) -> Level {
    change.wire.max(change.source).max(change.docs)
}

/// What changed, in a few words: `request Limit: became-required`.
fn title(change: &Change) -> String {
    let side = change.side.map_or("", |side| side.as_str());
    let field = change.field.as_deref().unwrap_or_default();
    let subject = [side, field].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    if subject.is_empty() { change.rule.clone() } else { format!("{subject}: {}", change.rule) }
}

/// Old and new value, short enough for a line: `optional → required`.
fn values(change: &Change) -> String {
    match (&change.old, &change.new) {
        (None, None) => String::new(),
        (Some(old), None) => format!("was {}", short(old)),
        (None, Some(new)) => format!("now {}", short(new)),
        (Some(old), Some(new)) => format!("{} → {}", short(old), short(new)),
    }
}

/// The first words of a text, on one line.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}

/// Service and operation: `uhost DescribeUHost`.
fn subject(service: &str, operation: Option<&str>) -> String {
    operation.map_or_else(|| service.to_owned(), |operation| format!("{service} {operation}"))
}

/// The operations of the further places, each once.
fn further(change: &Change) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for place in change.places.iter().skip(1) {
        let name = subject(&place.service, place.operation.as_deref());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The spot to show first: where it stands now, else where it stood.
fn spot(place: &Place) -> &super::Spot {
    if place.new.page.is_some() || place.new.ir.is_some() { &place.new } else { &place.old }
}

/// How many changes have which level: breaking, risky, safe.
fn count(report: &Report, pick: fn(&Change) -> Level) -> [usize; 3] {
    let of = |level| report.changes.iter().filter(|change| pick(change) == level).count();
    [of(Level::Breaking), of(Level::Risky), of(Level::Safe)]
}

/// What was accepted of a crate's changes, to stand behind its bump.
fn accepted(krate: &CrateBump) -> String {
    match krate.accepted {
        0 => String::new(),
        count => format!(" (counts {count} accepted)"),
    }
}

/// The totals in a sentence.
fn summary(report: &Report) -> String {
    let [breaking, risky, safe] = count(report, |change| change.wire);
    let [source, ..] = count(report, |change| change.source);
    let [_, _, docs] = count(report, |change| change.docs);
    format!(
        "{} changes. Wire: {breaking} breaking, {risky} risky, {safe} safe. Source: {source} breaking. Docs: {docs}.",
        report.changes.len()
    )
}
