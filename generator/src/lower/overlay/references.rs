//! What refers to a name by that name: type expressions, pagination, the path, parts given together.

use serde_json::Value;
use tablature_ir::{Status, Type, TypeName};

use super::path::{get, get_mut};

/// Lets all references to the place at `keys` follow its new name. The place itself has it already.
pub(super) fn follow(root: &mut Value, keys: &[String], new: &str) {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    match keys[..] {
        ["types", old] => types(root, old, new),
        ["types", owner, "fields", old] => each_operation(root, |root, id| {
            paths(root, id, &Renamed { container: Container::Type(owner.to_owned()), old, new });
        }),
        ["operations", id, location @ ("path" | "query" | "header" | "form" | "body"), old] => {
            if location == "path" {
                uri(root, id, old, new);
            }
            roles(root, id, None, old, new);
        }
        ["operations", id, _, parameter, "composite", "parts", old] => {
            together(root, &keys, old, new);
            roles(root, id, Some(parameter), old, new);
        }
        ["operations", id, "responses", status, "body", old] => {
            paths(root, id, &Renamed { container: Container::Response(status.to_owned()), old, new });
        }
        ["operations", id, "responses", _, "headers", old] => {
            if let Some(Value::String(header)) =
                pagination(root, id).and_then(|roles| roles.get_mut("total")?.get_mut("content-range"))
                && header.eq_ignore_ascii_case(old)
            {
                new.clone_into(header);
            }
        }
        _ => {}
    }
}

/// The named type of the field that these keys lead to.
pub(super) fn type_at(root: &Value, keys: &[String]) -> Option<TypeName> {
    let text = get(root, keys)?.get("type")?.as_str()?;
    text.parse::<Type>().ok()?.named().cloned()
}

/// Every type expression: the `type` of a field, and a body that is a type.
fn types(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text) if key == "type" || key == "body" => rename_in_type(text, old, new),
                    value => types(value, old, new),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| types(item, old, new)),
        _ => {}
    }
}

fn rename_in_type(text: &mut String, old: &str, new: &str) {
    let Ok(mut ty) = text.parse::<Type>() else { return };
    if ty.named().is_some_and(|name| **name == *old) {
        *ty.innermost_mut() = Type::Named(new.into());
        *text = ty.to_string();
    }
}

fn uri(root: &mut Value, id: &str, old: &str, new: &str) {
    if let Some(Value::String(uri)) = get_mut(root, &["operations", id, "uri"].map(str::to_owned)) {
        *uri = uri.replace(&format!("{{{old}}}"), &format!("{{{new}}}"));
    }
}

fn together(root: &mut Value, keys: &[&str], old: &str, new: &str) {
    let composite: Vec<String> = keys.iter().take(5).map(|key| (*key).to_owned()).collect();
    let groups =
        get_mut(root, &composite).and_then(|composite| composite.get_mut("together")?.as_array_mut());
    for name in groups.into_iter().flatten().filter_map(Value::as_array_mut).flatten() {
        if name == old {
            *name = new.into();
        }
    }
}

/// The roles of the operation's pagination, of whatever kind it is.
fn pagination<'a>(root: &'a mut Value, id: &str) -> Option<&'a mut Value> {
    let keys = ["operations", id, "pagination"].map(str::to_owned);
    get_mut(root, &keys)?.as_object_mut()?.values_mut().next()
}

/// The roles that name a parameter, or a part of the composite parameter `within`.
fn roles(root: &mut Value, id: &str, within: Option<&str>, old: &str, new: &str) {
    let Some(roles) = pagination(root, id) else { return };
    let has_within = roles.get("within").and_then(Value::as_str).map(str::to_owned);
    if within.is_none() && has_within.as_deref() == Some(old) {
        roles["within"] = new.into();
    } else if has_within.as_deref() == within {
        for role in ["offset", "limit", "page", "size", "marker"] {
            if let Some(name) = roles.get_mut(role).filter(|name| *name == old) {
                *name = new.into();
            }
        }
    }
}

fn each_operation(root: &mut Value, mut then: impl FnMut(&mut Value, &str)) {
    let ids: Vec<String> = root
        .get("operations")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|map| map.keys().cloned())
        .collect();
    for id in ids {
        then(root, &id);
    }
}

/// A map of fields that a path of pagination leads through.
#[derive(PartialEq)]
enum Container {
    /// The body of the response with this status.
    Response(String),
    /// The fields of a type.
    Type(String),
}

struct Renamed<'a> {
    container: Container,
    old: &'a str,
    new: &'a str,
}

/// The paths of pagination that lead through what was renamed.
fn paths(root: &mut Value, id: &str, renamed: &Renamed<'_>) {
    for keys in [&["items"][..], &["next"], &["total", "body"]] {
        let path = pagination(root, id).and_then(|roles| {
            keys.iter().try_fold(&*roles, |value, key| value.get(key))?.as_str().map(str::to_owned)
        });
        let Some(path) = path else { continue };
        let path = renamed_path(root, id, &path, renamed);
        let role = pagination(root, id)
            .and_then(|roles| keys.iter().try_fold(roles, |value, key| value.get_mut(key)));
        if let Some(role) = role {
            *role = path.into();
        }
    }
}

fn renamed_path(root: &Value, id: &str, path: &str, renamed: &Renamed<'_>) -> String {
    let mut at = success(root, id);
    let mut out = Vec::new();
    for segment in path.split('.') {
        let key = segment.trim_end_matches("[]");
        let marks = segment.get(key.len()..).unwrap_or_default();
        let is_renamed = key == renamed.old && at.as_ref() == Some(&renamed.container);
        let key = if is_renamed { renamed.new } else { key };
        out.push(format!("{key}{marks}"));
        at = at.and_then(|at| {
            let fields = match &at {
                Container::Response(status) => {
                    get(root, &["operations", id, "responses", status, "body"].map(str::to_owned))
                }
                Container::Type(name) => get(root, &["types", name, "fields"].map(str::to_owned)),
            };
            named(fields?.get(key)?.get("type")?)
        });
    }
    out.join(".")
}

/// Where a path of pagination begins.
fn success(root: &Value, id: &str) -> Option<Container> {
    let responses = get(root, &["operations", id, "responses"].map(str::to_owned))?.as_object()?;
    let status = responses
        .keys()
        .find(|status| Status((*status).clone()).is_success())
        .or_else(|| responses.keys().next().filter(|_| responses.len() == 1))?;
    match responses.get(status)?.get("body")? {
        body @ Value::String(_) => named(body),
        _ => Some(Container::Response(status.clone())),
    }
}

fn named(ty: &Value) -> Option<Container> {
    let ty = ty.as_str()?.parse::<Type>().ok()?;
    Some(Container::Type(ty.named()?.to_string()))
}
