//! Reading an answer: is it a success, and if not, what does it say?

use super::body;
use crate::{
    Call, Envelope, Error, ErrorKind, ErrorShape, Headers, HttpResponse, Json, Method, Result, Service,
    Value,
    value::{Object, Opened, Slot, View, decode_enveloped, decode_slice, is_omitted, read_json, text_of},
};

/// Decodes a success; makes an error of anything else.
pub(super) fn read(call: &Call, response: &HttpResponse, output: &mut dyn Value) -> Result<()> {
    let service = call.client.0.service;
    if !(200..300).contains(&response.status) {
        return Err(failure(service, response));
    }
    if output.take_body(&response.body) {
        return check(call, response);
    }
    match decode(call, response, output) {
        Ok(true) => {}
        Ok(false) => return Err(failure(service, response)),
        Err(why) => return Err(unreadable(service, response, why)),
    }
    let names = call.operation.response_headers;
    if !names.is_empty()
        && let Slot::Object(object) = output.slot()
    {
        fill_headers(names, response, object);
    }
    Ok(())
}

/// Makes an error of an answer that is no success, where its body is to be read as it comes: so much of it as tells.
pub(super) fn check(call: &Call, response: &HttpResponse) -> Result<()> {
    let service = call.client.0.service;
    let is_refused = !(200..300).contains(&response.status) || refuses(service, response);
    if is_refused { Err(failure(service, response)) } else { Ok(()) }
}

/// Whether a success whose body should not be JSON says in JSON that the call failed.
fn refuses(service: &Service, response: &HttpResponse) -> bool {
    is_json(&response.headers)
        && read_json(&response.body).is_some_and(|json| match &service.envelope {
            Some(envelope) => {
                let opened = Opened { envelope, ok: None };
                json.get(envelope.code).is_some_and(|code| !opened.is_ok(code))
            }
            None => service
                .errors
                .iter()
                .any(|shape| at(&json, shape.code).is_some() && at(&json, shape.message).is_some()),
        })
}

/// Whether a body is JSON as its headers say.
pub(super) fn is_json(headers: &Headers) -> bool {
    headers.get("Content-Type").is_some_and(body::is_json)
}

/// Decodes the body. Returns whether the envelope, if there is one, says that the call succeeded.
fn decode(call: &Call, response: &HttpResponse, output: &mut dyn Value) -> serde_json::Result<bool> {
    let Some(envelope) = &call.client.0.service.envelope else {
        return if is_blank(&response.body) {
            Ok(true)
        } else {
            decode_slice(&response.body, output)?;
            Ok(!is_error(call.client.0.service, response, output))
        };
    };
    // Under these statuses, and to a HEAD, HTTP has no body, so there is nothing to wrap.
    let is_bare = matches!(response.status, 204 | 205) || matches!(call.method(), Method::Head);
    if is_bare && is_blank(&response.body) {
        return Ok(true);
    }
    let mut opened = Opened { envelope, ok: None };
    if matches!(output.slot(), Slot::Ignore) {
        decode_enveloped(&response.body, &mut Nothing::default(), &mut opened)?;
        return Ok(opened.ok == Some(true));
    }
    decode_enveloped(&response.body, output, &mut opened)?;
    Ok(match (opened.ok, output.slot()) {
        (Some(ok), _) => ok,
        // A type with a field for the code has it there, or beside its fields where it is not of the field's type.
        (None, Slot::Object(object)) => field_is(object, &opened),
        (None, Slot::Json(json)) => match json.get(envelope.code) {
            Some(code) => opened.is_ok(code),
            None => !json.is_object(),
        },
        (None, Slot::Ignore | Slot::Map(_)) => false,
        // A text, number or list, as the docs say: there is no object that the code could be in.
        (
            None,
            Slot::Text(_)
            | Slot::Integer(_)
            | Slot::Unsigned(_)
            | Slot::Number(_)
            | Slot::Boolean(_)
            | Slot::Enum(_)
            | Slot::List(_),
        ) => true,
    })
}

