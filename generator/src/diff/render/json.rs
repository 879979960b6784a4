//! A report as JSON, and the schema of that JSON.

use crate::{diff::Report, escape::json};

/// The report, indented.
#[must_use]
pub fn render(report: &Report) -> String {
    // Maps with string keys and plain values cannot fail to serialize.
    let text = serde_json::to_string_pretty(report).map_or_else(|_| String::new(), |text| text + "\n");
    json::document(&text).into_owned()
}

/// The JSON Schema of what [`render`] writes.
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Report);
    schema.insert(
        "title".to_owned(),
        "What changed between two specs, as `tablature diff --format json` prints it".into(),
    );
    serde_json::to_string_pretty(&schema).map_or_else(|_| String::new(), |text| text + "\n")
}
