//! A service: what all its operations share, its operations, and its types.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{
    Deprecation, EnumDef, ErrorCode, Extensions, Fields, Operation, OperationId, Origin, Recipe, TypeName,
    WireName, read,
};

/// The version of the format that this crate reads and writes.
pub const VERSION: u32 = 2;

/// One service: a file of the IR.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The version of the format: [`VERSION`].
    pub tablature: u32,
    /// The vendor's id, a folder name: `acme`.
    pub vendor: String,
    /// The service's id, a file name: `images`.
    pub service: String,
    /// The service's name for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The address that the pages are published under; the path of a page is appended to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// How operations are told apart.
    #[serde(deserialize_with = "read::tagged")]
    pub protocol: Protocol,
    /// Where requests go, with the path that all of theirs begin with where there is one:
    /// `https://images.{region}.example.com`, `https://api.example.com/v4`.
    pub endpoint: String,
    /// The ways to authenticate that the service accepts, the usual one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth: Vec<Recipe>,
    /// Parameters that the client's configuration supplies when an operation has them, each with the setting that it
    /// is: `Region: region`, `project_id: project_id`. A call may override each.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub context: IndexMap<WireName, String>,
    /// Whether requests are made for the whole account, not for a project.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub global: bool,
    /// What wraps every response body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<Envelope>,
    /// The shapes of error bodies, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorShape>,
    /// What is answered to requests that are refused before an operation is carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusals: Option<Refusals>,
    /// The error codes after which the same request may succeed a little later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transient: Vec<String>,
    /// The error codes that the docs list for the service as a whole, in the order of the pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<ErrorCode>,
    /// The operations by id, sorted by id.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub operations: IndexMap<OperationId, Operation>,
    /// The values that the docs define once and refer to, by name, sorted by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub enums: IndexMap<TypeName, EnumDef>,
    /// The types by name, sorted by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub types: IndexMap<TypeName, TypeDef>,
    /// Keys that people add, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

/// How the operations of a service are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// One address; a parameter of this name carries the operation's id.
    Rpc(WireName),
    /// Method and path; JSON bodies.
    #[default]
    Rest,
}

/// The keys of every response body that say whether the call succeeded; operations do not repeat them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The key of the code.
    pub code: WireName,
    /// The code of success.
    pub ok: String,
    /// The key of the message.
    pub message: WireName,
    /// The key, or keys joined by `.`, under which the subject of a response stands: `data`. The IR describes bodies
    /// of success, and the paths of pagination, from there.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read::key_path")]
    pub payload: Option<String>,
    /// Further keys that say nothing about the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<WireName>,
}

/// Where an error body keeps its code and message: paths of keys joined by `.`, `[]` for the first element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorShape {
    /// The path of the code: `errors[].errorCode`.
    pub code: String,
    /// The path of the message.
    pub message: String,
    /// The path of the request's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// The error codes that the service, or the gateway in front of it, gives for requests that it refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Refusals {
    /// The shape of these errors, where a gateway has its own. When left out, they have the envelope, or else the first
    /// shape of the service's errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<ErrorShape>,
    /// The codes by why a request is refused.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub codes: IndexMap<Refusal, String>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The parameter that names the operation is missing.
    Unnamed,
    /// There is no such operation.
    Unknown,
    /// Nothing authenticates it.
    Unsigned,
    /// What authenticates it is wrong: the key, the signature, the token.
    Signature,
    /// A required parameter is missing.
    Missing,
    /// The type of a parameter does not allow the value.
    Value,
}

/// A named object type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TypeDef {
    /// What the page says of it.
    #[serde(default, rename = "doc", skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// That the docs advise against it, and in which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Where the type comes from, if not from a table.
    #[serde(default, skip_serializing_if = "Origin::is_table")]
    pub origin: Origin,
    /// Its fields, in the order of the page.
    #[serde(default)]
    pub fields: Fields,
    /// Keys that people add, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}
