//! That the docs advise against something.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, value::MapAccessDeserializer},
    ser::SerializeMap as _,
};

/// That the docs advise against something. In YAML only the words, `true` where there are none, or `{since, doc}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Deprecation {
    /// What the docs say about it; empty where they have no words for it.
    pub words: String,
    /// The version or day since which they advise against it.
    pub since: Option<String>,
}

impl Deprecation {
    /// A deprecation in these words.
    pub fn new(words: impl Into<String>) -> Self {
        Deprecation { words: words.into(), since: None }
    }

    /// Words and time in a sentence; empty where there are neither.
    #[must_use]
    pub fn note(&self) -> String {
        match (&self.since, self.words.as_str()) {
            (None, words) => words.to_owned(),
            (Some(since), "") => format!("since {since}"),
            (Some(since), words) => format!("since {since}: {words}"),
        }
    }
}

impl Serialize for Deprecation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.since, self.words.as_str()) {
            (None, "") => serializer.serialize_bool(true),
            (None, words) => serializer.serialize_str(words),
            (Some(since), words) => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("since", since)?;
                if !words.is_empty() {
                    map.serialize_entry("doc", words)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Deprecation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            since: String,
            #[serde(default)]
            doc: String,
        }

        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Deprecation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, what the docs say of it, or `since` and `doc`")
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Deprecation, E> {
                if value {
                    Ok(Deprecation::default())
                } else {
                    Err(E::invalid_value(de::Unexpected::Bool(value), &self))
                }
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<Deprecation, E> {
                Ok(Deprecation::new(words))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Deprecation, A::Error> {
                let Told { since, doc } = Told::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Deprecation { words: doc, since: Some(since) })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Deprecation {
    fn schema_name() -> Cow<'static, str> {
        "Deprecation".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "That the docs advise against it, in their words; `true` where they have no words for it.",
            "anyOf": [
                {"type": ["string", "boolean"]},
                {
                    "type": "object",
                    "properties": {
                        "since": {"type": "string", "description": "The version or day since which they do."},
                        "doc": {"type": "string", "description": "Their words."}
                    },
                    "required": ["since"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
