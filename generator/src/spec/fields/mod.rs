//! The IR as a flat list, one row a field, so that anything can check what was extracted.
//!
//! A fixed contract: other programs read these rows, so that no name and no order may change.
//!
//! - A row for every parameter, response header and key, containers too, and one with an empty path for every
//!   operation. Paths join names with `.`, mark a list with `[]` and a map with `{}`.
//! - Only the response of success. What the client itself supplies (the name of the operation, credentials, the
//!   envelope) has no row.
//! - A recursive type has a row where it stands inside itself, and none below that.
//! - An operation with very many rows shows each type once, from then on: where rows are left out, the row above them
//!   says `"cut":true`, in CSV `…` among the parts.

mod walk;
#[cfg(feature = "cli")]
mod write;

use serde::Serialize;
use tablature_ir::{Location, Origin, Service};

pub use self::walk::each;
#[cfg(feature = "cli")]
pub use self::write::{CSV_HEADER, csv, jsonl};
use super::places::Places;

/// A row. The order of the keys is part of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row<'a> {
    /// The vendor's id.
    pub vendor: &'a str,
    /// The service's id.
    pub service: &'a str,
    /// The operation's id.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path as a template, without a query.
    pub uri: &'a str,
    /// Whether the client or the service sends it.
    pub side: Side,
    /// Where it stands.
    #[serde(rename = "in")]
    pub location: Location,
    /// The names that lead to it.
    pub path: String,
    /// Its type, with `object` for a named type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it must be there, where the docs say.
    pub required: Option<bool>,
    /// Where the fact comes from.
    pub origin: Origin,
    /// The operation's page.
    pub page: &'a str,
    /// The file that states the fact, when the pages are at hand.
    pub source: Option<&'a str>,
    /// The line in that file.
    pub line: Option<u32>,
    /// The names of the parts of a composite parameter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<&'a str>,
    /// Whether the rows below it are left out: the operation has many, and those of this type were told before, or types
    /// stand too deep in one another.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// Who sends a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The client.
    Request,
    /// The service.
    Response,
}

/// All rows of a service, in the order of its operations and fields.
#[must_use]
pub fn rows<'a>(service: &'a Service, places: Option<&'a Places>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    each(service, places, |row| rows.push(row));
    rows
}
