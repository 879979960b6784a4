//! Flattening: `Disks.0.CustomBackup.Journal=12`, as forms and queries spell what is nested.

use std::borrow::Cow;

use super::{Json, Value, View, json::is_left_out, number_text, write_json};
use crate::Encoding;

/// Names and values in the order of the wire, not encoded.
pub type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// How nested names are spelled.
#[derive(Clone, Copy)]
pub(crate) struct Spelling {
    /// The number of the first element; `None` where elements have no numbers.
    first: Option<usize>,
    /// What stands before and after the number of an element.
    element: (&'static str, &'static str),
    /// What stands before and after the name of a member.
    member: (&'static str, &'static str),
}

const DOTS: Spelling = Spelling { first: Some(0), element: (".", ""), member: (".", "") };

impl Spelling {
    /// How an encoding spells what is nested, where it does.
    pub(crate) fn of(encoding: Encoding) -> Self {
        const BRACKETS: Spelling = Spelling { first: None, element: ("[", "]"), member: ("[", "]") };
        match encoding {
            Encoding::Numbered => Spelling { first: Some(1), ..DOTS },
            Encoding::MemberNumbered => Spelling { first: Some(1), element: (".member.", ""), ..DOTS },
            Encoding::Brackets => BRACKETS,
            Encoding::IndexedBrackets => Spelling { first: Some(0), ..BRACKETS },
            Encoding::Indexed | Encoding::Repeated | Encoding::Comma | Encoding::Json | Encoding::Slashes => {
                DOTS
            }
        }
    }

    pub(crate) fn element<'a>(&self, name: &str, index: usize) -> Cow<'a, str> {
        let (before, behind) = self.element;
        match self.first {
            Some(first) => format!("{name}{before}{}{behind}", first + index).into(),
            None => format!("{name}{before}{behind}").into(),
        }
    }

    fn member<'a>(&self, name: &str, member: &str) -> Cow<'a, str> {
        let (before, behind) = self.member;
        format!("{name}{before}{member}{behind}").into()
    }
}

/// Appends a value under a name. Elements are numbered from 0 and members are named, both after a dot. Absent and empty
/// values add nothing, except that an empty text is sent.
pub fn flatten<'a>(name: Cow<'a, str>, value: &dyn Value, out: &mut Pairs<'a>) {
    spell(DOTS, name, value, out);
}

/// As [`flatten`], in another spelling.
pub(crate) fn spell<'a>(how: Spelling, name: Cow<'a, str>, value: &dyn Value, out: &mut Pairs<'a>) {
    match value.view() {
        View::List(list) => {
            for (index, element) in (0..list.count()).filter_map(|i| list.at(i)).enumerate() {
                spell(how, how.element(&name, index), element, out);
            }
        }
        View::Map(map) => {
            map.each(&mut |key, value| spell(how, how.member(&name, key), value, out));
        }
        View::Object(object) => object.visit(&mut |fields, extra| {
            for (member, field) in object.names().iter().zip(fields) {
                if is_left_out(object, member, *field) {
                    continue;
                }
                spell(how, how.member(&name, member), *field, out);
            }
            for (member, json) in extra.iter() {
                spell(how, how.member(&name, member), json, out);
            }
        }),
        View::Json(Json::Array(array)) => {
            for (index, element) in array.iter().filter(|element| !element.is_null()).enumerate() {
                spell(how, how.element(&name, index), element, out);
            }
        }
        View::Json(Json::Object(object)) => {
            for (member, json) in object {
                spell(how, how.member(&name, member), json, out);
            }
        }
        _ => out.extend(text_of(value).map(|text| (name, text.into()))),
    }
}

/// Whether a value is an empty text, or holds nothing.
pub(crate) fn is_empty(value: &dyn Value) -> bool {
    match value.view() {
        View::Text(text) => text.is_empty(),
        View::Enum(value) => value.text().is_empty(),
        View::List(list) => list.count() == 0,
        View::Map(map) => map.count() == 0,
        View::Json(Json::String(text)) => text.is_empty(),
        View::Json(Json::Array(array)) => array.is_empty(),
        View::Json(Json::Object(object)) => object.is_empty(),
        _ => false,
    }
}

/// Whether all numbers in a value are finite.
pub(crate) fn is_finite(value: &dyn Value) -> bool {
    match value.view() {
        View::Number(number) => number.is_finite(),
        View::List(list) => (0..list.count()).filter_map(|i| list.at(i)).all(is_finite),
        View::Map(map) => {
            let mut finite = true;
            map.each(&mut |_, value| finite &= is_finite(value));
            finite
        }
        View::Object(object) => {
            let mut finite = true;
            object.visit(&mut |fields, _| finite = fields.iter().all(|field| is_finite(*field)));
            finite
        }
        // A number of JSON is.
        View::Absent
        | View::Text(_)
        | View::Integer(_)
        | View::Unsigned(_)
        | View::Boolean(_)
        | View::Enum(_)
        | View::Json(_) => true,
    }
}

/// A scalar as text for a path, a query, a header or a form; a list or object as JSON; `None` for an absent value.
pub(crate) fn text_of(value: &dyn Value) -> Option<String> {
    Some(match value.view() {
        View::Absent | View::Json(Json::Null) => return None,
        View::Text(text) => text.to_owned(),
        View::Json(Json::String(text)) => text.clone(),
        View::Integer(integer) => integer.to_string(),
        View::Unsigned(integer) => integer.to_string(),
        View::Number(number) => number_text(number),
        View::Boolean(boolean) | View::Json(&Json::Bool(boolean)) => boolean.to_string(),
        View::Enum(value) => value.text().to_owned(),
        View::Json(Json::Number(number)) => match number.as_f64() {
            Some(float) if number.is_f64() => number_text(float),
            _ => number.to_string(),
        },
        View::List(_) | View::Map(_) | View::Object(_) | View::Json(Json::Array(_) | Json::Object(_)) => {
            let mut out = String::new();
            write_json(value, &mut out);
            out
        }
    })
}
