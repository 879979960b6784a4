//! A report as SARIF 2.1.0 (OASIS, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>).

use serde_json::{Value, json};

use super::{subject, title, values, worst};
use crate::{
    diagnostic::sarif::document,
    diff::{Change, Level, Place, Report, Spot, rules},
    escape::{json, uri},
};

/// A whole SARIF log with one run.
#[must_use]
pub fn render(report: &Report) -> String {
    let results: Vec<Value> = report.changes.iter().map(result).collect();
    let rules: Vec<Value> = rules::ALL
        .iter()
        .map(|rule| json!({"id": rule.id, "fullDescription": {"text": rule.docs}}))
        .collect();
    json::document(&format!("{:#}\n", document(&rules, &results))).into_owned()
}

fn result(change: &Change) -> Value {
    let level = match worst(change) {
        Level::Breaking => "error",
        Level::Unknown | Level::Risky => "warning",
        Level::Safe | Level::None => "note",
    };
    let subject = subject(&change.service, change.operation.as_deref());
    let text = format!("{subject} {}. {} {}", title(change), values(change), change.why);
    let mut result = json!({
        "ruleId": change.rule,
        "level": level,
        "message": {"text": text.trim()},
        "partialFingerprints": {"tablature/v1": change.fingerprint},
        "properties": {
            "wire": change.wire, "source": change.source, "docs": change.docs,
            "cause": change.cause, "guess": change.guess,
        },
    });
    // A result has the one place that is shown; the other places and the old side are related to it.
    let locations: Vec<Value> = change.places.iter().filter_map(located).collect();
    if let Some((first, others)) = locations.split_first() {
        result["locations"] = json!([first]);
        let old = change.places.first().and_then(|place| location(&place.old, "before"));
        let related: Vec<Value> = others.iter().cloned().chain(old).collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
    }
    result
}

fn located(place: &Place) -> Option<Value> {
    let what = subject(&place.service, place.operation.as_deref());
    location(&place.new, &what).or_else(|| location(&place.old, &what))
}

fn location(spot: &Spot, what: &str) -> Option<Value> {
    let page = spot.file.as_ref().or(spot.page.as_ref());
    let (file, line) = match (page, spot.line, &spot.ir) {
        (Some(page), Some(line), _) => (page, Some(line)),
        (_, None, Some(ir)) => (ir, spot.ir_line),
        (Some(page), None, None) => (page, None),
        (None, ..) => return None,
    };
    let mut physical = json!({"artifactLocation": {"uri": uri::path(file).to_string()}});
    if let Some(line) = line.filter(|line| *line > 0) {
        physical["region"] = json!({"startLine": line});
        if let (Some(text), true) = (&spot.text, spot.line.is_some()) {
            physical["region"]["snippet"] = json!({"text": text});
        }
    }
    Some(json!({"physicalLocation": physical, "message": {"text": what}}))
}
