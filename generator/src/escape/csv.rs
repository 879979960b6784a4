//! A cell of CSV (RFC 4180).

use std::borrow::Cow;

/// A text as a cell, on one line. CSV has no escape for hidden characters, so they are shown.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    let text = super::line(text);
    if text.contains([',', '"']) { Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))) } else { text }
}
