//! The committed schemas are those of the types.

use std::{fs, path::Path};

use crate::cli::schema::{Name, text};

#[test]
fn schemas_are_fresh() {
    let committed = [
        (Name::Ir, "ir/schema.json"),
        (Name::Examples, "ir/examples.schema.json"),
        (Name::Overlay, "ir/overlay.schema.json"),
        (Name::Dialect, "dialects/dialect.schema.json"),
        (Name::Vendor, "dialects/vendor.schema.json"),
        (Name::Diff, "schema/diff.json"),
    ];
    for (name, path) in committed {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let expected = text(name);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(&path, &expected).unwrap();
        }
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == expected,
            "{} is not the schema of the types; refresh it: UPDATE_SCHEMA=1 cargo test -p tablature --lib schema",
            path.display()
        );
    }
}
