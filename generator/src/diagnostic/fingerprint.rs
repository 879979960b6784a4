//! Names of findings and changes that do not move when lines or words do.

use std::fmt::Write;

use sha1::{Digest, Sha1};

use super::Diagnostic;

/// Twelve hexadecimal digits over these texts.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = Sha1::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Diagnostic {
    /// Twelve hexadecimal digits that name the finding by its kind, its file and what it says of it, wherever in the
    /// file it stands.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let file = self.span.as_ref().map_or("", |span| &span.file);
        fingerprint(&[self.id.as_str(), file, &self.message])
    }
}
