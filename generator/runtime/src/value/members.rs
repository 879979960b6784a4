//! Reading lists, maps and objects, member by member.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{
    Elements, Entries, Extra, Json, Object, Value, View,
    decode::{EnvelopeKey, Opened},
    seed::{Outcome, Reading, Seed},
};
use crate::Envelope;

pub(super) fn read_list<'de, A: SeqAccess<'de>>(
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
            // An empty element keeps its place, so that the others keep theirs.
            Some(Outcome::Taken | Outcome::Null) if reading.lost.len() == lost => {}
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
    // No element is what the page says, so the list is handed back as it came.
    Ok(Outcome::Refused(reading.lost.drain(before..).map(|(_, json)| json).collect()))
}

impl Reading {
    /// Puts a step before the places of everything that was lost since.
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

pub(super) fn read_map<'de, A: MapAccess<'de>>(
    mut map: A,
    entries: &mut dyn Entries,
    mut opened: Option<&mut Opened<'_>>,
    reading: &mut Reading,
) -> Result<Outcome, A::Error> {
    let (before, mut count, mut refused) = (reading.lost.len(), 0_usize, Vec::new());
    while let Some(key) = map.next_key::<String>()? {
        // What an envelope has beside the entries is none of them, of whatever type they are.
        if let Some(opened) = &mut opened
            && let Some(key) = EnvelopeKey::spelled(opened.envelope, &key)
        {
            opened.read(key, &mut map)?;
            continue;
        }
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

pub(super) fn read_object<'de, A: MapAccess<'de>>(
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
    let mut read = Read::default();
    // The names in another case that gave a field its value.
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
                // The field already has its value, so this is another member.
                extra.insert(name, map.next_value::<Json>()?);
                continue;
            }
            lent.push((index, name.clone()));
        } else if read.has(index) {
            // The member comes again, or the field has the value of a name in another case.
            let before = lent.iter().position(|(known, _)| *known == index).map(|at| lent.swap_remove(at).1);
            start_again(*field, names.get(index).copied().unwrap_or_default(), before, extra);
        }
        read.add(index);
        let before = reading.lost.len();
        let outcome = map.next_value_seed(Seed::new(&mut **field, reading))?;
        let known = || name.as_deref().or_else(|| names.get(index).copied()).unwrap_or_default();
        // Elements are hardly ever lost.
        if reading.lost.len() > before {
            for (place, json) in reading.lost.drain(before..) {
                extra.insert(format!("{}{place}", known()), json);
            }
        }
        if let Outcome::Refused(json) = outcome {
            extra.insert(known(), json);
        }
    }
    Ok(())
}

/// Which fields have been read.
#[derive(Default)]
struct Read {
    /// A bit for each of the first 64.
    first: u64,
    /// Of the others, those before this index have been.
    rest: usize,
}

impl Read {
    fn has(&self, index: usize) -> bool {
        if index < 64 { self.first >> index & 1 == 1 } else { index < self.rest }
    }

    fn add(&mut self, index: usize) {
        if index < 64 {
            self.first |= 1 << index;
        } else {
            self.rest = self.rest.max(index + 1);
        }
    }
}

/// Empties a field whose member comes again, and drops what was kept of the one before. A value that came under a name
/// in another case is kept as a member of its own.
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

/// Finds the field for a name without copying it.
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
