//! Pages, their headings and the labels on them.

use serde::{Deserialize, Serialize};
use tablature_ir::Location;

use crate::raw::Role;

/// Which pages have no operations, and which pages list the others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Pages {
    /// The level of the headings that begin operations, where a page has several.
    pub operations: Option<u8>,
    /// Whether method and path stand right under the title, in a line or a block of code, and the parameters
    /// under them, without headings of their own.
    pub bare_requests: bool,
    /// Pages that are never operations.
    pub ignore: Vec<PageRule>,
    /// Pages whose tables every page of the service may refer to by name: regular expressions on the path.
    pub definitions: Vec<String>,
    /// File names of pages that list the service's pages. Of several pages for one operation the one counts
    /// that the first of these lists.
    pub listed_in: Vec<String>,
    /// Endings of file names of old or second versions: of several pages that no page lists, these count last.
    pub outdated: Vec<String>,
    /// Headings that only old versions have.
    pub outdated_headings: Vec<String>,
}

/// A page that is never an operation. All that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PageRule {
    /// A regular expression on the path of the page.
    pub path: Option<String>,
    /// A regular expression on a heading, the title and lines all in bold type included.
    pub heading: Option<String>,
    /// Columns of a table on the page.
    pub columns: Vec<String>,
    /// The reason, one word or two joined by `-`: it is counted and reported.
    pub why: String,
}

/// What a heading or label says of what is below it. Give `text` or `match`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Section {
    /// The whole text, any of these. Case, blanks around it and a final colon do not matter.
    pub text: Vec<String>,
    /// A regular expression. Its groups: `status` (an HTTP status), `name` (of what the table has the fields).
    #[serde(rename = "match")]
    pub pattern: Option<String>,
    /// What it holds; left out, what the section around it holds.
    pub is: Option<Role>,
    /// Where the fields go.
    #[serde(rename = "in")]
    pub location: Option<Location>,
    /// Whether the table has the fields of the request or response itself.
    pub root: bool,
    /// The HTTP status, where the text says so without a number; 0 for any error.
    pub status: Option<u16>,
}
