//! What was decided of the tables of a page, for people to read.

use std::fmt::Write as _;

use super::{Candidate, Decided};

/// What a table was taken for, and by how many points.
#[must_use]
pub fn summary(table: &Decided) -> String {
    let kind = if table.definition > table.root { "a definition" } else { "its own fields" };
    let is = match table.is {
        Some(candidate) => format!("{}, {kind}", candidate.name()),
        None => Candidate::None.name().to_owned(),
    };
    format!("{is}, by {:.1} points", table.side.margin())
}

/// A line for each candidate, with its points and what gave them.
#[must_use]
pub fn reasons(table: &Decided) -> String {
    let mut text = String::new();
    for (candidate, points) in table.side.ranked() {
        let reasons: Vec<String> = table
            .side
            .reasons
            .iter()
            .filter(|reason| reason.of == candidate)
            .map(|reason| format!("{} {:+.1}", reason.why, reason.points))
            .collect();
        if !reasons.is_empty() {
            let _ = writeln!(text, "{:<9} {points:5.1}  {}", candidate.name(), reasons.join(", "));
        }
    }
    let named = table.name.as_ref().map(|name| format!(" named `{name}`")).unwrap_or_default();
    let _ = writeln!(text, "definition {:.1} against root {:.1}{named}", table.definition, table.root);
    text
}
