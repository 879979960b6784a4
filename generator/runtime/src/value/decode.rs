//! Reading, leniently: a response never fails to decode because its page was wrong.
//!
//! - A scalar takes the string, number or boolean spelling of itself: `"3"`, `3` and `3.0` are the integer 3.
//! - `null`, and a member that is missing, leave an option `None` and a list or map empty.
//! - What is empty is empty in every spelling: `""`, `[]` and `{}` for a list, a map or an object.
//! - Names are matched exactly; where that finds nothing, without regard to ASCII case.
//! - A member without a field, and a value that its field cannot take (`"abc"` for an integer), go to
//!   [`Extra`], where they can be looked at and from where they are written again.
//! - Only the value as a whole must have the shape that its type says, else it is [`Refused`].

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;

use crate::Envelope;

use super::put::{put_boolean, put_integer, put_large, put_number, put_text};
use super::{Elements, Entries, Extra, Json, Object, Slot, Value, View, to_json};

/// A value whose shape is not what its type says. Holds what came instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused(pub Json);

/// Decodes JSON text, which may start with a byte order mark.
///
/// # Errors
///
/// The text is not JSON, or the value as a whole has another shape.
pub fn decode_slice(bytes: &[u8], value: &mut dyn Value) -> Result<(), serde_json::Error> {
    decode(bytes, value, None)
}

/// Decodes JSON text whose outermost object is wrapped in an envelope, which is taken off.
pub(crate) fn decode_enveloped(
    bytes: &[u8],
    value: &mut dyn Value,
    opened: &mut Opened<'_>,
) -> Result<(), serde_json::Error> {
    decode(bytes, value, Some(opened))
}

fn decode(
    bytes: &[u8],
    value: &mut dyn Value,
    opened: Option<&mut Opened<'_>>,
) -> Result<(), serde_json::Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // Checking the text once costs a tenth of what checking each string in it does.
    let text = std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = deserializer.deserialize_any(Seed { value, opened })?;
    deserializer.end()?;
    match outcome {
        Outcome::Taken | Outcome::Null => Ok(()),
        Outcome::Refused(json) => Err(serde_json::Error::custom(expectation(value, &json))),
    }
}

/// What the envelope of a body says.
pub(crate) struct Opened<'a> {
    pub(crate) envelope: &'a Envelope,
    /// Whether its code is that of success; `None` if it has none.
    pub(crate) ok: Option<bool>,
}

impl Opened<'_> {
    /// Whether a code is that of success, in whatever spelling.
    pub(crate) fn is_ok(&self, code: &Json) -> bool {
        let ok = self.envelope.ok;
        match code {
            Json::Number(number) => ok.parse().is_ok_and(|ok: f64| number.as_f64() == Some(ok)),
            Json::String(text) => {
                text == ok || text.trim().parse().is_ok_and(|code: f64| ok.parse() == Ok(code))
            }
            Json::Bool(code) => ok.parse() == Ok(*code),
            _ => false,
        }
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, key: EnvelopeKey, map: &mut A) -> Result<(), A::Error> {
        if key == EnvelopeKey::Other {
            return map.next_value::<serde::de::IgnoredAny>().map(drop);
        }
        let code = map.next_value::<Json>()?;
        // The exact spelling of the key counts most.
        if self.ok.is_none() || key == EnvelopeKey::Code {
            self.ok = Some(self.is_ok(&code));
        }
        Ok(())
    }
}

/// A key of the envelope.
#[derive(Clone, Copy, PartialEq)]
enum EnvelopeKey {
    Code,
    CodeInOtherCase,
    Other,
}

impl EnvelopeKey {
    fn of(envelope: &Envelope, name: &str) -> Option<Self> {
        let same = |key: &str| key.eq_ignore_ascii_case(name);
        if envelope.code == name {
            Some(EnvelopeKey::Code)
        } else if same(envelope.code) {
            Some(EnvelopeKey::CodeInOtherCase)
        } else {
            let other = same(envelope.message) || envelope.other.iter().any(|key| same(key));
            other.then_some(EnvelopeKey::Other)
        }
    }
}

