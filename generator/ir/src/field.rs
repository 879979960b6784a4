//! A field: a parameter, a header, or a member of an object.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{Deprecation, Extensions, Interval, Type, Values, WireName, read};

/// Fields by their name on the wire, in the order of the page.
pub type Fields = IndexMap<WireName, Field>;

/// What is known of one field. Only the type is always there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The type on the wire.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the field must be there; absent where the docs do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Whether the value may be `null`, which is not the same as leaving it out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// In words, when an optional field is required after all: `type = 2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// What the service assumes when the field is left out, spelled as on the wire. Never sent unasked.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "read::write_bare")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<read::Bare>"))]
    pub default: Option<String>,
    /// The one value that is always sent, spelled as on the wire. Callers do not give it.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "read::write_bare")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<read::Bare>"))]
    pub fixed: Option<String>,
    /// The documented values, spelled as on the wire, with their labels (empty where there is none), in the
    /// order of the page; a plain list where no value has a label. For a list they are the values of its
    /// elements. The name of an enum where the docs define the values once and refer to them. Always open: other
    /// values may come.
    #[serde(default, rename = "enum", skip_serializing_if = "Values::is_unsaid")]
    pub values: Values,
    /// The documented range of a number, or of the elements of a list of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Box<Interval>>,
    /// The documented length of a string in characters, or of the strings of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Box<Interval>>,
    /// The documented number of elements of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Interval>>,
    /// A regular expression that the docs give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The unit of a number, as the docs spell it: `GB`, `Mbps`, `s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What the text or number means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// A password, secret or token: never printed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// Who sends it, where the field stands in requests and responses and only one side sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// That the docs advise against it, and in which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// How the value is spelled in the request, where that differs from the usual way of its location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Whether an empty text or list is left out, because the service does not take it for an absent one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub omit_empty: bool,
    // In a box: few fields have it, and it would be a fifth of each.
    /// The typed parts that make up the text of this parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub composite: Option<Box<Composite>>,
    /// Where the fact comes from, if not from the table.
    #[serde(default, skip_serializing_if = "Origin::is_table")]
    pub origin: Origin,
    /// The description, in Markdown, as the page has it.
    #[serde(default, rename = "doc", skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Keys that people add, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

impl Field {
    /// A field of this type of which nothing else is known.
    #[must_use]
    pub fn new(ty: Type) -> Self {
        Field { ty, ..Field::default() }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What a text or number means beyond its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Seconds since 1970-01-01T00:00:00Z.
    UnixSeconds,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    UnixMillis,
    /// RFC 3339: `2017-09-11T03:00:02.5Z`.
    Rfc3339,
    /// Base64 (RFC 4648, section 4).
    Base64,
    /// A signed whole number of 32 bits.
    Int32,
    /// A signed whole number of 64 bits, where it is sent as text.
    Int64,
    /// A whole number of 64 bits that is not negative.
    Uint64,
    /// A decimal number of any length, where it is sent as text.
    Decimal,
}

/// Which side alone sends a field that stands in requests and responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// The service tells it, and no request sets it.
    ReadOnly,
    /// Requests set it, and no response tells it.
    WriteOnly,
}

/// How a value is spelled in a request, where that differs from the usual way of its location (`form`:
/// [`Indexed`](Encoding::Indexed), `query`: [`Repeated`](Encoding::Repeated)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// `Name.0=a&Name.1=b`; members of objects behind a further dot.
    Indexed,
    /// `Name.1=a&Name.2=b`; members of objects behind a further dot.
    Numbered,
    /// `name=a&name=b`.
    Repeated,
    /// `Name.member.1=a&Name.member.2=b`; members of objects behind a further dot.
    MemberNumbered,
    /// `name[]=a&name[]=b`, and `name[key]=c` of objects.
    Brackets,
    /// `name[0]=a&name[1]=b`, and `name[0][key]=c` of objects.
    IndexedBrackets,
    /// `name=a,b`.
    Comma,
    /// `name=[{"a":"b"}]`.
    Json,
    /// A text in the path whose slashes stay: `a/b`, not `a%2Fb`.
    Slashes,
}

/// One parameter that is composed of typed parts: `center::self|namespace::{namespace}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Composite {
    /// What stands between two parts: `|`.
    pub separator: String,
    /// What stands between the name and the value of a part: `::`.
    pub assign: String,
    /// The least number of parts in a request.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub at_least: u32,
    /// Groups of parts that are given together or not at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Vec<WireName>>,
    /// The parts, in the order of the page.
    pub parts: Fields,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A row of a parameter or response table.
    #[default]
    Table,
    /// A row of a table of which no word says what it is: its names, examples and the like decided.
    Evidence,
    /// The text around the tables.
    Prose,
    /// An example.
    Example,
    /// The path or URI.
    Uri,
    /// The dialect: true for every page of the vendor.
    Dialect,
    /// A correction written by a person.
    Overlay,
}

impl Origin {
    /// Whether it is the usual origin, which is not written down.
    #[must_use]
    pub fn is_table(&self) -> bool {
        *self == Origin::Table
    }
}
