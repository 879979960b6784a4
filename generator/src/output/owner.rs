//! Whose a crate is: its manifest says so, in a section of its own.
//!
//! A run that does not see all services cannot know whether a crate on the disk has the same name as one of its own by
//! chance, or is the same crate. The section tells.

/// The line before what is said of the owner; an empty line ends it.
pub(crate) const SECTION: &str = "[package.metadata.tablature]";

/// What a manifest says of its owner; `None` where it says nothing, as what people wrote and older crates do.
pub(super) fn of(manifest: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(manifest).ok()?;
    let (_, after) = text.split_once(SECTION)?;
    Some(after.split("\n\n").next().unwrap_or(after))
}

/// Whether a manifest says that the crate is of a vendor.
pub(super) fn is_of(manifest: &[u8], vendor: &str) -> bool {
    // A vendor whose name has signs that TOML would escape has no crates.
    let line = format!("vendor = \"{vendor}\"");
    of(manifest).is_some_and(|owner| owner.lines().any(|found| found == line))
}
