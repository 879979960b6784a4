//! Parameters as names and values: of the query and of a form.

use std::borrow::Cow;

use super::check;
use crate::{
    Arg, Call, Encoding, Error, Json, Place, Result,
    call::Param,
    value::{self, Pairs, Spelling, View, text_of},
};

/// Memory for the texts of integers, so that each needs none of its own.
pub(super) struct Digits<'d>(&'d mut [itoa::Buffer]);

impl<'d> Digits<'d> {
    pub(super) fn new(space: &'d mut [itoa::Buffer]) -> Self {
        Digits(space)
    }

    fn text(&mut self, integer: i64) -> Cow<'d, str> {
        match std::mem::take(&mut self.0).split_first_mut() {
            Some((place, left)) => {
                self.0 = left;
                Cow::Borrowed(place.format(integer))
            }
            None => Cow::Owned(integer.to_string()),
        }
    }
}

/// All parameters of a place, in the order in which they were set, composite ones at the end.
pub(super) fn append<'a>(
    call: &'a Call,
    place: Place,
    pairs: &mut Pairs<'a>,
    digits: &mut Digits<'a>,
) -> Result<()> {
    if !call.may_have(place) && call.operation.composites.is_empty() {
        return Ok(());
    }
    if pairs.is_empty() {
        *pairs = Pairs::with_capacity(call.params.len());
    }
    let here = |param: &&Param| param.place == place && param.part.is_none();
    for param in call.params.iter().filter(here) {
        if check::is_omitted_when_empty(call, param) {
            continue;
        }
        let name = Cow::Borrowed(&*param.name);
        match &param.arg {
            // By far the most common, with nothing to decide.
            Arg::Text(text) => pairs.push((name, Cow::Borrowed(text))),
            Arg::Integer(integer) => pairs.push((name, digits.text(*integer))),
            _ => {
                let usual = if place == Place::Form { Encoding::Indexed } else { Encoding::Repeated };
                pairs_of(call, param, usual, pairs)?;
            }
        }
    }
    for composite in call.operation.composites.iter().filter(|composite| composite.place == place) {
        // Whoever sets the parameter as a whole knows what to write.
        if call.get(place, composite.name).is_none()
            && let Some(text) = check::composite(call, composite)?
        {
            pairs.push((composite.name.into(), text.into()));
        }
    }
    Ok(())
}

/// Appends a parameter as it is spelled, in the usual way unless the operation says otherwise.
pub(super) fn pairs_of<'a>(
    call: &'a Call,
    param: &'a Param,
    usual: Encoding,
    pairs: &mut Pairs<'a>,
) -> Result<()> {
    let encoding = declared(call, &param.name).unwrap_or(usual);
    spell(Cow::Borrowed(&*param.name), &param.arg, encoding, pairs)
}

pub(super) fn declared(call: &Call, name: &str) -> Option<Encoding> {
    call.operation.encodings.iter().find(|(known, _)| *known == name).map(|(_, encoding)| *encoding)
}

/// The text of a parameter that has one value, as in a path or a header; `None` where it is absent. A list has commas
/// between its elements, as headers have them (RFC 9110, 5.6.1), unless it is declared to be JSON.
pub(super) fn single<'a>(call: &Call, name: &str, arg: &'a Arg) -> Result<Option<Cow<'a, str>>> {
    if let Arg::Text(text) = arg {
        return Ok(Some(Cow::Borrowed(text)));
    }
    let is_json = || declared(call, name) == Some(Encoding::Json);
    match arg.value().view() {
        View::List(_) | View::Json(Json::Array(_)) if !is_json() => {
            let mut pairs = Pairs::new();
            spell(name.to_owned().into(), arg, Encoding::Comma, &mut pairs)?;
            Ok(pairs.pop().map(|(_, text)| text.into_owned().into()))
        }
        _ => Ok(arg.text().map(Cow::Owned)),
    }
}

