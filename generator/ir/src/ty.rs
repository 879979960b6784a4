//! Type expressions: `string`, `list<Disk>`, `map<integer>`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{TypeName, read};

/// The type of a value on the wire. Written as text: `string`, `integer`, `number`, `boolean`, `any`,
/// `list<T>`, `map<T>` (keys are strings), or the name of a type of the service.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// Text.
    String,
    /// A signed whole number of 64 bits.
    Integer,
    /// A floating-point number of 64 bits.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value: the docs do not say which, and no evidence does.
    #[default]
    Any,
    /// A list.
    List(Box<Type>),
    /// An object with free keys.
    Map(Box<Type>),
    /// A type of [`Service::types`](crate::Service::types).
    Named(TypeName),
}

impl Type {
    /// The types that have a word of their own.
    pub const WORDS: [&'static str; 5] = ["string", "integer", "number", "boolean", "any"];

    /// `list<element>`.
    #[must_use]
    pub fn list(element: Type) -> Self {
        Type::List(Box::new(element))
    }

    /// `map<value>`.
    #[must_use]
    pub fn map(value: Type) -> Self {
        Type::Map(Box::new(value))
    }

    /// The type inside all lists and maps.
    #[must_use]
    pub fn innermost(&self) -> &Type {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.innermost(),
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any | Type::Named(_) => self,
        }
    }

    /// As [`innermost`](Self::innermost), to be changed in place.
    pub fn innermost_mut(&mut self) -> &mut Type {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.innermost_mut(),
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any | Type::Named(_) => self,
        }
    }

    /// The named type inside all lists and maps.
    #[must_use]
    pub fn named(&self) -> Option<&TypeName> {
        match self.innermost() {
            Type::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Whether this is a string, an integer, a number or a boolean.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        matches!(self, Type::String | Type::Integer | Type::Number | Type::Boolean)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::String => f.write_str("string"),
            Type::Integer => f.write_str("integer"),
            Type::Number => f.write_str("number"),
            Type::Boolean => f.write_str("boolean"),
            Type::Any => f.write_str("any"),
            Type::List(inner) => write!(f, "list<{inner}>"),
            Type::Map(inner) => write!(f, "map<{inner}>"),
            Type::Named(name) => f.write_str(name),
        }
    }
}

/// Why a text is not a type expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTypeError(String);

impl fmt::Display for ParseTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no type; expected string, integer, number, boolean, any, list<T>, map<T> or the name of a type",
            self.0
        )
    }
}

impl std::error::Error for ParseTypeError {}

impl FromStr for Type {
    type Err = ParseTypeError;

    fn from_str(text: &str) -> Result<Self, ParseTypeError> {
        parse(text, DEPTH).ok_or_else(|| ParseTypeError(text.chars().take(200).collect()))
    }
}

/// How many lists and maps may stand in one another.
const DEPTH: usize = 64;

/// A type expression with at most `levels` lists and maps in one another.
fn parse(text: &str, levels: usize) -> Option<Type> {
    let wrapped = |prefix: &str| text.strip_prefix(prefix)?.strip_suffix('>');
    let inner = |text: &str| parse(text, levels.checked_sub(1)?);
    match text {
        "string" => Some(Type::String),
        "integer" => Some(Type::Integer),
        "number" => Some(Type::Number),
        "boolean" => Some(Type::Boolean),
        "any" => Some(Type::Any),
        _ => {
            if let Some(element) = wrapped("list<") {
                inner(element).map(Type::list)
            } else if let Some(value) = wrapped("map<") {
                inner(value).map(Type::map)
            } else if text.is_empty() || text.contains(['<', '>']) || text.contains(char::is_whitespace) {
                None
            } else {
                Some(Type::Named(text.into()))
            }
        }
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::text(deserializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Type {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Type".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "string, integer, number, boolean, any, list<T>, map<T>, or the name of a type of the service"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_back_as_written() {
        for text in ["string", "any", "list<list<integer>>", "map<list<Disk>>", "Disk"] {
            assert_eq!(text.parse::<Type>().unwrap().to_string(), text);
        }
        for text in ["", "list<string", "list<>", "a b", "set<string>"] {
            assert!(text.parse::<Type>().is_err(), "{text}");
        }
        let nested = |levels: usize| format!("{}any{}", "list<".repeat(levels), ">".repeat(levels));
        assert!(nested(64).parse::<Type>().is_ok());
        assert!(nested(100_000).parse::<Type>().is_err());
    }
}
