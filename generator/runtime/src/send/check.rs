//! What can be wrong with arguments before anything is sent.

use crate::{
    Arg, Call, Composite, Error, Group, Place, Result,
    call::{Body, Param},
    encode,
    value::{self, View},
};

/// Checks that everything required is there, and that no id is empty.
pub(super) fn required(call: &Call, from_settings: impl Fn(&str) -> bool) -> Result<()> {
    for name in call.operation.required {
        let given = call.params.iter().find(|param| param.name == *name);
        match given {
            None if from_settings(name) => {}
            // A body that is given as a whole has its required members in it.
            None if !matches!(call.body_kind(), Body::Params) => {}
            None => return Err(Error::input(format!("{name} is required"))),
            // Most are texts with something in them.
            Some(Param { arg: Arg::Text(text), .. }) if !text.is_empty() => {}
            Some(param) if param.place == Place::Body => {
                if matches!(param.arg, Arg::Absent) {
                    return Err(Error::input(format!("{name} is required")));
                }
            }
            Some(param) if param.arg.is_absent() => {
                return Err(Error::input(format!("{name} is required")));
            }
            Some(param) if is_empty_text(&param.arg) && names_a_thing(name) => {
                return Err(Error::input(format!("{name} is empty")));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Checks that there are as many of the parameters that depend on each other as there may be.
pub(super) fn groups(call: &Call, from_settings: impl Fn(&str) -> bool) -> Result<()> {
    for group in call.operation.groups {
        // A body that is given as a whole may have them in it.
        if !matches!(call.body_kind(), Body::Params) {
            break;
        }
        let (words, names, least, most) = match group {
            Group::AtLeastOne(names) => ("at least one of", *names, 1, usize::MAX),
            Group::ExactlyOne(names) => ("exactly one of", *names, 1, 1),
            Group::AtMostOne(names) => ("at most one of", *names, 0, 1),
        };
        let is_sent = |name: &str| {
            let mut same = call.params.iter().filter(|param| param.part.unwrap_or(&param.name) == name);
            same.any(|param| !is_left_out(call, param)) || from_settings(name)
        };
        let given: Vec<&str> = names.iter().copied().filter(|name| is_sent(name)).collect();
        if given.len() < least {
            return Err(Error::input(format!("{words} {} is to be given", names.join(", "))));
        }
        if given.len() > most {
            return Err(Error::input(format!(
                "{words} {} may be given, and there are {}",
                names.join(", "),
                given.join(" and ")
            )));
        }
    }
    Ok(())
}

/// Whether nothing is sent for a parameter that was set.
pub(super) fn is_left_out(call: &Call, param: &Param) -> bool {
    match param.arg {
        Arg::Absent => true,
        // A null or an empty list in a JSON body is meant.
        _ if param.place != Place::Body && param.arg.is_absent() => true,
        _ => is_omitted_when_empty(call, param),
    }
}

/// Whether it is empty, and one of the parameters that are left out then: to the service, empty is not the same as
/// absent.
pub(super) fn is_omitted_when_empty(call: &Call, param: &Param) -> bool {
    let names = call.operation.omit_empty;
    !names.is_empty() && names.contains(&&*param.name) && value::is_empty(param.arg.value())
}

/// Whether a parameter names a thing, so that an empty text cannot be meant; a remark, say, can be empty.
fn names_a_thing(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["id", "ids", "name", "uuid", "zone", "region"].iter().any(|end| lower.ends_with(end))
}

fn is_empty_text(arg: &Arg) -> bool {
    matches!(arg.value().view(), View::Text(""))
        || matches!(arg.value().view(), View::Enum(e) if e.text().is_empty())
}

/// Checks that all numbers are finite: neither a form nor JSON has a spelling for others.
pub(super) fn finite(call: &Call) -> Result<()> {
    if !call.may_be_infinite() && matches!(call.body_kind(), Body::Params) {
        return Ok(());
    }
    for param in &call.params {
        if !value::is_finite(param.arg.value()) {
            let name = param.part.unwrap_or(&param.name);
            return Err(Error::input(format!("{name} is not finite: there is a NaN or an infinity in it")));
        }
    }
    match call.body_kind() {
        Body::Whole(arg) if !value::is_finite(arg.value()) => {
            Err(Error::input("the body is not finite: there is a NaN or an infinity in it"))
        }
        _ => Ok(()),
    }
}

/// Refuses JSON beside a body of another kind: only one of them would be sent.
pub(super) fn no_json(call: &Call, other: &str) -> Result<()> {
    let mut members = call.params.iter().filter(|param| param.place == Place::Body);
    let member = members.find(|param| !is_left_out(call, param)).map(|param| &*param.name);
    match member.or(matches!(call.body_kind(), Body::Whole(_)).then_some("the whole body")) {
        Some(name) => Err(Error::input(format!("the body is {other}, and {name} would have to be JSON"))),
        None => Ok(()),
    }
}

/// Refuses headers that say how long a body is and where it ends. This is for the transport to say: another length
/// would end the request elsewhere.
pub(super) fn framing(name: &str) -> Result<()> {
    const FRAMING: [&str; 2] = ["Content-Length", "Transfer-Encoding"];
    if FRAMING.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Err(Error::input(format!("{name} is set by the transport, from the body")));
    }
    Ok(())
}

/// The text of a composite parameter; `None` when it has no part and needs none.
pub(super) fn composite(call: &Call, composite: &Composite) -> Result<Option<String>> {
    let given = |part: &str| {
        call.params
            .iter()
            .find(|param| param.name == composite.name && param.part == Some(part) && !param.arg.is_absent())
    };
    let mut text = String::new();
    let mut count = 0;
    for part in composite.parts {
        let Some(value) = given(part).and_then(|param| param.arg.text()) else { continue };
        if value.contains(composite.separator) || value.contains(composite.assign) {
            return Err(Error::input(format!(
                "{part} must not contain `{}` or `{}`: they separate the parts of {}",
                composite.separator, composite.assign, composite.name
            )));
        }
        if count > 0 {
            text.push_str(composite.separator);
        }
        text.extend([part, composite.assign, &value]);
        count += 1;
    }
    for group in composite.together {
        let missing: Vec<&str> = group.iter().copied().filter(|part| given(part).is_none()).collect();
        if !missing.is_empty() && missing.len() < group.len() {
            return Err(Error::input(format!(
                "{} go together in {}: {} is missing",
                group.join(" and "),
                composite.name,
                missing.join(" and ")
            )));
        }
    }
    if count < composite.at_least {
        return Err(Error::input(format!(
            "{} needs at least {} of {}",
            composite.name,
            composite.at_least,
            composite.parts.join(", ")
        )));
    }
    Ok((count > 0).then_some(text))
}

/// Checks that a header cannot smuggle in another one.
pub(crate) fn header(name: &str, value: &str) -> Result<()> {
    const TOKEN: encode::Bytes = encode::bytes(b"!#$%&'*+-.^_`|~");
    if name.is_empty() || !encode::all(&TOKEN, name) {
        return Err(Error::input(format!("{name:?} is no name of a header")));
    }
    header_value(name, value)
}

/// The same check for a header whose name is known to be valid.
pub(crate) fn header_value(name: &str, value: &str) -> Result<()> {
    const CONTROL: encode::Bytes = {
        let mut set = [0; 256];
        let mut byte = 0;
        while byte < 32 {
            set[byte] = 1;
            byte += 1;
        }
        set[b'\t' as usize] = 0;
        set[127] = 1;
        set
    };
    // The value is not shown: it may be a secret.
    if !encode::all(&CONTROL, value) {
        return Err(Error::input(format!(
            "the value of header {name} has a line break or control character"
        )));
    }
    Ok(())
}
