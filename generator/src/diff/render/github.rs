//! A report as workflow commands of GitHub Actions: one annotation for each place.

use std::fmt::Write;

use super::{spot, subject, title, values, worst};
use crate::{
    diff::{Level, Report},
    escape::workflow::{data, property},
};

/// One line for each place: an error for what breaks, a warning for what may, else a notice.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for change in &report.changes {
        let kind = match worst(change) {
            Level::Breaking => "error",
            Level::Unknown | Level::Risky => "warning",
            Level::Safe | Level::None => "notice",
        };
        for place in &change.places {
            let spot = spot(place);
            let (file, line) = match (&spot.file, &spot.page, &spot.ir) {
                (Some(file), ..) | (None, Some(file), _) if spot.line.is_some() => (file.as_str(), spot.line),
                (.., Some(ir)) => (ir.as_str(), spot.ir_line),
                (Some(file), ..) | (None, Some(file), None) => (file.as_str(), None),
                (None, None, None) => ("", None),
            };
            let mut at = Vec::new();
            if !file.is_empty() {
                at.push(format!("file={}", property(file)));
            }
            if let Some(line) = line {
                at.push(format!("line={line}"));
            }
            let subject = subject(&place.service, place.operation.as_deref());
            at.push(format!("title={}", property(&format!("{subject} {}", title(change)))));
            let message = format!("{} {}", values(change), change.why);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "::{kind} {}::{}", at.join(","), data(message.trim()));
        }
    }
    out
}
