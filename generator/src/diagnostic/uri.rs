//! Paths of pages as they stand in addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as a URI reference (RFC 3986): everything that is not unreserved or a slash is percent-encoded.
pub(crate) fn path(path: &str) -> PercentEncode<'_> {
    utf8_percent_encode(path, PATH)
}
