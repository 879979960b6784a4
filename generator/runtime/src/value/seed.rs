//! Putting what is read where it belongs.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{
    Json, Slot, Value, View,
    decode::Opened,
    literal::{broken_text, digits},
    members::{read_list, read_map, read_object},
    put::{json_of, put_boolean, put_digits, put_integer, put_large, put_number, put_text},
    reader::Reader,
};

/// What became of a value that was read.
pub(super) enum Outcome {
    Taken,
    Null,
    Refused(Json),
}

/// The state that the values of one text share.
pub(super) struct Reading {
    /// Whether it comes from our own reader, which gives numbers as they were written.
    as_written: bool,
    /// The elements and entries that did not fit, each with its place relative to the list or map that is being read.
    pub(super) lost: Vec<(String, Json)>,
}

/// Reads a value from any source.
pub(super) fn read_any<'de, D: Deserializer<'de>>(
    source: D,
    value: &mut dyn Value,
) -> Result<Outcome, D::Error> {
    let mut reading = Reading { as_written: false, lost: Vec::new() };
    Seed { value, opened: None, reading: &mut reading }.deserialize(source)
}

/// Puts what is read next into a value.
pub(super) struct Seed<'a, 'b> {
    value: &'a mut dyn Value,
    /// The envelope around the outermost object.
    opened: Option<&'a mut Opened<'b>>,
    reading: &'a mut Reading,
}

impl<'a> Seed<'a, '_> {
    pub(super) fn new(value: &'a mut dyn Value, reading: &'a mut Reading) -> Self {
        Seed { value, opened: None, reading }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        if self.reading.as_written {
            deserializer.deserialize_bytes(self)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        self.value.clear();
        Ok(if matches!(self.value.view(), View::Json(_)) { Outcome::Taken } else { Outcome::Null })
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Outcome, E> {
        Ok(take(self.value, |slot| put_boolean(slot, boolean), || boolean.into()))
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Outcome, E> {
        Ok(take(self.value, |slot| put_integer(slot, integer), || integer.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, integer: u64) -> Result<Outcome, E> {
        match i64::try_from(integer) {
            Ok(integer) => self.visit_i64(integer),
            Err(_) => Ok(take(self.value, |slot| put_large(slot, integer), || integer.into())),
        }
    }

    fn visit_f64<E>(self, number: f64) -> Result<Outcome, E> {
        Ok(take(self.value, |slot| put_number(slot, number), || number.into()))
    }

    /// From our own reader: a number as it was written, or what is no value.
    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Outcome, E> {
        let Some(digits) = digits(bytes) else {
            return Ok(take(self.value, |slot| put_broken(slot, bytes), || broken_text(bytes).into()));
        };
        Ok(written(self.value, digits))
    }

    fn visit_str<E>(self, text: &str) -> Result<Outcome, E> {
        Ok(take(self.value, |slot| put_text(slot, text), || text.into()))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Outcome, E> {
        if let Slot::Text(slot) = self.value.slot() {
            *slot = text;
            return Ok(Outcome::Taken);
        }
        self.visit_str(&text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Outcome, A::Error> {
        let refused = match self.value.slot() {
            Slot::List(list) => {
                return read_list(seq, list, self.reading).map(|outcome| self.settle(outcome));
            }
            Slot::Json(json) => {
                *json = Json::Array(rest(&mut seq, Vec::new())?);
                return Ok(Outcome::Taken);
            }
            Slot::Ignore => {
                while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                return Ok(Outcome::Taken);
            }
            _ => rest(&mut seq, Vec::new())?,
        };
        let accepted = refused.is_empty() && takes_empty(self.value);
        self.value.clear();
        Ok(if accepted { Outcome::Taken } else { Outcome::Refused(Json::Array(refused)) })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Outcome, A::Error> {
        let refused = match self.value.slot() {
            Slot::Object(object) => return read_object(map, object, self.opened, self.reading),
            Slot::Map(entries) => {
                return read_map(map, entries, self.opened.take(), self.reading)
                    .map(|outcome| self.settle(outcome));
            }
            Slot::Json(json) => {
                let members = members(&mut map)?;
                *json = number_of(&members).map_or(Json::Object(members), json_of);
                return Ok(Outcome::Taken);
            }
            Slot::Ignore => {
                while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
                return Ok(Outcome::Taken);
            }
            _ => members(&mut map)?,
        };
        if let Some(digits) = number_of(&refused) {
            return Ok(written(self.value, &digits));
        }
        let accepted = refused.is_empty() && takes_empty(self.value);
        self.value.clear();
        Ok(if accepted { Outcome::Taken } else { Outcome::Refused(Json::Object(refused)) })
    }
}

impl<'a> Seed<'a, '_> {
    /// Reads a whole text.
    ///
    /// # Errors
    ///
    /// It has no structure that could be followed.
    pub(super) fn read(
        reader: Reader<'_>,
        value: &'a mut dyn Value,
        opened: Option<&'a mut Opened<'_>>,
    ) -> Result<Outcome, serde_json::Error> {
        let mut reading = Reading { as_written: true, lost: Vec::new() };
        reader.read(Seed { value, opened, reading: &mut reading })
    }

    fn settle(self, outcome: Outcome) -> Outcome {
        if matches!(outcome, Outcome::Refused(_)) {
            self.value.clear();
        }
        outcome
    }
}

fn takes_empty(value: &mut dyn Value) -> bool {
    matches!(value.slot(), Slot::List(_) | Slot::Map(_) | Slot::Object(_))
}

/// Puts an invalid JSON value as text, where the slot takes any JSON.
fn put_broken(slot: Slot<'_>, bytes: &[u8]) -> bool {
    match slot {
        Slot::Ignore => true,
        Slot::Json(json) => {
            *json = broken_text(bytes).into();
            true
        }
        _ => false,
    }
}

/// Puts a scalar. If the slot does not take it, it is handed back and the value is absent again.
fn take(value: &mut dyn Value, put: impl FnOnce(Slot<'_>) -> bool, json: impl FnOnce() -> Json) -> Outcome {
    if put(value.slot()) {
        return Outcome::Taken;
    }
    value.clear();
    Outcome::Refused(json())
}

/// Puts a number as it was written.
fn written(value: &mut dyn Value, digits: &str) -> Outcome {
    take(value, |slot| put_digits(slot, digits), || json_of(digits))
}

/// The digits of a number that `serde_json` shows as an object because some crate of the program has switched on its
/// feature `arbitrary_precision`.
fn number_of(members: &serde_json::Map<String, Json>) -> Option<String> {
    let number = members.get("$serde_json::private::Number").filter(|_| members.len() == 1)?;
    number.as_str().map(str::to_owned)
}

fn rest<'de, A: SeqAccess<'de>>(seq: &mut A, mut array: Vec<Json>) -> Result<Vec<Json>, A::Error> {
    while let Some(element) = seq.next_element()? {
        array.push(element);
    }
    Ok(array)
}

fn members<'de, A: MapAccess<'de>>(map: &mut A) -> Result<serde_json::Map<String, Json>, A::Error> {
    let mut object = serde_json::Map::new();
    while let Some((key, value)) = map.next_entry()? {
        object.insert(key, value);
    }
    Ok(object)
}
