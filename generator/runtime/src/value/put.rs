//! Putting a scalar where it belongs, however it was spelled. What a slot does not take is left to the caller.

use super::{Json, Slot, number_text};

pub(super) fn put_boolean(slot: Slot<'_>, boolean: bool) -> bool {
    match slot {
        Slot::Ignore => {}
        Slot::Text(text) => boolean.to_string().clone_into(text),
        Slot::Boolean(slot) => *slot = boolean,
        Slot::Integer(slot) => *slot = boolean.into(),
        Slot::Unsigned(slot) => *slot = boolean.into(),
        Slot::Number(slot) => *slot = f64::from(u8::from(boolean)),
        Slot::Enum(slot) => slot.set_text(if boolean { "true" } else { "false" }),
        Slot::Json(json) => *json = boolean.into(),
        Slot::List(_) | Slot::Map(_) | Slot::Object(_) => return false,
    }
    true
}

#[expect(clippy::cast_precision_loss, reason = "the field is a 64-bit float, whatever came")]
pub(super) fn put_integer(slot: Slot<'_>, integer: i64) -> bool {
    match slot {
        Slot::Ignore => {}
        Slot::Text(text) => *text = integer.to_string(),
        Slot::Boolean(slot) => match integer {
            0 => *slot = false,
            1 => *slot = true,
            _ => return false,
        },
        Slot::Integer(slot) => *slot = integer,
        Slot::Unsigned(slot) => match integer.try_into() {
            Ok(integer) => *slot = integer,
            Err(_) => return false,
        },
        Slot::Number(slot) => *slot = integer as f64,
        Slot::Enum(slot) => slot.set_text(&integer.to_string()),
        Slot::Json(json) => *json = integer.into(),
        Slot::List(_) | Slot::Map(_) | Slot::Object(_) => return false,
    }
    true
}

/// Puts an integer that does not fit in 64 bits with a sign.
#[expect(clippy::cast_precision_loss, reason = "the field is a 64-bit float, whatever came")]
pub(super) fn put_large(slot: Slot<'_>, integer: u64) -> bool {
    match slot {
        Slot::Ignore => {}
        Slot::Text(text) => *text = integer.to_string(),
        Slot::Unsigned(slot) => *slot = integer,
        Slot::Number(slot) => *slot = integer as f64,
        Slot::Enum(slot) => slot.set_text(&integer.to_string()),
        Slot::Json(json) => *json = integer.into(),
        _ => return false,
    }
    true
}

pub(super) fn put_number(slot: Slot<'_>, number: f64) -> bool {
    match slot {
        Slot::Ignore => {}
        Slot::Text(text) => *text = Json::from(number).to_string(),
        Slot::Number(slot) => *slot = number,
        Slot::Integer(slot) => match whole(number) {
            Some(integer) => *slot = integer,
            None => return false,
        },
        Slot::Unsigned(slot) => match whole(number).map(u64::try_from) {
            Some(Ok(integer)) => *slot = integer,
            _ => return false,
        },
        Slot::Enum(slot) => slot.set_text(&number_text(number)),
        Slot::Json(json) => *json = number.into(),
        Slot::Boolean(_) | Slot::List(_) | Slot::Map(_) | Slot::Object(_) => return false,
    }
    true
}

/// Puts a number as it was written; a text gets every digit.
pub(super) fn put_digits(slot: Slot<'_>, digits: &str) -> bool {
    match slot {
        Slot::Ignore => {}
        Slot::Text(text) => *text = String::from(digits),
        Slot::Json(json) => *json = json_of(digits),
        Slot::Enum(slot) if digits.parse::<i128>().is_ok() => slot.set_text(digits),
        Slot::Unsigned(slot) => match digits.parse().ok().or_else(|| integer(digits)?.try_into().ok()) {
            Some(integer) => *slot = integer,
            None => return false,
        },
        slot => match digits.parse() {
            Ok(number) if f64::is_finite(number) => return put_number(slot, number),
            _ => return false,
        },
    }
    true
}

/// A number as JSON, or its digits as text where there is none.
pub(super) fn json_of(digits: impl AsRef<str>) -> Json {
    let digits = digits.as_ref();
    if let Ok(integer) = digits.parse::<i64>() {
        return if digits == "-0" { Json::from(-0.0) } else { integer.into() };
    }
    match (digits.parse::<u64>(), digits.parse::<f64>()) {
        (Ok(integer), _) => integer.into(),
        (_, Ok(number)) if number.is_finite() => number.into(),
        _ => digits.into(),
    }
}

pub(super) fn put_text(slot: Slot<'_>, text: &str) -> bool {
    match slot {
        Slot::Ignore => {}
        // A new text of exact length, since most slots are empty before.
        Slot::Text(slot) => *slot = String::from(text),
        Slot::Integer(slot) => match integer(text.trim()) {
            Some(integer) => *slot = integer,
            None => return false,
        },
        Slot::Unsigned(slot) => {
            match text.trim().parse().ok().or_else(|| integer(text.trim())?.try_into().ok()) {
                Some(integer) => *slot = integer,
                None => return false,
            }
        }
        Slot::Number(slot) => match text.trim().parse() {
            Ok(number) => *slot = number,
            Err(_) => return false,
        },
        Slot::Boolean(slot) => match text.trim() {
            "true" | "True" | "TRUE" | "1" => *slot = true,
            "false" | "False" | "FALSE" | "0" => *slot = false,
            _ => return false,
        },
        Slot::Enum(slot) => slot.set_text(text),
        Slot::Json(json) => *json = text.into(),
        Slot::List(_) | Slot::Map(_) | Slot::Object(_) => return text.is_empty(),
    }
    true
}

fn integer(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| match text {
        "true" | "True" => Some(1),
        "false" | "False" => Some(0),
        _ => text.parse().ok().and_then(whole),
    })
}

/// A number as an integer, if it is one.
#[expect(clippy::cast_possible_truncation, reason = "checked just before")]
fn whole(number: f64) -> Option<i64> {
    // 2^63 is exact as a float; i64::MAX is not.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some(number as i64)
}
