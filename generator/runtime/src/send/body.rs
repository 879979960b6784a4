//! The body of a request: JSON, or what is given as a whole.

use super::check;
use crate::{
    Arg, Call, Place,
    call::Body,
    value::{self, write_text},
};

/// Whether bodies of a media type are JSON.
pub(crate) fn is_json(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    let is_word = |word: &str| word.eq_ignore_ascii_case("json");
    media.split(['/', '+', '-', '.', '_']).any(is_word) && !media.ends_with("json-seq")
}

/// The bytes of a body that is not JSON and is given as a whole.
pub(super) fn plain(arg: &Arg) -> Vec<u8> {
    let bytes = if let Arg::Shared(value) = arg { value.body() } else { None };
    bytes.map_or_else(|| arg.text().unwrap_or_default().into_bytes(), <[u8]>::to_vec)
}

/// The JSON body; `None` when no member is there and none was given as a whole.
pub(super) fn json(call: &Call) -> Option<Vec<u8>> {
    match call.body_kind() {
        Body::Raw(_) => None,
        Body::Whole(arg) => {
            let mut text = String::new();
            value::write_json(arg.value(), &mut text);
            Some(text.into_bytes())
        }
        Body::Params if !call.may_have(Place::Body) => None,
        Body::Params => object(call),
    }
}

/// The parameters of the body as the members of an object; `None` when there is none.
fn object(call: &Call) -> Option<Vec<u8>> {
    // Most bodies are as long as this or shorter.
    let mut text = String::with_capacity(128);
    for param in call.params.iter().filter(|param| param.place == Place::Body) {
        // An absent option is left out; a null or an empty list that was given is meant.
        if check::is_left_out(call, param) {
            continue;
        }
        text.push(if text.is_empty() { '{' } else { ',' });
        write_text(&param.name, &mut text);
        text.push(':');
        match &param.arg {
            Arg::Text(value) => write_text(value, &mut text),
            Arg::Integer(integer) => text.push_str(itoa::Buffer::new().format(*integer)),
            other => value::write_json(other.value(), &mut text),
        }
    }
    if text.is_empty() {
        return None;
    }
    text.push('}');
    Some(text.into_bytes())
}
