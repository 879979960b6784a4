//! How operations are called page by page.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, value::MapAccessDeserializer},
};

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
        /// The composite parameter of which `offset` and `limit` are parts, or the object of the body that has them.
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
        /// The composite parameter of which `page` and `size` are parts, or the object of the body that has them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<WireName>,
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
        /// Where the next marker is: a path in the body, or `items[].id` for a key of the last item; or a header.
        next: Next,
        /// The composite parameter of which `marker` and `limit` are parts, or the object of the body that has them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<WireName>,
    },
    /// A link to the next page, complete; the list ends where there is none.
    Link {
        /// Where the link is.
        next: Next,
        /// The parameter that says how many items to return.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<WireName>,
        /// Where the items are in the response.
        items: String,
    },
}

impl Pagination {
    /// The parameter that moves from page to page; `None` where links do.
    #[must_use]
    pub fn moving(&self) -> Option<&WireName> {
        match self {
            Pagination::Offset { offset, .. } => Some(offset),
            Pagination::Page { page, .. } => Some(page),
            Pagination::Marker { marker, .. } => Some(marker),
            Pagination::Link { .. } => None,
        }
    }

    /// The composite parameter, or the object of the body, in which the parameters of paging stand.
    #[must_use]
    pub fn within(&self) -> Option<&WireName> {
        match self {
            Pagination::Offset { within, .. }
            | Pagination::Page { within, .. }
            | Pagination::Marker { within, .. } => within.as_ref(),
            Pagination::Link { .. } => None,
        }
    }

    /// Where the items are in the response.
    #[must_use]
    pub fn items(&self) -> &str {
        match self {
            Pagination::Offset { items, .. }
            | Pagination::Page { items, .. }
            | Pagination::Marker { items, .. }
            | Pagination::Link { items, .. } => items,
        }
    }

    /// As [`items`](Self::items), to be changed in place.
    pub fn items_mut(&mut self) -> &mut String {
        match self {
            Pagination::Offset { items, .. }
            | Pagination::Page { items, .. }
            | Pagination::Marker { items, .. }
            | Pagination::Link { items, .. } => items,
        }
    }

    /// Where the next marker or link is.
    #[must_use]
    pub fn next(&self) -> Option<&Next> {
        match self {
            Pagination::Offset { .. } | Pagination::Page { .. } => None,
            Pagination::Marker { next, .. } | Pagination::Link { next, .. } => Some(next),
        }
    }

    /// As [`next`](Self::next), to be changed in place.
    pub fn next_mut(&mut self) -> Option<&mut Next> {
        match self {
            Pagination::Offset { .. } | Pagination::Page { .. } => None,
            Pagination::Marker { next, .. } | Pagination::Link { next, .. } => Some(next),
        }
    }

    /// Where the total is.
    #[must_use]
    pub fn total(&self) -> Option<&Total> {
        match self {
            Pagination::Offset { total, .. } | Pagination::Page { total, .. } => total.as_ref(),
            Pagination::Marker { .. } | Pagination::Link { .. } => None,
        }
    }

    /// As [`total`](Self::total), to be changed in place.
    pub fn total_mut(&mut self) -> Option<&mut Total> {
        match self {
            Pagination::Offset { total, .. } | Pagination::Page { total, .. } => total.as_mut(),
            Pagination::Marker { .. } | Pagination::Link { .. } => None,
        }
    }
}

/// Where the next marker, or a link to the next page, is. In YAML a path, or `{header: NAME}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Next {
    /// A path of keys in the response body. What stands there is a text, or an object or list of links as hypermedia
    /// has them.
    Body(String),
    /// A response header.
    Header(InHeader),
}

/// A response header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InHeader {
    /// Its name. A link stands as RFC 8288 writes it: `<https://…>; rel="next"`.
    pub header: WireName,
}

impl Next {
    /// The path in the body, where it is one.
    pub fn path_mut(&mut self) -> Option<&mut String> {
        match self {
            Next::Body(path) => Some(path),
            Next::Header(_) => None,
        }
    }
}

impl From<&str> for Next {
    fn from(path: &str) -> Self {
        Next::Body(path.to_owned())
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Next::Body(path) => f.write_str(path),
            Next::Header(InHeader { header }) => write!(f, "in the header {header}"),
        }
    }
}

// Written by hand, because `untagged` would buffer it and lose the line of what is wrong.
impl<'de> Deserialize<'de> for Next {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Next;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path, or a header")
            }

            fn visit_str<E: de::Error>(self, path: &str) -> Result<Next, E> {
                Ok(Next::Body(path.to_owned()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Next, A::Error> {
                InHeader::deserialize(MapAccessDeserializer::new(map)).map(Next::Header)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Where the total number of items is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Total {
    /// A path of keys in the response body.
    Body(String),
    /// A response header of the form `offset-count/total`, or with the total alone.
    ContentRange(WireName),
}