/// Decodes from JSON that is already parsed.
///
/// # Errors
///
/// The value as a whole has another shape.
pub fn decode_json(json: Json, value: &mut dyn Value) -> Result<(), Refused> {
    match Seed::new(value).deserialize(json) {
        Ok(Outcome::Taken | Outcome::Null) => Ok(()),
        Ok(Outcome::Refused(json)) => Err(Refused(json)),
        // Reading from a `Json` fails only where a seed does, and ours hand back what they refuse.
        Err(_) => Err(Refused(Json::Null)),
    }
}

/// What was expected where this was found.
pub(super) fn expectation(value: &mut dyn Value, found: &Json) -> String {
    let expected = match value.slot() {
        Slot::Ignore => "nothing",
        Slot::Text(_) => "a string",
        Slot::Integer(_) => "an integer",
        Slot::Number(_) => "a number",
        Slot::Boolean(_) => "a boolean",
        Slot::Enum(_) => "a string or a number",
        Slot::List(_) => "a list",
        Slot::Map(_) | Slot::Object(_) => "an object",
        Slot::Json(_) => "any value",
    };
    value.clear();
    let found = match found {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    };
    if found == expected {
        return format!("{found} has an element of another type than expected");
    }
    format!("expected {expected}, found {found}")
}

/// What became of a value that was read.
pub(super) enum Outcome {
    Taken,
    Null,
    Refused(Json),
}

/// Puts what is read next into a value.
pub(super) struct Seed<'a, 'b> {
    value: &'a mut dyn Value,
    /// The envelope around the outermost object.
    opened: Option<&'a mut Opened<'b>>,
}

impl<'a> Seed<'a, '_> {
    pub(super) fn new(value: &'a mut dyn Value) -> Self {
        Seed { value, opened: None }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
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
            Slot::List(list) => return read_list(seq, list).map(|outcome| self.settle(outcome)),
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        let refused = match self.value.slot() {
            Slot::Object(object) => return read_object(map, object, self.opened),
            Slot::Map(entries) => return read_map(map, entries).map(|outcome| self.settle(outcome)),
            Slot::Json(json) => {
                *json = Json::Object(members(&mut map)?);
                return Ok(Outcome::Taken);
            }
            Slot::Ignore => {
                while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
                return Ok(Outcome::Taken);
            }
            _ => members(&mut map)?,
        };
        let accepted = refused.is_empty() && takes_empty(self.value);
        self.value.clear();
        Ok(if accepted { Outcome::Taken } else { Outcome::Refused(Json::Object(refused)) })
    }
}

impl Seed<'_, '_> {
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

/// Puts a scalar; what the slot does not take is handed back and the value is absent again.
fn take(value: &mut dyn Value, put: impl FnOnce(Slot<'_>) -> bool, json: impl FnOnce() -> Json) -> Outcome {
    if put(value.slot()) {
        return Outcome::Taken;
    }
    value.clear();
    Outcome::Refused(json())
}

fn read_list<'de, A: SeqAccess<'de>>(mut seq: A, list: &mut dyn Elements) -> Result<Outcome, A::Error> {
    while list.count() > 0 {
        list.pop();
    }
    loop {
        match seq.next_element_seed(Element(list))? {
            None => return Ok(Outcome::Taken),
            Some(Outcome::Taken) => {}
            Some(Outcome::Null) => list.pop(),
            Some(Outcome::Refused(json)) => {
                // One element is not what the page says, so none is: the list is handed back as it came.
                list.pop();
                let before = 0..list.count();
                let mut all: Vec<Json> = before.filter_map(|i| list.at(i)).map(to_json).collect();
                all.push(json);
                return Ok(Outcome::Refused(Json::Array(rest(&mut seq, all)?)));
            }
        }
    }
}

/// Puts what is read next at the end of a list.
struct Element<'a>(&'a mut dyn Elements);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        Seed::new(self.0.push()).deserialize(deserializer)
    }
}

