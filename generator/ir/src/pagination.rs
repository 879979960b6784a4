//! How operations are called page by page.

use serde::{Deserialize, Serialize};

use crate::{WireName, read};

/// How an operation is called page by page. Parameters are named as on the wire; `items` and `next` are paths
/// of keys in the response body joined by `.`, empty for the body itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Pagination {
    /// The number of items to skip, and how many to return.
    Offset {
        /// The parameter that says how many items to skip.
        offset: WireName,
        /// The parameter that says how many items to return.
        limit: WireName,
        /// Where the items are in the response.
        items: String,
        /// Where the total is.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::tagged_option")]
        total: Option<Total>,
        /// The composite parameter of which `offset` and `limit` are parts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<WireName>,
    },
    /// The number of the page, and how many items it has.
    Page {
        /// The parameter that says which page.
        page: WireName,
        /// The parameter that says how many items a page has.
        size: WireName,
        /// The number of the first page.
        first: u32,
        /// Where the items are in the response.
        items: String,
        /// Where the total is.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::tagged_option")]
        total: Option<Total>,
    },
    /// A marker: the id of the last item, or a token from the response.
    Marker {
        /// The parameter that takes the marker.
        marker: WireName,
        /// The parameter that says how many items to return.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<WireName>,
        /// Where the items are in the response.
        items: String,
        /// Where the next marker is: a path in the body, or `items[].id` for a key of the last item.
        next: String,
    },
}

impl Pagination {
    /// The parameter that moves from page to page.
    #[must_use]
    pub fn moving(&self) -> &WireName {
        match self {
            Pagination::Offset { offset, .. } => offset,
            Pagination::Page { page, .. } => page,
            Pagination::Marker { marker, .. } => marker,
        }
    }
}

/// Where the total number of items is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Total {
    /// A path of keys in the response body.
    Body(String),
    /// A response header of the form `offset-count/total`.
    ContentRange(WireName),
}
