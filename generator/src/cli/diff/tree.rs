//! Files of a side: a folder on disk, or a folder of a revision of a git repository.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use gix::{ObjectId, Repository, bstr::ByteSlice};

use super::super::{failure::Failure, pages::is_page, specs::slashes};
use crate::lower::Page;

/// Files, by path relative to the root of the side.
pub(super) enum Tree {
    /// A folder, or one file.
    Disk(PathBuf),
    /// A revision.
    Git(Box<Revision>),
}

/// A folder, or one file, of a revision.
pub(super) struct Revision {
    pub(super) repo: Repository,
    pub(super) commit: ObjectId,
    /// The folder or file in the revision, without a slash at its end; empty for all of it.
    pub(super) path: String,
    object: ObjectId,
    is_file: bool,
}

/// Pages that are read together: those in one folder of the root.
pub(super) struct Group {
    /// Equal for equal pages of one kind of side; absent where it would cost as much as reading.
    pub(super) id: Option<String>,
}

/// A file: its path and where its bytes are.
struct File {
    path: String,
    blob: Option<ObjectId>,
}

impl Tree {
    /// What the user named: a path, or `git:REV[:PATH]`.
    pub(super) fn open(named: &str, repository: &Path) -> Result<Self, Failure> {
        let Some(rest) = named.strip_prefix("git:") else {
            let path = PathBuf::from(named);
            return match fs::metadata(&path) {
                Ok(_) => Ok(Tree::Disk(path)),
                Err(error) => Err(Failure::io(&path, &error)),
            };
        };
        let (rev, path) = rest.split_once(':').unwrap_or((rest, ""));
        let mut repo = gix::discover(repository).map_err(|error| {
            Failure::new(format!("{}: {error}", repository.display()))
                .hint("run it in a clone, or name one: --repository DIR")
        })?;
        repo.object_cache_size_if_unset(16 * 1024 * 1024);
        let fault = |error: &dyn std::fmt::Display| Failure::new(format!("{named}: {error}"));
        let commit = repo.rev_parse_single(rev).map_err(|_| {
            Failure::new(format!("{named}: the repository has no commit `{rev}`"))
                .hint("`git log` lists those there are; a shallow clone has only the last ones")
        })?;
        let commit =
            commit.object().map_err(|error| fault(&error))?.peel_to_commit().map_err(|e| fault(&e))?.id;
        Revision::new(repo, commit, path)
            .map(|revision| Tree::Git(Box::new(revision)))
            .map_err(|error| fault(&error))
    }

    /// The revision, where the side is one.
    pub(super) fn revision(&self) -> Option<&Revision> {
        match self {
            Tree::Git(revision) => Some(revision),
            Tree::Disk(_) => None,
        }
    }

    /// What stands before the paths for who wants to open a file.
    pub(super) fn prefix(&self) -> String {
        match self {
            Tree::Disk(root) if root.as_os_str().is_empty() || root == Path::new(".") => String::new(),
            Tree::Disk(root) => format!("{}/", slashes(root).trim_end_matches('/')),
            Tree::Git(revision) if revision.path.is_empty() => String::new(),
            Tree::Git(revision) => format!("{}/", revision.path),
        }
    }

    /// The one file that was named, if it was one: its path and bytes.
    pub(super) fn single(&self) -> Result<Option<(String, Vec<u8>)>, Failure> {
        match self {
            Tree::Disk(path) if path.is_file() => {
                Ok(Some((slashes(path), fs::read(path).map_err(|error| Failure::io(path, &error))?)))
            }
            Tree::Git(revision) if revision.is_file => {
                Ok(Some((revision.path.clone(), revision.blob(revision.object)?)))
            }
            Tree::Disk(_) | Tree::Git(_) => Ok(None),
        }
    }

    /// The files that are wanted, sorted, with their bytes.
    pub(super) fn files(&self, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let mut found = Vec::new();
        self.list("", wanted, &mut found)?;
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.into_iter().map(|file| Ok((file.path.clone(), self.read(&file)?))).collect()
    }

    /// The groups of pages by folder; those that lie in no folder have an empty name.
    pub(super) fn groups(&self) -> Result<BTreeMap<String, Group>, Failure> {
        let mut groups = BTreeMap::new();
        match self {
            Tree::Disk(root) => {
                for entry in fs::read_dir(root).map_err(|error| Failure::io(root, &error))? {
                    let entry = entry.map_err(|error| Failure::io(root, &error))?;
                    let name = entry.file_name().to_string_lossy().into_owned();
                    if name.starts_with('.') {
                        continue;
                    }
                    if entry.path().is_dir() {
                        groups.insert(name, Group { id: None });
                    } else if is_page(&name) {
                        groups.insert(String::new(), Group { id: None });
                    }
                }
            }
            Tree::Git(revision) => {
                for entry in revision.entries(revision.object)? {
                    let name = entry.0;
                    if name.starts_with('.') {
                        continue;
                    }
                    if entry.2 {
                        groups.insert(name, Group { id: Some(entry.1.to_string()) });
                    } else if is_page(&name) {
                        let id = groups.entry(String::new()).or_insert(Group { id: Some(String::new()) });
                        if let Some(id) = &mut id.id {
                            // Writing to a string cannot fail.
                            let _ = write!(id, "{name} {} ", entry.1);
                        }
                    }
                }
            }
        }
        Ok(groups)
    }

