//! The id of an operation.
//!
//! The id depends only on the operation's own page and request, so that a page that comes or goes renames nothing. The
//! sources, in this order: the vendor's id, front matter, the anchor of the heading, the name of the file, an English
//! title, method and path. What is written as an id is taken as it is. Words, such as a title or the name of a file,
//! count only if they say everything that the path says ([`said`]): two pages may both be titled `Cancel Order`, and
//! then their paths tell them apart.

mod path;
mod said;
mod words;

use tablature_ir::{Method, Protocol};

use super::uri::Template;
use crate::{dialect::Dialect, words::cut};

pub(super) use path::{deed, derived, full, is_deed, reads};
pub(super) use said::{given, verb};

/// A request that is to be named.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) template: &'a Template,
    /// The service that it is sent to.
    pub(super) service: &'a str,
    pub(super) dialect: &'a Dialect,
}

/// A name that holds within a version of the service, with the version of the path: `CreateListenerV2`.
pub(super) fn versioned(name: &str, template: &Template) -> String {
    let versions = path::segments(template).filter(|segment| path::is_version(segment));
    versions.fold(name.to_owned(), |name, version| name + &version.to_ascii_uppercase().replace('.', "_"))
}

/// Whether a word is written as names of actions are: `DescribeInstances`.
pub(super) fn is_action(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.contains(|c: char| c.is_ascii_lowercase())
        && cut(text).len() > 1
}

/// The name meant by one with blanks in it, which no operation can have. `None` if it has none. Where names go over the
/// wire, blanks are a slip of the page and are removed; elsewhere they separate words.
pub(super) fn mended(name: &str, protocol: &Protocol) -> Option<String> {
    let bad = |c: char| c.is_whitespace() || c.is_control();
    if !name.contains(bad) {
        return None;
    }
    let parts: Vec<&str> = name.split(bad).filter(|part| !part.is_empty()).collect();
    let joined = parts.join(if matches!(protocol, Protocol::Rpc(_)) { "" } else { "_" });
    Some(joined).filter(|joined| !joined.is_empty())
}

#[cfg(test)]
mod tests;
