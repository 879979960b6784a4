//! Diagnostics as SARIF 2.1.0 (OASIS, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>), the format that code
//! hosts show beside the lines of a pull request.

use serde_json::{Value, json};

use super::{Diagnostic, Id, Severity, Sources, Span};
use crate::escape::uri;

/// A whole SARIF log with one run. Each diagnostic comes with the sources that it speaks of.
#[must_use]
pub fn log<'a>(diagnostics: impl IntoIterator<Item = (&'a Diagnostic, &'a Sources)>) -> Value {
    let results: Vec<Value> =
        diagnostics.into_iter().map(|(diagnostic, sources)| result(diagnostic, sources)).collect();
    document(&Id::ALL.iter().map(|id| rule(*id)).collect::<Vec<_>>(), &results)
}

/// A log with one run, of rules and results.
pub(crate) fn document(rules: &[Value], results: &[Value]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "tablature", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(id: Id) -> Value {
    json!({
        "id": id.as_str(),
        "fullDescription": {"text": id.docs()},
        "defaultConfiguration": {"level": level(id.severity())},
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let text = match &diagnostic.hint {
        Some(hint) => format!("{}\n{hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.id.as_str(),
        "level": level(diagnostic.severity),
        "message": {"text": text},
        "partialFingerprints": {"tablature/v1": diagnostic.fingerprint()},
    });
    if let Some(span) = &diagnostic.span {
        result["locations"] = json!([location(span, sources)]);
    }
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|(span, label)| {
            let mut location = location(span, sources);
            location["message"] = json!({"text": label});
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(span: &Span, sources: &Sources) -> Value {
    let mut physical =
        json!({"artifactLocation": {"uri": uri::path(&sources.shown(&span.file)).to_string()}});
    if let Some((start, end)) = sources.positions(span) {
        physical["region"] = json!({
            "startLine": start.line, "startColumn": start.column,
            "endLine": end.line, "endColumn": end.column,
        });
    }
    json!({"physicalLocation": physical})
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
