//! Rust source: documentation, strings.

use std::borrow::Cow;

/// A line of documentation or of another comment: rustc refuses marks of direction and lone carriage returns.
pub(crate) fn doc(line: &str) -> Cow<'_, str> {
    super::line(line)
}

/// A text as a literal.
pub(crate) fn string(text: &str) -> String {
    // Hidden characters are among those that it escapes.
    proc_macro2::Literal::string(text).to_string()
}

/// A text as a raw literal, for people to read; its hidden characters must have been escaped by what it is written in.
pub(crate) fn raw(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}
