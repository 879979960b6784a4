//! Forms of values in a file that a derive does not offer: a variant as a map of one key, a list of values where a
//! map of values with labels may stand.

use std::{fmt, marker::PhantomData, str::FromStr};

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IntoDeserializer as _, MapAccess, SeqAccess, value::MapAccessDeserializer},
    ser::SerializeMap as _,
};

/// An enum whose variants are a word (`rest`) or a map of one key (`{rpc: Action}`). YAML libraries would ask
/// for a tag (`!rpc Action`), which neither a JSON Schema nor a reader of a pull request knows.
struct Tagged<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tagged<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a map of one key")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
                T::deserialize(word.into_deserializer())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(Visitor(PhantomData)).map(Tagged)
    }
}

/// Reads a [`Tagged`] value.
pub(crate) fn tagged<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Tagged::deserialize(deserializer).map(|Tagged(value)| value)
}

/// Reads a [`Tagged`] value that may be absent.
pub(crate) fn tagged_option<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    tagged(deserializer).map(Some)
}

/// Reads a list of [`Tagged`] values.
pub(crate) fn tagged_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let list = Vec::<Tagged<T>>::deserialize(deserializer)?;
    Ok(list.into_iter().map(|Tagged(value)| value).collect())
}

/// Reads a value that is written as text. The fault is raised while the text is being read, so that it has its place.
pub(crate) fn text<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
{
    struct Visitor<T>(PhantomData<T>);
    impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Visitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("text")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Visitor(PhantomData))
}

/// Reads a media type without parameters.
pub(crate) fn media_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct MediaType(String);
    impl FromStr for MediaType {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let is_token = |text: &str| {
                let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
                !text.is_empty() && text.bytes().all(is_allowed)
            };
            match text.split_once('/') {
                Some((ty, subtype)) if is_token(ty) && is_token(subtype) => Ok(MediaType(text.to_owned())),
                _ => Err(format!("`{text}` is no media type; expected one like `multipart/form-data`")),
            }
        }
    }
    text::<D, MediaType>(deserializer).map(|MediaType(text)| Some(text))
}

/// Reads keys joined by dots.
pub(crate) fn key_path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct KeyPath(String);
    impl FromStr for KeyPath {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            if text.split('.').any(|key| key.trim() != key || key.is_empty()) {
                return Err(format!(
                    "`{text}` is no path of keys; expected one like `data` or `result.data`"
                ));
            }
            Ok(KeyPath(text.to_owned()))
        }
    }
    text::<D, KeyPath>(deserializer).map(|KeyPath(path)| Some(path))
}

/// Writes text as the number or flag that it spells, where every reader gets the same spelling back.
#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
pub(crate) fn write_bare<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    // Some readers hold integers as floating-point numbers.
    const WHOLE: std::ops::RangeInclusive<i64> = -(1 << 53)..=1 << 53;
    let Some(text) = text else { return serializer.serialize_none() };
    if let Ok(flag) = text.parse::<bool>() {
        return serializer.serialize_bool(flag);
    }
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(number), _) if number.to_string() == *text && WHOLE.contains(&number) => {
            serializer.serialize_i64(number)
        }
        (Err(_), Ok(number)) if number.to_string() == *text && number.is_finite() && text.contains('.') => {
            serializer.serialize_f64(number)
        }
        _ => serializer.serialize_str(text),
    }
}

/// How a schema describes what [`write_bare`] writes.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum Bare {
    /// Text.
    Text(String),
    /// A number, spelled as on the wire.
    Number(f64),
    /// A flag, spelled as on the wire.
    Flag(bool),
}

/// Writes values as a list when none has a label, else as a map.
pub(crate) fn write_values<S: Serializer>(
    values: &IndexMap<String, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if values.values().all(String::is_empty) {
        return values.keys().collect::<Vec<_>>().serialize(serializer);
    }
    let mut map = serializer.serialize_map(Some(values.len()))?;
    for (value, label) in values {
        map.serialize_entry(value, label)?;
    }
    map.end()
}

/// Reads what [`write_values`] writes. A value that stands twice in a list is an error, and so is no value.
pub(crate) fn values<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<IndexMap<String, String>, D::Error> {
    struct Visitor;
    impl<'de> de::Visitor<'de> for Visitor {
        type Value = IndexMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of values, or a map from values to labels")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut values = IndexMap::new();
            while seq.next_element_seed(NewValue(&mut values))?.is_some() {}
            some(values)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            some(IndexMap::deserialize(MapAccessDeserializer::new(map))?)
        }
    }
    fn some<E: de::Error>(values: IndexMap<String, String>) -> Result<IndexMap<String, String>, E> {
        if values.is_empty() {
            Err(E::custom("an enum without values; where none are known, there is none"))
        } else {
            Ok(values)
        }
    }
    deserializer.deserialize_any(Visitor)
}

/// An item of a list of values that is not among those before it. The fault is raised at the item.
struct NewValue<'a>(&'a mut IndexMap<String, String>);

impl<'de> de::DeserializeSeed<'de> for NewValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for NewValue<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        match self.0.insert(value.to_owned(), String::new()) {
            None => Ok(()),
            Some(_) => Err(E::custom(format_args!("the value `{value}` stands twice in this list"))),
        }
    }
}

/// How a schema describes what [`values`] reads.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum Listed {
    /// Values without labels.
    List(#[schemars(length(min = 1))] Vec<String>),
    /// Values with their labels.
    Labelled(#[schemars(extend("minProperties" = 1))] IndexMap<String, String>),
}