/// Whether nothing but blanks is in a body, which mostly the first byte tells.
fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}

/// Whether a success body is an error all the same: it has a code and a message where errors have them, and either nothing
/// of the output, or these in an object of their own that the output does not know: `{"id": 1, "error": {…}}`.
fn is_error(service: &Service, response: &HttpResponse, output: &mut dyn Value) -> bool {
    if service.errors.is_empty() {
        return false;
    }
    let mut is_empty = matches!(output.slot(), Slot::Ignore);
    let mut is_beside = false;
    if let Slot::Object(object) = output.slot() {
        object.visit(&mut |fields, extra| {
            is_empty = fields.iter().all(|field| is_omitted(*field));
            let own = |shape: &ErrorShape| shape.code.split_once('.').map(|(key, _)| key);
            is_beside = service.errors.iter().filter_map(own).any(|key| extra.get(key).is_some());
        });
    }
    (is_empty || is_beside)
        && read_json(&response.body).is_some_and(|json| {
            let is_there = |path| at(&json, path).is_some();
            service.errors.iter().any(|shape| {
                let counts = is_empty || shape.code.contains('.');
                counts && is_there(shape.code) && is_there(shape.message)
            })
        })
}

/// An object of which only the envelope is read.
#[derive(Clone, Default, PartialEq)]
struct Nothing {
    extra: crate::Extra,
}
crate::model!(Nothing {});

/// The error for a success that does not fit the operation.
fn unreadable(service: &Service, response: &HttpResponse, why: serde_json::Error) -> Error {
    // Some services answer HTTP 200 with an error body.
    let told = read_json(&response.body).and_then(|json| find_error(service, &json));
    let told = told.unwrap_or_default();
    Error::new(ErrorKind::Decode, format!("the answer cannot be read: {why}"))
        .with_code(told.code)
        .with_request_id(request_id(&response.headers).map(str::to_owned).or(told.request_id))
        .with_answer(response.status, response.body.clone())
        .with_source(why)
}

fn field_is(object: &dyn Object, opened: &Opened<'_>) -> bool {
    let Envelope { code, ok, .. } = opened.envelope;
    let mut is = false;
    object.visit(&mut |fields, extra| {
        let field = object.names().iter().position(|known| known == code).and_then(|index| fields.get(index));
        is = field.and_then(|field| text_of(*field)).is_some_and(|text| text == *ok)
            || extra.get(code).is_some_and(|json| opened.is_ok(json));
    });
    is
}

fn fill_headers(names: &[&str], response: &HttpResponse, object: &mut dyn Object) {
    let known = object.names();
    for name in names {
        let Some(value) = response.headers.get(name) else { continue };
        let Some(index) = known.iter().position(|known| known == name) else { continue };
        object.visit_mut(&mut |fields, extra| {
            let Some(field) = fields.get_mut(index) else { return };
            if let Err(refused) = crate::value::decode_json(value.into(), *field) {
                extra.insert(*name, refused.0);
            }
        });
    }
}

/// The error that an answer reports.
fn failure(service: &Service, response: &HttpResponse) -> Error {
    let HttpResponse { status, headers, body } = response;
    let bytes = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let parsed = read_json(bytes);
    let told = parsed.as_ref().and_then(|json| find_error(service, json)).unwrap_or_default();
    let message = told.message.unwrap_or_else(|| match (status, &told.code) {
        (200..300, Some(code)) => format!("the service gave the code {code} and no message"),
        (_, Some(code)) => format!("the service gave the code {code} and no message: {}", excerpt(bytes)),
        (200..300, None) if parsed.is_some() => {
            "the answer does not say whether the call succeeded".to_owned()
        }
        (300..400, None) if headers.get("Location").is_some() => format!(
            "redirected to {}, which is not followed: credentials would go there",
            headers.get("Location").unwrap_or_default()
        ),
        _ => excerpt(bytes),
    });
    let transient = told.code.as_deref().is_some_and(|code| service.transient.contains(&code));
    Error::new(ErrorKind::Service, message)
        .with_retryable(matches!(status, 429 | 502 | 503 | 504) || transient)
        .with_request_id(request_id(headers).map(str::to_owned).or(told.request_id))
        .with_code(told.code)
        .with_answer(*status, body.clone())
}

