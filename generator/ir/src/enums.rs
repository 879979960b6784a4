//! Documented values: listed at a field, or once for the whole service under a name that fields refer to.

use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        self, IntoDeserializer as _, MapAccess, SeqAccess,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use crate::{Extensions, Origin, Service, TypeName, read};

/// Values that the docs define once, and fields refer to by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnumDef {
    /// What the page says of it.
    #[serde(default, rename = "doc", skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Where the values come from, if not from a table.
    #[serde(default, skip_serializing_if = "Origin::is_table")]
    pub origin: Origin,
    /// The values, spelled as on the wire, with their labels (empty where there is none), in the order of the page; a
    /// plain list where no value has a label.
    #[serde(rename = "enum", serialize_with = "read::write_values", deserialize_with = "read::values")]
    #[cfg_attr(feature = "schema", schemars(with = "read::Listed"))]
    pub values: IndexMap<String, String>,
    /// Keys that people add, which begin with `x-`.
    #[serde(default, rename = "x-", skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

/// The documented values of a field. Written as the values themselves, or as the name under which
/// [`Service::enums`] has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The name by which the docs refer to them.
    pub name: Option<TypeName>,
    /// The values with their labels. Of a name they are those of its [`EnumDef`], once the service is read.
    listed: IndexMap<String, String>,
}

impl Values {
    /// Whether nothing is said of values, neither a name nor a list.
    #[must_use]
    pub fn is_unsaid(&self) -> bool {
        self.name.is_none() && self.listed.is_empty()
    }

    /// The values that the docs define under this name.
    #[must_use]
    pub fn named(name: TypeName, listed: IndexMap<String, String>) -> Self {
        Values { name: Some(name), listed }
    }
}

impl Deref for Values {
    type Target = IndexMap<String, String>;

    fn deref(&self) -> &Self::Target {
        &self.listed
    }
}

impl DerefMut for Values {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.listed
    }
}

impl From<IndexMap<String, String>> for Values {
    fn from(listed: IndexMap<String, String>) -> Self {
        Values { name: None, listed }
    }
}

impl FromIterator<(String, String)> for Values {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(values: I) -> Self {
        IndexMap::from_iter(values).into()
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.name {
            Some(name) => name.serialize(serializer),
            None => read::write_values(&self.listed, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of values, a map from values to labels, or the name of an enum")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Values, E> {
                let name = TypeName::deserialize(name.into_deserializer())?;
                Ok(Values::named(name, IndexMap::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Values, A::Error> {
                read::values(SeqAccessDeserializer::new(seq)).map(Values::from)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Values, A::Error> {
                read::values(MapAccessDeserializer::new(map)).map(Values::from)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Values {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let listed = generator.subschema_for::<read::Listed>();
        schemars::json_schema!({
            "description": "values, values with their labels, or the name of an enum of the service",
            "anyOf": [listed, {"type": "string"}]
        })
    }
}

impl Service {
    /// Gives every field that names an enum the values of it. A name that nobody defines has none.
    pub fn define_values(&mut self) {
        let enums = std::mem::take(&mut self.enums);
        self.each_field_mut(|field| {
            if let Some(name) = &field.values.name {
                *field.values = enums.get(name).map(|def| def.values.clone()).unwrap_or_default();
            }
        });
        self.enums = enums;
    }
}
