//! The file that `--accept` names, for `diff` and `lint`.

use std::path::Path;

use crate::{
    accept::{Accepted, read},
    diagnostic::Sources,
    engine::{Failure, file, slashes},
};

/// The file, read.
pub(super) struct File {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) accepted: Accepted,
}

impl File {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, or does not say who accepted what and until when.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let (name, text) = (slashes(path), file::text(path)?);
        match read(&name, &text) {
            Ok(accepted) => Ok(File { name, text, accepted }),
            Err(fault) => Err(Failure::in_file(vec![fault], name, text)),
        }
    }

    /// The text, for findings on the file.
    pub(super) fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        sources.add(self.name.as_str(), self.text.as_str());
        sources
    }
}

/// The day, in UTC: `2026-11-20`.
pub(super) fn today() -> String {
    let now = gix::date::Time { offset: 0, ..gix::date::Time::now_utc() };
    now.format(gix::date::time::format::SHORT).unwrap_or_default()
}
