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

/// The vendor and the service that a manifest names.
pub(crate) fn named(manifest: &str) -> Option<(String, String)> {
    let owner = of(manifest.as_bytes())?;
    let value = |key: &str| owner.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    Some((text(value("vendor")?)?, text(value("service")?)?))
}

/// What a basic string of TOML says, as far as we write such: `\"`, `\\` and `\U` with eight digits.
fn text(quoted: &str) -> Option<String> {
    let mut rest = quoted.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut out = String::new();
    while let Some(c) = rest.next() {
        let next = if c == '\\' { rest.next()? } else { c };
        if c == '\\' && next == 'U' {
            let digits: String = rest.by_ref().take(8).collect();
            out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
        } else {
            out.push(next);
        }
    }
    Some(out)
}

/// Whether a manifest says that the crate is of a vendor.
pub(super) fn is_of(manifest: &[u8], vendor: &str) -> bool {
    // A vendor whose name has signs that TOML would escape has no crates.
    let line = format!("vendor = \"{vendor}\"");
    of(manifest).is_some_and(|owner| owner.lines().any(|found| found == line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::toml::string;

    #[test]
    fn names_are_read_as_they_are_written() {
        for (vendor, service) in [("a", "b"), ("a-b", "c d"), ("v", "q\"uo\\te\n"), ("v", "\u{202e}数据")] {
            let owner = format!("vendor = {}\nservice = {}\n", string(vendor), string(service));
            let manifest = format!("[package]\nname = \"x\"\n\n{SECTION}\n{owner}\n[lib]\n");
            assert_eq!(named(&manifest), Some((vendor.to_owned(), service.to_owned())));
            assert!(is_of(manifest.as_bytes(), vendor) && !is_of(manifest.as_bytes(), "other"));
        }
        assert_eq!(named("[package]\nname = \"x\"\n"), None);
    }
}
