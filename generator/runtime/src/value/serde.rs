//! The bridge to serde: what `Serialize` and `Deserialize` of a generated type call.

use serde::de::{Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::decode::expectation;
use super::seed::{Outcome, read_any};
use super::{Extra, Object, Value, View, json::is_left_out};

/// Reads a value through serde, as leniently as a response.
///
/// # Errors
///
/// The source cannot be read, or the value as a whole has another shape.
pub fn deserialize<'de, D: Deserializer<'de>, T: Value + Default>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::default();
    deserialize_into(deserializer, &mut value)?;
    Ok(value)
}

fn deserialize_into<'de, D: Deserializer<'de>>(d: D, value: &mut dyn Value) -> Result<(), D::Error> {
    match read_any(d, value)? {
        Outcome::Taken | Outcome::Null => Ok(()),
        Outcome::Refused(json) => Err(D::Error::custom(expectation(value, &json))),
    }
}

/// Writes a value through serde.
///
/// # Errors
///
/// The target cannot be written.
pub fn serialize<S: Serializer>(value: &dyn Value, serializer: S) -> Result<S::Ok, S::Error> {
    Ref(value).serialize(serializer)
}

struct Ref<'a>(&'a dyn Value);

impl Serialize for Ref<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.view() {
            View::Absent => serializer.serialize_unit(),
            View::Text(text) => serializer.serialize_str(text),
            View::Integer(integer) => serializer.serialize_i64(integer),
            View::Unsigned(integer) => serializer.serialize_u64(integer),
            View::Number(number) => serializer.serialize_f64(number),
            View::Boolean(boolean) => serializer.serialize_bool(boolean),
            View::Enum(value) => match value.text().parse::<i64>() {
                Ok(integer) if value.is_integer() => serializer.serialize_i64(integer),
                _ => serializer.serialize_str(value.text()),
            },
            View::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.count()))?;
                for element in (0..list.count()).filter_map(|index| list.at(index)) {
                    seq.serialize_element(&Ref(element))?;
                }
                seq.end()
            }
            View::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.count()))?;
                let mut result = Ok(());
                entries.each(&mut |key, value| {
                    if result.is_ok() {
                        result = map.serialize_entry(key, &Ref(value));
                    }
                });
                result?;
                map.end()
            }
            View::Object(object) => serialize_object(object, serializer),
            View::Json(json) => json.serialize(serializer),
        }
    }
}

fn serialize_object<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let mut serializer = Some(serializer);
    let mut result = None;
    object.visit(&mut |fields, extra| {
        if let Some(serializer) = serializer.take() {
            result = Some(serialize_members(object, fields, extra, serializer));
        }
    });
    match (result, serializer) {
        (Some(result), _) => result,
        (None, Some(serializer)) => serializer.serialize_map(Some(0))?.end(),
        (None, None) => Err(serde::ser::Error::custom("an object without fields to visit")),
    }
}

fn serialize_members<S: Serializer>(
    object: &dyn Object,
    fields: &[&dyn Value],
    extra: &Extra,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let there = || object.names().iter().zip(fields).filter(|(name, it)| !is_left_out(object, name, **it));
    let mut map = serializer.serialize_map(Some(there().count() + extra.len()))?;
    for (name, field) in there() {
        map.serialize_entry(name, &Ref(*field))?;
    }
    for (name, json) in extra.iter() {
        map.serialize_entry(name, json)?;
    }
    map.end()
}
