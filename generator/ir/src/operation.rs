//! An operation: what is sent where, and what comes back.

use std::{fmt, slice};

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        self,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use crate::{
    Deprecation, Example, Extensions, Field, Fields, Group, Method, Pagination, RequestLine, Type, WireName,
    read,
};

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
    /// The page, relative to the folder of the vendor's pages: `images/list_images.md`.
    pub page: String,
    /// The address that the page is published under, where its path behind the `docs` of the service is not it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path as a template, without a query: `/v2/manage/repos/{repository}`; `/` for RPC.
    pub uri: String,
    /// Where its requests go, where that differs from the endpoint of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Further methods and paths that ask for the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<RequestLine>,
    /// That the docs advise against it, and in which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Whether a request whose answer was lost may be sent again.
    #[serde(default, skip_serializing_if = "Retry::is_unsafe")]
    pub retry: Retry,
    /// The ways to authenticate, where the operation takes only some of the service's: each a list of names that are
    /// needed together. An empty list says that the operation is public.
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
    /// The media type of the body, where that differs from the usual one: JSON for `body`, a form for `form`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::media_type")]
    pub media: Option<String>,
    /// The JSON body of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Parameters that depend on each other: at least one, exactly one, or at most one is to be given.
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
    /// Keys that people add, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

impl Operation {
    /// The parameters of a location; `None` for [`Location::Body`], whose fields are in [`Operation::body`].
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

    /// The fields of a location, those of the body too where it is an object.
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

/// A JSON body. In YAML a type expression (`list<Repo>`), a list of type expressions, of which the body is one
/// (`[Repo, list<Repo>]`), or the fields of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Body {
    /// The whole body is a value of this type.
    Type(Type),
    /// The whole body is a value of one of these types.
    OneOf(Vec<Type>),
    /// The body is an object with these fields.
    Fields(Fields),
}

impl Body {
    /// The fields, where it is an object with fields of its own.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        match self {
            Body::Fields(fields) => Some(fields),
            Body::Type(_) | Body::OneOf(_) => None,
        }
    }

    /// The types that the body as a whole may have; none where it is an object with fields of its own.
    #[must_use]
    pub fn types(&self) -> &[Type] {
        match self {
            Body::Type(ty) => slice::from_ref(ty),
            Body::OneOf(types) => types,
            Body::Fields(_) => &[],
        }
    }

    /// As [`types`](Self::types), to be changed in place.
    pub fn types_mut(&mut self) -> &mut [Type] {
        match self {
            Body::Type(ty) => slice::from_mut(ty),
            Body::OneOf(types) => types,
            Body::Fields(_) => &mut [],
        }
    }

    /// As [`fields`](Self::fields), to be changed in place.
    pub fn fields_mut(&mut self) -> Option<&mut Fields> {
        match self {
            Body::Fields(fields) => Some(fields),
            Body::Type(_) | Body::OneOf(_) => None,
        }
    }
}

// Written by hand, because `untagged` would buffer the fields and lose the line of what is wrong in them.
impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Body;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type, a list of types, or the fields of an object")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Body, E> {
                text.parse().map(Body::Type).map_err(E::custom)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Body, A::Error> {
                let types = Vec::<Type>::deserialize(SeqAccessDeserializer::new(list))?;
                let twice = types.iter().enumerate().any(|(at, ty)| types.iter().take(at).any(|it| it == ty));
                if types.len() < 2 || twice {
                    return Err(de::Error::custom("a list of types has two at least, each of them once"));
                }
                Ok(Body::OneOf(types))
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
    /// Keys that people add, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

/// A documented error code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, as the service spells it: `8003`, `Images.NotFound`.
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
    /// It only reads: any number of times.
    Safe,
    /// It changes something, but twice has the effect of once.
    Idempotent,
    /// It creates something: only when the caller asks for it.
    #[default]
    Unsafe,
}

impl Retry {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
    fn is_unsafe(&self) -> bool {
        *self == Retry::Unsafe
    }
}
