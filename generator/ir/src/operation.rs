//! An operation: what is sent where, and what comes back.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::{fmt, str::FromStr};

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, value::MapAccessDeserializer},
    ser::SerializeMap as _,
};

use crate::{Example, Extensions, Field, Fields, Pagination, Type, WireName, read};

/// One operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The heading of the page, without the operation's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What the page says the operation is for, Markdown.
    #[serde(default, rename = "doc", skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The page, relative to the folder of the vendor's pages: `uhub-api/get_repo_image.md`.
    pub page: String,
    /// The HTTP method.
    pub method: Method,
    /// The path as a template, without a query: `/v2/manage/repos/{repository}`; `/` for RPC.
    pub uri: String,
    /// Where its requests go, where that is not the endpoint of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Further methods and paths by which the same can be asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<RequestLine>,
    /// Whether, and in which words, the docs advise against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Whether a request whose answer was lost may be sent again.
    #[serde(default, skip_serializing_if = "Retry::is_unsafe")]
    pub retry: Retry,
    /// The ways to authenticate, where not every one of the service will do: each a list of names that are needed
    /// together. An empty list says that the operation is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Vec<Vec<String>>>,
    /// Parameters in the path, each location in the order of the page.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub path: Fields,
    /// Parameters in the query.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub query: Fields,
    /// Request headers.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub header: Fields,
    /// Parameters in a body of `application/x-www-form-urlencoded`.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub form: Fields,
    /// The media type of the body, where it is not the usual one: JSON for `body`, a form for `form`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::media_type")]
    pub media: Option<String>,
    /// The JSON body of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Parameters of which one, or exactly one, is to be given.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "read::tagged_list")]
    pub groups: Vec<Group>,
    /// The responses by status.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub responses: IndexMap<Status, Response>,
    /// The documented error codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// How the operation is called page by page.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::tagged_option")]
    pub pagination: Option<Pagination>,
    /// The examples of the page. The tool writes them into files beside the IR ([`crate::ExampleFile`]); an IR in a
    /// single file has them here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Keys of people's own, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

impl Operation {
    /// The parameters of a location; none for [`Location::Body`], whose fields are in [`Operation::body`].
    #[must_use]
    pub fn at(&self, location: Location) -> Option<&Fields> {
        match location {
            Location::Path => Some(&self.path),
            Location::Query => Some(&self.query),
            Location::Header => Some(&self.header),
            Location::Form => Some(&self.form),
            Location::Body => None,
        }
    }

    /// The fields of a place of the request, those of the body too where it is an object.
    #[must_use]
    pub fn fields(&self, location: Location) -> Option<&Fields> {
        match location {
            Location::Body => self.body.as_ref()?.fields(),
            location => self.at(location),
        }
    }

    /// As [`fields`](Self::fields), to be changed in place.
    pub fn fields_mut(&mut self, location: Location) -> Option<&mut Fields> {
        Some(match location {
            Location::Path => &mut self.path,
            Location::Query => &mut self.query,
            Location::Header => &mut self.header,
            Location::Form => &mut self.form,
            Location::Body => self.body.as_mut()?.fields_mut()?,
        })
    }

    /// All parameters with their locations: path, query, header, form.
    pub fn parameters(&self) -> impl Iterator<Item = (Location, &WireName, &Field)> {
        [Location::Path, Location::Query, Location::Header, Location::Form]
            .into_iter()
            .filter_map(|location| Some((location, self.at(location)?)))
            .flat_map(|(location, fields)| fields.iter().map(move |(name, field)| (location, name, field)))
    }

    /// The response of success: the first with a status of 200 to 299, or the only one there is.
    #[must_use]
    pub fn success(&self) -> Option<(&Status, &Response)> {
        self.responses
            .iter()
            .find(|(status, _)| status.is_success())
            .or_else(|| self.responses.first().filter(|_| self.responses.len() == 1))
    }
}

/// Parameters, wherever in the request they stand, that depend on each other. Each is optional of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// One of them must be there, and more may.
    AtLeastOne(Vec<WireName>),
    /// One of them must be there, and no other.
    ExactlyOne(Vec<WireName>),
    /// None needs to be there, but no two may.
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

    /// What is asked for: `exactly one of`.
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

/// Where a field stands in a request or response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Location {
    Path,
    Query,
    Header,
    Form,
    Body,
}

