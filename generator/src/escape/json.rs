//! JSON: serde writes it, and leaves DEL, C1 and marks of direction as they are.

use std::{borrow::Cow, fmt::Write};

/// A document in which hidden characters are escaped. They stand in strings alone, so that it says the same.
pub(crate) fn document(text: &str) -> Cow<'_, str> {
    // Line breaks between values stay.
    let is_escaped = |c: char| super::is_hidden(c) && c != '\n';
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}
