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

#[cfg(test)]
mod tests {
    /// `generator/schema/diff.json` is the published schema. `TABLATURE_BLESS=1` writes it anew.
    #[test]
    fn the_published_schema_is_that_of_the_types() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/diff.json");
        let schema = super::schema();
        if std::env::var_os("TABLATURE_BLESS").is_some() {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
            std::fs::write(&file, &schema).expect("the schema");
        }
        let published = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(published == schema, "run the tests with TABLATURE_BLESS=1 and commit {}", file.display());
    }
}
