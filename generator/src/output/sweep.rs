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
    owner,
    write::named,
};

/// A part of the disk below the root in which the tool looks for what it no longer makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Territory {
    /// The folder of the crates' workspace: a crate that is made no more is stale as a whole.
    Crates(String),
    /// Of that folder, what is a vendor's: the folder, and the vendor's id.
    CratesOf(String, String),
    /// One crate, or the examples of one service, that is still made: only files that it no longer has are removed.
    Folder(String),
    /// A folder with the IR files of a vendor, and the examples beside them.
    Specs(String),
    /// A folder of such folders, also of vendors that have nothing else any more.
    Vendors(String),
}

impl Territory {
    /// Whether a crate with this manifest is a run's to replace, whatever service it was of: the run knows all that are
    /// made in its place.
    pub(super) fn covers(&self, path: &str, manifest: &[u8]) -> bool {
        let is_in = |folder: &String| folder.is_empty() || path.starts_with(&format!("{folder}/"));
        match self {
            Territory::Crates(folder) => is_in(folder),
            Territory::CratesOf(folder, vendor) => is_in(folder) && owner::is_of(manifest, vendor),
            Territory::Folder(_) | Territory::Specs(_) | Territory::Vendors(_) => false,
        }
    }
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
            Territory::Crates(folder) => crates(root, folder, files, &|_| true, &mut swept)?,
            Territory::CratesOf(folder, vendor) => {
                let is_of =
                    |manifest: &Path| fs::read(manifest).is_ok_and(|text| owner::is_of(&text, vendor));
                crates(root, folder, files, &is_of, &mut swept)?;
            }
            Territory::Specs(folder) => specs(root, folder, files, &mut swept)?,
            Territory::Vendors(folder) => {
                for name in folders(&root.join(folder))? {
                    specs(root, &format!("{folder}/{name}"), files, &mut swept)?;
                }
            }
        }
    }
    Ok(swept)
}

/// Looks through the crates in a folder whose manifests are wanted.
fn crates(
    root: &Path,
    folder: &str,
    files: &Files,
    wanted: &dyn Fn(&Path) -> bool,
    swept: &mut Swept,
) -> io::Result<()> {
    for name in folders(&root.join(folder))? {
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let manifest = format!("{path}/Cargo.toml");
        let is_made = files.contains_key(&manifest);
        let file = root.join(&manifest);
        let is_stale = !is_made && is_ours(&file) && wanted(&file);
        if is_made || is_stale {
            let found = ours(root, &path, files, &mut swept.halves)?;
            if is_stale {
                swept.stale.push(root.join(&path));
                swept.files.extend(found);
            } else {
                swept.leftovers.extend(found);
            }
        }
    }
    Ok(())
}

/// Looks through the IR files in a folder, and the examples beside them.
fn specs(root: &Path, folder: &str, files: &Files, swept: &mut Swept) -> io::Result<()> {
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
    Ok(())
}

/// The fixtures of a crate that its generated sources on the disk name: they have no header that would tell whose they
/// are.
pub(super) fn fixtures(root: &Path, folder: &str) -> io::Result<BTreeSet<String>> {
    let mut there = Vec::new();
    walk(&root.join(folder), folder, &mut there, &mut Vec::new())?;
    Ok(named_fixtures(&there))
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
