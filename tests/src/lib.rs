//! Cases, snapshots, end-to-end and meta tests of Tablature live in `tests/`; here is what they share.

pub mod hostile;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// The folder of cargo's build products.
#[must_use]
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Cargo, as from a shell. What cargo tells a test of its own package would make the build scripts run again that look at
/// it, and all that stands on their packages be built once more.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// The `tablature` binary, which cargo builds before the tests of this package, beside the folder of theirs.
///
/// # Panics
/// It is not there.
#[must_use]
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = env::current_exe().unwrap();
        let folder = test.parent().and_then(Path::parent).unwrap();
        let binary = folder.join(format!("tablature-tested{}", env::consts::EXE_SUFFIX));
        assert!(binary.is_file(), "{} is not built", binary.display());
        binary
    })
}

/// The folder of corpora, truth and captures, which are not part of the repository: `TABLATURE_SHARED`, else
/// `../shared`. Says so where it is absent, so that a skipped test is seen.
#[must_use]
pub fn shared() -> Option<PathBuf> {
    let folder = env::var_os("TABLATURE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there (set TABLATURE_SHARED)", folder.display());
    None
}

/// Generates the crate of an IR file into a workspace of its own, ready to be built with what everything else is tested
/// with.
///
/// # Panics
/// The file is not right, or a crate cannot be made of it.
pub fn crate_of_spec(spec: &Path, out: &Path) {
    let made = Command::new(binary())
        .args(["--quiet", "generate", "--spec"])
        .arg(spec)
        .arg("--out")
        .arg(out)
        .arg("--runtime")
        .arg(root().join("generator/runtime"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    fs::copy(root().join("Cargo.lock"), out.join("Cargo.lock")).unwrap();
}

/// The files below a folder, each with its bytes.
///
/// # Panics
/// The folder or a file in it cannot be read.
#[must_use]
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(snapshot(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

/// Numbers by a seed (the `SplitMix64` sequence), the same on every machine.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// A number below a limit.
    ///
    /// # Panics
    /// Never where `usize` has 64 bits.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }
}
