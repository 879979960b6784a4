//! What was decided of the tables of a page, for people to read.

use std::fmt::Write as _;

use super::{Candidate, Decided};
use crate::{load::Document, raw};

/// Each operation of a page, and each of its tables with candidates, points and reasons.
#[must_use]
pub fn roles(document: &Document, read: &[(raw::Page, Vec<Decided>)]) -> String {
    let mut text = String::new();
    for (page, decided) in read {
        // Writing to a string cannot fail.
        let _ = match page.requests.first() {
            Some(request) => {
                writeln!(text, "{} {}  (line {})", request.method.as_str(), request.target, request.line)
            }
            None => match &page.name {
                Some(name) => writeln!(text, "{}", name.text),
                None => writeln!(text, "no operation"),
            },
        };
        for table in decided {
            one(document, table, &mut text);
        }
    }
    text
}

fn one(document: &Document, table: &Decided, text: &mut String) {
    let line = document.line(table.span.start as usize);
    let _ = writeln!(text, "\n  line {line}: {} [{}]", table.columns.join(" | "), table.words);
    let _ = writeln!(text, "    -> {}", summary(table));
    for reason in reasons(table).lines() {
        let _ = writeln!(text, "    {reason}");
    }
}

/// What a table was taken for, and by how many points.
#[must_use]
pub fn summary(table: &Decided) -> String {
    let kind = if table.definition > table.root { "a definition" } else { "its own fields" };
    let is = match table.is {
        Some(candidate) => format!("{}, {kind}", name(candidate)),
        None => name(Candidate::None).to_owned(),
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
            let _ = writeln!(text, "{:<9} {points:5.1}  {}", name(candidate), reasons.join(", "));
        }
    }
    let named = table.name.as_ref().map(|name| format!(" named `{name}`")).unwrap_or_default();
    let _ = writeln!(text, "definition {:.1} against root {:.1}{named}", table.definition, table.root);
    text
}

/// What a candidate is called.
pub(super) fn name(candidate: Candidate) -> &'static str {
    match candidate {
        Candidate::Request => "request",
        Candidate::Response => "response",
        Candidate::Failure => "failure",
        Candidate::None => "no fields",
    }
}
