//! Paths as they are shown.

use std::path::Path;

/// A path as it is shown: with `/` on every system.
#[must_use]
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
