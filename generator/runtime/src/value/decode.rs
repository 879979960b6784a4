//! Reading, leniently: a response never fails to decode because its page was wrong.
//!
//! - A scalar takes the string, number or boolean spelling of itself: `"3"`, `3` and `3.0` are the integer 3.
//! - `null`, and a member that is missing, leave an option `None` and a list or map empty.
//! - What is empty is empty in every spelling: `""`, `[]` and `{}` for a list, a map or an object.
//! - Names are matched exactly; where that finds nothing, without regard to ASCII case.
//! - A member without a field, and a value that its field cannot take (`"abc"` for an integer), go to
//!   [`Extra`], where they can be looked at and from where they are written again.
//! - An element that its list cannot take costs itself alone, and goes there as `Name[2]`, an entry of a map as
//!   `Name.key`; where none fits, the list is kept as it came. A `null` among elements keeps its place, empty.
//! - Of members of one name the last one counts.
//! - A number keeps all its digits where a page calls it a string.
//! - What is no JSON (`NaN`, `1e400`, a byte that is no UTF-8, nesting over 128) costs the member that it is in, and
//!   is kept in [`Extra`] as text.
//! - Only the value as a whole must have the shape that its type says, else it is [`Refused`].

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;

use super::salvage::{AS_WRITTEN, broken_text, is_number, salvage};
use crate::Envelope;

use super::put::{put_boolean, put_digits, put_integer, put_large, put_number, put_text};
use super::{Elements, Entries, Extra, Json, Object, Slot, Value, View};

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
    mut opened: Option<&mut Opened<'_>>,
) -> Result<(), serde_json::Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let outcome = match read_text(bytes, value, opened.as_deref_mut()) {
        Ok(outcome) => outcome,
        Err(error) => {
            value.clear();
            let Some(salvaged) = salvage(bytes) else { return Err(error) };
            if let Some(opened) = &mut opened {
                opened.ok = None;
            }
            let mut reading = Reading { source: Source::Salvaged, lost: Vec::new() };
            Seed { value, opened, reading: &mut reading }.deserialize(salvaged)?
        }
    };
    match outcome {
        Outcome::Taken | Outcome::Null => Ok(()),
        Outcome::Refused(json) => Err(serde_json::Error::custom(expectation(value, &json))),
    }
}

/// Reads what is JSON and has no number whose digits matter: nearly all answers.
fn read_text(
    bytes: &[u8],
    value: &mut dyn Value,
    opened: Option<&mut Opened<'_>>,
) -> Result<Outcome, serde_json::Error> {
    // Checking the text once costs a tenth of what checking each string in it does.
    let text = std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut reading = Reading { source: Source::Text, lost: Vec::new() };
    let outcome = Seed { value, opened, reading: &mut reading }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(outcome)
}

