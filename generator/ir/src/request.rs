//! Methods and request lines, and parameters that depend on each other.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Retry, WireName, read};

/// An HTTP method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the methods of RFC 9110 and RFC 5789")]
pub enum Method {
    #[default]
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    /// All methods.
    pub const ALL: [Method; 7] = [
        Method::Get,
        Method::Head,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
        Method::Options,
    ];

    /// The method as it stands in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
        }
    }

    /// Whether a request of this method may be sent again when its answer was lost (RFC 9110, section 9.2).
    #[must_use]
    pub fn retry(self) -> Retry {
        match self {
            Method::Get | Method::Head | Method::Options => Retry::Safe,
            Method::Put | Method::Delete => Retry::Idempotent,
            Method::Post | Method::Patch => Retry::Unsafe,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Parameters that depend on each other, wherever in the request they stand. Each of them alone is optional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// One of them must be there; more may be.
    AtLeastOne(Vec<WireName>),
    /// One of them must be there, and only one.
    ExactlyOne(Vec<WireName>),
    /// None has to be there, and no two may be.
    AtMostOne(Vec<WireName>),
}

impl Group {
    /// The parameters.
    #[must_use]
    pub fn names(&self) -> &[WireName] {
        match self {
            Group::AtLeastOne(names) | Group::ExactlyOne(names) | Group::AtMostOne(names) => names,
        }
    }

    /// As [`names`](Self::names), to be changed in place.
    pub fn names_mut(&mut self) -> &mut [WireName] {
        match self {
            Group::AtLeastOne(names) | Group::ExactlyOne(names) | Group::AtMostOne(names) => names,
        }
    }

    /// What the group asks for, in words: `exactly one of`.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Group::AtLeastOne(_) => "at least one of",
            Group::ExactlyOne(_) => "exactly one of",
            Group::AtMostOne(_) => "at most one of",
        }
    }
}

/// A method and a path, written as `GET /v2/things/{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    /// The HTTP method.
    pub method: Method,
    /// The path as a template, without a query.
    pub uri: String,
}

impl fmt::Display for RequestLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.uri)
    }
}

impl FromStr for RequestLine {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let of_method = |word: &str| Method::ALL.into_iter().find(|method| method.as_str() == word);
        let parts = text.split_once(' ').and_then(|(word, uri)| Some((of_method(word)?, uri)));
        match parts {
            Some((method, uri)) if uri.starts_with('/') && !uri.contains(char::is_whitespace) => {
                Ok(RequestLine { method, uri: uri.to_owned() })
            }
            _ => Err(format!("`{text}` is no method and path; expected one like `GET /v2/things/{{id}}`")),
        }
    }
}

impl Serialize for RequestLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RequestLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::text(deserializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for RequestLine {
    fn schema_name() -> Cow<'static, str> {
        "RequestLine".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A method and a path: `GET /v2/things/{id}`."
        })
    }
}
