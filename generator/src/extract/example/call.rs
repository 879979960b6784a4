//! Calls by JSON-RPC, in the bodies of examples.

use serde_json::Value;

use crate::raw::{Call, Id, Params};

/// The call that a body is, by [JSON-RPC](https://www.jsonrpc.org/specification): it names a procedure, and has an id,
/// since what has none is not answered.
#[must_use]
pub fn call(body: &Value) -> Option<Call> {
    let body = body.as_object()?;
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let version = text("jsonrpc").map(str::to_owned);
    let id = match body.get("id")? {
        Value::Number(number) => Id::Number(number.as_i64()?),
        Value::String(text) => Id::Text(text.clone()),
        _ => return None,
    };
    let params = match body.get("params") {
        Some(Value::Array(_)) => Some(Params::Ordered),
        Some(Value::Object(_)) => Some(Params::Named),
        Some(_) => return None,
        None => None,
    };
    // The first version is told by its members alone.
    let is_call = version.is_some() || params.is_some() && body.len() == 3;
    let procedure = text("method").filter(|name| is_call && !name.is_empty())?.to_owned();
    Some(Call { procedure, version, id, params })
}

/// Whether a text can hold a call. Most hold none, and reading them costs more.
#[must_use]
pub fn may_call(text: &str) -> bool {
    text.contains("\"method\"") && text.contains("\"id\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_name_a_procedure_and_have_an_id() {
        let of =
            |text: &str| call(&serde_json::from_str(text).unwrap()).map(|call| (call.procedure, call.params));
        let named = |name: &str, params| Some((name.to_owned(), params));
        assert_eq!(
            of(r#"{"jsonrpc": "2.0", "id": "0", "method": "sail", "params": {"to": "A"}}"#),
            named("sail", Some(Params::Named))
        );
        assert_eq!(of(r#"{"method": "sail", "params": [1], "id": 1}"#), named("sail", Some(Params::Ordered)));
        assert_eq!(of(r#"{"jsonrpc": "2.0", "id": 1, "method": "sail"}"#), named("sail", None));
        for other in [
            r#"{"jsonrpc": "2.0", "method": "arrived", "params": {}}"#,
            r#"{"jsonrpc": "2.0", "id": 1, "result": {}}"#,
            r#"{"id": 1, "method": "GET", "path": "/boats"}"#,
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
