//! What the tool made once and makes no longer.
//!
//! The tool removes only what it wrote. A file says so in its header; a fixture, which can have none, is known by
//! the generated source beside it that names it. Links are not followed.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Files,
    header::{State, state},
    write::named,
};

/// A part of the disk below the root in which the tool looks for what it no longer makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Territory {
    /// The folder of the crates' workspace: a crate that is made no more is stale as a whole.
    Crates(String),
    /// One crate, or the examples of one service, that is still made: only files that it no longer has are removed.
    Folder(String),
    /// A folder with the IR files of a vendor, and the examples beside them.
    Specs(String),
}

/// What the search found.
#[derive(Debug, Default)]
pub(super) struct Swept {
    /// Leftovers in crates that are still made.
    pub(super) leftovers: Vec<PathBuf>,
    /// What belongs to services that are no longer made: the crates and IR files themselves, for people.
    pub(super) stale: Vec<PathBuf>,
    /// The files in `stale`.
    pub(super) files: Vec<PathBuf>,
    /// Files that were being written when a run was killed.
    pub(super) halves: Vec<PathBuf>,
}

pub(super) fn sweep(root: &Path, files: &Files, territories: &[Territory]) -> io::Result<Swept> {
    let mut swept = Swept::default();
    for territory in territories {
        match territory {
            Territory::Folder(folder) => {
                let found = ours(root, folder, files, &mut swept.halves)?;
                swept.leftovers.extend(found);
            }
            Territory::Crates(folder) => {
                for name in folders(&root.join(folder))? {
                    let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                    let manifest = format!("{path}/Cargo.toml");
                    let found = ours(root, &path, files, &mut swept.halves)?;
                    if files.contains_key(&manifest) {
                        swept.leftovers.extend(found);
                    } else if is_ours(&root.join(manifest)) {
                        swept.stale.push(root.join(&path));
                        swept.files.extend(found);
                    }
                }
            }
            Territory::Specs(folder) => {
                for (name, path) in list(&root.join(folder))? {
                    let kind = fs::symlink_metadata(&path).map_err(|error| named(&path, &error))?;
                    let is_spec = name.strip_suffix(".yaml").is_some() && kind.is_file();
                    if is_spec && !files.contains_key(&format!("{folder}/{name}")) && is_ours(&path) {
                        swept.stale.push(path.clone());
                        swept.files.push(path);
                    }
                }
                let examples = format!("{folder}/examples");
                for name in folders(&root.join(&examples))? {
                    let found = ours(root, &format!("{examples}/{name}"), files, &mut swept.halves)?;
                    if files.contains_key(&format!("{folder}/{name}.yaml")) {
                        swept.leftovers.extend(found);
                    } else if !found.is_empty() {
                        swept.stale.push(root.join(&examples).join(&name));
                        swept.files.extend(found);
                    }
                }
            }
        }
    }
    Ok(swept)
}

/// The files below a folder that the tool wrote and makes no longer.
fn ours(root: &Path, folder: &str, files: &Files, halves: &mut Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut there = Vec::new();
    walk(&root.join(folder), folder, &mut there, halves)?;
    let gone: Vec<&(String, PathBuf)> = there.iter().filter(|(name, _)| !files.contains_key(name)).collect();
    let fixtures = format!("{folder}/fixtures/");
    let named = if gone.iter().any(|(name, _)| name.starts_with(&fixtures)) {
        named_fixtures(&there)
    } else {
        BTreeSet::new()
    };
    let known = |name: &str, path: &Path| match name.strip_prefix(&fixtures) {
        Some(fixture) => named.contains(fixture),
        None => is_ours(path),
    };
    Ok(gone.into_iter().filter(|(name, path)| known(name, path)).map(|(_, path)| path.clone()).collect())
}

/// The fixtures that the generated sources of a crate name, as they stand on the disk.
fn named_fixtures(there: &[(String, PathBuf)]) -> BTreeSet<String> {
    let sources = there.iter().filter(|(name, path)| name.strip_suffix(".rs").is_some() && is_ours(path));
    let mut named = BTreeSet::new();
    for text in sources.filter_map(|(_, path)| fs::read_to_string(path).ok()) {
        let after = text.split("/fixtures/").skip(1);
        named.extend(after.filter_map(|rest| rest.split_once('"').map(|(name, _)| name.to_owned())));
    }
    named
}

fn is_ours(path: &Path) -> bool {
    // A pipe would hang the run.
    fs::symlink_metadata(path).is_ok_and(|kind| kind.is_file())
        && fs::read(path).is_ok_and(|bytes| state(&bytes) != State::Foreign)
}

fn walk(
    folder: &Path,
    prefix: &str,
    there: &mut Vec<(String, PathBuf)>,
    halves: &mut Vec<PathBuf>,
) -> io::Result<()> {
    for (name, path) in list(folder)? {
        let kind = fs::symlink_metadata(&path).map_err(|error| named(&path, &error))?;
        if kind.is_dir() {
            // Build products of cargo.
            if name != "target" {
                walk(&path, &format!("{prefix}/{name}"), there, halves)?;
            }
        } else if is_half(&name) {
            halves.push(path);
        } else if kind.is_file() {
            there.push((format!("{prefix}/{name}"), path));
        }
    }
    Ok(())
}

/// The files of a folder that were being written when a run was killed; those of folders in it are not looked for.
pub(super) fn halves(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink());
    if is_link(folder) {
        return Ok(Vec::new());
    }
    Ok(list(folder)?.into_iter().filter(|(name, _)| is_half(name)).map(|(_, path)| path).collect())
}

/// Whether a file is one that `write` had not finished: `.lib.rs.4711.new`.
fn is_half(name: &str) -> bool {
    let number = name.strip_prefix('.').and_then(|name| name.strip_suffix(".new")?.rsplit_once('.'));
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The folders in a folder, links left out.
fn folders(folder: &Path) -> io::Result<Vec<String>> {
    let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|kind| kind.is_dir());
    Ok(list(folder)?.into_iter().filter(|(_, path)| is_folder(path)).map(|(name, _)| name).collect())
}

/// What is in a folder, sorted by name; nothing when it is not there.
fn list(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<io::Result<Vec<_>>>().map_err(|error| named(folder, &error))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(named(folder, &error)),
    };
    let mut found: Vec<(String, PathBuf)> = entries
        .iter()
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    found.sort();
    Ok(found)
}
