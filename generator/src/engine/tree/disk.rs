//! Files of a folder on disk.
//!
//! Pages are written by strangers: what is read is a regular file below the folder. A link is followed as long as
//! it stays there; the folder itself may be a link.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Content, Found};
use crate::engine::Failure;

/// Adds the files below `folder` of `root` that are wanted.
///
/// # Errors
/// A folder cannot be listed.
pub(super) fn list(
    root: &Path,
    folder: &str,
    wanted: &dyn Fn(&str) -> bool,
    found: &mut Vec<Found>,
) -> Result<(), Failure> {
    let fault = |error| Failure::io(root, &error);
    let mut walk = Walk { root: fs::canonicalize(root).map_err(fault)?, wanted, trail: Vec::new(), found };
    let start = root.join(folder);
    match fs::canonicalize(&start) {
        // A folder that is not there has no files; the root has been looked for already.
        Err(_) => Ok(()),
        Ok(real) if !real.starts_with(&walk.root) => Ok(()),
        Ok(real) => {
            let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            walk.folder(&start, real, &prefix)
        }
    }
}

struct Walk<'w> {
    root: PathBuf,
    wanted: &'w dyn Fn(&str) -> bool,
    /// The folders that lead to the current one, without links, to see a link that leads back.
    trail: Vec<PathBuf>,
    found: &'w mut Vec<Found>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, real: PathBuf, prefix: &str) -> Result<(), Failure> {
        self.trail.push(real);
        let fault = |error| Failure::io(folder, &error);
        for entry in fs::read_dir(folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            if shown.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{shown}");
            if name.to_str().is_none() {
                self.refuse(path, "its name is not UTF-8");
                continue;
            }
            let kind = entry.file_type().map_err(|error| Failure::io(&entry.path(), &error))?;
            if kind.is_symlink() {
                self.link(&entry.path(), path)?;
            } else if kind.is_dir() {
                let real = self.trail.last().map_or_else(PathBuf::new, |real| real.join(&name));
                self.folder(&entry.path(), real, &format!("{path}/"))?;
            } else if kind.is_file() {
                self.file(path);
            } else {
                self.refuse(path, "it is no regular file");
            }
        }
        self.trail.pop();
        Ok(())
    }

    fn file(&mut self, path: String) {
        if (self.wanted)(&path) {
            self.found.push(Found { path, content: Content::Disk });
        }
    }

    fn link(&mut self, link: &Path, path: String) -> Result<(), Failure> {
        let Ok(target) = fs::canonicalize(link) else {
            self.refuse(path, "the link leads nowhere");
            return Ok(());
        };
        if target.is_dir() {
            if !target.starts_with(&self.root) {
                self.found.push(Found::refused(path, "the link leads out of the folder of pages"));
            } else if self.trail.contains(&target) {
                self.found.push(Found::refused(path, "the link leads back to a folder that it stands in"));
            } else {
                self.folder(link, target, &format!("{path}/"))?;
            }
        } else if !target.starts_with(&self.root) {
            self.refuse(path, "the link leads out of the folder of pages");
        } else if target.is_file() {
            self.file(path);
        } else {
            self.refuse(path, "the link leads to what is no regular file");
        }
        Ok(())
    }

    /// Notes why a file is not read. Files that nobody wants are not mentioned.
    fn refuse(&mut self, path: String, why: &'static str) {
        if (self.wanted)(&path) {
            self.found.push(Found::refused(path, why));
        }
    }
}
