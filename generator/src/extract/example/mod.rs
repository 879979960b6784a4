//! What an example on a page shows: a request, a JSON body, or both.
//!
//! Examples are written by hand. JSON is read strictly first and, if that fails, with the usual faults mended:
//! commas too many or missing, comments, single or full-width quotes, `...`, placeholders without quotes,
//! brackets that are not closed. What was mended is told, with its place.

mod lenient;
mod places;
mod request;
#[cfg(test)]
mod tests;
mod text;

use std::{fmt, ops::Range};

use serde_json::Value;

pub use places::{Place, Places};
pub use request::{Pair, Request};

/// An example, read. All ranges are bytes of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// The request line or URL, its query and headers.
    pub request: Option<Request>,
    /// The status of `HTTP/1.1 200 OK`.
    pub status: Option<u16>,
    /// The JSON.
    pub body: Option<Body>,
}

/// A JSON body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// What it says.
    pub value: Value,
    /// Where it stands in the example.
    pub range: Range<usize>,
    /// What had to be mended, in the order of the text; nothing for strict JSON.
    pub mended: Vec<Mend>,
}

impl Body {
    /// Where every key and value of the body stands; `text` is that of the example. This reads the text once
    /// more: most examples never need it.
    #[must_use]
    pub fn places(&self, text: &str) -> Places {
        places::of(text, self.range.clone())
    }
}

/// Something that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What was wrong.
    pub fault: Fault,
    /// Where, in the example.
    pub range: Range<usize>,
}

/// What is wrong with the JSON of examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A comma with nothing after it, or two in a row.
    ExtraComma,
    /// No comma between two members.
    MissingComma,
    /// No colon, or another sign, between key and value.
    Colon,
    /// A key without a value.
    MissingValue,
    /// A bracket that is not closed, or not by its own kind.
    Unclosed,
    /// A closing bracket too many.
    ExtraBracket,
    /// A comment.
    Comment,
    /// `...`
    Ellipsis,
    /// Single quotes.
    SingleQuotes,
    /// A full-width sign or typographic quotes.
    FullWidth,
    /// A key or word without quotes.
    Unquoted,
    /// A string without its end, or with a quotation mark in it.
    Quotes,
    /// A line break or another control character in a string.
    Control,
    /// An escape that JSON does not have.
    Escape,
    /// Something that is no JSON at all, passed over.
    Junk,
}

impl Fault {
    /// A few words for a message.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Fault::ExtraComma => "a comma too many",
            Fault::MissingComma => "a comma is missing",
            Fault::Colon => "a colon is missing",
            Fault::MissingValue => "a value is missing",
            Fault::Unclosed => "a bracket is not closed",
            Fault::ExtraBracket => "a closing bracket too many",
            Fault::Comment => "a comment",
            Fault::Ellipsis => "something is left out",
            Fault::SingleQuotes => "single quotes",
            Fault::FullWidth => "full-width punctuation",
            Fault::Unquoted => "quotes are missing",
            Fault::Quotes => "quotes do not match",
            Fault::Control => "a line break within a string",
            Fault::Escape => "an escape that JSON does not have",
            Fault::Junk => "text that is no JSON",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.describe())
    }
}

/// Reads an example.
#[must_use]
pub fn read(text: &str) -> Example {
    let body = body(text);
    let head = text.get(..body.as_ref().map_or(text.len(), |body| body.range.start)).unwrap_or_default();
    Example { request: request::request(head), status: request::status(head), body }
}

/// Reads the JSON of an example, which may follow a request line and headers.
#[must_use]
pub fn body(text: &str) -> Option<Body> {
    let mut first_lenient = None;
    for start in starts(text) {
        if let Some(body) = strict(text, start) {
            return Some(body);
        }
        // One start that reads badly may be a placeholder in a URL; the body may still come.
        first_lenient = first_lenient.or_else(|| lenient::body(text, start));
        if first_lenient.is_some() {
            break;
        }
    }
    first_lenient
}

fn strict(text: &str, start: usize) -> Option<Body> {
    let rest = text.get(start..)?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let end = start + values.byte_offset();
    // A bracket too many is worth telling.
    let after = text.get(end..)?.trim_start();
    (!after.starts_with(['}', ']', ','])).then(|| Body { value, range: start..end, mended: Vec::new() })
}

/// Where a body may begin: at a bracket that opens a line, or what a command line sends.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut offset = 0;
    let lines = text.split_inclusive('\n').filter_map(move |line| {
        let start = offset;
        offset += line.len();
        let opens = |at: usize| line.get(at..).is_some_and(|rest| rest.starts_with(['{', '[', '\u{ff5b}']));
        let blank = line.len() - line.trim_start_matches(text::is_space).len();
        if opens(blank) {
            return Some(start + blank);
        }
        // `-d '{`, `--data "{`
        if !line.contains("-d") {
            return None;
        }
        let sent = ["-d '", "-d \"", "--data"].iter().find_map(|flag| line.find(flag))?;
        let at = sent + line.get(sent..)?.find(['{', '['])?;
        Some(start + at)
    });
    lines.take(MAX_STARTS)
}

/// A text of nothing but brackets is not tried at each of them.
const MAX_STARTS: usize = 8;
