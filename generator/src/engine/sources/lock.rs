//! `specs/tablature.lock`: which commit of which repository the pages of each vendor are read from, and the versions
//! that `update` gave the crates. Written by the tool, committed.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    engine::{Failure, file, slashes},
    limits,
};

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The pins, by vendor.
    #[serde(default)]
    pub vendors: BTreeMap<String, Pin>,
    /// The versions of crates that have moved, by `VENDOR/SERVICE`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub crates: BTreeMap<String, String>,
}

/// What the pages of a vendor are read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The repository, as vendor.yaml names it.
    pub git: String,
    /// The commit, in full.
    pub commit: String,
    /// Git's hash of the folder of pages.
    pub tree: String,
}

const HEAD: &str =
    "# Written by `tablature update`: the commits that pages are read from, and the versions of crates.\n";

impl Lock {
    /// The path of the lock of a folder of specs.
    #[must_use]
    pub fn path(specs: &Path) -> PathBuf {
        specs.join("tablature.lock")
    }

    /// Reads the file; without a file nothing is pinned.
    ///
    /// # Errors
    /// The file cannot be read, or is not of this form.
    pub fn read(specs: &Path) -> Result<Self, Failure> {
        let path = Lock::path(specs);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Lock::default()),
            _ => {}
        }
        let text = file::text_below(specs, &path)?;
        limits::from_str(&text).map_err(|found| {
            Failure::new(format!("{}: {}", slashes(&path), found.message)).hint(
                "the tool writes this file: take the committed one, or delete it and run `tablature update`",
            )
        })
    }

    /// The version of a crate: the one that `update` gave it, or the one that the settings state, whichever is
    /// higher.
    #[must_use]
    pub fn version<'v>(&'v self, vendor: &str, service: &str, stated: Option<&'v str>) -> Option<&'v str> {
        let moved = self.crates.get(&format!("{vendor}/{service}")).map(String::as_str);
        let number = |text: Option<&str>| text.and_then(|text| semver::Version::parse(text).ok());
        if number(stated) > number(moved) { stated } else { moved.or(stated) }
    }

    /// The file as it is written.
    ///
    /// # Errors
    /// It cannot be written as YAML.
    pub fn text(&self) -> Result<String, Failure> {
        let text = serde_yaml::to_string(self).map_err(|error| Failure::new(error.to_string()))?;
        Ok(format!("{HEAD}{text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Lock::read(folder.path()).unwrap(), Lock::default());
        let pin = Pin { git: "https://example.org/a".into(), commit: "1".repeat(40), tree: "2".repeat(40) };
        let lock = Lock {
            vendors: [("a".to_owned(), pin)].into(),
            crates: [("a/b".to_owned(), "0.2.0".to_owned())].into(),
        };
        fs::write(Lock::path(folder.path()), lock.text().unwrap()).unwrap();
        assert_eq!(Lock::read(folder.path()).unwrap(), lock);
        assert_eq!(lock.version("a", "b", Some("0.1.9")), Some("0.2.0"));
        assert_eq!(lock.version("a", "b", Some("1.0.0")), Some("1.0.0"), "who states a higher one means it");
        assert_eq!(lock.version("a", "c", None), None);
        fs::write(Lock::path(folder.path()), "vendors: 1").unwrap();
        assert!(Lock::read(folder.path()).unwrap_err().to_string().contains("tablature.lock"));
    }
}
