//! The one walker: files of a folder on disk, or of a folder of a revision of a git repository.
//!
//! Both follow the same rules: what begins with a dot is passed over, a link is followed as long as it stays below
//! the root, and what cannot or may not be read is found all the same, with the reason.

mod disk;
#[cfg(feature = "cli")]
mod git;

#[cfg(feature = "cli")]
use std::collections::BTreeMap;
use std::{
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

#[cfg(feature = "cli")]
pub use self::git::Revision;
use super::{
    Failure, file,
    requests::{self, Requests},
    slashes,
};
use crate::load::{MAX_BYTES, Page, is_page};

/// Files, by path relative to a root.
pub enum Tree {
    /// A folder, or one file.
    Disk(PathBuf),
    /// A revision.
    #[cfg(feature = "cli")]
    Git(Box<Revision>),
}

/// Pages that are read together: those in one folder of the root.
#[cfg(feature = "cli")]
pub(crate) struct Group {
    /// Equal for groups of equal pages in two trees of one kind; absent where finding out would cost as much as
    /// reading.
    pub(crate) id: Option<String>,
}

/// A file, found and not read yet.
struct Found {
    path: String,
    content: Content,
}

enum Content {
    Disk,
    #[cfg(feature = "cli")]
    Blob(gix::ObjectId),
    /// Why it is not read.
    Refused(&'static str),
}

impl Found {
    fn refused(path: String, why: &'static str) -> Self {
        Found { path, content: Content::Refused(why) }
    }
}

impl Tree {
    /// The folder or file at a path.
    ///
    /// # Errors
    /// There is none.
    pub fn disk(path: impl Into<PathBuf>) -> Result<Self, Failure> {
        let path = path.into();
        match fs::metadata(&path) {
            Ok(_) => Ok(Tree::Disk(path)),
            Err(error) => Err(Failure::io(&path, &error)),
        }
    }

    /// A folder or file of a revision of the repository in or around `folder`.
    ///
    /// # Errors
    /// There is no repository, no such revision, or no such path in it.
    #[cfg(feature = "cli")]
    pub fn git(folder: &Path, rev: &str, path: &str) -> Result<Self, Failure> {
        Ok(Tree::Git(Box::new(Revision::open(folder, rev, path)?)))
    }

    /// What a user names: a path, or `git:REV[:PATH]` of the repository in or around `repository`.
    ///
    /// # Errors
    /// As [`Self::disk`] and [`Self::git`].
    #[cfg(feature = "cli")]
    pub fn named(name: &str, repository: &Path) -> Result<Self, Failure> {
        match name.strip_prefix("git:") {
            None => Tree::disk(name),
            Some(rest) => {
                let (rev, path) = rest.split_once(':').unwrap_or((rest, ""));
                Tree::git(repository, rev, path)
            }
        }
    }

    /// The revision, where the tree is one.
    #[cfg(feature = "cli")]
    pub(crate) fn revision(&self) -> Option<&Revision> {
        match self {
            Tree::Git(revision) => Some(revision),
            Tree::Disk(_) => None,
        }
    }

    /// What to put before a path to open the file: empty, or with a `/` at its end.
    #[must_use]
    pub fn prefix(&self) -> String {
        match self {
            Tree::Disk(root) if root.as_os_str().is_empty() || root == Path::new(".") => String::new(),
            Tree::Disk(root) => format!("{}/", slashes(root).trim_end_matches('/')),
            #[cfg(feature = "cli")]
            Tree::Git(revision) if revision.path.is_empty() => String::new(),
            #[cfg(feature = "cli")]
            Tree::Git(revision) => format!("{}/", revision.path),
        }
    }

    /// The path and bytes of the file that was named; `None` where a folder was named.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn single(&self) -> Result<Option<(String, Vec<u8>)>, Failure> {
        match self {
            Tree::Disk(path) if path.is_file() => {
                let read = file::bytes(path, file::MAX_BYTES).map_err(|error| Failure::io(path, &error))?;
                let large = |size| {
                    Failure::new(format!("{}: {}", slashes(path), file::too_large(size, file::MAX_BYTES)))
                };
                Ok(Some((slashes(path), read.map_err(large)?)))
            }
            #[cfg(feature = "cli")]
            Tree::Git(revision) if revision.is_file => {
                Ok(Some((revision.path.clone(), revision.blob(revision.object)?)))
            }
            _ => Ok(None),
        }
    }

    /// The files of another folder in the same place, such as the one beside the file that was named, by paths that
    /// begin with `folder`; none where there is no such folder.
    ///
    /// # Errors
    /// One of them cannot be read.
    #[cfg(feature = "cli")]
    pub(crate) fn beside(
        &self,
        folder: &str,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let tree = match self {
            Tree::Disk(_) if !Path::new(folder).is_dir() => return Ok(Vec::new()),
            Tree::Disk(_) => Tree::Disk(folder.into()),
            Tree::Git(it) => match Revision::new(it.repo.clone(), it.commit, folder) {
                Ok(revision) => Tree::Git(Box::new(revision)),
                Err(_) => return Ok(Vec::new()),
            },
        };
        let prefix = tree.prefix();
        let files = tree.files(wanted)?.into_iter();
        Ok(files.map(|(path, bytes)| (format!("{prefix}{path}"), bytes)).collect())
    }

    /// The files that are wanted, sorted by path, with their bytes.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn files(&self, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let found = self.list("", wanted)?.into_iter();
        found
            .map(|found| match self.read(&found, file::MAX_BYTES)? {
                Ok(bytes) => Ok((found.path, bytes)),
                Err(why) => Err(Failure::new(format!("{}{}: {why}", self.prefix(), found.path))),
            })
            .collect()
    }

    /// All pages, sorted by path. One that cannot be read is there with the reason.
    ///
    /// # Errors
    /// A folder cannot be listed.
    pub fn pages(&self) -> Result<Vec<Page>, Failure> {
        self.pages_in("")
    }

    /// The pages below a folder.
    fn pages_in(&self, folder: &str) -> Result<Vec<Page>, Failure> {
        let wanted = |path: &str| is_page(path) || requests::may_have(path);
        let (found, mut beside): (Vec<Found>, Vec<Found>) =
            self.list(folder, &wanted)?.into_iter().partition(|file| !requests::may_have(&file.path));
        let mut pages: Vec<Page> = found.iter().map(|file| self.page(file)).collect::<Result<_, _>>()?;
        if !folder.is_empty() {
            beside.extend(self.in_root()?);
        }
        self.requests(&beside)?.give(&mut pages);
        Ok(pages)
    }

    /// The requests that files have.
    fn requests(&self, files: &[Found]) -> Result<Requests, Failure> {
        let mut requests = Requests::default();
        for file in files {
            if let Ok(bytes) = self.read(file, MAX_BYTES)? {
                requests.add(&bytes);
            }
        }
        Ok(requests)
    }

    /// The files in the root itself that may have requests of pages.
    fn in_root(&self) -> Result<Vec<Found>, Failure> {
        Ok(match self {
            Tree::Disk(root) => {
                let files = fs::read_dir(root).map_err(|error| Failure::io(root, &error))?.flatten();
                let files = files.filter(|file| file.file_type().is_ok_and(|kind| kind.is_file()));
                let names = files.filter_map(|file| file.file_name().into_string().ok());
                let mut names: Vec<String> = names.filter(|name| requests::may_have(name)).collect();
                names.sort();
                names.into_iter().map(|path| Found { path, content: Content::Disk }).collect()
            }
            #[cfg(feature = "cli")]
            Tree::Git(revision) => {
                let files = revision.entries(revision.object)?.into_iter();
                let files = files.filter(|file| requests::may_have(&file.name));
                let blobs = files.filter(|file| file.kind == gix::objs::tree::EntryKind::Blob);
                blobs.map(|file| Found { path: file.name, content: Content::Blob(file.object) }).collect()
            }
        })
    }

    fn page(&self, file: &Found) -> Result<Page, Failure> {
        let bytes = self.read(file, MAX_BYTES)?.map(Arc::from);
        Ok(Page { path: file.path.as_str().into(), bytes, request: None })
    }

    /// The groups of pages by folder of the root; those that lie in no folder have an empty name.
    ///
    /// # Errors
    /// A folder cannot be listed.
    #[cfg(feature = "cli")]
    pub(crate) fn groups(&self) -> Result<BTreeMap<String, Group>, Failure> {
        use std::fmt::Write;
        let Tree::Git(revision) = self else {
            let folder = |path: &str| path.split_once('/').map_or("", |(folder, _)| folder).to_owned();
            let found = self.list("", &is_page)?;
            return Ok(found.iter().map(|file| (folder(&file.path), Group { id: None })).collect());
        };
        let mut groups = BTreeMap::new();
        // Pages in all folders may have their requests from there.
        let shared = self.requests(&self.in_root()?)?.id();
        for entry in revision.entries(revision.object)? {
            if entry.name.starts_with('.') {
                continue;
            }
            if is_page(&entry.name) {
                let id = groups.entry(String::new()).or_insert(Group { id: Some(String::new()) });
                if let Some(id) = &mut id.id {
                    // Writing to a string cannot fail.
                    let _ = write!(id, "{} {} ", entry.name, entry.object);
                }
            } else if entry.kind != gix::objs::tree::EntryKind::Blob {
                groups.insert(entry.name, Group { id: Some(entry.object.to_string()) });
            }
        }
        for id in groups.values_mut().filter_map(|group| group.id.as_mut()) {
            id.push_str(&shared);
        }
        Ok(groups)
    }

    /// The pages of a group, sorted by path.
    ///
    /// # Errors
    /// A folder cannot be listed.
    #[cfg(feature = "cli")]
    pub(crate) fn group(&self, name: &str) -> Result<Vec<Page>, Failure> {
        if !name.is_empty() {
            return self.pages_in(name);
        }
        let loose = |path: &str| is_page(path) && !path.contains('/');
        let found = self.list("", &loose)?.into_iter();
        let mut pages: Vec<Page> = found.map(|file| self.page(&file)).collect::<Result<_, _>>()?;
        self.requests(&self.in_root()?)?.give(&mut pages);
        Ok(pages)
    }

    /// The bytes of a file, or why it is not read; it may have `most` at most.
    fn read(&self, found: &Found, most: u64) -> Result<Result<Vec<u8>, Arc<str>>, Failure> {
        Ok(match (self, &found.content) {
            (_, Content::Refused(why)) => Err((*why).into()),
            (Tree::Disk(root), Content::Disk) => {
                let large = |size| file::too_large(size, most).into();
                file::bytes(&root.join(&found.path), most)
                    .map_or_else(|error| Err(error.to_string().into()), |read| read.map_err(large))
            }
            #[cfg(feature = "cli")]
            (Tree::Git(revision), Content::Blob(blob)) => match revision.size(*blob)? {
                size if size > most => Err(file::too_large(size, most).into()),
                _ => Ok(revision.blob(*blob)?),
            },
            #[cfg(feature = "cli")]
            (Tree::Git(_), Content::Disk) | (Tree::Disk(_), Content::Blob(_)) => Ok(Vec::new()),
        })
    }

    /// The files below a folder that are wanted, sorted by path.
    fn list(&self, folder: &str, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Found>, Failure> {
        let mut found = Vec::new();
        match self {
            Tree::Disk(root) => disk::list(root, folder, wanted, &mut found)?,
            #[cfg(feature = "cli")]
            Tree::Git(revision) => revision.list(folder, wanted, &mut found)?,
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}

/// A path that is written in a file of a folder. Its steps back are taken, so that what is told of a file below it has a
/// path that reads well; but not out of a link, which leads elsewhere.
pub(crate) fn joined(folder: &Path, path: &Path) -> PathBuf {
    let mut joined = folder.to_owned();
    for part in path.components() {
        let steps_back = part == Component::ParentDir
            && matches!(joined.components().next_back(), Some(Component::Normal(_)));
        if steps_back && !joined.is_symlink() {
            joined.pop();
        } else {
            joined.push(part);
        }
    }
    if joined.as_os_str().is_empty() { PathBuf::from(".") } else { joined }
}

#[cfg(test)]
mod tests;