fn read_map<'de, A: MapAccess<'de>>(mut map: A, entries: &mut dyn Entries) -> Result<Outcome, A::Error> {
    while let Some(key) = map.next_key::<String>()? {
        match map.next_value_seed(Seed::new(entries.entry(&key)))? {
            Outcome::Taken => {}
            Outcome::Null => entries.remove(&key),
            Outcome::Refused(json) => {
                entries.remove(&key);
                let mut all = serde_json::Map::new();
                entries.each(&mut |key, value| {
                    all.insert(key.to_owned(), to_json(value));
                });
                all.insert(key, json);
                all.extend(members(&mut map)?);
                return Ok(Outcome::Refused(Json::Object(all)));
            }
        }
    }
    Ok(Outcome::Taken)
}

fn read_object<'de, A: MapAccess<'de>>(
    map: A,
    object: &mut dyn Object,
    opened: Option<&mut Opened<'_>>,
) -> Result<Outcome, A::Error> {
    let names = object.names();
    let mut input = Some((map, opened));
    let mut result = Ok(());
    object.visit_mut(&mut |fields, extra| {
        if let Some((map, opened)) = input.take() {
            result = read_members(map, names, fields, extra, opened);
        }
    });
    result.map(|()| Outcome::Taken)
}

fn read_members<'de, A: MapAccess<'de>>(
    mut map: A,
    names: &[&'static str],
    fields: &mut [&mut dyn Value],
    extra: &mut Extra,
    mut opened: Option<&mut Opened<'_>>,
) -> Result<(), A::Error> {
    // Members mostly come in the order of the page, so the search starts where the last one was found.
    let mut expected = 0;
    let envelope = opened.as_ref().map(|opened| opened.envelope);
    while let Some(key) = map.next_key_seed(Name { names, expected, envelope })? {
        let (index, name) = match key {
            Key::Field(index) => (index, None),
            Key::OtherCase(index, name) => (index, Some(name)),
            Key::Envelope(key) => {
                if let Some(opened) = &mut opened {
                    opened.read(key, &mut map)?;
                }
                continue;
            }
            Key::Unknown(name) => {
                extra.insert(name, map.next_value::<Json>()?);
                continue;
            }
        };
        expected = index + 1;
        let Some(field) = fields.get_mut(index) else { continue };
        match name {
            // The field has its value already, so this is another member after all.
            Some(name) if !is_absent(*field) => extra.insert(name, map.next_value::<Json>()?),
            name => {
                if let Outcome::Refused(json) = map.next_value_seed(Seed::new(&mut **field))? {
                    let known = || names.get(index).copied().unwrap_or_default().to_owned();
                    extra.insert(name.unwrap_or_else(known), json);
                }
            }
        }
    }
    Ok(())
}

fn is_absent(value: &dyn Value) -> bool {
    match value.view() {
        View::Absent => true,
        View::List(list) => list.count() == 0,
        View::Map(map) => map.count() == 0,
        _ => false,
    }
}

/// Finds the field of a name without copying it.
struct Name<'a> {
    names: &'a [&'static str],
    expected: usize,
    envelope: Option<&'a Envelope>,
}

enum Key {
    Field(usize),
    OtherCase(usize, String),
    Envelope(EnvelopeKey),
    Unknown(String),
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        if self.names.get(self.expected).is_some_and(|known| *known == name) {
            return Ok(Key::Field(self.expected));
        }
        if let Some(index) = self.names.iter().position(|known| *known == name) {
            return Ok(Key::Field(index));
        }
        if let Some(key) = self.envelope.and_then(|envelope| EnvelopeKey::of(envelope, name)) {
            return Ok(Key::Envelope(key));
        }
        Ok(match self.names.iter().position(|known| known.eq_ignore_ascii_case(name)) {
            Some(index) => Key::OtherCase(index, name.to_owned()),
            None => Key::Unknown(name.to_owned()),
        })
    }
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
