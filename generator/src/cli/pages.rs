//! Reading pages from the disk.

use std::{fs, io, path::Path, sync::Arc};

use super::{failure::Failure, git};
use crate::lower::Page;

/// The pages in a folder and the folders below it, sorted by path: `.md`, `.html` and `.htm` files. What begins
/// with a dot is passed over.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn read(root: &Path) -> Result<Vec<Page>, Failure> {
    let mut pages = Vec::new();
    walk(root, "", &mut pages)?;
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(pages)
}

/// The pages of a revision of a git repository, without a checkout.
///
/// # Errors
/// There is no such repository, revision or folder.
pub fn read_git(repository: &Path, rev: &str, folder: &str) -> Result<Vec<Page>, Failure> {
    let files = git::files(repository, rev, folder, |path| {
        is_page(path) && !path.split('/').any(|name| name.starts_with('.'))
    })?;
    Ok(files.into_iter().map(|(path, bytes)| Page { path: path.into(), bytes: Arc::from(bytes) }).collect())
}

fn walk(folder: &Path, prefix: &str, pages: &mut Vec<Page>) -> Result<(), Failure> {
    let fault = |error: io::Error| Failure::io(folder, &error);
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(Failure::new(format!("{}: the name of the file is not UTF-8", path.display())));
        };
        if name.starts_with('.') {
            continue;
        }
        // Follows links, as a docs folder may be one.
        let kind = fs::metadata(&path).map_err(|error| Failure::io(&path, &error))?;
        if kind.is_dir() {
            walk(&path, &format!("{prefix}{name}/"), pages)?;
        } else if is_page(name) {
            let bytes = fs::read(&path).map_err(|error| Failure::io(&path, &error))?;
            pages.push(Page { path: format!("{prefix}{name}").into(), bytes: Arc::from(bytes) });
        }
    }
    Ok(())
}

/// Whether a file of this name is a page.
#[must_use]
pub fn is_page(name: &str) -> bool {
    Path::new(name).extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        ["md", "html", "htm"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_sorted_with_slashes() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b/z.md", "b/a.HTML", "a.md", "b/picture.png", ".git/x.md"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let pages = read(folder.path()).unwrap();
        let paths: Vec<&str> = pages.iter().map(|page| &*page.path).collect();
        assert_eq!(paths, ["a.md", "b/a.HTML", "b/z.md"]);
    }
}
