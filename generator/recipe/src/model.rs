//! The language as it is written. What is wrong with a recipe is found while it is read, at its line; so its keys stand
//! in the order in which they are run, and a name is known below where it is made.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, MapAccess, Visitor},
    ser::SerializeMap as _,
};

use crate::{
    plan::{self, Place, Scope},
    text,
};

/// A way to authenticate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Recipe {
    /// What it is called: `v4`.
    pub name: String,
    /// What a caller has, by name.
    #[serde(default)]
    pub credentials: Ordered<Kind>,
    /// What can be set beside, with its default; what has an empty one is absent unless it is set.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub settings: Ordered<String>,
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
    /// Requests with what becomes of them; checked whenever the recipe is read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
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

/// What is set, by place and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Puts {
    /// Headers.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub header: Ordered<Maker>,
    /// Parameters of the query.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub query: Ordered<Maker>,
    /// Parameters of a form.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub form: Ordered<Maker>,
    /// Parameters where those of the operation go.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub params: Ordered<Maker>,
}

impl Puts {
    fn is_empty(&self) -> bool {
        *self == Puts::default()
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
    /// The time: `unix`, `unix-ms`, `iso`, `iso-ms`, `basic`, or a pattern such as `%Y-%m-%d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
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
    /// Parameters as one text.
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
    /// What stands between name and value of `pairs`; `=` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kv: Option<String>,
    /// What stands between two of `pairs`; `&` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// The line of each of `headers`: `"{name}:{value}\n"`.
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
}

/// A hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of FIPS 180-4")]
pub enum Digest {
    Sha1,
    Sha256,
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

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Checked;
        impl Visitor<'_> for Checked {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, written: &str) -> Result<Text, E> {
                text::parse(written).map_err(E::custom)?;
                Ok(Text(written.to_owned()))
            }
        }
        deserializer.deserialize_str(Checked)
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`all`, or a list of names")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Names, E> {
                match word {
                    "all" => Ok(Names::All(All::All)),
                    other => Err(E::unknown_variant(other, &["all"])),
                }
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Names, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(Names::List)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A map in the order in which it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Ordered(Vec::new())
    }
}

impl<T> Ordered<T> {
    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Ordered<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        std::collections::BTreeMap::<String, T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, T>::json_schema(generator)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Plain<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Each<'de> for Plain<T> {
            type Value = T;

            fn value<A: MapAccess<'de>>(&mut self, _: &str, map: &mut A) -> Result<T, A::Error> {
                map.next_value()
            }
        }
        deserializer.deserialize_map(Entries(Plain(PhantomData)))
    }
}

/// How each value of a map is read.
trait Each<'de> {
    type Value;

    fn value<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Self::Value, A::Error>;
}

/// Reads a map in its order.
struct Entries<R>(R);

impl<'de, R: Each<'de>> Visitor<'de> for Entries<R> {
    type Value = Ordered<R::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(String, R::Value)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if entries.iter().any(|(known, _)| *known == name) {
                return Err(de::Error::custom(format_args!("`{name}` stands twice in this map")));
            }
            let value = self.0.value(&name, &mut map)?;
            entries.push((name, value));
        }
        Ok(Ordered(entries))
    }
}

/// Makers whose names may stand in what follows, or values that are put.
struct Makers<'s> {
    scope: &'s mut Scope,
    /// Whether their names can be used below.
    named: bool,
}

impl<'de> DeserializeSeed<'de> for Makers<'_> {
    type Value = Ordered<Maker>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(Entries(self))
    }
}

impl<'de> Each<'de> for Makers<'_> {
    type Value = Maker;

    fn value<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Maker, A::Error> {
        let maker = map.next_value_seed(One(self.scope))?;
        if self.named {
            self.scope.add(name, &maker).map_err(de::Error::custom)?;
        }
        Ok(maker)
    }
}

/// One maker, checked against the names that are known where it stands.
struct One<'s>(&'s Scope);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Maker;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Maker, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Maker;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a maker such as `{time: unix}`")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<Maker, E> {
        let maker = Maker::Text(Text(written.to_owned()));
        plan::maker(&maker, self.0).map_err(E::custom)?;
        Ok(maker)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Maker, A::Error> {
        let made = Made::deserialize(de::value::MapAccessDeserializer::new(map))?;
        let maker = Maker::Made(Box::new(made));
        plan::maker(&maker, self.0).map_err(de::Error::custom)?;
        Ok(maker)
    }
}

