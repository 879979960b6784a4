//! Opening one file: what is read is a regular file of a size that somebody may have written. Whatever else stands at
//! the path (a pipe, a device, a folder) would hang a run, or never end.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use super::Failure;

/// The most bytes that a file may have, whether people or this tool wrote it. The largest IR of a corpus has a
/// twentieth of them.
pub(super) const MAX_BYTES: u64 = 64 << 20;

/// The text of a file.
///
/// # Errors
/// The file is missing, is not a regular file, is too large, or is not UTF-8.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let kind = fs::metadata(path).map_err(|error| Failure::io(path, &error))?;
    let fault = |why: &str| Failure::new(format!("{}: {why}", path.display()));
    if !kind.is_file() {
        return Err(fault("it is no regular file").hint("put a regular file there"));
    }
    let bytes = match bytes(path, MAX_BYTES).map_err(|error| Failure::io(path, &error))? {
        Ok(bytes) => bytes,
        Err(size) => return Err(fault(&too_large(size, MAX_BYTES))),
    };
    String::from_utf8(bytes).map_err(|_| fault("it is not UTF-8"))
}

/// A file that is read line by line, and may be larger than memory; `-` is standard input.
///
/// # Errors
/// The file is missing, or is a folder. A pipe is welcome: who names one knows what writes into it.
#[cfg(feature = "cli")]
pub(crate) fn stream(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    let file = fs::File::open(path).map_err(|error| Failure::io(path, &error))?;
    Ok(Box::new(file))
}

/// The text of a file that was found in a folder, not named by the user: a link may not lead out of `root`.
///
/// # Errors
/// As [`text`], or the file is such a link.
pub(crate) fn text_below(root: &Path, path: &Path) -> Result<String, Failure> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink());
    if is_link && !is_below(root, path) {
        let why = format!("{}: the link leads nowhere, or out of {}", path.display(), shown(root).display());
        return Err(Failure::new(why).hint("put a regular file there"));
    }
    text(path)
}

fn is_below(root: &Path, path: &Path) -> bool {
    match (fs::canonicalize(shown(root)), fs::canonicalize(path)) {
        (Ok(root), Ok(real)) => real.starts_with(root),
        _ => false,
    }
}

/// A folder by a path that can be opened: that of the current folder may be empty.
fn shown(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

/// The bytes of a file; where it has more than `most`, how many it has, as far as that is known.
pub(super) fn bytes(path: &Path, most: u64) -> std::io::Result<Result<Vec<u8>, u64>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Ok(Err(size));
    }
    // A file that the system makes up as it is read, as in `/proc`, states no size.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.take(most + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    Ok(if read > most { Err(read) } else { Ok(bytes) })
}

/// Says that a file is too large; both numbers are in bytes.
pub(super) fn too_large(size: u64, most: u64) -> String {
    format!("it has {} MB, and {} are the most that is read", size.div_ceil(1 << 20), most >> 20)
}
