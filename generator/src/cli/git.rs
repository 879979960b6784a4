//! Reading files of a revision of a git repository, without a checkout.

use std::path::Path;

use super::failure::Failure;

/// A file of a revision: its path relative to the folder that was asked for, with `/`, and its bytes.
pub type File = (String, Vec<u8>);

/// The files below `folder` (the whole tree when empty) of revision `rev` that `wanted` says, sorted by path.
///
/// # Errors
/// There is no repository, no such revision, or no such folder in it.
pub fn files(
    repository: &Path,
    rev: &str,
    folder: &str,
    wanted: fn(&str) -> bool,
) -> Result<Vec<File>, Failure> {
    let shown = repository.display();
    let repo = gix::discover(repository).map_err(|error| {
        Failure::new(format!("{shown}: {error}")).hint("a local clone is needed: git clone URL")
    })?;
    let fault = |error: &dyn std::fmt::Display| Failure::new(format!("{shown}: {rev}:{folder}: {error}"));
    let commit = repo.rev_parse_single(rev).map_err(|error| fault(&error))?;
    let mut tree = commit.object().map_err(|e| fault(&e))?.peel_to_tree().map_err(|error| fault(&error))?;
    let folder = folder.trim_matches('/');
    if !folder.is_empty() {
        let entry = tree.lookup_entry_by_path(folder).map_err(|error| fault(&error))?;
        let entry = entry.ok_or_else(|| fault(&"there is no such folder in this revision"))?;
        tree = entry.object().map_err(|e| fault(&e))?.try_into_tree().map_err(|error| fault(&error))?;
    }
    let mut files = Vec::new();
    for entry in tree.traverse().breadthfirst.files().map_err(|error| fault(&error))? {
        let path = entry.filepath.to_string();
        if entry.mode.is_blob() && wanted(&path) {
            files.push((path, repo.find_object(entry.oid).map_err(|error| fault(&error))?.detach().data));
        }
    }
    files.sort();
    Ok(files)
}
