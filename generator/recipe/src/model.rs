//! The language as it is written.

use serde::{Deserialize, Serialize};

use crate::{ordered::Ordered, plan::Place, puts::Puts};

/// A way to authenticate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Recipe {
    /// What it is called: `v4`.
    pub name: String,
    /// What a caller has, by name.
    #[serde(default)]
    pub credentials: Ordered<Known<Kind>>,
    /// What can be set beside, with its default; what has an empty one is absent unless it is set.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub settings: Ordered<Known<String>>,
    /// Values that are made first, in order.
    #[serde(default, rename = "let", skip_serializing_if = "Ordered::is_empty")]
    pub first: Ordered<Maker>,
    /// What is set before signing.
    #[serde(default, skip_serializing_if = "Puts::is_empty")]
    pub put: Puts,
    /// Values that are made of the request as `put` left it, in order.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub over: Ordered<Maker>,
    /// What makes `{signature}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<Maker>,
    /// What is set after signing.
    #[serde(default, skip_serializing_if = "Puts::is_empty")]
    pub then: Puts,
    /// Requests with what becomes of them: at least one, each checked whenever the recipe is read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vectors: Vec<Vector>,
}

/// What a credential is: whether it may be absent, and whether it is never shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Always there, and may be shown.
    #[default]
    Public,
    /// Always there, never shown.
    Secret,
    /// May be absent, and may be shown.
    Optional,
    /// May be absent, never shown.
    OptionalSecret,
}

impl Kind {
    /// Whether it may be absent.
    #[must_use]
    pub fn is_optional(self) -> bool {
        matches!(self, Kind::Optional | Kind::OptionalSecret)
    }

    /// Whether it is never shown.
    #[must_use]
    pub fn is_secret(self) -> bool {
        matches!(self, Kind::Secret | Kind::OptionalSecret)
    }
}

/// What is known of a credential or a setting: `secret`, or `{is: secret, also: [sdk_sk]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Known<T> {
    /// It has one name.
    Alone(T),
    /// It has others beside.
    Also(Also<T>),
}

/// What has further names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Also<T> {
    /// What it is.
    pub is: T,
    /// Other names under which the environment and profiles may have it: those of the vendor's own tools.
    pub also: Vec<String>,
}

impl<T> Known<T> {
    /// What it is.
    pub fn is(&self) -> &T {
        match self {
            Known::Alone(is) | Known::Also(Also { is, .. }) => is,
        }
    }

    /// Its further names.
    pub fn also(&self) -> &[String] {
        match self {
            Known::Alone(_) => &[],
            Known::Also(Also { also, .. }) => also,
        }
    }
}

impl<T> From<T> for Known<T> {
    fn from(is: T) -> Self {
        Known::Alone(is)
    }
}

/// What makes a value: a text, or one of the makers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Maker {
    /// A text with names in braces.
    Text(Text),
    /// Another maker.
    Made(Box<Made>),
}

/// A maker. Exactly one of `time`, `nonce`, `hash`, `hmac`, `chain`, `pairs`, `headers` and `json` is there, and says
/// which it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// The time: `unix`, `unix-ms`, `unix-us`, `unix-ns`, `iso`, `iso-ms`, `basic`, `http`, or a pattern such as `%Y-%m-%d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// So many seconds later than now is `time`: when a signature is no longer good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plus: Option<u32>,
    /// What is different each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// A hash of `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Digest>,
    /// A keyed hash of `text` with `key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hmac: Option<Digest>,
    /// A key that is derived: from `from`, by a keyed hash of each text of `over`, with the hash before as the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<Digest>,
    /// Parameters as one text; where they have a `line`, `.names` of it are their names, joined by `;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Source>,
    /// Headers as one text; `.names` of it are their names, joined by `;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<Headers>,
    /// A JSON object of these credentials, as far as they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json: Option<Vec<String>>,
    /// The key of `hmac`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Text>,
    /// The text of `hash` and `hmac`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// How the result of `hash` and `hmac` is written.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub coding: Option<Coding>,
    /// What `chain` begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Text>,
    /// What `chain` goes over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Text>,
    /// How `pairs` are sorted; not at all unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// How names and values of `pairs` are encoded; not at all unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encode: Option<Encode>,
    /// Whether `pairs` with an empty value are left out, though they are sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub omit_empty: bool,
    /// Further pairs that are among `pairs`, and nowhere in the request.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub with: Ordered<Text>,
    /// What stands between name and value of `pairs`; `=` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kv: Option<String>,
    /// What stands between two of `pairs`, `&` unless said, or between two lines, which is nothing unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// The line of each of `headers`, `"{name}:{value}\n"` unless said, or of each of `pairs` in place of `kv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

/// Which headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Headers {
    /// Those of these names, or `all` that are set; never one whose name has an underscore, which gateways drop.
    #[serde(default)]
    pub names: Names,
    /// And those whose names begin so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix: Vec<String>,
}

/// Names of headers: `all`, or a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Names {
    /// All that are set.
    All(All),
    /// These.
    List(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Names::List(Vec::new())
    }
}

/// The word `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum All {
    /// All.
    All,
}

/// What is different each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Nonce {
    /// A whole number.
    Digits,
    /// A UUID.
    Uuid,
    /// 32 digits of hex.
    Hex,
}

/// A hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of RFC 1321 and FIPS 180-4")]
pub enum Digest {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// How bytes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Coding {
    /// In lower-case hex.
    #[default]
    Hex,
    /// In base64.
    Base64,
    /// In base64 with `-` and `_`.
    #[serde(rename = "base64url")]
    Base64Url,
    /// The same without `=` at the end.
    #[serde(rename = "base64url-bare")]
    Base64UrlBare,
    /// As they are.
    Raw,
}

/// Whose parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Those of the query.
    Query,
    /// Those of the form.
    Form,
    /// Those of the place where the operation's go.
    Params,
    /// Those of the query and those of the form.
    All,
    /// Members of the JSON body: what strings say, all others as they are written; nulls are none.
    Body,
}

/// How pairs are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// They stay in the order in which they are sent.
    #[default]
    None,
    /// By name, equal names as they are sent.
    Name,
    /// By name and value.
    Pair,
    /// By name and value as they are encoded.
    Encoded,
}

/// How names and values are encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Encode {
    /// Not at all.
    #[default]
    None,
    /// By RFC 3986.
    Rfc3986,
}

/// A request with what becomes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// The credentials.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub credentials: Ordered<String>,
    /// The settings.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub settings: Ordered<String>,
    /// When it is signed, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub at: u64,
    /// The nonce.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nonce: String,
    /// The method.
    pub method: String,
    /// The address, with the query as it is sent.
    pub url: String,
    /// The headers, `Host` aside.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub headers: Ordered<String>,
    /// The body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// What is put, by name, whatever the place.
    pub gives: Ordered<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// A text with names in braces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Text(pub String);

impl Recipe {
    /// The recipe without its test vectors, as clients carry it.
    #[must_use]
    pub fn bare(&self) -> Self {
        Recipe { vectors: Vec::new(), ..self.clone() }
    }

    /// The places and names of all that is put.
    pub fn puts(&self) -> impl Iterator<Item = (Place, &str)> {
        let places = [&self.put, &self.then].into_iter().flat_map(Puts::places);
        places.flat_map(|(place, makers)| makers.0.iter().map(move |(name, _)| (place, name.as_str())))
    }
}
