//! A report as an entry of a crate's CHANGELOG, for those who call the crate.

use std::fmt::Write;

use super::{subject, title, values};
use crate::{
    diff::{Bump, Change, Level, Report},
    escape::{
        line as shown,
        markdown::{code, text},
    },
};

/// A heading, and which changes stand under it.
type Wanted<'a> = (&'a str, &'a dyn Fn(&Change) -> bool);

/// The entry for one crate, of a vendor's service; empty where nothing changed. `version` is that of the crate now.
#[must_use]
pub fn render(report: &Report, package: &str, (vendor, service): (&str, &str), version: &str) -> String {
    let bump = report.crates.iter().find(|it| it.name == package).map_or(Bump::None, |it| it.bump);
    if bump == Bump::None {
        return String::new();
    }
    let mut out = format!("## {}\n", next(version, bump));
    let changes: Vec<&Change> = report
        .changes
        .iter()
        .filter(|change| {
            change.vendor == vendor && change.places.iter().any(|place| place.service == service)
        })
        .collect();
    let breaking = |change: &Change| change.source == Level::Breaking || change.wire == Level::Breaking;
    let unknown = |change: &Change| !breaking(change) && change.wire == Level::Unknown;
    let parts: [Wanted<'_>; 5] = [
        ("Breaking", &breaking),
        ("Unknown", &unknown),
        ("Risky", &|change| {
            !breaking(change)
                && !unknown(change)
                && (change.wire == Level::Risky || change.source == Level::Risky)
        }),
        ("Added and changed", &|change| {
            let level = change.wire.max(change.source);
            !breaking(change) && level == Level::Safe
        }),
        ("Documentation", &|change| change.wire.max(change.source) == Level::None),
    ];
    for (heading, wanted) in parts {
        let changes: Vec<&&Change> = changes.iter().filter(|change| wanted(change)).collect();
        if changes.is_empty() {
            continue;
        }
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "\n### {heading}\n");
        if heading == "Documentation" {
            let many = if changes.len() == 1 { "change" } else { "changes" };
            let _ = writeln!(out, "- {} {many} of words, examples and order", changes.len());
            continue;
        }
        for change in changes {
            line(&mut out, change);
        }
    }
    out
}

fn line(out: &mut String, change: &Change) {
    let place = change.places.first();
    let rust = place.and_then(|place| place.rust.first());
    let name =
        rust.map_or_else(|| text(&subject(&change.service, change.operation.as_deref())), |path| code(path));
    let many = change.places.len().saturating_sub(1);
    let more = if many > 0 { format!(" and in {many} more places") } else { String::new() };
    let values = values(change);
    let values = if values.is_empty() { values } else { format!(" ({})", text(&values)) };
    let _ = writeln!(out, "- {name}: {}{values}{more}. {}", text(&title(change)), shown(&change.why));
}

/// The version after a bump. Before 1.0 the second number says what breaks.
#[must_use]
pub fn next(version: &str, bump: Bump) -> String {
    let numbers: Vec<u64> = version.split('.').map_while(|part| part.parse().ok()).collect();
    let [major, minor, patch] = numbers[..] else { return version.to_owned() };
    match (bump, major) {
        (Bump::None, _) => version.to_owned(),
        (Bump::Major, 0) => format!("0.{}.0", minor + 1),
        (Bump::Major, _) => format!("{}.0.0", major + 1),
        (Bump::Minor, 1..) => format!("{major}.{}.0", minor + 1),
        (Bump::Minor | Bump::Patch, _) => format!("{major}.{minor}.{}", patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_move_as_cargo_reads_them() {
        assert_eq!(next("1.2.3", Bump::Major), "2.0.0");
        assert_eq!(next("1.2.3", Bump::Minor), "1.3.0");
        assert_eq!(next("0.1.0", Bump::Major), "0.2.0");
        assert_eq!(next("0.1.0", Bump::Minor), "0.1.1");
        assert_eq!(next("0.1.0", Bump::Patch), "0.1.1");
    }
}
