//! What can be wrong with a request, told in the service's own error shape.

use super::Api;
use crate::{HttpResponse, Json};

/// Why a service refuses a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The parameter that names the operation is missing.
    Unnamed,
    /// There is no such operation.
    Unknown,
    /// Nothing authenticates it.
    Unsigned,
    /// What authenticates it is wrong: the key, the signature, the token.
    Signature,
    /// A required parameter is missing.
    Missing,
    /// The type of a parameter does not allow the value.
    Value,
}

impl Refusal {
    /// The status of HTTP that says the same.
    fn status(self) -> u16 {
        match self {
            Refusal::Unnamed | Refusal::Missing | Refusal::Value => 400,
            Refusal::Unsigned | Refusal::Signature => 401,
            Refusal::Unknown => 404,
        }
    }
}

/// What a service answers to requests that it refuses, as its docs say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    /// The paths of code and message, where these errors have a shape of their own.
    pub shape: Option<(String, String)>,
    /// The codes.
    pub codes: Vec<(Refusal, String)>,
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Why the service would refuse it; `None` where only the mock has no answer.
    pub why: Option<Refusal>,
    /// The status of HTTP.
    pub status: u16,
    /// In words.
    pub message: String,
}

impl Fault {
    pub(super) fn new(why: Refusal, message: impl Into<String>) -> Self {
        Fault { why: Some(why), status: why.status(), message: message.into() }
    }

    /// Nothing is expected for the request.
    pub(super) fn unmatched(message: impl Into<String>) -> Self {
        Fault { why: None, status: 501, message: message.into() }
    }

    /// It is not HTTP.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Fault { why: None, status: 400, message: message.into() }
    }

    /// The answer: with the code that the docs give, else with the status of HTTP alone, whose number is the code.
    pub(super) fn response(&self, api: &Api, operation: Option<&str>) -> HttpResponse {
        let known = api.refusals.codes.iter().find(|(why, _)| Some(*why) == self.why);
        let Some((_, code)) = known else {
            return error(api, operation, &self.status.to_string(), &self.message, self.status);
        };
        let Some((code_at, message_at)) = &api.refusals.shape else {
            let status = if api.envelope.is_some() { 200 } else { self.status };
            return error(api, operation, code, &self.message, status);
        };
        let mut body = Json::Object(serde_json::Map::new());
        put(&mut body, code_at, code.as_str().into());
        put(&mut body, message_at, self.message.as_str().into());
        json(self.status, &body)
    }
}

/// An error in the service's own shape.
pub(super) fn error(
    api: &Api,
    operation: Option<&str>,
    code: &str,
    message: &str,
    status: u16,
) -> HttpResponse {
    let mut body = Json::Object(serde_json::Map::new());
    if let Some([code_key, _, message_key]) = &api.envelope {
        let number = code.parse::<i64>().map_or_else(|_| Json::from(code), Json::from);
        put(&mut body, code_key, number);
        if let (Some(action), Some(operation)) = (&api.action, operation) {
            put(&mut body, action, format!("{operation}Response").into());
        }
        put(&mut body, message_key, message.into());
    } else {
        put(&mut body, &api.error.0, code.into());
        put(&mut body, &api.error.1, message.into());
    }
    json(status, &body)
}

fn json(status: u16, body: &Json) -> HttpResponse {
    HttpResponse::new(status, body.to_string()).with_header("Content-Type", "application/json")
}

/// Puts a value at a path of keys joined by `.`, `[]` for the first element.
fn put(json: &mut Json, path: &str, value: Json) {
    let mut here = json;
    for step in path.split('.') {
        let (key, list) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
        if !key.is_empty() {
            if !here.is_object() {
                *here = Json::Object(serde_json::Map::new());
            }
            let Json::Object(object) = here else { return };
            here = object.entry(key).or_insert(Json::Null);
        }
        if list {
            if !here.is_array() {
                *here = Json::Array(vec![Json::Null]);
            }
            let Json::Array(array) = here else { return };
            let Some(first) = array.first_mut() else { return };
            here = first;
        }
    }
    *here = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_nested_values() {
        let mut json = Json::Null;
        put(&mut json, "errors[].errorCode", "E".into());
        put(&mut json, "errors[].errorMessage", "M".into());
        put(&mut json, "request.id", 7.into());
        assert_eq!(
            json.to_string(),
            r#"{"errors":[{"errorCode":"E","errorMessage":"M"}],"request":{"id":7}}"#
        );
    }
}
