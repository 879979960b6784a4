//! What a test asserts of a decoded fixture: its fields have the values in the file.

use serde_json::Value;

use crate::{
    emit::fixtures::Types,
    escape::rust::string as literal,
    plan::{Field, Type},
};

/// How deep a test looks into a fixture, and how many assertions it makes at most.
const DEPTH: usize = 3;
const MOST: usize = 12;

/// Assertions on an object: `output.total_count` is `Some(5)`.
pub(super) fn object(expression: &str, value: &Value, fields: &[Field], types: &Types<'_>) -> Vec<String> {
    let mut out = Vec::new();
    members(expression, value, fields, types, DEPTH, &mut out);
    out.truncate(MOST);
    out
}

/// Assertions on a value that is present.
pub(super) fn value(expression: &str, value: &Value, ty: &Type, types: &Types<'_>) -> Vec<String> {
    let mut out = Vec::new();
    present(expression, value, ty, types, DEPTH, &mut out);
    out.truncate(MOST);
    out
}

fn members(
    expression: &str,
    value: &Value,
    fields: &[Field],
    types: &Types<'_>,
    depth: usize,
    out: &mut Vec<String>,
) {
    let Some(members) = value.as_object() else { return };
    // Few assertions are made; headers come first, as no other test sees them.
    let (headers, keys): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.header);
    for field in headers.into_iter().chain(keys) {
        let Some(member) = members.get(&field.wire).filter(|member| !member.is_null()) else { continue };
        let name = format!("{expression}.{}", field.name);
        match (&field.ty, member) {
            (Type::String, Value::String(text)) => {
                out.push(format!("assert_eq!({name}.as_deref(), Some({}));", literal(text)));
            }
            (Type::Enum(_), Value::String(text)) => {
                out.push(format!(
                    "assert_eq!({name}.as_ref().map(|value| value.as_str()), Some({}));",
                    literal(text)
                ));
            }
            (Type::Enum(_), Value::Number(number)) => {
                out.push(format!(
                    "assert_eq!({name}.as_ref().map(|value| value.as_str()), Some(\"{number}\"));"
                ));
            }
            (
                Type::Integer | Type::Unsigned | Type::Number | Type::Boolean,
                Value::Number(_) | Value::Bool(_),
            ) => {
                out.extend(
                    scalar(member, &field.ty).map(|literal| format!("assert_eq!({name}, Some({literal}));")),
                );
            }
            (Type::Any, _) => out.push(format!("assert!({name}.is_some());")),
            (Type::List(_) | Type::Map(_), _) => present(&name, member, &field.ty, types, depth, out),
            (Type::Struct(_), _) => {
                present(&format!("{name}.as_ref().unwrap()"), member, &field.ty, types, depth, out);
            }
            _ => {}
        }
    }
}

fn present(
    expression: &str,
    value: &Value,
    ty: &Type,
    types: &Types<'_>,
    depth: usize,
    out: &mut Vec<String>,
) {
    match (ty, value) {
        (Type::String, Value::String(text)) => {
            out.push(format!("assert_eq!({expression}, {});", literal(text)));
        }
        (Type::Enum(_), Value::String(text)) => {
            out.push(format!("assert_eq!({expression}.as_str(), {});", literal(text)));
        }
        (Type::Enum(_), Value::Number(number)) => {
            out.push(format!("assert_eq!({expression}.as_str(), \"{number}\");"));
        }
        (Type::Boolean, Value::Bool(true)) => out.push(format!("assert!({expression});")),
        (Type::Boolean, Value::Bool(false)) => out.push(format!("assert!(!{expression});")),
        (Type::Integer | Type::Unsigned | Type::Number, _) => {
            out.extend(scalar(value, ty).map(|literal| format!("assert_eq!({expression}, {literal});")));
        }
        (Type::List(inner), Value::Array(elements)) => {
            out.push(format!("assert_eq!({expression}.len(), {});", elements.len()));
            if let Some(first) = elements.first().filter(|_| depth > 0) {
                present(&format!("{expression}[0]"), first, inner, types, depth - 1, out);
            }
        }
        (Type::Map(inner), Value::Object(entries)) => {
            out.push(format!("assert_eq!({expression}.len(), {});", entries.len()));
            if let Some((key, first)) = entries.iter().next().filter(|_| depth > 0) {
                present(&format!("{expression}[{}]", literal(key)), first, inner, types, depth - 1, out);
            }
        }
        (Type::Struct(name), Value::Object(_)) if depth > 0 => {
            members(expression, value, types.fields(name), types, depth - 1, out);
        }
        _ => {}
    }
}

/// A number or boolean as a literal of its type.
fn scalar(value: &Value, ty: &Type) -> Option<String> {
    match ty {
        Type::Integer => value.as_i64().map(|integer| integer.to_string()),
        Type::Unsigned => value.as_u64().map(|integer| integer.to_string()),
        Type::Number => value.as_f64().map(|number| format!("{number:?}")),
        Type::Boolean => value.as_bool().map(|boolean| boolean.to_string()),
        _ => None,
    }
}
