//! A page of an operation as the passes see it: what it says, what stands around it, what its examples show. Passes
//! ask it and change nothing of it.

use tablature_ir::{Location, Method, Status};

use super::{
    book::{Book, Entry},
    candidate::Candidate,
    examples::{self, Parsed},
    ids::{PageId, TableAt},
    outline, uri,
};
use crate::{
    dialect::Dialect,
    extract::example,
    raw::{self, RequestLine, Role},
};

/// A page of an operation, and all that passes may ask about it.
pub(super) struct Page<'a> {
    pub(super) book: &'a Book,
    pub(super) dialect: &'a Dialect,
    pub(super) id: PageId,
    pub(super) entry: &'a Entry,
    /// The operation that the page was classified as.
    pub(super) candidate: &'a Candidate,
    /// The request's target, taken apart.
    pub(super) template: uri::Template,
    pub(super) examples: Vec<Parsed>,
}

impl<'a> Page<'a> {
    /// The page of a candidate.
    pub(super) fn new(book: &'a Book, dialect: &'a Dialect, candidate: &'a Candidate) -> Option<Self> {
        let entry = book.entry(candidate.page)?;
        let template = uri::parse(&candidate.request.target);
        let mut examples = examples::parse(&entry.raw);
        for example in &mut examples {
            example.is_outline = outline::fill(&mut example.value, dialect);
        }
        Some(Page { book, dialect, id: candidate.page, entry, candidate, template, examples })
    }

    pub(super) fn method(&self) -> Method {
        self.candidate.request.method
    }

    /// A table of this page.
    pub(super) fn table_at(&self, table: usize) -> TableAt {
        TableAt { page: self.id, table }
    }

    /// Whether requests of this method have no body. They have one if an example shows it, or if the page gives a
    /// second method with a body on the same path: then the body that it describes belongs to both.
    pub(super) fn bodiless(&self) -> bool {
        let sends = |request: &RequestLine| {
            matches!(request.method, Method::Post | Method::Put | Method::Patch)
                && uri::parse(&request.target).path == self.template.path
        };
        matches!(self.method(), Method::Get | Method::Head)
            && !self.examples.iter().any(|example| example.role == Role::RequestExample)
            && !(self.method() == Method::Get && self.entry.raw.requests.iter().any(sends))
    }

    /// Whether requests of this method and these examples have no body.
    pub(super) fn without_body(&self) -> bool {
        match self.method() {
            Method::Get | Method::Head | Method::Options => true,
            Method::Delete => !self.examples.iter().any(|example| example.role == Role::RequestExample),
            Method::Post | Method::Put | Method::Patch => false,
        }
    }

    /// Whether an example shows rows of the table in the query of the request, and none shows a body.
    pub(super) fn in_url(&self, table: &raw::Table) -> bool {
        let of_request = |role: Role| role == Role::RequestExample;
        if self.examples.iter().any(|example| of_request(example.role)) {
            return false;
        }
        let shown = self.entry.raw.examples.iter().filter(|example| of_request(example.role));
        shown.filter_map(|shown| example::read(&shown.text).request).any(|request| {
            let in_query =
                |row: &&raw::Row| request.query.iter().any(|pair| *pair.name == *row.name.text.trim());
            2 * table.rows.iter().filter(in_query).count() > table.rows.len()
        })
    }

    /// Whether the body that an example shows is made of rows of the table: most of its keys are, and not by one name
    /// that query and body have in common.
    pub(super) fn in_body(&self, table: &raw::Table) -> bool {
        let requests = self.examples.iter().filter(|example| example.role == Role::RequestExample);
        let is_row = |key: &&String| table.rows.iter().any(|row| row.name.text.trim() == key.as_str());
        let shown = |body: &serde_json::Map<String, serde_json::Value>| {
            let rows = body.keys().filter(is_row).count();
            2 * rows > body.len() && (rows > 1 || table.rows.len() == 1)
        };
        !self.without_body() && requests.filter_map(|example| example.value.as_object()).any(shown)
    }

    /// Whether an example of this side is an array.
    pub(super) fn shows_array(&self, role: Role) -> bool {
        let mut examples = self.examples.iter();
        examples.any(|example| {
            example.role == role && examples::succeeds(example.status) && example.value.is_array()
        })
    }

    /// The status of a response that no label names: the first of success that the page lists.
    pub(super) fn status_name(&self, status: Option<u16>) -> Status {
        let listed = || {
            self.entry
                .raw
                .statuses
                .iter()
                .map(|(status, _)| *status)
                .find(|status| (200..300).contains(status))
        };
        let example = || {
            let of = |example: &Parsed| example.status.filter(|_| example.role == Role::ResponseExample);
            self.examples.iter().filter_map(of).find(|status| (200..300).contains(status))
        };
        match status {
            Some(0) => Status("default".to_owned()),
            Some(status) => Status(status.to_string()),
            None => Status(listed().or_else(example).unwrap_or(200).to_string()),
        }
    }

    /// Whether a table is about the path alone.
    pub(super) fn tells_path(&self) -> bool {
        let mut tables = self.entry.raw.tables.iter();
        tables.any(|table| table.role == Role::Uri || table.location == Some(Location::Path))
    }
}
