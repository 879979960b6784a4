//! The examples of a page as JSON values.

use serde_json::Value;

use crate::{
    extract::example::{self, Mend},
    raw::{self, Role},
};

/// An example whose JSON was read.
#[derive(Debug)]
pub(super) struct Parsed {
    /// Which of the page's examples.
    pub(super) index: usize,
    /// Request or response.
    pub(super) role: Role,
    /// The status that the words above it name.
    pub(super) status: Option<u16>,
    /// The JSON.
    pub(super) value: Value,
    /// Where the JSON begins in the example's text.
    pub(super) start: usize,
    /// What had to be mended to read it.
    pub(super) mended: Vec<Mend>,
    /// Whether it had words for types in place of values, and so tells of all there is.
    pub(super) is_outline: bool,
}

/// Reads the JSON of all examples. An example without JSON is left out.
pub(super) fn parse(page: &raw::Page) -> Vec<Parsed> {
    let mut parsed = Vec::new();
    for (index, shown) in page.examples.iter().enumerate() {
        if let Some(body) = example::body(&shown.text) {
            let example::Body { value, range, mended } = body;
            let start = range.start;
            let (role, status) = (shown.role, shown.status);
            parsed.push(Parsed { index, role, status, value, start, mended, is_outline: false });
        }
    }
    parsed
}

/// Whether a status is one of success, or none is named.
pub(super) fn succeeds(status: Option<u16>) -> bool {
    status.is_none_or(|status| (200..300).contains(&status))
}
