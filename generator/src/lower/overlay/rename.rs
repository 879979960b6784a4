//! Gives a place another name, and everything that refers to it too.

use serde_json::{Map, Value};

use super::{
    kind::{Kind, mark},
    path::{Keys, get_mut},
    references,
};

/// Renames the last of the keys. False when it is called that already.
pub(super) fn rename(root: &mut Value, keys: &Keys, name: &str) -> Result<bool, String> {
    let Some((old, parent)) = keys.split_last() else { return Ok(false) };
    let is_map_of_names =
        matches!(Kind::of(parent), Kind::Operations | Kind::Types | Kind::Fields | Kind::Responses)
            || parent.last().is_some_and(|key| key == "enum" || key == "context");
    if !is_map_of_names {
        return Err(format!("`{old}` is a word of the format, not a name that the docs give"));
    }
    if old == name {
        return Ok(false);
    }
    let Some(Value::Object(map)) = get_mut(root, parent) else { return Ok(false) };
    if map.contains_key(name) {
        return Err(format!("`{name}` is there already"));
    }
    *map = std::mem::take(map)
        .into_iter()
        .map(|(key, value)| (if key == *old { name.to_owned() } else { key }, value))
        .collect::<Map<_, _>>();
    references::follow(root, keys, name);
    let renamed: Keys = parent.iter().cloned().chain([name.to_owned()]).collect();
    mark(root, &renamed, &[]);
    Ok(true)
}
