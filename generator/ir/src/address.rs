//! Addresses: the keys that lead to a fact in the YAML.

use std::{borrow::Cow, fmt, str::FromStr};

use crate::{Location, OperationId, Status, TypeName, WireName};

/// Where a fact stands in the IR of its service. Its text is the path that an overlay writes:
/// `operations.ListImages.form.Limit`, `types.ImageSet.fields."a.b"`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// Where requests go: those of an operation, or of the service.
    Endpoint(Option<OperationId>),
    /// An operation.
    Operation(OperationId),
    /// A parameter in the path, the query, a header or the form; `Body` is a key of the request body.
    Parameter(OperationId, Location, WireName),
    /// A part of a composite parameter.
    Part(OperationId, Location, WireName, WireName),
    /// A response header (`Header`) or a key of the response body (`Body`).
    Response(OperationId, Status, Location, WireName),
    /// The whole request or response body where it is a type, not an object with fields.
    Body(OperationId, Option<Status>),
    /// A named type.
    Type(TypeName),
    /// A field of a named type.
    Field(TypeName, WireName),
    /// Values that the docs define once.
    Enum(TypeName),
}

impl Address {
    /// The keys, from the root of the service.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Address::Endpoint(None) => vec!["endpoint"],
            Address::Endpoint(Some(id)) => vec!["operations", id, "endpoint"],
            Address::Operation(id) => vec!["operations", id],
            Address::Parameter(id, location, name) => vec!["operations", id, location.key(), name],
            Address::Part(id, location, name, part) => {
                vec!["operations", id, location.key(), name, "composite", "parts", part]
            }
            Address::Response(id, Status(status), Location::Header, name) => {
                vec!["operations", id, "responses", status, "headers", name]
            }
            Address::Response(id, Status(status), _, name) => {
                vec!["operations", id, "responses", status, "body", name]
            }
            Address::Body(id, None) => vec!["operations", id, "body"],
            Address::Body(id, Some(Status(status))) => vec!["operations", id, "responses", status, "body"],
            Address::Type(name) => vec!["types", name],
            Address::Field(name, field) => vec!["types", name, "fields", field],
            Address::Enum(name) => vec!["enums", name],
        }
    }

    /// The address that these keys spell; `None` where they lead to no fact that has one.
    #[must_use]
    pub fn from_keys<K: AsRef<str>>(keys: &[K]) -> Option<Address> {
        let keys: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
        Some(match keys[..] {
            ["endpoint"] => Address::Endpoint(None),
            ["operations", id, "endpoint"] => Address::Endpoint(Some(id.into())),
            ["operations", id] => Address::Operation(id.into()),
            ["operations", id, "body"] => Address::Body(id.into(), None),
            ["operations", id, location, name] => {
                Address::Parameter(id.into(), Location::from_key(location)?, name.into())
            }
            ["operations", id, location, name, "composite", "parts", part] => {
                Address::Part(id.into(), Location::from_key(location)?, name.into(), part.into())
            }
            ["operations", id, "responses", status, "body"] => {
                Address::Body(id.into(), Some(Status(status.to_owned())))
            }
            ["operations", id, "responses", status, side @ ("headers" | "body"), name] => {
                let location = if side == "headers" { Location::Header } else { Location::Body };
                Address::Response(id.into(), Status(status.to_owned()), location, name.into())
            }
            ["types", name] => Address::Type(name.into()),
            ["types", name, "fields", field] => Address::Field(name.into(), field.into()),
            ["enums", name] => Address::Enum(name.into()),
            _ => return None,
        })
    }

    /// The operation that it lies in; `None` for a type and an enum.
    #[must_use]
    pub fn operation(&self) -> Option<&OperationId> {
        match self {
            Address::Operation(id)
            | Address::Parameter(id, ..)
            | Address::Part(id, ..)
            | Address::Response(id, ..)
            | Address::Body(id, _) => Some(id),
            Address::Endpoint(id) => id.as_ref(),
            Address::Type(_) | Address::Field(..) | Address::Enum(_) => None,
        }
    }
}

impl Location {
    /// The key of an operation under which the fields of this location stand.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Form => "form",
            Location::Body => "body",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Location::Path, Location::Query, Location::Header, Location::Form, Location::Body]
            .into_iter()
            .find(|location| location.key() == key)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&join(&self.keys()))
    }
}

/// Why a text is not an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseAddressError(String);

impl fmt::Display for ParseAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no address of an operation, a parameter, a field or a type", self.0)
    }
}

impl std::error::Error for ParseAddressError {}

impl FromStr for Address {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, ParseAddressError> {
        let mut keys = Vec::new();
        let mut rest = Some(text);
        while let Some(text) = rest {
            let (key, behind) = split(text).map_err(|_| ParseAddressError(text.to_owned()))?;
            keys.push(key);
            rest = behind;
        }
        Address::from_keys(&keys).ok_or_else(|| ParseAddressError(text.to_owned()))
    }
}

/// Keys as a path.
pub fn join<K: AsRef<str>>(keys: &[K]) -> String {
    keys.iter().map(|key| quoted(key.as_ref())).collect::<Vec<_>>().join(".")
}

/// A key as it stands in a path: in double quotes where it holds a dot, a star or a quote, each quote in it twice.
#[must_use]
pub fn quoted(key: &str) -> Cow<'_, str> {
    if key.is_empty() || key.contains(['.', '*', '"']) {
        Cow::Owned(format!("\"{}\"", key.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(key)
    }
}

/// The first key of a path, and what stands behind its dot.
///
/// # Errors
/// A key is empty, a quote is not closed, or something other than a dot follows it; in words.
pub fn split(path: &str) -> Result<(Cow<'_, str>, Option<&str>), String> {
    let Some(body) = path.strip_prefix('"') else {
        let (key, behind) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        return if key.is_empty() { Err("a key is empty".to_owned()) } else { Ok((key.into(), behind)) };
    };
    let mut from = 0;
    let end = loop {
        let at = from + body.get(from..).and_then(|rest| rest.find('"')).ok_or("a quote is not closed")?;
        match body.as_bytes().get(at + 1) {
            Some(b'"') => from = at + 2,
            _ => break at,
        }
    };
    let key = body.get(..end).unwrap_or_default().replace("\"\"", "\"");
    match body.get(end + 1..).unwrap_or_default() {
        "" => Ok((key.into(), None)),
        rest => match rest.strip_prefix('.') {
            Some(behind) => Ok((key.into(), Some(behind))),
            None => Err(format!("`{rest}` stands behind a quote")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_address_is_its_path() {
        for text in [
            "operations.Get",
            "operations.Get.query.Limit",
            "operations.Get.body",
            "operations.Get.body.Name",
            "operations.Get.query.filter.composite.parts.\"a.b\"",
            "operations.Get.responses.200.headers.X-Id",
            "operations.Get.responses.200.body",
            "operations.Get.responses.200.body.\"a\"\"b\"",
            "types.Disk",
            "enums.State",
            "types.Disk.fields.\"*\"",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for text in
            ["", "types", "operations.Get.title", "types.A.fields", "\"a", "types.\"A\"B", "operations.A.."]
        {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
