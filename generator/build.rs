//! Tells the generator what it is built from, in a word. `output/record.rs` says what for.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
};

/// What of the packages of the generator says how crates are made, and the versions of what they stand on.
const SOURCES: &[&str] =
    &["build.rs", "src", "templates", "languages", "ir/src", "recipe/src", "Cargo.lock", "../Cargo.lock"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES.iter().map(Path::new).filter(|source| source.exists()) {
        println!("cargo::rerun-if-changed={}", source.display());
        hash(source, &mut hasher);
    }
    println!("cargo::rustc-env=TABLATURE_BUILD={:016x}", hasher.finish());
}

fn hash(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in &entries {
            hash(entry, hasher);
        }
    } else {
        path.hash(hasher);
        fs::read(path).ok().hash(hasher);
    }
}
