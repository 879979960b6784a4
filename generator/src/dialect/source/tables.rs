//! Tables: their columns, the words in their cells, and how names in them are written.

use serde::{Deserialize, Serialize};

use crate::raw::Role;

/// What the columns of tables are called. Case and blanks around it do not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The name on the wire.
    pub name: Vec<String>,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Vec<String>,
    /// Whether it must be there.
    pub required: Vec<String>,
    /// What it is.
    pub description: Vec<String>,
    /// Where it goes: path, query, header, body.
    pub location: Vec<String>,
    /// What the service assumes.
    pub default: Vec<String>,
    /// The HTTP method.
    pub method: Vec<String>,
    /// The path.
    pub uri: Vec<String>,
    /// An HTTP status.
    pub status: Vec<String>,
    /// An error code.
    pub code: Vec<String>,
    /// One of the values that a field may have, in a table of nothing else.
    pub value: Vec<String>,
    /// Columns that are known, and of no use here.
    pub other: Vec<String>,
}

/// A table that holds no fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TableRule {
    /// Columns that it must have, all of them.
    pub columns: Vec<String>,
    /// The sections in which the rule holds; everywhere where this is empty.
    pub within: Vec<Role>,
    /// What it holds.
    pub is: Role,
    /// The reason why it is passed over.
    pub why: String,
}

/// The words for types. Case and blanks around it do not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Types {
    /// Words for text.
    pub string: Vec<String>,
    /// Words for a file. It is text where JSON carries it; where a request has one, a form in parts does.
    pub file: Vec<String>,
    /// Words for whole numbers.
    pub integer: Vec<String>,
    /// Words for floating-point numbers.
    pub number: Vec<String>,
    /// Words for `true` and `false`.
    pub boolean: Vec<String>,
    /// Words for an object, whose fields stand elsewhere.
    pub object: Vec<String>,
    /// Words for a list, whose elements stand elsewhere.
    pub list: Vec<String>,
    /// Words for an object with free keys, whose values stand elsewhere.
    pub map: Vec<String>,
    /// Words that say nothing.
    pub any: Vec<String>,
    /// Types that are made of other types, tried in this order after the words.
    pub forms: Vec<Form>,
}

/// A type that is made of another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Form {
    /// A regular expression on the whole text. The group `of` is what it is made of; `or` what it may be instead.
    #[serde(rename = "match")]
    pub pattern: String,
    /// What it is.
    pub is: FormKind,
}

/// What a `Form` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FormKind {
    /// A list of the type.
    #[default]
    List,
    /// A map with values of the type.
    Map,
    /// The type itself: the rest of the text says nothing.
    Same,
    /// One of two types: `of`, or the group `or`.
    Either,
}

/// The words for yes and no. A cell that only begins with one has a condition after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Required {
    /// Must be there.
    pub yes: Vec<String>,
    /// May be left out.
    pub no: Vec<String>,
    /// Says nothing.
    pub unknown: Vec<String>,
    /// What it means when nothing says whether a parameter must be there. Words in the cell come first, then marks,
    /// then this; when left out, it is not known.
    pub unmarked: Option<Unmarked>,
    /// Marks of a field that must be there, in its name, its type or at the beginning of its description:
    /// regular expressions. They do not belong to name and type.
    pub yes_marks: Vec<String>,
    /// Marks of a field that may be left out, in the same places.
    pub no_marks: Vec<String>,
}

/// What it means when nothing says whether a parameter must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unmarked {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
}

/// How names are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Segments that stand for the index of a list: `Disks.N.Size`.
    pub index: Vec<String>,
    /// Whether dots in a name mean members of objects.
    pub nesting: Nesting,
    /// Marks at the beginning of a name that make it a member of the row above that has fewer: `└`, `+`, `-`;
    /// `&nbsp;` for any blank that HTML keeps.
    pub indent: Vec<String>,
    /// Parts that do not belong to the name: regular expressions.
    pub strip: Vec<String>,
    /// Names that stand for the elements of the list that the table describes.
    pub element: Vec<String>,
    /// Names that stand for the whole of what the table describes, which has no name: the body itself.
    pub whole: Vec<String>,
    /// Names that stand for free keys of a map: regular expressions.
    pub free: Vec<String>,
    /// Rows that are not fields: regular expressions on the name.
    pub ignore: Vec<String>,
    /// Names that are headers wherever they stand: a regular expression.
    pub header: Option<String>,
}

/// Whether dots in a name mean members of objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Nesting {
    /// Always: containers have no row of their own.
    Always,
    /// Where the part before the last dot is a row of the same table.
    #[default]
    WithParent,
    /// Never: a dot is a part of the name.
    Never,
}

/// Sentences that state rules about several parameters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// At least one part of a composite parameter is needed: regular expressions with the group `name`.
    pub at_least_one: Vec<String>,
    /// Parameters are given together or not at all: regular expressions with the groups `a` and `b`.
    pub together: Vec<String>,
    /// Descriptions of fields that a successful response does not have: regular expressions.
    pub error_fields: Vec<String>,
    /// Descriptions that refer to another page: regular expressions with the group `title`.
    pub page_reference: Vec<String>,
    /// Descriptions of objects whose keys are free: regular expressions.
    pub map_fields: Vec<String>,
    /// Text that says where fields go to look for them: "see table 2", with the group `number`.
    pub table_reference: Vec<String>,
}
