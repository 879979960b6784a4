//! Diagnostics as JSON.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Sources, Span};

/// One diagnostic as an object: `id`, `fingerprint`, `severity`, `message`, `file`, `line`, `column`, `end_line`,
/// `end_column` (the place is null where there is none), `hint`, and `related` with places of their own.
#[must_use]
pub fn value(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), diagnostic.id.as_str().into());
    object.insert("fingerprint".into(), diagnostic.fingerprint().into());
    object.insert("severity".into(), json!(diagnostic.severity));
    object.insert("message".into(), diagnostic.message.as_str().into());
    place(&mut object, diagnostic.span.as_ref(), sources);
    object.insert("hint".into(), json!(diagnostic.hint));
    let related = diagnostic.related.iter().map(|(span, label)| {
        let mut object = Map::new();
        object.insert("message".into(), label.as_str().into());
        place(&mut object, Some(span), sources);
        Value::Object(object)
    });
    object.insert("related".into(), related.collect());
    Value::Object(object)
}

fn place(object: &mut Map<String, Value>, span: Option<&Span>, sources: &Sources) {
    let positions = span.and_then(|span| sources.positions(span));
    object.insert("file".into(), json!(span.map(|span| sources.shown(&span.file))));
    object.insert("line".into(), json!(positions.map(|(start, _)| start.line)));
    object.insert("column".into(), json!(positions.map(|(start, _)| start.column)));
    object.insert("end_line".into(), json!(positions.map(|(_, end)| end.line)));
    object.insert("end_column".into(), json!(positions.map(|(_, end)| end.column)));
}
