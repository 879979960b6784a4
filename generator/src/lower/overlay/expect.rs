//! What a correction expects to find, and values as the IR spells them.

use serde_json::{Map, Value};

/// What is not as expected: one line for each difference; empty when all is.
pub(super) fn differences(expected: &Value, found: &Value) -> Vec<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .filter(|(key, value)| !same(value, found.get(*key).unwrap_or(&Value::Null)))
            .map(|(key, value)| {
                let found = found.get(key).unwrap_or(&Value::Null);
                format!("expected `{key}` to be {}, found {}", show(value), show(found))
            })
            .collect(),
        (expected, found) if same(expected, found) => Vec::new(),
        (expected, found) => vec![format!("expected {}, found {}", show(expected), show(found))],
    }
}

/// Whether two values are the same once spelled alike: an absent flag is false, a list of values equals a map of
/// values without labels.
fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Bool(false), Value::Null) | (Value::Null, Value::Bool(false)) => true,
        (expected, found) => expected == found,
    }
}

/// A value in a message.
fn show(value: &Value) -> String {
    match value {
        Value::Null => "absent".to_owned(),
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// A value that a person wrote, spelled as the tree of a service has it: all numbers and flags as text but the
/// few that the IR has as such, enum values as a map.
pub(super) fn spelled(key: &str, value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let is_error_code = map.contains_key("code");
            Value::Object(
                map.into_iter()
                    .map(|(key, value)| {
                        let is_number = is_error_code && key == "status";
                        let value = if is_number { value } else { spelled(&key, value) };
                        (key, value)
                    })
                    .collect(),
            )
        }
        Value::Array(items) if key == "enum" => values(items),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| spelled("", item)).collect()),
        Value::Bool(flag) if !matches!(key, "required" | "sensitive" | "deprecated") => {
            flag.to_string().into()
        }
        Value::Number(number) if !matches!(key, "at_least" | "first" | "tablature") => {
            number.to_string().into()
        }
        other => other,
    }
}

/// Enum values without labels.
fn values(items: Vec<Value>) -> Value {
    let text = |item| match spelled("", item) {
        Value::String(text) => text,
        other => other.to_string(),
    };
    items.into_iter().map(|item| (text(item), Value::String(String::new()))).collect::<Map<_, _>>().into()
}
