//! Printing without secrets: what `Debug` of a generated type calls.

use std::fmt::{Debug, Formatter, Result};

use super::{Json, Object, Value, View, json::is_omitted};

/// What stands where a secret would.
pub(crate) const REDACTED: &str = "***";

/// Prints an object like a derived `Debug` does, with wire names, without what is absent and without secrets.
///
/// # Errors
///
/// The target cannot be written.
pub fn debug(object: &dyn Object, f: &mut Formatter<'_>) -> Result {
    let mut result = Ok(());
    object.visit(&mut |fields, extra| {
        let mut out = f.debug_struct(object.type_name());
        for (name, field) in object.names().iter().zip(fields) {
            if is_omitted(*field) {
                continue;
            }
            if is_secret(object, name) {
                out.field(name, &format_args!("{REDACTED}"));
            } else {
                out.field(name, &Shown(*field));
            }
        }
        for (name, json) in extra.iter() {
            if hides(object.secrets(), name) {
                out.field(name, &format_args!("{REDACTED}"));
            } else {
                out.field(name, &Shown(json));
            }
        }
        result = out.finish();
    });
    result
}

/// Whether an extra member must not be printed. The elements of a secret must not be, either.
pub(super) fn hides(secrets: &[&str], name: &str) -> bool {
    let whole = name.split(['[', '.']).next().unwrap_or(name);
    names_secret(name)
        || secrets.iter().any(|s| s.eq_ignore_ascii_case(name) || s.eq_ignore_ascii_case(whole))
}

fn is_secret(object: &dyn Object, name: &str) -> bool {
    object.secrets().iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

/// Adds the texts of the secret fields in a value.
pub(crate) fn secrets(value: &dyn Value, out: &mut Vec<String>) {
    match value.view() {
        View::List(list) => {
            (0..list.count()).filter_map(|i| list.at(i)).for_each(|element| secrets(element, out));
        }
        View::Map(map) => map.each(&mut |_, value| secrets(value, out)),
        View::Object(object) => object.visit(&mut |fields, extra| {
            for (name, field) in object.names().iter().zip(fields) {
                if is_secret(object, name) {
                    out.extend(super::text_of(*field));
                } else {
                    secrets(*field, out);
                }
            }
            for (name, json) in extra.iter() {
                if hides(object.secrets(), name) {
                    out.extend(super::text_of(json));
                }
            }
        }),
        _ => {}
    }
}

/// Whether an undocumented name sounds like a secret: rather hide one too many.
pub(crate) fn names_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "passwd", "secret", "token", "privatekey", "private_key", "adminpass", "authorization"]
        .iter()
        .any(|word| name.contains(word))
}

/// Prints any value.
pub(crate) struct Shown<'a>(pub(crate) &'a dyn Value);

impl Debug for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0.view() {
            View::Absent => f.write_str("None"),
            View::Text(text) => Debug::fmt(text, f),
            View::Integer(integer) => Debug::fmt(&integer, f),
            View::Unsigned(integer) => Debug::fmt(&integer, f),
            View::Number(number) => Debug::fmt(&number, f),
            View::Boolean(boolean) => Debug::fmt(&boolean, f),
            View::Enum(value) => f.write_str(value.text()),
            View::List(list) => {
                f.debug_list().entries((0..list.count()).filter_map(|i| list.at(i)).map(Shown)).finish()
            }
            View::Map(map) => {
                let mut out = f.debug_map();
                map.each(&mut |key, value| {
                    out.entry(&key, &Shown(value));
                });
                out.finish()
            }
            View::Object(object) => debug(object, f),
            View::Json(json) => any(json, f),
        }
    }
}

fn any(json: &Json, f: &mut Formatter<'_>) -> Result {
    match json {
        Json::Array(array) => f.debug_list().entries(array.iter().map(|json| Shown(json))).finish(),
        Json::Object(object) => {
            let mut out = f.debug_map();
            for (name, json) in object {
                if names_secret(name) {
                    out.entry(name, &format_args!("{REDACTED}"));
                } else {
                    out.entry(name, &Shown(json));
                }
            }
            out.finish()
        }
        scalar => write!(f, "{scalar}"),
    }
}
