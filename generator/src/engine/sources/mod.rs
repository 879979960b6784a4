//! Pages that lie in a git repository elsewhere: fetched shallow into a cache, read from the commit that
//! `specs/tablature.lock` pins.

#[cfg(feature = "fetch")]
mod fetch;
mod lock;

use std::path::{Path, PathBuf};

use sha1::{Digest, Sha1};

#[cfg(feature = "fetch")]
pub use fetch::{Wanted, fetch};
pub use lock::{Lock, Pin};

use super::{Failure, tree::Revision};

/// A repository of pages, as vendor.yaml names it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The vendor's id.
    pub vendor: String,
    /// The address as vendor.yaml has it; this is what the lock names.
    pub git: String,
    /// The address to fetch from: a path is relative to vendor.yaml.
    pub url: String,
    /// The branch; the one that the repository shows first when left out.
    pub branch: Option<String>,
    /// The folder in the repository.
    pub path: String,
}

impl Source {
    /// The repository that the settings in `folder` name.
    #[must_use]
    pub fn new(vendor: &str, folder: &Path, git: &str, branch: Option<&str>, path: &str) -> Self {
        let is_url = git.contains("://") || git.split('/').next().is_some_and(|host| host.contains(':'));
        let url = if is_url {
            git.to_owned()
        } else {
            let local = folder.join(git);
            local.canonicalize().unwrap_or(local).to_string_lossy().into_owned()
        };
        Source {
            vendor: vendor.to_owned(),
            git: git.to_owned(),
            url,
            branch: branch.map(str::to_owned),
            path: path.to_owned(),
        }
    }

    /// The pages of the pinned commit. It is fetched where the cache lacks it.
    ///
    /// # Errors
    /// Nothing is pinned, another repository is pinned, the commit cannot be fetched, or its pages are not those that
    /// were pinned.
    pub fn pinned(&self, lock: &Lock) -> Result<Revision, Failure> {
        let Some(pin) = lock.vendors.get(&self.vendor) else {
            return Err(Failure::new(format!("{}: no commit of {} is pinned", self.vendor, self.git))
                .hint(self.command("fetches the pages and pins them")));
        };
        if pin.git != self.git {
            return Err(Failure::new(format!(
                "{}: what is pinned is a commit of {}, and vendor.yaml names {}",
                self.vendor, pin.git, self.git
            ))
            .hint(self.command("pins a commit of the other one")));
        }
        let revision = self.at(&pin.commit)?;
        let tree = revision.tree();
        if tree != pin.tree {
            return Err(Failure::new(format!(
                "{}: the pages of {} are {tree}, those that were pinned are {}",
                self.vendor, pin.commit, pin.tree
            ))
            .hint("tablature.lock was edited, or `path` in vendor.yaml was; `tablature update` pins anew"));
        }
        Ok(revision)
    }

    /// The pages of a commit, from the cache or else from the repository.
    ///
    /// # Errors
    /// The commit cannot be fetched, or has no such folder.
    pub fn at(&self, commit: &str) -> Result<Revision, Failure> {
        if let Ok(revision) = Revision::open(&self.cache()?, commit, &self.path) {
            return Ok(revision);
        }
        #[cfg(feature = "fetch")]
        fetch(self, Wanted::Commit(commit), &|_| {})?;
        Revision::open(&self.cache()?, commit, &self.path).map_err(|_| {
            Failure::new(format!(
                "{}: commit {commit} of {} is not in the cache, or has no folder `{}`",
                self.vendor, self.git, self.path
            ))
            .hint(self.command("pins one that is there"))
        })
    }

    fn command(&self, does: &str) -> String {
        format!("`tablature update {}` {does}", self.vendor)
    }

    /// The bare repository that holds what was fetched from this address.
    ///
    /// # Errors
    /// No folder for caches is known.
    pub fn cache(&self) -> Result<PathBuf, Failure> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = || Some(set("HOME").or_else(|| set("USERPROFILE"))?.join(".cache"));
        let folder = set("TABLATURE_CACHE")
            .or_else(|| Some(set("XDG_CACHE_HOME").or_else(home)?.join("tablature")))
            .ok_or_else(|| {
                Failure::new("no folder for what is fetched").hint("name one: TABLATURE_CACHE=DIR")
            })?;
        let digest = Sha1::digest(self.url.as_bytes());
        let name: Vec<String> = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        Ok(folder.join("git").join(name.concat()))
    }
}
