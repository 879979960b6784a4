//! The examples of a page as JSON values.

use serde_json::Value;

use crate::raw::{self, Role};

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
}

/// Reads the JSON of all examples; what has none is left out.
pub(super) fn parse(page: &raw::Page) -> Vec<Parsed> {
    let mut parsed = Vec::new();
    for (index, example) in page.examples.iter().enumerate() {
        if let Some((start, value)) = json(&example.text) {
            parsed.push(Parsed { index, role: example.role, status: example.status, value, start });
        }
    }
    parsed
}

/// The first JSON object or array that begins a line.
fn json(text: &str) -> Option<(usize, Value)> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start().len();
        if line.trim_start().starts_with(['{', '[']) {
            let start = offset + blank;
            let rest = text.get(start..)?;
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            if let Some(Ok(value)) = values.next()
                && (value.is_object() || value.is_array())
            {
                return Some((start, value));
            }
            if offset == 0 || blank == 0 {
                return None;
            }
        }
        offset += line.len();
    }
    None
}

/// Whether a status is one of success, or none is named.
pub(super) fn succeeds(status: Option<u16>) -> bool {
    status.is_none_or(|status| (200..300).contains(&status))
}