/// Elements with commas between them. Where one has a comma itself, whoever reads it would see two.
fn joined(name: &str, elements: &[String]) -> Result<String> {
    match elements.iter().find(|element| element.contains(',')) {
        Some(element) => Err(Error::input(format!(
            "{name} must not have `,` within an element, such as {element:?}: it separates the elements"
        ))),
        None => Ok(elements.join(",")),
    }
}

fn spell<'a>(name: Cow<'a, str>, arg: &Arg, encoding: Encoding, out: &mut Pairs<'a>) -> Result<()> {
    let view = arg.value().view();
    let mut elements = Vec::new();
    let nested = match view {
        View::List(list) => {
            elements.extend((0..list.count()).filter_map(|i| list.at(i)).filter_map(text_of));
            true
        }
        View::Json(Json::Array(array)) => {
            elements.extend(array.iter().filter_map(|json| text_of(json)));
            true
        }
        View::Map(_) | View::Object(_) | View::Json(Json::Object(_)) => {
            // Members cannot be repeated or joined.
            match encoding {
                Encoding::Json => true,
                other => {
                    value::spell(Spelling::of(other), name, arg.value(), out);
                    return Ok(());
                }
            }
        }
        _ => false,
    };
    match encoding {
        _ if arg.is_absent() => {}
        Encoding::Indexed
        | Encoding::Numbered
        | Encoding::MemberNumbered
        | Encoding::Brackets
        | Encoding::IndexedBrackets => value::spell(Spelling::of(encoding), name, arg.value(), out),
        Encoding::Repeated if nested => {
            out.extend(elements.into_iter().map(|text| (name.clone(), text.into())));
        }
        Encoding::Comma if nested => {
            let text = joined(&name, &elements)?;
            out.push((name, text.into()));
        }
        Encoding::Json if nested => {
            let mut text = String::new();
            value::write_json(arg.value(), &mut text);
            out.push((name, text.into()));
        }
        Encoding::Repeated | Encoding::Comma | Encoding::Json | Encoding::Slashes => {
            out.extend(arg.text().map(|text| (name, text.into())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IntoArg as _;

    #[test]
    fn integers_are_spelled_in_the_memory_at_hand_and_beyond_it() {
        let mut space = [itoa::Buffer::new(); 2];
        let mut digits = Digits::new(&mut space);
        for integer in [i64::MIN, i64::MAX, -7, 0, 10] {
            assert_eq!(digits.text(integer), integer.to_string());
        }
    }

    #[test]
    fn a_list_is_spelled_as_it_was_declared() {
        let spelled = |encoding| {
            let arg = vec!["x".to_owned(), "y".to_owned()].into_arg();
            let mut out = Pairs::new();
            spell("a".into(), &arg, encoding, &mut out).unwrap();
            out.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
        };
        for (encoding, expected) in [
            (Encoding::Indexed, "a.0=x&a.1=y"),
            (Encoding::Numbered, "a.1=x&a.2=y"),
            (Encoding::Repeated, "a=x&a=y"),
            (Encoding::MemberNumbered, "a.member.1=x&a.member.2=y"),
            (Encoding::Brackets, "a[]=x&a[]=y"),
            (Encoding::IndexedBrackets, "a[0]=x&a[1]=y"),
            (Encoding::Comma, "a=x,y"),
            (Encoding::Json, r#"a=["x","y"]"#),
        ] {
            assert_eq!(spelled(encoding), expected);
        }
    }

    #[test]
    fn members_of_objects_are_spelled_likewise() {
        let spelled = |encoding| {
            let arg = serde_json::json!({"k": "x", "l": [{"m": 1}]}).into_arg();
            let mut out = Pairs::new();
            spell("a".into(), &arg, encoding, &mut out).unwrap();
            out.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
        };
        for (encoding, expected) in [
            (Encoding::Numbered, "a.k=x&a.l.1.m=1"),
            (Encoding::MemberNumbered, "a.k=x&a.l.member.1.m=1"),
            (Encoding::Brackets, "a[k]=x&a[l][][m]=1"),
            (Encoding::IndexedBrackets, "a[k]=x&a[l][0][m]=1"),
        ] {
            assert_eq!(spelled(encoding), expected);
        }
    }
}