struct PutsSeed<'s>(&'s mut Scope);

impl<'de> DeserializeSeed<'de> for PutsSeed<'_> {
    type Value = Puts;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Puts, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PutsSeed<'_> {
    type Value = Puts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of places")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Puts, A::Error> {
        let mut puts = Puts::default();
        while let Some(place) = map.next_key::<String>()? {
            let slot = match place.as_str() {
                "header" => &mut puts.header,
                "query" => &mut puts.query,
                "form" => &mut puts.form,
                "params" => &mut puts.params,
                other => return Err(de::Error::unknown_field(other, &["header", "query", "form", "params"])),
            };
            *slot = map.next_value_seed(Makers { scope: &mut *self.0, named: false })?;
        }
        Ok(puts)
    }
}

impl Recipe {
    /// A recipe from JSON.
    ///
    /// # Errors
    ///
    /// It is no JSON, or no recipe.
    #[cfg(feature = "run")]
    pub fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The recipe without its test vectors, as clients carry it.
    #[must_use]
    pub fn bare(&self) -> Self {
        Recipe { vectors: Vec::new(), ..self.clone() }
    }

    /// The places and names of all that is put.
    pub fn puts(&self) -> impl Iterator<Item = (Place, &str)> {
        [&self.put, &self.then].into_iter().flat_map(|puts| {
            let Puts { header, query, form, params } = puts;
            let places = [
                (Place::Header, header),
                (Place::Query, query),
                (Place::Form, form),
                (Place::Params, params),
            ];
            places
                .into_iter()
                .flat_map(|(place, makers)| makers.0.iter().map(move |(name, _)| (place, name.as_str())))
        })
    }
}

impl<'de> Deserialize<'de> for Recipe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;
        impl<'de> Visitor<'de> for Whole {
            type Value = Recipe;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a recipe")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Recipe, A::Error> {
                read(map)
            }
        }
        deserializer.deserialize_map(Whole)
    }
}

/// The keys of a recipe: read as such, so that an unknown one is told at its own line.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Name,
    Credentials,
    Settings,
    Let,
    Put,
    Over,
    Sign,
    Then,
    Vectors,
}

fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Recipe, A::Error> {
    let mut recipe = Recipe::default();
    let mut scope = Scope::default();
    while let Some(key) = map.next_key::<Key>()? {
        match key {
            Key::Name => recipe.name = map.next_value()?,
            Key::Credentials => {
                recipe.credentials = map.next_value()?;
                scope.credentials(&recipe).map_err(de::Error::custom)?;
            }
            Key::Settings => {
                recipe.settings = map.next_value()?;
                scope.settings(&recipe).map_err(de::Error::custom)?;
            }
            Key::Let => recipe.first = map.next_value_seed(Makers { scope: &mut scope, named: true })?,
            Key::Put => recipe.put = map.next_value_seed(PutsSeed(&mut scope))?,
            Key::Over => recipe.over = map.next_value_seed(Makers { scope: &mut scope, named: true })?,
            Key::Sign => {
                let maker = map.next_value_seed(One(&scope))?;
                scope.add("signature", &maker).map_err(de::Error::custom)?;
                recipe.sign = Some(maker);
            }
            Key::Then => recipe.then = map.next_value_seed(PutsSeed(&mut scope))?,
            Key::Vectors => recipe.vectors = map.next_value_seed(Proved(&recipe))?,
        }
    }
    if recipe.name.is_empty() {
        return Err(de::Error::missing_field("name"));
    }
    Ok(recipe)
}

/// Test vectors, each held against the recipe above them.
struct Proved<'r>(&'r Recipe);

impl<'de> DeserializeSeed<'de> for Proved<'_> {
    type Value = Vec<Vector>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Vector>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Proved<'_> {
    type Value = Vec<Vector>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of test vectors")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Vector>, A::Error> {
        let mut vectors = Vec::new();
        while let Some(vector) = seq.next_element::<Vector>()? {
            #[cfg(feature = "run")]
            crate::sample::prove(self.0, &vector).map_err(de::Error::custom)?;
            vectors.push(vector);
        }
        Ok(vectors)
    }
}
