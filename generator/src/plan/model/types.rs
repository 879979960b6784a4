//! What values are of: types, and the structs and enums of a crate.

use std::fmt;

use serde::{Serialize, Serializer};
use tablature_ir as ir;

use crate::plan::name::Ident;

/// Where a struct or an enum stands in the crate: in the module of its operation, or among the types that operations
/// share. As text it is the path from the root of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypePath {
    /// The module of its operation; `None` where operations share it.
    pub operation: Option<Ident>,
    /// Its name.
    pub name: Ident,
}

impl fmt::Display for TypePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.operation {
            Some(module) => write!(f, "operations::{module}::{}", self.name),
            None => write!(f, "types::{}", self.name),
        }
    }
}

impl Serialize for TypePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// `String`.
    String,
    /// `i64`.
    Integer,
    /// `u64`.
    Unsigned,
    /// `f64`.
    Number,
    /// `bool`.
    Boolean,
    /// Any JSON value.
    Any,
    /// A body that is no JSON, as it comes.
    Bytes,
    /// A part of a body of parts: a text, or a file.
    Part,
    /// `Vec`.
    List(Box<Type>),
    /// A map with strings as keys.
    Map(Box<Type>),
    /// A struct of the crate.
    Struct(TypePath),
    /// An enum of the crate.
    Enum(TypePath),
}

impl Type {
    /// Whether it is a list or a map; a missing one reads as empty.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        matches!(self, Type::List(_) | Type::Map(_))
    }

    /// The type inside all lists and maps.
    #[must_use]
    pub fn innermost(&self) -> &Type {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// An object type.
#[derive(Clone, Debug, Serialize)]
pub struct Struct {
    /// Its name, and where it stands.
    pub path: TypePath,
    /// The file of a type that operations share.
    pub module: Ident,
    /// Its name in the docs; empty for the body of a response.
    pub wire: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Why the docs advise against it.
    pub deprecated: Option<String>,
    /// Its fields, in the order of the page.
    pub fields: Vec<Field>,
    /// Whether some request contains it, so that it gets setters.
    pub in_request: bool,
}

/// A field of a [`Struct`].
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read by itself")]
pub struct Field {
    /// Its name.
    pub name: Ident,
    /// The setter's name, where the struct has setters.
    pub setter: Ident,
    /// The setter that sends `null`, where that may be sent.
    pub null: Option<Ident>,
    /// Its name on the wire.
    pub wire: String,
    /// Its type, without the `Option` that every field but a collection gets.
    pub ty: Type,
    /// What the text or number means.
    pub format: Option<ir::Format>,
    /// Whether the type contains itself here, so that the field is boxed.
    pub boxed: bool,
    /// Whether it is a response header instead of a key of the body.
    pub header: bool,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Why the docs advise against it.
    pub deprecated: Option<String>,
    /// Whether it is never printed.
    pub sensitive: bool,
    /// Whether the docs demand it.
    pub required: bool,
    /// Which side alone sends it; what only the service sends has no setter.
    pub access: Option<ir::Access>,
    /// Whether an empty text or list is left out.
    pub omit_empty: bool,
}

/// An open enum: documented values, and whatever else comes.
#[derive(Clone, Debug, Serialize)]
pub struct Enum {
    /// Its name, and where it stands.
    pub path: TypePath,
    /// The file of an enum of types that operations share.
    pub module: Ident,
    /// Whether the values are integers instead of texts.
    pub integer: bool,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The documented values.
    pub variants: Vec<Variant>,
}

/// A documented value.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: Ident,
    /// The value on the wire.
    pub value: String,
    /// Paragraphs of documentation: the label.
    pub docs: Vec<String>,
}
