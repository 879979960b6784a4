//! Files of a revision of a git repository, without a checkout.

use std::path::Path;

use gix::{ObjectId, Repository, bstr::ByteSlice, objs::tree::EntryKind};

use super::{Content, Found};
use crate::engine::Failure;

/// A folder, or one file, of a revision.
#[derive(Clone)]
pub struct Revision {
    pub(crate) repo: Repository,
    pub(crate) commit: ObjectId,
    /// The folder or file in the revision, without a slash at its end; empty for all of it.
    pub(crate) path: String,
    pub(super) object: ObjectId,
    pub(super) is_file: bool,
}

/// An entry of a folder.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) object: ObjectId,
    pub(super) kind: EntryKind,
}

/// How many links may lead to one another.
const LINKS: usize = 8;

impl Revision {
    /// A folder or file of the revision `rev` of the repository in or around `folder`.
    ///
    /// # Errors
    /// There is no repository, no such revision, or no such path in it.
    pub fn open(folder: &Path, rev: &str, path: &str) -> Result<Self, Failure> {
        let mut repo = gix::discover(folder).map_err(|error| {
            Failure::new(format!("{}: {error}", folder.display()))
                .hint("a local clone is needed: git clone URL")
        })?;
        repo.object_cache_size_if_unset(16 * 1024 * 1024);
        let fault = |error: &dyn std::fmt::Display| Failure::new(format!("{rev}: {error}"));
        let commit = repo.rev_parse_single(rev).map_err(|_| {
            Failure::new(format!("{}: the repository has no commit `{rev}`", folder.display()))
                .hint("`git log` lists those there are; a shallow clone has only the last ones")
        })?;
        let commit =
            commit.object().map_err(|error| fault(&error))?.peel_to_commit().map_err(|e| fault(&e))?.id;
        Revision::new(repo, commit, path)
    }

    /// A folder or file of a commit.
    ///
    /// # Errors
    /// The commit has no such path.
    pub(crate) fn new(repo: Repository, commit: ObjectId, path: &str) -> Result<Self, Failure> {
        let path = path.trim_matches('/').to_owned();
        let fault = |error: &dyn std::fmt::Display| Failure::new(format!("{commit}: {error}"));
        let (object, is_file) = {
            let root = repo.find_commit(commit).map_err(|error| fault(&error))?;
            let root = root.tree().map_err(|error| fault(&error))?;
            if path.is_empty() {
                (root.id, false)
            } else {
                let entry = root.lookup_entry_by_path(&path).map_err(|error| fault(&error))?;
                let entry = entry.ok_or_else(|| fault(&format!("there is no {path} in this revision")))?;
                (entry.object_id(), !entry.mode().is_tree())
            }
        };
        Ok(Revision { repo, commit, path, object, is_file })
    }

    /// The hash of the folder or file.
    #[must_use]
    pub fn tree(&self) -> String {
        self.object.to_string()
    }

    fn fault(&self, error: &dyn std::fmt::Display) -> Failure {
        Failure::new(format!("{}: {error}", self.commit))
    }

    pub(super) fn entries(&self, tree: ObjectId) -> Result<Vec<Entry>, Failure> {
        let tree = self.repo.find_tree(tree).map_err(|error| self.fault(&error))?;
        let tree = tree.decode().map_err(|error| self.fault(&error))?;
        let named = |entry: &gix::objs::tree::EntryRef<'_>| Entry {
            name: entry.filename.to_str_lossy().into_owned(),
            object: entry.oid.to_owned(),
            kind: entry.mode.kind(),
        };
        Ok(tree.entries.iter().map(named).collect())
    }

    /// Adds the files below `folder` that are wanted, by the same rules as on disk.
    ///
    /// # Errors
    /// An object is not there.
    pub(super) fn list(
        &self,
        folder: &str,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Vec<Found>,
    ) -> Result<(), Failure> {
        let Some(entry) = self.look_up(folder)? else { return Ok(()) };
        let tree = match self.follow(folder, entry, 0)? {
            Ok(entry) if entry.kind == EntryKind::Tree => entry.object,
            _ => return Ok(()),
        };
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.walk(tree, &prefix, 0, wanted, found)
    }

    fn walk(
        &self,
        tree: ObjectId,
        prefix: &str,
        links: usize,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Vec<Found>,
    ) -> Result<(), Failure> {
        for entry in self.entries(tree)? {
            let path = format!("{prefix}{}", entry.name);
            if entry.name.starts_with('.') {
                continue;
            }
            let (entry, links) = if entry.kind == EntryKind::Link {
                match self.follow(&path, entry, links)? {
                    Ok(target) => (target, links + 1),
                    Err(why) => {
                        if wanted(&path) {
                            found.push(Found::refused(path, why));
                        }
                        continue;
                    }
                }
            } else {
                (entry, links)
            };
            match entry.kind {
                EntryKind::Tree => self.walk(entry.object, &format!("{path}/"), links, wanted, found)?,
                EntryKind::Blob | EntryKind::BlobExecutable if wanted(&path) => {
                    found.push(Found { path, content: Content::Blob(entry.object) });
                }
                // A submodule is another repository.
                _ => {}
            }
        }
        Ok(())
    }

    /// What a link leads to, or why it is not followed.
    fn follow(
        &self,
        path: &str,
        link: Entry,
        mut links: usize,
    ) -> Result<Result<Entry, &'static str>, Failure> {
        let (mut path, mut entry) = (path.to_owned(), link);
        while entry.kind == EntryKind::Link {
            links += 1;
            if links > LINKS {
                return Ok(Err("the link leads back to itself"));
            }
            let target = String::from_utf8_lossy(&self.blob(entry.object)?).into_owned();
            let Some(target) = joined(&path, &target) else {
                return Ok(Err("the link leads out of the folder of pages"));
            };
            match self.look_up(&target)? {
                Some(found) => (path, entry) = (target, found),
                None => return Ok(Err("the link leads nowhere")),
            }
        }
        Ok(Ok(entry))
    }

    /// The entry at a path below the root.
    fn look_up(&self, path: &str) -> Result<Option<Entry>, Failure> {
        let mut at = Entry { name: String::new(), object: self.object, kind: EntryKind::Tree };
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if at.kind != EntryKind::Tree {
                return Ok(None);
            }
            match self.entries(at.object)?.into_iter().find(|entry| entry.name == part) {
                Some(entry) => at = entry,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// How many bytes a blob has.
    pub(super) fn size(&self, blob: ObjectId) -> Result<u64, Failure> {
        Ok(self.repo.find_header(blob).map_err(|error| self.fault(&error))?.size())
    }

    pub(crate) fn blob(&self, blob: ObjectId) -> Result<Vec<u8>, Failure> {
        Ok(self.repo.find_object(blob).map_err(|error| self.fault(&error))?.detach().data)
    }
}

/// Where a link at `path` leads, below the same root; `None` when it leads out of it.
fn joined(path: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn links_stay_below_the_root() {
        assert_eq!(joined("a/b.md", "../c.md").as_deref(), Some("c.md"));
        assert_eq!(joined("a/b.md", "./d/./e.md").as_deref(), Some("a/d/e.md"));
        assert_eq!(joined("a/b.md", "../../etc"), None);
        assert_eq!(joined("a/b.md", "/etc/passwd"), None);
    }
}
