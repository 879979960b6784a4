//! Reading, leniently: a response never fails to decode because its page was wrong.
//!
//! - A scalar takes the string, number or boolean spelling of itself: `"3"`, `3` and `3.0` are the integer 3.
//! - `null`, and a member that is missing, leave an option `None` and a list or map empty.
//! - What is empty is empty in every spelling: `""`, `[]` and `{}` for a list, a map or an object.
//! - Names are matched exactly; where that finds nothing, without regard to ASCII case.
//! - A member without a field, and a value that its field cannot take (`"abc"` for an integer), go to
//!   [`Extra`], where they can be looked at and from where they are written again.
//! - An element that its list cannot take costs only itself, and goes there as `Name[2]`, an entry of a map as
//!   `Name.key`. Where no element fits, the list is kept as it came. A `null` among elements keeps its place, empty.
//! - Of members with the same name the last one counts.
//! - A number keeps all its digits where a page calls it a string.
//! - What is not JSON (`NaN`, `1e400`, a byte that is not UTF-8, nesting over 128) costs only the member that it is in,
//!   and is kept in [`Extra`] as text.
//! - Only the outermost value must have the shape of its type, else it is [`Refused`].

use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess};

use super::{
    Json, Slot, Value,
    reader::Reader,
    seed::{Outcome, Seed, read_any},
};
use crate::Envelope;

/// A value whose shape does not fit its type. Holds what came instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused(pub Json);

/// Decodes JSON text, which may start with a byte order mark.
///
/// # Errors
///
/// The text is not JSON, or the outermost value has another shape.
pub fn decode_slice(bytes: &[u8], value: &mut dyn Value) -> Result<(), serde_json::Error> {
    decode(bytes, value, None)
}

/// Decodes JSON text whose outermost object is wrapped in an envelope, and removes the envelope.
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
    match Seed::read(Reader::new(without_mark(bytes)), value, opened)? {
        Outcome::Taken | Outcome::Null => Ok(()),
        Outcome::Refused(json) => Err(serde_json::Error::custom(expectation(value, &json))),
    }
}

/// A text without the byte order mark that it may start with.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Reads the JSON of an answer, whatever is in it; `None` if it has no structure.
pub(crate) fn read_json(bytes: &[u8]) -> Option<Json> {
    Reader::new(without_mark(bytes)).read(PhantomData).ok()
}

/// What the envelope of a body says.
pub(crate) struct Opened<'a> {
    pub(crate) envelope: &'a Envelope,
    /// Whether its code means success; `None` if it has no code.
    pub(crate) ok: Option<bool>,
}

impl Opened<'_> {
    /// Whether a code means success, in whatever spelling.
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

    pub(super) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: EnvelopeKey,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if key == EnvelopeKey::Other {
            return map.next_value::<serde::de::IgnoredAny>().map(drop);
        }
        let code = map.next_value::<Json>()?;
        // The exact spelling of the key comes first.
        if self.ok.is_none() || key == EnvelopeKey::Code {
            self.ok = Some(self.is_ok(&code));
        }
        Ok(())
    }
}

/// A key of the envelope.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum EnvelopeKey {
    Code,
    CodeInOtherCase,
    Other,
}

impl EnvelopeKey {
    /// The key that is spelled exactly so. Names of entries are for callers to give, and may differ in case alone.
    pub(super) fn spelled(envelope: &Envelope, name: &str) -> Option<Self> {
        if envelope.code == name {
            return Some(EnvelopeKey::Code);
        }
        let is_other = envelope.message == name || envelope.other.contains(&name);
        is_other.then_some(EnvelopeKey::Other)
    }

    pub(super) fn of(envelope: &Envelope, name: &str) -> Option<Self> {
        let same = |key: &str| key == name || key.eq_ignore_ascii_case(name);
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
/// The outermost value has another shape.
pub fn decode_json(json: Json, value: &mut dyn Value) -> Result<(), Refused> {
    match read_any(json, value) {
        Ok(Outcome::Taken | Outcome::Null) => Ok(()),
        Ok(Outcome::Refused(json)) => Err(Refused(json)),
        // Reading from a `Json` fails only where a seed fails, and ours hand back what they refuse.
        Err(_) => Err(Refused(Json::Null)),
    }
}

/// What was expected where this was found.
pub(super) fn expectation(value: &mut dyn Value, found: &Json) -> String {
    let expected = match value.slot() {
        Slot::Ignore => "nothing",
        Slot::Text(_) => "a string",
        Slot::Integer(_) => "an integer",
        Slot::Unsigned(_) => "an integer that is not negative",
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
