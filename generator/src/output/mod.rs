//! The one writer. Back ends return [`Files`] in memory; nothing else writes to the disk.
//!
//! A run computes everything first and writes last, so that a run that fails leaves the disk as it was. A file
//! whose bytes are equal is not touched. Each file is written beside its place and renamed into it, so that
//! nobody ever reads half a file.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Files in memory: a path relative to some folder, with `/`, and the bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Folders below the root that belong to the tool alone: what is there and not in the files is removed.
/// Build products of cargo in them are left alone.
pub type Owned = Vec<String>;

/// What a run does, or with `check` would do, to the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or differ.
    pub written: Vec<PathBuf>,
    /// Files that are no longer made.
    pub removed: Vec<PathBuf>,
    /// How many files were right already.
    pub unchanged: usize,
}

impl Changes {
    /// Whether the disk is, or was, as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }

    /// Adds the changes of another folder.
    pub fn extend(&mut self, other: Changes) {
        self.written.extend(other.written);
        self.removed.extend(other.removed);
        self.unchanged += other.unchanged;
    }
}

/// Compares `files` with the disk below `root` without changing anything.
///
/// # Errors
/// A file or folder that is there cannot be read.
pub fn compare(root: &Path, files: &Files, owned: &[String]) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for (name, bytes) in files {
        let path = root.join(name);
        match fs::read(&path) {
            Ok(there) if there == *bytes => changes.unchanged += 1,
            Ok(_) => changes.written.push(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => changes.written.push(path),
            Err(error) => return Err(named(&path, &error)),
        }
    }
    for folder in owned {
        stale(root, folder, files, &mut changes.removed)?;
    }
    Ok(changes)
}

/// Makes the disk below `root` what `files` says.
///
/// # Errors
/// A file or folder cannot be read, written or removed; the message names it.
pub fn write(root: &Path, files: &Files, owned: &[String]) -> io::Result<Changes> {
    let changes = compare(root, files, owned)?;
    for path in &changes.written {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        if let Some(bytes) = files.get(&name) {
            replace(path, bytes).map_err(|error| named(path, &error))?;
        }
    }
    for path in &changes.removed {
        fs::remove_file(path).map_err(|error| named(path, &error))?;
        remove_empty_parents(path, root);
    }
    Ok(changes)
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}.new", std::process::id()));
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).inspect_err(|_| {
        // The error that is reported is the first one; a leftover is better than a second message.
        let _ = fs::remove_file(&beside);
    })
}

fn stale(root: &Path, folder: &str, files: &Files, removed: &mut Vec<PathBuf>) -> io::Result<()> {
    let path = root.join(folder);
    let mut entries = match fs::read_dir(&path) {
        Ok(entries) => entries.collect::<io::Result<Vec<_>>>().map_err(|error| named(&path, &error))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(named(&path, &error)),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(|error| named(&entry.path(), &error))?.is_dir() {
            if entry.file_name() != "target" {
                stale(root, &name, files, removed)?;
            }
        } else if !files.contains_key(&name) && entry.file_name() != "Cargo.lock" {
            removed.push(entry.path());
        }
    }
    Ok(())
}

fn remove_empty_parents(path: &Path, root: &Path) {
    let mut folder = path.parent();
    while let Some(path) = folder.filter(|path| *path != root) {
        if fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn equal_files_are_not_touched_and_stale_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let first = files(&[("a/x.rs", "1"), ("a/src/y.rs", "2")]);
        assert_eq!(write(root, &first, &["a".into()]).unwrap().written.len(), 2);
        let before = fs::metadata(root.join("a/x.rs")).unwrap().modified().unwrap();
        let second = files(&[("a/x.rs", "1")]);
        fs::write(root.join("mine.txt"), "mine").unwrap();
        let changes = write(root, &second, &["a".into()]).unwrap();
        assert_eq!((changes.written.len(), changes.removed.len(), changes.unchanged), (0, 1, 1));
        assert_eq!(fs::metadata(root.join("a/x.rs")).unwrap().modified().unwrap(), before);
        assert!(!root.join("a/src").exists(), "an empty folder goes with its last file");
        assert!(root.join("mine.txt").exists(), "what is outside the owned folders is not ours");
    }

    #[test]
    fn compare_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let changes = compare(folder.path(), &files(&[("a/x.rs", "1")]), &["a".into()]).unwrap();
        assert_eq!(changes.written.len(), 1);
        assert!(!folder.path().join("a").exists());
    }
}
