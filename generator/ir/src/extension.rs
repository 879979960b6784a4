//! Keys that begin with `x-`: what people add to an IR for tools of their own.
//!
//! They stand among the keys of what they tell of, and may have any value. A derived reader refuses keys that it does
//! not know, so these keys are gathered before it sees them ([`Extending`]) and given to it as the one key [`KEY`];
//! the writer of an IR spreads them again.

use std::fmt;

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use crate::Value;

/// How the keys begin, and the key under which a struct keeps them.
pub const KEY: &str = "x-";

/// Keys that begin with `x-`, with their values, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Extensions(
    // In a box: hardly any field has one.
    #[cfg_attr(feature = "schema", schemars(with = "IndexMap<String, Value>"))]
    Option<Box<IndexMap<String, Value>>>,
);

impl Extensions {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.as_ref()?.get(key)
    }

    /// The keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().flat_map(|keys| keys.iter())
    }
}

impl From<IndexMap<String, Value>> for Extensions {
    fn from(keys: IndexMap<String, Value>) -> Self {
        Extensions((!keys.is_empty()).then(|| Box::new(keys)))
    }
}

impl<'de> Deserialize<'de> for Extensions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let keys = IndexMap::<String, Value>::deserialize(deserializer)?;
        match keys.keys().find(|key| !is_extension(key)) {
            Some(key) => Err(de::Error::custom(format!("`{key}` does not begin with `{KEY}`"))),
            None => Ok(keys.into()),
        }
    }
}

fn is_extension(key: &str) -> bool {
    key.len() > KEY.len() && key.starts_with(KEY)
}

/// A reader of any format that gathers the keys that begin with `x-` wherever a struct keeps [`Extensions`].
///
/// Faults keep their places: what is wrong with a key or value is reported while the format reads it.
pub struct Extending<D>(pub D);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Extending<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Extending(deserializer))
    }
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($argument,)* Gather { visitor, extends: false })
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Extending<D> {
    type Error = D::Error;

    forward! {
        deserialize_any(); deserialize_bool(); deserialize_i8(); deserialize_i16(); deserialize_i32();
        deserialize_i64(); deserialize_i128(); deserialize_u8(); deserialize_u16(); deserialize_u32();
        deserialize_u64(); deserialize_u128(); deserialize_f32(); deserialize_f64(); deserialize_char();
        deserialize_str(); deserialize_string(); deserialize_bytes(); deserialize_byte_buf(); deserialize_option();
        deserialize_unit(); deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str); deserialize_seq(); deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize); deserialize_map();
        deserialize_enum(name: &'static str, variants: &'static [&'static str]); deserialize_identifier();
        deserialize_ignored_any();
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let extends = fields.contains(&KEY);
        self.0.deserialize_struct(name, fields, Gather { visitor, extends })
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Wraps a visitor, so that the keys and values that it sees gather in turn.
struct Gather<V> {
    visitor: V,
    extends: bool,
}

macro_rules! visit {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.visitor.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Gather<V> {
    type Value = V::Value;

    visit!(
        visit_bool: bool, visit_i8: i8, visit_i16: i16, visit_i32: i32, visit_i64: i64, visit_i128: i128,
        visit_u8: u8, visit_u16: u16, visit_u32: u32, visit_u64: u64, visit_u128: u128, visit_f32: f32,
        visit_f64: f64, visit_char: char, visit_str: &str, visit_borrowed_str: &'de str, visit_string: String,
        visit_bytes: &[u8], visit_borrowed_bytes: &'de [u8], visit_byte_buf: Vec<u8>
    );

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Extending(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Extending(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(Extending(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        let gathered = self.extends.then(IndexMap::new);
        self.visitor.visit_map(Keys { map, gathered, now: false })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(Extending(data))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Extending<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Extending(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Extending<A> {
    type Error = A::Error;
    type Variant = Extending<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        self.0.variant_seed(seed).map(|(value, variant)| (value, Extending(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Extending<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Extending(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(length, Gather { visitor, extends: false })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Gather { visitor, extends: fields.contains(&KEY) })
    }
}

/// The keys of a map. Where they are gathered, those that begin with `x-` come last, as one.
struct Keys<A> {
    map: A,
    /// What has been gathered; `None` where nothing is, or once it has been given.
    gathered: Option<IndexMap<String, Value>>,
    /// Whether the value that is asked for next is what was gathered.
    now: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Keys<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let Some(gathered) = &mut self.gathered else { return self.map.next_key_seed(Extending(seed)) };
        let mut seed = Some(seed);
        loop {
            match self.map.next_key_seed(Key(&mut seed))? {
                Some(Told::Plain(key)) => return Ok(Some(key)),
                Some(Told::Extension(name)) => {
                    gathered.insert(name, self.map.next_value()?);
                }
                None if gathered.is_empty() => return Ok(None),
                None => {
                    self.now = true;
                    return seed.take().map(|seed| seed.deserialize(KEY.into_deserializer())).transpose();
                }
            }
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.gathered.take_if(|_| self.now) {
            Some(gathered) => {
                self.now = false;
                seed.deserialize(Value::Map(gathered).into_deserializer())
            }
            None => self.map.next_value_seed(Extending(seed)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

/// A key, or the name of an extension.
enum Told<T> {
    Plain(T),
    Extension(String),
}

/// Reads a key; the seed is taken only where it is not the key of an extension.
struct Key<'s, S>(&'s mut Option<S>);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, S> {
    type Value = Told<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Key<'_, S> {
    type Value = Told<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        match self.0.take_if(|_| !is_extension(name)) {
            Some(seed) => seed.deserialize(name.into_deserializer()).map(Told::Plain),
            None => Ok(Told::Extension(name.to_owned())),
        }
    }
}