/// A JSON body. In YAML either a type expression (`list<Repo>`) or the fields of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Body {
    /// The whole body is a value of this type.
    Type(Type),
    /// The body is an object with these fields.
    Fields(Fields),
}

impl Body {
    /// The fields, where it is an object with fields of its own.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        match self {
            Body::Fields(fields) => Some(fields),
            Body::Type(_) => None,
        }
    }

    /// As [`fields`](Self::fields), to be changed in place.
    pub fn fields_mut(&mut self) -> Option<&mut Fields> {
        match self {
            Body::Fields(fields) => Some(fields),
            Body::Type(_) => None,
        }
    }
}

// By hand, since `untagged` would buffer the fields and lose the line of what is wrong in them.
impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Body;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type, or the fields of an object")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Body, E> {
                text.parse().map(Body::Type).map_err(E::custom)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Body, A::Error> {
                Fields::deserialize(MapAccessDeserializer::new(map)).map(Body::Fields)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// An HTTP status (`200`), a class of them (`4XX`), or `default`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Status(pub String);

impl Status {
    /// Whether it stands for 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.0.starts_with('2')
    }

    /// Whether an answer of this status may carry a body (RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5).
    #[must_use]
    pub fn has_body(&self) -> bool {
        !self.0.starts_with('1') && !["204", "205", "304"].contains(&self.0.as_str())
    }
}

/// What comes back with one status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// What the page says of it.
    #[serde(default, rename = "doc", skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Response headers.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub headers: Fields,
    /// The media type of the body, where it is not JSON.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::media_type")]
    pub media: Option<String>,
    /// The body; absent where it is empty or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Keys of people's own, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

/// A documented error code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, as the service spells it: `8003`, `SVCSTG.SWR.4001001`.
    pub code: String,
    /// The HTTP status it comes with, where the docs say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the docs say of it.
    #[serde(default, rename = "doc", skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// Whether a request may be sent a second time when the answer to the first was lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// Reads only: any number of times.
    Safe,
    /// Changes something, but twice is as once.
    Idempotent,
    /// Creates something: not without being asked.
    #[default]
    Unsafe,
}

impl Retry {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
    fn is_unsafe(&self) -> bool {
        *self == Retry::Unsafe
    }
}

/// That the docs advise against something. In YAML the words alone, `true` where there are none, or `{since, doc}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Deprecation {
    /// What the docs say of it; empty where they have no words for it.
    pub words: String,
    /// The version or day since which they do.
    pub since: Option<String>,
}

impl Deprecation {
    /// In these words.
    pub fn new(words: impl Into<String>) -> Self {
        Deprecation { words: words.into(), since: None }
    }

    /// Words and time in a sentence; empty where there is neither.
    #[must_use]
    pub fn note(&self) -> String {
        match (&self.since, self.words.as_str()) {
            (None, words) => words.to_owned(),
            (Some(since), "") => format!("since {since}"),
            (Some(since), words) => format!("since {since}: {words}"),
        }
    }
}

impl Serialize for Deprecation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.since, self.words.as_str()) {
            (None, "") => serializer.serialize_bool(true),
            (None, words) => serializer.serialize_str(words),
            (Some(since), words) => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("since", since)?;
                if !words.is_empty() {
                    map.serialize_entry("doc", words)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Deprecation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            since: String,
            #[serde(default)]
            doc: String,
        }

        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Deprecation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, what the docs say of it, or `since` and `doc`")
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Deprecation, E> {
                if value {
                    Ok(Deprecation::default())
                } else {
                    Err(E::invalid_value(de::Unexpected::Bool(value), &self))
                }
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<Deprecation, E> {
                Ok(Deprecation::new(words))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Deprecation, A::Error> {
                let Told { since, doc } = Told::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Deprecation { words: doc, since: Some(since) })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Deprecation {
    fn schema_name() -> Cow<'static, str> {
        "Deprecation".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "That the docs advise against it, in their words; `true` where they have no words for it.",
            "anyOf": [
                {"type": ["string", "boolean"]},
                {
                    "type": "object",
                    "properties": {
                        "since": {"type": "string", "description": "The version or day since which they do."},
                        "doc": {"type": "string", "description": "Their words."}
                    },
                    "required": ["since"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
