//! Compares files in memory with the disk, and brings the disk in line with them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{
    Files, Ground, Territory,
    header::{State, state},
    owner,
    sweep::{self, sweep},
};

/// What a run does, or with `check` would do, to the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or differ.
    pub written: Vec<PathBuf>,
    /// Of these, the ones that somebody has edited since the tool wrote them.
    pub edited: Vec<PathBuf>,
    /// Files that are no longer made.
    pub removed: Vec<PathBuf>,
    /// Crates and IR files that no page makes any more, and that are left alone.
    pub stale: Vec<PathBuf>,
    /// How many files were right already.
    pub unchanged: usize,
}

impl Changes {
    /// Whether the disk is, or was, as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty() && self.stale.is_empty()
    }
}

/// Compares `files` with the disk below `root` without changing anything. Leftovers in `territories` count as
/// removed; what is stale as a whole only with `prune`.
///
/// # Errors
/// A file or folder that is there cannot be read, or a file would take the place of one that the tool did not write.
pub fn compare(root: &Path, files: &Files, territories: &[Territory], prune: bool) -> io::Result<Changes> {
    Ok(planned(root, files, territories, prune)?.0)
}

/// Brings the disk below `ground` in line with `files`. `edited` is called with each file that was edited since the
/// tool wrote it, before it is overwritten or removed.
///
/// # Errors
/// As [`compare`], or a file or folder cannot be written or removed; the message names it.
pub fn write(
    ground: &Ground,
    files: &Files,
    territories: &[Territory],
    prune: bool,
    edited: &dyn Fn(&Path),
) -> io::Result<Changes> {
    let root = ground.root();
    let (changes, mut halves) = planned(root, files, territories, prune)?;
    changes.edited.iter().for_each(|path| edited(path));
    let folders: BTreeSet<&str> =
        files.keys().map(|name| name.rsplit_once('/').map_or("", |(folder, _)| folder)).collect();
    for folder in folders {
        // What is joined to nothing ends with a slash, and is followed where it is a link.
        let folder = if folder.is_empty() { root.to_owned() } else { root.join(folder) };
        halves.extend(sweep::halves(&folder)?);
    }
    // What another run left unfinished goes first: a file of this one may be called the same.
    for path in halves.iter().collect::<BTreeSet<_>>() {
        fs::remove_file(path).map_err(|error| named(path, &error))?;
        remove_empty_parents(path, root);
    }
    // Files of a folder come one after the other.
    let mut there = None;
    for path in &changes.written {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        if let Some(bytes) = files.get(&name) {
            let folder = path.parent();
            let is_there = folder.is_some() && folder == there;
            let done = if is_there { replace(path, bytes) } else { put(path, bytes) };
            done.map_err(|error| named(path, &error))?;
            there = folder;
        }
    }
    for path in &changes.removed {
        fs::remove_file(path).map_err(|error| named(path, &error))?;
        remove_empty_parents(path, root);
    }
    Ok(changes)
}

fn planned(
    root: &Path,
    files: &Files,
    territories: &[Territory],
    prune: bool,
) -> io::Result<(Changes, Vec<PathBuf>)> {
    let mut changes = Changes::default();
    let mut folders = BTreeSet::new();
    let mut known = Fixtures::default();
    for (name, bytes) in files {
        let path = root.join(name);
        // As text: to compare paths means to take them apart.
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folders.insert(folder) {
            no_link(root, Path::new(folder))?;
        }
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => changes.written.push(path),
            Err(error) => return Err(named(&path, &error)),
            Ok(kind) if !kind.is_file() => return Err(taken(&path, "is no regular file")),
            Ok(_) => {
                let there = fs::read(&path).map_err(|error| named(&path, &error))?;
                if there == *bytes {
                    changes.unchanged += 1;
                    continue;
                }
                match (state(&there), state(bytes)) {
                    (State::Foreign, State::Ours | State::Edited) => {
                        return Err(taken(&path, "was not written by this tool"));
                    }
                    (State::Foreign, State::Foreign) if !known.has(root, files, name)? => {
                        return Err(taken(&path, "was not written by this tool"));
                    }
                    _ if is_of_another(name, &there, bytes, territories) => {
                        return Err(taken(&path, "is the crate of another service"));
                    }
                    (State::Edited, _) => changes.edited.push(path.clone()),
                    _ => {}
                }
                changes.written.push(path);
            }
        }
    }
    let swept = sweep(root, files, territories)?;
    // Territories may lie within each other: the examples of a service are its own, and its vendor's.
    let removed = swept.leftovers.into_iter().chain(swept.files.into_iter().filter(|_| prune));
    changes.removed = removed.collect::<BTreeSet<_>>().into_iter().collect();
    if !prune {
        changes.stale = swept.stale;
    }
    let edited =
        changes.removed.iter().filter(|path| fs::read(path).is_ok_and(|b| state(&b) == State::Edited));
    let edited: Vec<PathBuf> = edited.cloned().collect();
    changes.edited.extend(edited);
    Ok((changes, swept.halves))
}

/// Whether what is there is the manifest of a crate that another service has, and may still have: the run does not see
/// all services that could be in its place.
fn is_of_another(name: &str, there: &[u8], new: &[u8], territories: &[Territory]) -> bool {
    match (owner::of(there), owner::of(new)) {
        (Some(old), Some(new)) => old != new && !territories.iter().any(|it| it.covers(name, there)),
        _ => false,
    }
}

/// The fixtures that the crates on the disk have from us, as far as somebody has asked.
#[derive(Default)]
struct Fixtures(BTreeMap<String, BTreeSet<String>>);

impl Fixtures {
    /// Whether a file without a header is ours to replace. Of all that is written only fixtures could be anybody's.
    fn has(&mut self, root: &Path, files: &Files, name: &str) -> io::Result<bool> {
        let Some((folder, fixture)) = name.split_once("/fixtures/") else { return Ok(true) };
        if !files.contains_key(&format!("{folder}/Cargo.toml")) {
            return Ok(true);
        }
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), sweep::fixtures(root, folder)?);
        }
        Ok(self.0.get(folder).is_some_and(|known| known.contains(fixture)))
    }
}

/// Refuses a folder below the root that is reached through a link: what lies behind it is not ours.
fn no_link(root: &Path, folder: &Path) -> io::Result<()> {
    let mut path = root.to_owned();
    for part in folder.components() {
        path.push(part);
        if fs::symlink_metadata(&path).is_ok_and(|kind| kind.file_type().is_symlink()) {
            return Err(taken(&path, "is a link"));
        }
    }
    Ok(())
}

fn taken(path: &Path, why: &str) -> io::Error {
    let message = format!(
        "{}: this is where a file goes that is generated, and what is there {why}; move it away, or give the \
         service or crate another name",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

/// Puts a file into its place, as a whole or not at all. It replaces what stands there, even a link.
///
/// # Errors
/// The file or its folder cannot be written.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    replace(path, bytes)
}

/// As [`put`], into a folder that is there.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}.new", std::process::id()));
    create(&beside)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| {
            // The error that is reported is the first one; a leftover is better than a second message.
            let _ = fs::remove_file(&beside);
        })
}

/// Creates a new file. What stands at the path already, somebody's link or what a killed run left, is never written
/// into.
fn create(path: &Path) -> io::Result<fs::File> {
    match fs::File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            fs::File::create_new(path)
        }
        file => file,
    }
}

fn remove_empty_parents(path: &Path, root: &Path) {
    let mut folder = path.parent();
    while let Some(path) = folder.filter(|path| *path != root) {
        if fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
}

pub(super) fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
