//! Paths of pages as they stand in addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as a URI reference (RFC 3986): everything that is not unreserved or a slash is percent-encoded.
pub(crate) fn path(path: &str) -> PercentEncode<'_> {
    utf8_percent_encode(path, PATH)
}

/// An address as the target of a link in Markdown, where a base that people wrote may hold anything.
pub(crate) fn target(address: &str) -> String {
    let mut out = String::from("<");
    for c in address.chars() {
        if super::is_hidden(c) || matches!(c, '<' | '>' | '\\' | ' ' | '|') {
            out.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
        } else {
            out.push(c);
        }
    }
    out.push('>');
    out
}
