//! What is read of a JSON body, and what had to be mended in it.

use std::{fmt, ops::Range};

use serde_json::Value;

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
    /// Another sign than a colon, or none, between key and value.
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
