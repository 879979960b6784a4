//! Writing JSON.

use std::fmt::Write as _;

use super::{Json, Object, Value, View, is_empty};
use crate::encode::{self, Bytes};

/// Appends a value as compact JSON text. An absent value is left out of objects and is `null` elsewhere; an empty list
/// or map is left out of objects, too.
pub fn write_json(value: &dyn Value, out: &mut String) {
    match value.view() {
        View::Absent => out.push_str("null"),
        View::Text(text) => write_text(text, out),
        View::Integer(integer) => out.push_str(itoa::Buffer::new().format(integer)),
        View::Unsigned(integer) => out.push_str(itoa::Buffer::new().format(integer)),
        View::Number(number) => write_number(number, out),
        View::Boolean(boolean) => out.push_str(if boolean { "true" } else { "false" }),
        View::Enum(value) => match value.text() {
            text if value.is_integer() && text.parse::<i64>().is_ok() => out.push_str(text),
            text => write_text(text, out),
        },
        View::List(list) => {
            out.push('[');
            for index in 0..list.count() {
                if index > 0 {
                    out.push(',');
                }
                if let Some(element) = list.at(index) {
                    write_json(element, out);
                }
            }
            out.push(']');
        }
        View::Map(map) => {
            out.push('{');
            let mut first = true;
            map.each(&mut |key, value| member(key, value, &mut first, out));
            out.push('}');
        }
        View::Object(object) => write_object(object, out),
        View::Json(json) => write_any(json, out),
    }
}

/// The value as JSON that can be looked at.
#[must_use]
pub fn to_json(value: &dyn Value) -> Json {
    super::serialize(value, serde_json::value::Serializer).unwrap_or_default()
}

/// Whether an object leaves this member out.
pub(crate) fn is_omitted(value: &dyn Value) -> bool {
    match value.view() {
        View::Absent => true,
        View::List(list) => list.count() == 0,
        View::Map(map) => map.count() == 0,
        _ => false,
    }
}

/// The same, or the object says so of this member in particular.
pub(crate) fn is_left_out(object: &dyn Object, name: &str, value: &dyn Value) -> bool {
    is_omitted(value) || (object.omit_empty().contains(&name) && is_empty(value))
}

fn write_object(object: &dyn Object, out: &mut String) {
    out.push('{');
    let mut first = true;
    object.visit(&mut |fields, extra| {
        for (name, field) in object.names().iter().zip(fields) {
            if !is_left_out(object, name, *field) {
                member(name, *field, &mut first, out);
            }
        }
        for (name, json) in extra.iter() {
            member(name, json, &mut first, out);
        }
    });
    out.push('}');
}

fn member(name: &str, value: &dyn Value, first: &mut bool, out: &mut String) {
    if !std::mem::replace(first, false) {
        out.push(',');
    }
    write_text(name, out);
    out.push(':');
    write_json(value, out);
}

fn write_any(json: &Json, out: &mut String) {
    match json {
        Json::String(text) => write_text(text, out),
        // Numbers, booleans, lists and objects of unknown content: serde_json knows how.
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

fn write_number(number: f64, out: &mut String) {
    if number.is_finite() {
        let _ = write!(out, "{}", Json::from(number));
    } else {
        // JSON has no spelling for these; `null` is the least wrong one.
        out.push_str("null");
    }
}

/// Appends a string literal.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    if encode::all(&ESCAPES, text) {
        out.push_str(text);
    } else {
        escape(text, out);
    }
    out.push('"');
}

/// For each byte that does not stand for itself, what stands behind the backslash in its place.
const ESCAPES: Bytes = {
    let (mut set, mut byte) = ([0; 256], 0);
    while byte < 0x20 {
        set[byte] = b'u';
        byte += 1;
    }
    set[b'\n' as usize] = b'n';
    set[b'\r' as usize] = b'r';
    set[b'\t' as usize] = b't';
    set[b'"' as usize] = b'"';
    set[b'\\' as usize] = b'\\';
    set
};

/// Appends the text of a string literal that has escapes.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| ESCAPES[usize::from(byte)] != 0) {
        let (plain, behind) = rest.split_at(at);
        out.push_str(plain);
        let byte = behind.as_bytes()[0];
        match ESCAPES[usize::from(byte)] {
            b'u' => {
                let _ = write!(out, "\\u{byte:04x}");
            }
            escaped => {
                out.push('\\');
                out.push(char::from(escaped));
            }
        }
        // What is escaped is one byte.
        rest = &behind[1..];
    }
    out.push_str(rest);
}
