//! Whatever an IR can state is said by clients that compile without a warning, and whose own tests pass.

use std::{collections::BTreeSet, fs, path::Path};

use tablature_tests::{crate_of_spec, root, target};

/// Those of facts that fit, and those of facts that contradict one another.
#[test]
fn a_client_of_every_fact_passes_its_tests() {
    for spec in ["store.yaml", "desk.yaml"] {
        passes(&root().join("tests/facts").join(spec));
    }
}

fn passes(spec: &Path) {
    let out = tempfile::tempdir().unwrap();
    crate_of_spec(spec, out.path());
    let tested = tablature_tests::cargo()
        .args(["test", "--quiet", "--offline", "--all-features", "--all-targets", "--target-dir"])
        .arg(target().join("generated"))
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(out.path())
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&tested.stdout).into_owned() + &String::from_utf8_lossy(&tested.stderr);
    assert!(tested.status.success(), "{}", said.get(..20000).unwrap_or(&said));
}

/// The words of a schema that say what may stand somewhere.
fn words(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
    if let Some(word) = schema["const"].as_str() {
        found.insert(word.to_owned());
    }
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        found.insert(key.clone());
        words(value, found);
    }
    for choice in ["oneOf", "anyOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
        words(choice, found);
    }
}

#[test]
fn every_word_for_a_field_or_a_part_of_an_operation_is_there() {
    let text = fs::read_to_string(root().join("tests/facts/store.yaml")).unwrap();
    let said: BTreeSet<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).collect();
    let schema = fs::read(root().join("generator/ir/schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    let parts = [
        "Access",
        "Composite",
        "Deprecation",
        "Encoding",
        "Field",
        "Format",
        "Group",
        "Pagination",
        "Response",
    ];
    let mut wanted = BTreeSet::new();
    for part in parts.into_iter().chain(["Operation", "Total", "TypeDef"]) {
        let mut own = BTreeSet::new();
        words(&schema["$defs"][part], &mut own);
        assert!(own.len() > 1, "{part} says nothing");
        wanted.append(&mut own);
    }
    // These say where something was found, and nothing to a client.
    let untold = ["origin", "url", "within"];
    let missing: Vec<&String> = wanted
        .iter()
        .filter(|word| !said.contains(word.as_str()) && !untold.contains(&word.as_str()))
        .collect();
    assert!(missing.is_empty(), "tests/facts/store.yaml does not show {missing:?}");
}
