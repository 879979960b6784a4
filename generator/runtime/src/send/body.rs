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
    let mut text = String::new();
    match call.body_kind() {
        Body::Raw(_) => return None,
        Body::Whole(arg) => value::write_json(arg.value(), &mut text),
        Body::Params if !call.may_have(Place::Body) => return None,
        Body::Params => {
            text.reserve(128);
            for param in call.params.iter().filter(|param| param.place == Place::Body) {
                // An absent option is left out; a null or an empty list that was given is meant.
                if check::is_left_out(call, param) {
                    continue;
                }
                text.push(if text.is_empty() { '{' } else { ',' });
                write_text(&param.name, &mut text);
                text.push(':');
                value::write_json(param.arg.value(), &mut text);
            }
            if text.is_empty() {
                return None;
            }
            text.push('}');
        }
    }
    Some(text.into_bytes())
}
