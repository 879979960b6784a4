//! The body of a request that is JSON.

use super::check;
use crate::{
    Call, Place,
    call::Body,
    value::{self, write_text},
};

/// The JSON body; `None` when no member is there and none was given as a whole.
pub(super) fn json(call: &Call) -> Option<Vec<u8>> {
    let mut text = String::new();
    match &call.body {
        Body::Raw(_) => return None,
        Body::Whole(arg) => value::write_json(arg.value(), &mut text),
        Body::Params => {
            for param in call.params.iter().filter(|param| param.place == Place::Body) {
                // An option that is absent is left out; a null or an empty list that was given is meant.
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
