//! What holds for every service: how it is called, how its operations are named, how lists are called page by page.

use std::fmt;

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        self, EnumAccess, IntoDeserializer as _, MapAccess,
        value::{EnumAccessDeserializer, MapAccessDeserializer},
    },
};
use tablature_ir::{Envelope, ErrorShape, Method, Protocol, Recipe, Refusals, WireName};

/// Facts that hold for every service of the vendor; `vendor.yaml` may override each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// How operations are told apart.
    #[serde(deserialize_with = "protocol")]
    pub protocol: Protocol,
    /// The method and path of every operation, where pages give none.
    pub request: Option<DefaultRequest>,
    /// Where requests go; `{service}` is the service's id, `{region}` is filled by the client.
    pub endpoint: String,
    /// The ways to authenticate, the usual one first.
    pub auth: Vec<Recipe>,
    /// Operations that take only some of these ways, or none; the first entry that fits an operation counts.
    pub auth_of: Vec<AuthOf>,
    /// Parameters that the client supplies when an operation has them, and from which setting.
    pub context: IndexMap<WireName, String>,
    /// Services whose requests are made for the whole account.
    pub global: Global,
    /// Parameters and headers of the protocol itself, in upper or lower case: they are never fields.
    pub supplied: Vec<WireName>,
    /// What wraps every response body.
    pub envelope: Option<Envelope>,
    /// The shapes of error bodies.
    pub errors: Vec<ErrorShape>,
    /// What is answered to requests that are refused before an operation is carried out.
    pub refusals: Option<Refusals>,
    /// The error codes after which the same request may succeed a little later.
    pub transient: Vec<String>,
    /// The address that the pages are published under.
    pub docs: String,
    /// Beginnings of operation names, by whether a request may be sent again.
    pub retry: RetryNames,
}

/// Operations by method and path, and how they are authenticated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthOf {
    /// A regular expression over method and path, such as `^GET /v5/market/`.
    #[serde(rename = "match")]
    pub pattern: String,
    /// The ways: each a list of names that are needed together; empty where the operations are public.
    pub auth: Vec<Vec<String>>,
}

/// Services whose requests are made for the whole account, where those of other services are for a project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Global {
    /// The ids of these services.
    pub services: Vec<String>,
    /// What the client supplies to them, instead of the `context` of the others.
    pub context: IndexMap<WireName, String>,
}

/// Method and path where no page gives them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DefaultRequest {
    /// The method.
    pub method: Method,
    /// The path; `{page}` in it is the name of the page's file.
    pub uri: String,
}

/// Beginnings of operation names that tell whether a request may be sent twice. For protocols in which the
/// method does not tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RetryNames {
    /// Beginnings of operations that only read.
    pub safe: Vec<String>,
    /// Beginnings of operations that may run twice to the same effect.
    pub idempotent: Vec<String>,
}

/// How services and operations are named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Naming {
    /// Endings that a folder's name loses: `uhub-api` → `uhub`.
    pub strip: Vec<String>,
    /// Where a title holds the operation's name: regular expressions with the groups `name` and `title`.
    pub title: Vec<String>,
    /// Where another text of the page holds the operation's name, if the title does not: regular expressions
    /// with the group `name` on paragraphs and on descriptions of fields.
    pub text: Vec<String>,
    /// Where the address of a link holds a name: regular expressions with the group `name`. A name is taken where it
    /// fits method and path. A group `version` says that such names hold within a version of the service: that of the
    /// path is added then.
    pub link: Vec<String>,
    /// Segments of a path that are left out of a name made from it: a regular expression.
    pub omit_segments: Option<String>,
    /// The verbs that fit a method, for names that links give.
    pub verbs: IndexMap<Method, Vec<String>>,
    /// Names that links also give on pages of other operations: they are taken only where they speak of the last
    /// thing that the path names.
    pub copied: Vec<String>,
}

/// One way to call a list page by page: the names of its parameters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Paging {
    /// The parameter that says how many items to skip.
    pub offset: Option<WireName>,
    /// The parameter that says how many items to return.
    pub limit: Option<WireName>,
    /// The parameter that says which page.
    pub page: Option<WireName>,
    /// The parameter that says how many items a page has.
    pub size: Option<WireName>,
    /// The number of the first page, where pages do not say it.
    pub first: Option<u32>,
    /// The parameter that takes the marker.
    pub marker: Option<WireName>,
    /// Paths of the total in the response body, the first that is there.
    pub total: Vec<String>,
    /// The response header that holds the total.
    pub total_header: Option<WireName>,
    /// Paths of the next marker in the response body, the first that is there; `items[].id` for a key of the
    /// last item.
    pub next: Vec<String>,
    /// The response header that holds the next marker.
    pub next_header: Option<WireName>,
    /// Paths of a link to the next page in the response body, the first that is there.
    pub link: Vec<String>,
    /// The response header that holds links, of which one is to the next page: `Link`.
    pub link_header: Option<WireName>,
    /// Whether a guide says it once for all lists: the pages of the lists need not repeat the parameters and headers. Those
    /// are the lists that have a place for a total where `total` says.
    pub everywhere: bool,
}

/// Reads a protocol as the schema and the IR have it, `{rpc: Action}`, or with the tag that YAML libraries write,
/// `!rpc Action`.
fn protocol<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Protocol, D::Error> {
    struct Visitor;
    impl<'de> de::Visitor<'de> for Visitor {
        type Value = Protocol;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("`rest` or `{rpc: NAME}`")
        }

        fn visit_str<E: de::Error>(self, word: &str) -> Result<Protocol, E> {
            Protocol::deserialize(word.into_deserializer())
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Protocol, A::Error> {
            Protocol::deserialize(MapAccessDeserializer::new(map))
        }

        fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Protocol, A::Error> {
            Protocol::deserialize(EnumAccessDeserializer::new(data))
        }
    }
    deserializer.deserialize_any(Visitor)
}
