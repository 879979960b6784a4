//! What a page says, as text with spans. Types only: nothing here is decided yet.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tablature_ir::{Location, Method};

use crate::load::{Inline, Span};

/// A page, read.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The first heading.
    pub title: Option<Line>,
    /// The anchor that is written into it: `{#createUser}`, `<h2 id="createUser">`.
    pub anchor: Option<Line>,
    /// The vendor's own name of the operation, where title or text give one.
    pub name: Option<Line>,
    /// A name that a link on the page gives: a hint, often wrong.
    pub hint: Option<Line>,
    /// Whether that name holds within one version of the service only.
    pub versioned: bool,
    /// The text of the sections that describe the operation, Markdown.
    pub description: String,
    /// Method and path, as far as the page gives them; several where it gives several.
    pub requests: Vec<RequestLine>,
    /// The address that no method stands with, which is taken for one that is read.
    pub bare_address: Option<Span>,
    /// The call for which the page gives no address, so that it goes to that of the service.
    pub bare_call: Option<Span>,
    /// Whether a section says that the page is an operation.
    pub has_uri: bool,
    /// The tables of fields, in page order.
    pub tables: Vec<Table>,
    /// How many lists, or blocks of lines of code, have items that each begin with a term, where no table stands before.
    pub listed: usize,
    /// The examples.
    pub examples: Vec<Example>,
    /// Text in the sections of request and response that is in no table.
    pub notes: Vec<Note>,
    /// Sentences that say what a body is by a link.
    pub told: Vec<Told>,
    /// What sentences and tables say of how the body of the request is written.
    pub media: Vec<Media>,
    /// HTTP statuses, with what the page says of them.
    pub statuses: Vec<(u16, String)>,
    /// Error codes, with what the page says of them.
    pub errors: Vec<tablature_ir::ErrorCode>,
    /// The pages that this page links to, outside of tables of fields.
    pub links: Vec<Arc<str>>,
    /// Whether the page holds definitions that others of the service refer to by name.
    pub definitions: bool,
    /// A rule of the dialect that says why this page is no operation.
    pub ignored: Option<String>,
    /// What became of tables, rows and sections.
    pub tally: Tally,
}

/// What became of the parts of one page.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Headings.
    pub sections: Vec<Seen>,
    /// Tables.
    pub tables: Vec<Seen>,
}

/// A part of a page, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What became of it.
    pub fate: Fate,
    /// What it says: the heading, or the columns of the table.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What became of a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was read.
    Read,
    /// A rule says to pass over it: the rule.
    Ignored(String),
    /// No rule knows it.
    Unread,
}

/// A short text and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Method and path as a page writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    /// The method.
    pub method: Method,
    /// Path and query, escapes resolved, without scheme and host.
    pub target: String,
    /// Where it stands.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
    /// The procedure that is called, where many share an address.
    pub call: Option<Call>,
}

/// A call by [JSON-RPC](https://www.jsonrpc.org/specification): a member of the body names the procedure, and another
/// holds its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The value of `method`.
    pub procedure: String,
    /// The value of `jsonrpc`; version 1.0 has none.
    pub version: Option<String>,
    /// The value of `id`, by which answers are told apart.
    pub id: Id,
    /// How the parameters are given, where there are any.
    pub params: Option<Params>,
}

/// What tells the answer to one call from that to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Id {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// How the parameters of a call are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Params {
    /// In an object, by their names.
    Named,
    /// In a list, by their order.
    Ordered,
}

/// How the body of a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// As JSON.
    Json,
    /// As XML.
    Xml,
    /// As names and values, percent-encoded.
    Form,
    /// As parts with names, some of which may be files.
    Parts,
}

/// What a section holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing that is known.
    #[default]
    Unknown,
    /// Only further sections, or words about the ones around it.
    Container,
    /// What the operation is for.
    Description,
    /// Method and path.
    Uri,
    /// Parameters that the client itself supplies.
    Common,
    /// Parameters.
    Request,
    /// Fields of the response.
    Response,
    /// Examples of requests.
    RequestExample,
    /// Examples of responses.
    ResponseExample,
    /// HTTP statuses.
    Statuses,
    /// Error codes.
    Errors,
    /// A list of pages.
    Index,
    /// A rule says to pass over it.
    Ignored,
}

/// A table of fields.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What its section holds.
    pub role: Role,
    /// Where its fields go, where a label says.
    pub location: Option<Location>,
    /// The HTTP status it belongs to, where a label says.
    pub status: Option<u16>,
    /// How it is called.
    pub label: Label,
    /// Its number in its caption: `Table 3`.
    pub number: Option<u32>,
    /// The anchors by which links reach it.
    pub anchors: Vec<Box<str>>,
    /// Which columns it has.
    pub columns: Columns,
    /// The heads of columns that no rule knows.
    pub unknown: Vec<Line>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
    /// Its index in [`Tally::tables`].
    pub index: usize,
    /// The name in the row in whose cell it stands, if it stands in one.
    pub within: Option<Span>,
    /// Whether no word says what its section holds, and evidence does.
    pub by_evidence: bool,
}

/// What the words above a table say that it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// Nothing that tells.
    #[default]
    None,
    /// The fields of the request or response itself.
    Root,
    /// The fields of something of this name.
    Named(Line),
}

/// Which columns a table of fields has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of columns")]
pub struct Columns {
    /// Whether it says of which type fields are.
    pub ty: bool,
    /// Whether it says which fields must be there.
    pub required: bool,
    /// Whether it describes them.
    pub description: bool,
    /// Whether it says where they go.
    pub location: bool,
    /// Whether it calls what stands in the place of their names values.
    pub values: bool,
}

/// A row of a table of fields. Text as written.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The name.
    pub name: Inline,
    /// The type.
    pub ty: Inline,
    /// Whether it must be there.
    pub required: Inline,
    /// What it is.
    pub description: Inline,
    /// Where it goes, where a column says.
    pub location: Option<Location>,
    /// How far the name is set in; more than the row above makes it a member of that.
    pub indent: usize,
    /// The default, where a column says.
    pub default: Option<Box<str>>,
    /// Whether it must be there, where neither its cell nor a mark of the dialect says so and evidence does.
    pub needed: Option<bool>,
    /// The keys that lead to the field, where evidence says: they count in place of dots and marks of the name.
    pub path: Option<Vec<Segment>>,
    /// The row.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
}

/// One segment of a name, and how many list marks follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The key on the wire.
    pub key: String,
    /// How many list marks follow.
    pub lists: usize,
    /// Whether it stands in brackets behind its object: `position[x]`. That is a member whatever dots are.
    pub bracketed: bool,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether it is one of a request or of a response.
    pub role: Role,
    /// The status that the words above it name.
    pub status: Option<u16>,
    /// The text.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
    /// Where the text itself begins.
    pub start: usize,
    /// The line where the text begins, from 1.
    pub line: u32,
}

/// A sentence that says what a body is: "Returns an array of [boat](#boat) objects".
#[derive(Clone, Debug)]
pub struct Told {
    /// Request or response.
    pub role: Role,
    /// The text of the link.
    pub name: String,
    /// Where it leads.
    pub target: Box<str>,
    /// Whether there are several of them, in a list.
    pub list: bool,
    /// The link.
    pub span: Span,
}

/// Text in a section, outside of tables.
#[derive(Clone, Debug)]
pub struct Note {
    /// What its section holds.
    pub role: Role,
    /// What it says.
    pub content: Inline,
}
