//! What a correction does with one place: each says whether it changed anything, or why it cannot be done.

use serde_json::Value;

use super::{
    expect::{differences, spelled},
    kind::{Kind, mark},
    path::{Keys, get_mut, keys_of},
};

/// Gives keys of a map other values, or the place another value.
pub(super) fn set(root: &mut Value, keys: &Keys, value: &Value) -> Result<bool, String> {
    let key = keys.last().map_or("", String::as_str);
    let value = spelled(key, value.clone());
    let Some(node) = get_mut(root, keys) else { return Ok(false) };
    let before = node.clone();
    let touched = match (&mut *node, value) {
        (Value::Object(map), Value::Object(new)) => {
            let touched: Keys = new.keys().cloned().collect();
            for (key, value) in new {
                if value.is_null() {
                    map.shift_remove(&key);
                } else {
                    map.insert(key, value);
                }
            }
            touched
        }
        (_, Value::Null) => return Err("`set` needs a value; to take it away, say `remove: true`".to_owned()),
        (node, value) => {
            *node = value;
            keys_of(node).collect()
        }
    };
    let changed = *node != before;
    // An origin that the correction states itself stays.
    if changed && !touched.iter().any(|key| key == "origin") {
        mark(root, keys, &touched);
    }
    Ok(changed)
}

/// Adds keys to a map or items to a list; what is there already stays.
pub(super) fn add(root: &mut Value, keys: &Keys, value: &Value) -> Result<bool, String> {
    let key = keys.last().map_or("", String::as_str);
    let value = spelled(key, value.clone());
    let Some(node) = get_mut(root, keys) else { return Ok(false) };
    let touched: Keys = match (node, value) {
        (Value::Object(map), Value::Object(new)) => {
            let mut touched = Vec::new();
            for (key, value) in new {
                match map.get(&key) {
                    Some(there) if !differences(&value, there).is_empty() => {
                        return Err(format!("`{key}` is there already; correct it with `set`"));
                    }
                    Some(_) => {}
                    None => {
                        map.insert(key.clone(), value);
                        touched.push(key);
                    }
                }
            }
            touched
        }
        (Value::Array(items), Value::Array(new)) => {
            let before = items.len();
            for item in new {
                if !items.contains(&item) {
                    items.push(item);
                }
            }
            (before..items.len()).map(|at| at.to_string()).collect()
        }
        (Value::Object(_), _) => return Err("`add` needs a map of what to add".to_owned()),
        (Value::Array(_), _) => return Err("`add` needs a list of what to add".to_owned()),
        _ => return Err("nothing can be added to a single value; say `set`".to_owned()),
    };
    mark(root, keys, &touched);
    Ok(!touched.is_empty())
}

/// Takes the place away.
pub(super) fn remove(root: &mut Value, keys: &Keys) -> bool {
    let Some((key, parent)) = keys.split_last() else { return false };
    match get_mut(root, parent) {
        Some(Value::Object(map)) => {
            let removed = map.shift_remove(key).is_some();
            // A fact that is taken away is a decision about the field; a field is gone.
            if Kind::of(keys) == Kind::Fact {
                mark(root, parent, &[]);
            }
            removed
        }
        Some(Value::Array(items)) => {
            let at = key.parse::<usize>().ok().filter(|at| *at < items.len());
            at.map(|at| items.remove(at)).is_some()
        }
        _ => false,
    }
}

/// Takes keys of the place away.
pub(super) fn remove_keys(root: &mut Value, keys: &Keys, names: &[String]) -> Result<bool, String> {
    let Some(Value::Object(map)) = get_mut(root, keys) else {
        return Err("it has no keys to take away; say `remove: true`".to_owned());
    };
    let mut removed = false;
    for name in names {
        removed |= map.shift_remove(name).is_some();
    }
    if removed {
        mark(root, keys, &[]);
    }
    Ok(removed)
}