/// JSON of an answer, whatever is in it; `None` when it has no structure.
pub(crate) fn read_json(bytes: &[u8]) -> Option<Json> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).ok().or_else(|| salvage(bytes).map(super::salvage::Salvaged::into_json))
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
            Json::Number(number) => match number.as_i64() {
                // Nearly always, and cheaper.
                Some(code) if ok.parse() == Ok(code) => true,
                _ => ok.parse().is_ok_and(|ok: f64| number.as_f64() == Some(ok)),
            },
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
    match read_any(json, value) {
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

/// What is the same for all of a text.
struct Reading {
    source: Source,
    /// The elements and entries that did not fit, each behind its place as seen from the list or map that is being
    /// read.
    lost: Vec<(String, Json)>,
}

/// Where values come from.
#[derive(Clone, Copy, PartialEq)]
enum Source {
    /// A text, which can be read again: a number for a string is an error, because its digits are gone.
    Text,
    /// A text whose numbers are still as they were written.
    Salvaged,
    /// Another one.
    Other,
}

/// Reads a value from any source.
pub(super) fn read_any<'de, D: Deserializer<'de>>(
    source: D,
    value: &mut dyn Value,
) -> Result<Outcome, D::Error> {
    let mut reading = Reading { source: Source::Other, lost: Vec::new() };
    Seed { value, opened: None, reading: &mut reading }.deserialize(source)
}

/// Puts what is read next into a value.
struct Seed<'a, 'b> {
    value: &'a mut dyn Value,
    /// The envelope around the outermost object.
    opened: Option<&'a mut Opened<'b>>,
    reading: &'a mut Reading,
}

impl<'a> Seed<'a, '_> {
    fn new(value: &'a mut dyn Value, reading: &'a mut Reading) -> Self {
        Seed { value, opened: None, reading }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        match self.reading.source {
            Source::Salvaged => deserializer.deserialize_newtype_struct(AS_WRITTEN, self),
            Source::Text | Source::Other => deserializer.deserialize_any(self),
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

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Outcome, E> {
        if self.reading.source == Source::Text && matches!(self.value.slot(), Slot::Text(_)) {
            return Err(E::custom("the digits of a number are needed"));
        }
        Ok(take(self.value, |slot| put_number(slot, number), || number.into()))
    }

    /// Only what is salvaged comes so: a number as it was written, or what is no value.
    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Outcome, E> {
        let Some(digits) = std::str::from_utf8(bytes).ok().filter(|word| is_number(word)) else {
            return Ok(take(self.value, |slot| put_broken(slot, bytes), || broken_text(bytes).into()));
        };
        let json = || serde_json::from_str(digits).unwrap_or_else(|_| digits.into());
        Ok(take(self.value, |slot| put_digits(slot, digits), json))
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        let refused = match self.value.slot() {
            Slot::Object(object) => return read_object(map, object, self.opened, self.reading),
            Slot::Map(entries) => {
                return read_map(map, entries, self.reading).map(|outcome| self.settle(outcome));
            }
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

/// What is no value of JSON is kept as text where anything is.
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

/// Puts a scalar; what the slot does not take is handed back and the value is absent again.
fn take(value: &mut dyn Value, put: impl FnOnce(Slot<'_>) -> bool, json: impl FnOnce() -> Json) -> Outcome {
    if put(value.slot()) {
        return Outcome::Taken;
    }
    value.clear();
    Outcome::Refused(json())
}

fn read_list<'de, A: SeqAccess<'de>>(
    mut seq: A,
    list: &mut dyn Elements,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    while list.count() > 0 {
        list.pop();
    }
    let (before, mut index, mut refused) = (reading.lost.len(), 0_usize, 0_usize);
    loop {
        let lost = reading.lost.len();
        match seq.next_element_seed(Element(list, reading))? {
            None => break,
            // What is empty keeps its place, so that the others keep theirs.
            Some(Outcome::Taken | Outcome::Null) => reading.locate(lost, || format!("[{index}]")),
            Some(Outcome::Refused(json)) => {
                list.pop();
                reading.lost.push((format!("[{index}]"), json));
                refused += 1;
            }
        }
        index += 1;
    }
    if refused == 0 || refused < index {
        return Ok(Outcome::Taken);
    }
    // Nothing is what the page says, so the list is handed back as it came.
    Ok(Outcome::Refused(reading.lost.drain(before..).map(|(_, json)| json).collect()))
}

impl Reading {
    /// Puts a step before the places of all that was lost since.
    fn locate(&mut self, since: usize, step: impl Fn() -> String) {
        for (place, _) in self.lost.iter_mut().skip(since) {
            place.insert_str(0, &step());
        }
    }
}

/// Puts what is read next at the end of a list.
struct Element<'a>(&'a mut dyn Elements, &'a mut Reading);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        Seed::new(self.0.push(), self.1).deserialize(deserializer)
    }
}

fn read_map<'de, A: MapAccess<'de>>(
    mut map: A,
    entries: &mut dyn Entries,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let (before, mut count, mut refused) = (reading.lost.len(), 0_usize, Vec::new());
    while let Some(key) = map.next_key::<String>()? {
        count += 1;
        let lost = reading.lost.len();
        let entry = entries.entry(&key);
        entry.clear();
        match map.next_value_seed(Seed::new(entry, reading))? {
            Outcome::Taken => reading.locate(lost, || format!(".{key}")),
            Outcome::Null => entries.remove(&key),
            Outcome::Refused(json) => {
                entries.remove(&key);
                reading.lost.push((format!(".{key}"), json));
                refused.push(key);
            }
        }
    }
    if refused.is_empty() || refused.len() < count {
        return Ok(Outcome::Taken);
    }
    let values = reading.lost.drain(before..).map(|(_, json)| json);
    Ok(Outcome::Refused(Json::Object(refused.into_iter().zip(values).collect())))
}

fn read_object<'de, A: MapAccess<'de>>(
    map: A,
    object: &mut dyn Object,
    opened: Option<&mut Opened<'_>>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let (names, secrets) = (object.names(), object.secrets());
    let mut input = Some((map, opened));
    let mut result = Ok(());
    object.visit_mut(&mut |fields, extra| {
        if let Some((map, opened)) = input.take() {
            result = read_members(map, names, fields, extra, opened, reading);
            extra.hide(secrets);
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
    reading: &mut Reading,
) -> Result<(), A::Error> {
    // Members mostly come in the order of the page, so the search starts where the last one was found.
    let mut expected = 0;
    // Fields behind this one have not been read yet.
    let mut read = 0;
    // Names in another case that have given a field its value.
    let mut lent: Vec<(usize, String)> = Vec::new();
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
        if let Some(name) = &name {
            if !is_absent(*field) {
                // The field has its value already, so this is another member after all.
                extra.insert(name, map.next_value::<Json>()?);
                continue;
            }
            lent.push((index, name.clone()));
        } else if index < read {
            // A member that comes again, or whose value is that of a name in another case.
            let before = lent.iter().position(|(known, _)| *known == index).map(|at| lent.swap_remove(at).1);
            start_again(*field, names.get(index).copied().unwrap_or_default(), before, extra);
        }
        read = read.max(expected);
        let before = reading.lost.len();
        let outcome = map.next_value_seed(Seed::new(&mut **field, reading))?;
        let known = || name.as_deref().or_else(|| names.get(index).copied()).unwrap_or_default();
        for (place, json) in reading.lost.drain(before..) {
            extra.insert(format!("{}{place}", known()), json);
        }
        if let Outcome::Refused(json) = outcome {
            extra.insert(known(), json);
        }
    }
    Ok(())
}

/// Empties a field whose member comes again, with all that was kept of the one before; that of a name in another case
/// is a member of its own.
fn start_again(field: &mut dyn Value, name: &str, before: Option<String>, extra: &mut Extra) {
    match before {
        Some(other) => {
            if !is_absent(field) {
                extra.insert(other, super::to_json(field));
            }
        }
        None => extra.forget(name),
    }
    field.clear();
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
