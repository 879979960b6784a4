//! The folder that holds `specs/` and `generated/`, from anywhere below it.

use std::{
    env, fs, iter,
    path::{Path, PathBuf},
};

use crate::engine::{Failure, settings::Vendor};

/// A folder with `specs/` in it.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder, as a path that works from the current one.
    pub root: PathBuf,
}

/// What a command is asked to work on: `VENDOR` or `VENDOR/SERVICE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The vendor's id.
    pub vendor: String,
    /// The service's id; all when absent.
    pub service: Option<String>,
}

impl std::fmt::Display for Selection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.vendor)?;
        self.service.as_ref().map_or(Ok(()), |service| write!(f, "/{service}"))
    }
}

impl std::str::FromStr for Selection {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (vendor, service) = match text.split_once('/') {
            None => (text, None),
            Some((vendor, service)) => (vendor, Some(service.to_owned())),
        };
        if vendor.is_empty() || service.as_ref().is_some_and(|name| name.is_empty() || name.contains('/')) {
            return Err("expected VENDOR or VENDOR/SERVICE".to_owned());
        }
        Ok(Selection { vendor: vendor.to_owned(), service })
    }
}

fn current() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|error| Failure::io(Path::new("."), &error))
}

impl Workspace {
    /// Looks for `specs/` in the current folder and those above it.
    ///
    /// # Errors
    /// There is none.
    pub fn find() -> Result<Self, Failure> {
        let current = current()?;
        Workspace::around(&current).ok_or_else(|| {
            Failure::new(format!("no folder `specs` in {} or above it", current.display()))
                .hint("`tablature init VENDOR --from PAGES` makes it; or name a folder of pages: --docs DIR --dialect NAME")
        })
    }

    /// The same, or the current folder where there is no `specs/`.
    ///
    /// # Errors
    /// There is no current folder.
    pub fn find_or_begin() -> Result<Self, Failure> {
        Ok(Workspace::around(&current()?).unwrap_or_else(|| Workspace { root: PathBuf::new() }))
    }

    fn around(current: &Path) -> Option<Self> {
        let up = current.ancestors().position(|folder| folder.join("specs").is_dir())?;
        Some(Workspace { root: iter::repeat_n("..", up).collect() })
    }

    /// The folder of the specs.
    #[must_use]
    pub fn specs(&self) -> PathBuf {
        self.root.join("specs")
    }

    /// The vendors that have a vendor.yaml, sorted: those that are selected, or all when none is.
    ///
    /// # Errors
    /// A vendor.yaml is not valid, or a selected vendor has none.
    pub fn vendors(&self, selected: &[Selection]) -> Result<Vec<(String, Vendor)>, Failure> {
        let specs = self.specs();
        let mut ids = Vec::new();
        for entry in fs::read_dir(&specs).map_err(|error| Failure::io(&specs, &error))? {
            let entry = entry.map_err(|error| Failure::io(&specs, &error))?;
            if entry.path().join("vendor.yaml").is_file() {
                ids.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        ids.sort();
        if let Some(missing) = selected.iter().find(|selection| !ids.contains(&selection.vendor)) {
            return Err(Failure::new(format!("no vendor `{}` in {}", missing.vendor, specs.display()))
                .hint(format!("there is {}", ids.join(", "))));
        }
        ids.retain(|id| selected.is_empty() || selected.iter().any(|selection| selection.vendor == *id));
        ids.into_iter()
            .map(|id| Ok((id.clone(), Vendor::read(&specs.join(&id).join("vendor.yaml"))?)))
            .collect()
    }
}
