//! Values as they go over the wire, seen through one object-safe trait.
//!
//! Everything that reads or writes a value (decoding a response, encoding JSON or a form, printing without
//! secrets, serde) is written once in this crate against [`Value`]; a generated type only says where its
//! fields are. That keeps a generated crate small and cheap to check.

mod any;
mod base64;
mod bytes;
mod debug;
mod decode;
mod elements;
mod flat;
mod json;
mod literal;
mod macros;
mod map;
mod members;
mod open_enum;
mod part;
mod put;
mod reader;
mod scalar;
mod seed;
mod serde;

pub use self::serde::{deserialize, serialize};
pub use any::{Extra, Json};
pub use base64::base64;
pub use bytes::Bytes;
pub use debug::debug;
pub use decode::{Refused, decode_json, decode_slice};
pub use elements::List;
pub use flat::{Pairs, flatten};
pub use json::{to_json, write_json};
pub use map::Map;
pub use open_enum::OpenEnum;
pub use part::Part;

pub(crate) use debug::{REDACTED, Shown, names_secret, secrets};
pub(crate) use decode::{Opened, decode_enveloped, read_json};
pub(crate) use flat::{Spelling, is_empty, is_finite, spell, text_of};
pub(crate) use json::{is_omitted, write_text};
pub(crate) use part::Content;
pub(crate) use scalar::number_text;

/// A value that goes over the wire: a scalar, a list, a map, an object, or whatever JSON there is.
pub trait Value: Send + Sync + 'static {
    /// What is there.
    fn view(&self) -> View<'_>;

    /// Where a value is put, made ready for it: an absent option holds a default afterwards.
    fn slot(&mut self) -> Slot<'_>;

    /// Makes it absent or empty again.
    fn clear(&mut self);

    /// Takes the body of an answer that is not JSON, as it came. Returns whether it did.
    #[doc(hidden)]
    fn take_body(&mut self, _: &[u8]) -> bool {
        false
    }

    /// The body of a request, if it is one that is not JSON.
    #[doc(hidden)]
    fn body(&self) -> Option<&[u8]> {
        None
    }

    /// The part of a multipart body, if it is one.
    #[doc(hidden)]
    fn part(&self) -> Option<&Part> {
        None
    }

    /// The value as an argument of a call.
    fn into_arg(self) -> crate::Arg
    where
        Self: Sized,
    {
        crate::Arg::shared(self)
    }
}

/// What a [`Value`] holds.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the names say it")]
pub enum View<'a> {
    Absent,
    Text(&'a str),
    Integer(i64),
    Unsigned(u64),
    Number(f64),
    Boolean(bool),
    Enum(&'a dyn OpenEnum),
    List(&'a dyn Elements),
    Map(&'a dyn Entries),
    Object(&'a dyn Object),
    Json(&'a Json),
}

/// Where a [`Value`] takes something.
#[expect(missing_docs, reason = "the names say it")]
pub enum Slot<'a> {
    /// Takes anything and keeps nothing.
    Ignore,
    Text(&'a mut String),
    Integer(&'a mut i64),
    Unsigned(&'a mut u64),
    Number(&'a mut f64),
    Boolean(&'a mut bool),
    Enum(&'a mut dyn OpenEnum),
    List(&'a mut dyn Elements),
    Map(&'a mut dyn Entries),
    Object(&'a mut dyn Object),
    Json(&'a mut Json),
}

/// An object type: fields with names, and whatever else came.
pub trait Object: Send + Sync {
    /// The names of the fields on the wire, in the order in which they are visited.
    fn names(&self) -> &'static [&'static str];

    /// The names of fields that are never printed.
    fn secrets(&self) -> &'static [&'static str] {
        &[]
    }

    /// The names of fields that are left out when they are an empty text or list.
    fn omit_empty(&self) -> &'static [&'static str] {
        &[]
    }

    /// The name of the type, for printing.
    fn type_name(&self) -> &'static str;

    /// Shows all fields at once, in the order of [`names`](Self::names).
    fn visit(&self, visitor: &mut dyn FnMut(&[&dyn Value], &Extra));

    /// Opens all fields at once, in the order of [`names`](Self::names).
    fn visit_mut(&mut self, visitor: &mut dyn FnMut(&mut [&mut dyn Value], &mut Extra));
}

/// The elements of a list.
pub trait Elements: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// The element at a position.
    fn at(&self, index: usize) -> Option<&dyn Value>;
    /// A new element at the end.
    fn push(&mut self) -> &mut dyn Value;
    /// Removes the last element.
    fn pop(&mut self);
}

/// The entries of a map.
pub trait Entries: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// Shows each entry, sorted by key.
    fn each(&self, visitor: &mut dyn FnMut(&str, &dyn Value));
    /// The value of a key; a new one where there is none.
    fn entry(&mut self, key: &str) -> &mut dyn Value;
    /// Removes an entry.
    fn remove(&mut self, key: &str);
}

/// Calls `found` with the value at a path of names joined by `.`, and returns its result; `None` if nothing is there.
/// An empty path is the value itself, `[]` after a name is the last element of the list there.
pub fn at_path<R>(value: &dyn Value, path: &str, found: &mut dyn FnMut(View<'_>) -> R) -> Option<R> {
    let view = value.view();
    if path.is_empty() {
        return Some(found(view));
    }
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let (name, last) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
    let mut result = None;
    let mut enter = |value: &dyn Value| {
        result = if last {
            match value.view() {
                View::List(elements) => elements
                    .count()
                    .checked_sub(1)
                    .and_then(|i| elements.at(i))
                    .and_then(|e| at_path(e, rest, found)),
                View::Json(Json::Array(array)) => array.last().and_then(|e| at_path(e, rest, found)),
                _ => None,
            }
        } else {
            at_path(value, rest, found)
        };
    };
    match view {
        _ if name.is_empty() => enter(value),
        View::Object(object) => object.visit(&mut |fields, extra| {
            if let Some(index) = object.names().iter().position(|n| *n == name) {
                if let Some(field) = fields.get(index) {
                    enter(*field);
                }
            } else if let Some(json) = extra.get(name) {
                enter(json);
            }
        }),
        View::Json(Json::Object(object)) => {
            if let Some(json) = object.get(name) {
                enter(json);
            }
        }
        _ => {}
    }
    result
}

/// Converts, with the target named: `into::<String>(text)`.
#[doc(hidden)]
pub fn into<T>(value: impl Into<T>) -> T {
    value.into()
}

/// Converts each element, with the target named: `list::<String>(["a", "b"])`.
#[doc(hidden)]
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}
