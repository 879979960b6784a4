//! The inputs from which mutation starts.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files at these paths and below, the small ones before the large ones.
#[must_use]
pub fn of(paths: &[&str]) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for path in paths {
        add(&root().join(path), &mut seeds);
    }
    seeds.sort_by_key(|seed: &Vec<u8>| (seed.len(), seed.clone()));
    seeds
}

fn add(path: &Path, seeds: &mut Vec<Vec<u8>>) {
    let Ok(entries) = fs::read_dir(path) else {
        seeds.extend(fs::read(path));
        return;
    };
    for entry in entries.flatten() {
        add(&entry.path(), seeds);
    }
}