/// The start of a body that is no JSON, for the message.
fn excerpt(body: &[u8]) -> String {
    const LONGEST: usize = 300;
    let text = String::from_utf8_lossy(body);
    let mut chars = text.trim().chars();
    let mut start: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}

/// The id that the service gave the request, by the names that its header may have.
pub(super) fn request_id(headers: &Headers) -> Option<&str> {
    const ENDS: [&str; 4] = ["request-id", "request-uuid", "requestid", "trace-id"];
    let named = |end: &str| {
        headers.iter().find(|(name, _)| name.to_ascii_lowercase().ends_with(end)).map(|(_, id)| id)
    };
    ENDS.iter().find_map(|end| named(end)).filter(|id| !id.is_empty())
}

/// What an error body tells.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

/// Names that error bodies of many services use for code and message, the most telling first.
const USUAL: [(&str, &str); 7] = [
    ("error_code", "error_msg"),
    ("errorCode", "errorMsg"),
    ("errorCode", "errorMessage"),
    ("error_code", "error_message"),
    ("code", "message"),
    ("Code", "Message"),
    ("type", "message"),
];

/// Names of a message that stands without a code.
const ALONE: [&str; 5] = ["error_description", "detail", "title", "error", "error.message"];

/// Looks for code and message: first where the service's docs say, then under the usual names, at any depth.
pub(crate) fn find_error(service: &Service, json: &Json) -> Option<Told> {
    let envelope =
        service.envelope.map(|e| ErrorShape { code: e.code, message: e.message, request_id: None });
    let documented = envelope.iter().chain(service.errors).find_map(|shape| {
        let code = at(json, shape.code)?;
        let request_id = shape.request_id.and_then(|path| at(json, path));
        Some(Told { code: Some(code), message: at(json, shape.message), request_id })
    });
    let mut told = documented.or_else(|| usual(json, 0)).or_else(|| {
        // A message without a code still says something.
        let documented = envelope.iter().chain(service.errors).map(|shape| shape.message);
        let usual = USUAL.iter().map(|(_, message)| *message).chain(ALONE);
        let message = documented.chain(usual).find_map(|path| at(json, path))?;
        Some(Told { message: Some(message), ..Told::default() })
    })?;
    if told.request_id.is_none() {
        told.request_id = ["request_id", "requestId", "RequestId"].iter().find_map(|name| at(json, name));
    }
    Some(told)
}

fn usual(json: &Json, depth: usize) -> Option<Told> {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return None;
    }
    match json {
        Json::Object(object) => {
            let pair = USUAL.iter().find(|(code, message)| {
                object.get(*code).is_some_and(is_scalar) && object.get(*message).is_some_and(is_scalar)
            });
            let alone = || USUAL[..6].iter().find(|(code, _)| object.get(*code).is_some_and(is_scalar));
            let nested = || object.values().rev().find_map(|json| usual(json, depth + 1));
            let told = |(code, message): &(&str, &str)| Told {
                code: at(json, code),
                message: at(json, message),
                request_id: None,
            };
            pair.map(told).or_else(nested).or_else(|| alone().map(told))
        }
        Json::Array(array) => array.iter().find_map(|json| usual(json, depth + 1)),
        _ => None,
    }
}

fn is_scalar(json: &Json) -> bool {
    matches!(json, Json::String(_) | Json::Number(_))
}

/// The text at a path of keys joined by `.`, `[]` for the first element.
fn at(json: &Json, path: &str) -> Option<String> {
    let mut here = json;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let (key, first) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
        if !key.is_empty() {
            here = here.get(key)?;
        }
        if first {
            here = here.as_array()?.first()?;
        }
    }
    match here.view() {
        View::Json(Json::String(_) | Json::Number(_) | Json::Bool(_)) => text_of(here),
        _ => None,
    }
}
