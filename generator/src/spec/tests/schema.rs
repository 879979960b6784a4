//! The committed schemas are those of the types.

use std::{fs, path::Path};

use crate::spec::schema;

fn is_fresh(path: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, expected).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == expected,
        "{} is not the schema of the types; refresh it: UPDATE_SCHEMA=1 cargo test -p tablature --lib schema",
        path.display()
    );
}

#[test]
fn the_schema_of_the_ir_is_fresh() {
    is_fresh("ir/schema.json", &schema::ir());
}

#[test]
fn the_schema_of_overlays_is_fresh() {
    is_fresh("ir/overlay.schema.json", &schema::overlay());
}
