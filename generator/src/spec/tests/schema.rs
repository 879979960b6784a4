//! The committed schemas are those of the types.

use std::{fs, path::Path};

use crate::{cli::vendor::Vendor, dialect::Source, lower::overlay::Entry, spec::schema};

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
    is_fresh("ir/overlay.schema.json", &schema::file::<Vec<Entry>>("Corrections to the IR of one service"));
}

#[test]
fn the_schema_of_dialects_is_fresh() {
    is_fresh("dialects/dialect.schema.json", &schema::file::<Source>("How one vendor writes pages"));
}

#[test]
fn the_schema_of_vendor_files_is_fresh() {
    is_fresh("dialects/vendor.schema.json", &schema::file::<Vendor>("Where a vendor's pages are"));
}
