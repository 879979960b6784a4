//! What can be wrong with a request, told in the service's own error shape.

use super::Api;
use crate::{HttpResponse, Json};

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The HTTP status of a service without an envelope.
    pub status: u16,
    /// The code of a service with an envelope.
    pub number: i64,
    /// The code of a service without one.
    pub code: &'static str,
    /// In words.
    pub message: String,
}

/// No page says what the gateway of a service answers with, so the codes are those of HTTP: its numbers in an envelope,
/// its words elsewhere.
impl Fault {
    pub(super) fn unknown(message: impl Into<String>) -> Self {
        Fault { status: 404, number: 404, code: "NotFound", message: message.into() }
    }

    pub(super) fn missing(name: &str) -> Self {
        Fault { status: 400, number: 400, code: "BadRequest", message: format!("Missing params [{name}]") }
    }

    pub(super) fn unsigned(message: impl Into<String>) -> Self {
        Fault { status: 401, number: 401, code: "Unauthorized", message: message.into() }
    }

    pub(super) fn signature(message: impl Into<String>) -> Self {
        Fault { status: 401, number: 401, code: "Unauthorized", message: message.into() }
    }

    pub(super) fn unmatched(message: impl Into<String>) -> Self {
        Fault { status: 501, number: 501, code: "NotImplemented", message: message.into() }
    }

    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Fault { status: 400, number: 400, code: "BadRequest", message: message.into() }
    }

    pub(super) fn response(&self, api: &Api, operation: Option<&str>) -> HttpResponse {
        match &api.envelope {
            Some(_) => error(api, operation, &self.number.to_string(), &self.message, 200),
            None => error(api, operation, self.code, &self.message, self.status),
        }
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
