//! Records of the crates that a run made: of two runs that make a crate of the same, the second need not plan, emit and
//! format it once more.
//!
//! A record lies in `target/tablature` beside the crates, where cargo keeps what can be made again. Its key has all that a
//! crate is made of: the IR, its names, the runtime, and what this generator is built from. Besides it has every file of
//! the crate with its checksum, so that a record cannot be older or newer than the crate it speaks of, and the findings
//! that were reported. A record that says anything else than the disk is as good as none.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

use super::{Files, Ground};
use crate::diagnostic::{Diagnostic, Id};

/// Where the records are, below the folder of the crates' workspace.
const FOLDER: [&str; 2] = ["target", "tablature"];

/// What a crate is made of, in a word.
#[derive(Clone, Debug)]
pub struct Key(Sha1);

impl Default for Key {
    fn default() -> Self {
        Key(Sha1::new_with_prefix(env!("TABLATURE_BUILD")))
    }
}

impl Key {
    /// Adds something that the crate is made of.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    fn text(&self) -> String {
        self.0.clone().finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// What is written down of a crate.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    key: String,
    /// The checksums of its files.
    files: BTreeMap<String, u32>,
    found: Vec<Finding>,
}

/// A finding that speaks of no place.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    id: String,
    message: String,
    hint: Option<String>,
}

/// The files of a crate and what was found on the way, if the crate that lies in the workspace at `root` was made of the
/// same and nobody has changed it since.
#[must_use]
pub fn made_of(root: &Path, name: &str, key: &Key) -> Option<(Files, Vec<Diagnostic>)> {
    let path = place(root, name);
    no_links(root, &path)?;
    let record: Record = serde_json::from_slice(&file(&path)?).ok()?;
    if record.key != key.text() {
        return None;
    }
    let mut files = Files::new();
    for (path, sum) in record.files {
        let bytes = file(&root.join(&path)).filter(|bytes| crc32fast::hash(bytes) == sum)?;
        files.insert(path, bytes);
    }
    let found = record.found.into_iter().map(|found| {
        let diagnostic = Diagnostic::new(Id::parse(&found.id)?, found.message);
        Some(Diagnostic { hint: found.hint, ..diagnostic })
    });
    Some((files, found.collect::<Option<_>>()?))
}

/// Writes down of what the files of a crate were made, by their paths below the workspace at `root`.
///
/// # Errors
/// The record cannot be written.
pub fn record<'f>(
    ground: &Ground,
    root: &Path,
    name: &str,
    key: &Key,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
    found: &[Diagnostic],
) -> io::Result<()> {
    let path = place(root, name);
    // Those that speak of places are none of a plan or of what is emitted.
    if found.iter().any(|found| found.span.is_some()) || no_links(root, &path).is_none() {
        return Ok(());
    }
    let finding = |found: &Diagnostic| Finding {
        id: found.id.as_str().to_owned(),
        message: found.message.clone(),
        hint: found.hint.clone(),
    };
    let record = Record {
        key: key.text(),
        files: files.map(|(path, bytes)| (path.to_owned(), crc32fast::hash(bytes))).collect(),
        found: found.iter().map(finding).collect(),
    };
    ground.replace(&path, &serde_json::to_vec(&record)?)
}

fn place(root: &Path, name: &str) -> PathBuf {
    let mut path = root.to_owned();
    path.extend(FOLDER);
    path.join(format!("{name}.json"))
}

/// A regular file. What is none cannot be read, and a pipe would hang the run.
fn file(path: &Path) -> Option<Vec<u8>> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    fs::read(path).ok()
}

/// Nothing is read or written through a link.
fn no_links(root: &Path, path: &Path) -> Option<()> {
    let below = path.ancestors().take_while(|path| *path != root);
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
    (!below.into_iter().any(is_link)).then_some(())
}