    /// The pages of a group, sorted.
    pub(super) fn pages(&self, group: &str) -> Result<Vec<Page>, Failure> {
        let wanted = |path: &str| {
            is_page(path)
                && !path.split('/').any(|name| name.starts_with('.'))
                && (group.is_empty() != path.contains('/'))
        };
        let mut found = Vec::new();
        self.list(group, &wanted, &mut found)?;
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
            .into_iter()
            .map(|file| Ok(Page { path: file.path.as_str().into(), bytes: Arc::from(self.read(&file)?) }))
            .collect()
    }

    fn read(&self, file: &File) -> Result<Vec<u8>, Failure> {
        match (self, file.blob) {
            (Tree::Git(revision), Some(blob)) => revision.blob(blob),
            (Tree::Disk(root), _) => {
                let path = root.join(&file.path);
                fs::read(&path).map_err(|error| Failure::io(&path, &error))
            }
            (Tree::Git(_), None) => Ok(Vec::new()),
        }
    }

    fn list(
        &self,
        folder: &str,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Vec<File>,
    ) -> Result<(), Failure> {
        match self {
            Tree::Disk(root) => walk(&root.join(folder), &slash(folder), wanted, found),
            Tree::Git(revision) => {
                let mut tree = revision.object;
                for part in folder.split('/').filter(|part| !part.is_empty()) {
                    match revision.entries(tree)?.into_iter().find(|entry| entry.0 == part) {
                        Some(entry) => tree = entry.1,
                        None => return Ok(()),
                    }
                }
                revision.walk(tree, &slash(folder), wanted, found)
            }
        }
    }
}

fn slash(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

fn walk(
    folder: &Path,
    prefix: &str,
    wanted: &dyn Fn(&str) -> bool,
    found: &mut Vec<File>,
) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|error| Failure::io(folder, &error))? {
        let entry = entry.map_err(|error| Failure::io(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name.starts_with('.') {
            continue;
        }
        // Follows links, as a docs folder may be one.
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), wanted, found)?;
        } else if wanted(&path) {
            found.push(File { path, blob: None });
        }
    }
    Ok(())
}

impl Revision {
    /// A folder or file of a commit.
    pub(super) fn new(repo: Repository, commit: ObjectId, path: &str) -> Result<Self, String> {
        let path = path.trim_matches('/').to_owned();
        let text = |error: &dyn std::fmt::Display| error.to_string();
        let (object, is_file) = {
            let root = repo.find_commit(commit).map_err(|error| text(&error))?;
            let root = root.tree().map_err(|error| text(&error))?;
            if path.is_empty() {
                (root.id, false)
            } else {
                let entry = root.lookup_entry_by_path(&path).map_err(|error| text(&error))?;
                let entry = entry.ok_or_else(|| format!("there is no {path} in this revision"))?;
                (entry.object_id(), !entry.mode().is_tree())
            }
        };
        Ok(Revision { repo, commit, path, object, is_file })
    }

    fn fault(&self, error: &dyn std::fmt::Display) -> Failure {
        Failure::new(format!("{}: {error}", self.commit))
    }

    /// Name, object and whether it is a folder.
    fn entries(&self, tree: ObjectId) -> Result<Vec<(String, ObjectId, bool)>, Failure> {
        let tree = self.repo.find_tree(tree).map_err(|error| self.fault(&error))?;
        let tree = tree.decode().map_err(|error| self.fault(&error))?;
        let entries = tree.entries.iter().filter(|entry| entry.mode.is_tree() || entry.mode.is_blob());
        let named = |entry: &gix::objs::tree::EntryRef<'_>| {
            (entry.filename.to_str_lossy().into_owned(), entry.oid.to_owned(), entry.mode.is_tree())
        };
        Ok(entries.map(named).collect())
    }

    fn walk(
        &self,
        tree: ObjectId,
        prefix: &str,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Vec<File>,
    ) -> Result<(), Failure> {
        for (name, object, is_folder) in self.entries(tree)? {
            let path = format!("{prefix}{name}");
            if name.starts_with('.') {
                continue;
            }
            if is_folder {
                self.walk(object, &format!("{path}/"), wanted, found)?;
            } else if wanted(&path) {
                found.push(File { path, blob: Some(object) });
            }
        }
        Ok(())
    }

    pub(super) fn blob(&self, blob: ObjectId) -> Result<Vec<u8>, Failure> {
        Ok(self.repo.find_object(blob).map_err(|error| self.fault(&error))?.detach().data)
    }
}
