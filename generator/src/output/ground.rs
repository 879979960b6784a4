//! The folder below which a run writes. A run holds it alone, from before it reads what it makes its files of until it
//! ends: two runs at once would each write what they have read, and leave a mixture.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    sweep,
    write::{named, put},
};

/// A folder below which no other run writes as long as this lives. The lock ends with the process, however it ends.
#[derive(Debug)]
pub struct Ground {
    root: PathBuf,
    /// The folders that were made for it, the innermost first. Those that stay empty are removed again.
    made: Vec<PathBuf>,
    /// Held as long as this lives: the lock ends with it.
    lock: Option<fs::File>,
}

impl Ground {
    /// Takes a folder, and makes it where it is not there. `waits` is called once where another run has it.
    ///
    /// # Errors
    /// The folder cannot be made, or waiting fails.
    pub fn take(root: &Path, waits: &dyn Fn()) -> io::Result<Self> {
        let shown = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let mut told = false;
        loop {
            let made: Vec<PathBuf> = root
                .ancestors()
                .take_while(|it| !it.as_os_str().is_empty() && !it.exists())
                .map(Path::to_owned)
                .collect();
            fs::create_dir_all(root).map_err(|error| named(root, &error))?;
            let mut ground = Ground { root: root.to_owned(), made, lock: None };
            // Some systems cannot open folders, and some disks cannot lock: a run goes on without a lock there.
            let Ok(folder) = fs::File::open(shown) else { return Ok(ground) };
            match folder.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => {
                    if !std::mem::replace(&mut told, true) {
                        waits();
                    }
                    folder.lock()?;
                }
                Err(fs::TryLockError::Error(_)) => return Ok(ground),
            }
            // The run that had the lock may have removed the folder, where it had made it.
            if is_same(&folder, shown) {
                ground.lock = Some(folder);
                return Ok(ground);
            }
        }
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Puts one file into its place, as a whole or not at all.
    ///
    /// # Errors
    /// The file or its folder cannot be written.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let halves = sweep::halves(path.parent().unwrap_or(Path::new("")))?;
        halves.iter().try_for_each(fs::remove_file)?;
        put(path, bytes)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // Removing ends at the first folder that is not empty.
        let _ = self.made.iter().try_for_each(fs::remove_dir);
    }
}

#[cfg(unix)]
fn is_same(folder: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |kind: fs::Metadata| (kind.dev(), kind.ino());
    folder.metadata().is_ok_and(|there| fs::metadata(path).is_ok_and(|now| id(now) == id(there)))
}

#[cfg(not(unix))]
fn is_same(_: &fs::File, path: &Path) -> bool {
    path.is_dir()
}
