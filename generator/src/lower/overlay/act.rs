//! What a correction does with one place: each says what it touched, nothing where all is so already, or why it cannot
//! be done.

use super::{
    compare::{is_null, labelled, same, scalar},
    path::{Keys, get_mut, index},
};
use crate::spec::yaml::{Entry, Node};

/// A place that a correction has changed.
#[derive(Clone, Debug)]
pub(super) struct Touched {
    /// The place.
    pub keys: Keys,
    /// The keys that lead to its new value in what the correction says.
    pub inside: Keys,
    /// What became of it.
    pub change: Change,
}

/// What became of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It has another value.
    Value,
    /// It has another name.
    Name,
    /// It is no more.
    Gone,
}

impl Touched {
    fn below(place: &Keys, key: &str, change: Change) -> Self {
        let inside = if change == Change::Gone { Keys::new() } else { vec![key.to_owned()] };
        Touched { keys: place.iter().cloned().chain([key.to_owned()]).collect(), inside, change }
    }
}

/// Gives keys of a map other values, or the place another value.
pub(super) fn set(
    root: &mut Node<'static>,
    keys: &Keys,
    value: &Node<'static>,
) -> Result<Vec<Touched>, String> {
    let Some(node) = get_mut(root, keys) else { return Ok(Vec::new()) };
    let Some(new) = align(node, value) else {
        if is_null(value) {
            return Err("`set` needs a value; to take it away, say `remove: true`".to_owned());
        }
        if same(node, value) {
            return Ok(Vec::new());
        }
        *node = value.clone();
        return Ok(vec![Touched { keys: keys.clone(), inside: Keys::new(), change: Change::Value }]);
    };
    let Node::Map(_, _, entries) = node else { return Ok(Vec::new()) };
    let (mut touched, mut is_changed) = (Vec::new(), false);
    for (key, value) in new {
        let there = entries.iter().position(|(name, _)| *name == key);
        touched.push(Touched::below(keys, &key, if is_null(&value) { Change::Gone } else { Change::Value }));
        match there.and_then(|at| entries.get_mut(at).map(|entry| (at, entry))) {
            Some((at, _)) if is_null(&value) => {
                entries.remove(at);
                is_changed = true;
            }
            Some((_, (_, old))) => {
                is_changed |= !same(old, &value);
                *old = value;
            }
            None if is_null(&value) => {}
            None => {
                entries.push((key, value));
                is_changed = true;
            }
        }
    }
    Ok(if is_changed { touched } else { Vec::new() })
}

/// Adds keys to a map or items to a list; what is there already stays.
pub(super) fn add(
    root: &mut Node<'static>,
    keys: &Keys,
    value: &Node<'static>,
) -> Result<Vec<Touched>, String> {
    let Some(node) = get_mut(root, keys) else { return Ok(Vec::new()) };
    let mut touched = Vec::new();
    let new = align(node, value);
    match (node, new, value) {
        (Node::Map(_, _, entries), Some(new), _) => {
            for (key, value) in new {
                match entries.iter().find(|(name, _)| *name == key) {
                    Some((_, there)) if !same(&value, there) => {
                        return Err(format!("`{key}` is there already; correct it with `set`"));
                    }
                    Some(_) => {}
                    None => {
                        touched.push(Touched::below(keys, &key, Change::Value));
                        entries.push((key, value));
                    }
                }
            }
        }
        (Node::List(_, items), None, Node::List(_, new)) => {
            for (at, item) in new.iter().enumerate() {
                if !items.iter().any(|there| same(there, item)) {
                    let place = keys.iter().cloned().chain([items.len().to_string()]).collect();
                    touched.push(Touched {
                        keys: place,
                        inside: vec![at.to_string()],
                        change: Change::Value,
                    });
                    items.push(item.clone());
                }
            }
        }
        (Node::Map(..), ..) => return Err("`add` needs a map of what to add".to_owned()),
        (Node::List(..), ..) => return Err("`add` needs a list of what to add".to_owned()),
        _ => return Err("nothing can be added to a single value; say `set`".to_owned()),
    }
    Ok(touched)
}

/// The entries of a value to be merged with the map that is there. If one is a map and the other a list of words, the
/// words serve as keys, and what is there becomes a map.
fn align(there: &mut Node<'static>, value: &Node<'static>) -> Option<Vec<Entry<'static>>> {
    let new = match value {
        Node::Map(_, _, new) => new.clone(),
        Node::List(..) if matches!(there, Node::Map(_, _, entries) if entries.iter().all(|(_, it)| scalar(it).is_some())) =>
        {
            let Some(Node::Map(_, _, new)) = labelled(value) else { return None };
            new
        }
        _ => return None,
    };
    if let Some(map) = labelled(there) {
        *there = map;
    }
    matches!(there, Node::Map(..)).then_some(new)
}

/// Removes the place.
pub(super) fn remove(root: &mut Node<'static>, keys: &Keys) -> Vec<Touched> {
    let Some((key, parent)) = keys.split_last() else { return Vec::new() };
    let parent = parent.to_vec();
    remove_from(root, &parent, key).then(|| Touched::below(&parent, key, Change::Gone)).into_iter().collect()
}

/// Takes keys of the place away.
pub(super) fn remove_keys(
    root: &mut Node<'static>,
    keys: &Keys,
    names: &[String],
) -> Result<Vec<Touched>, String> {
    if !matches!(get_mut(root, keys), Some(Node::Map(..) | Node::List(..))) {
        return Err("it has no keys to take away; say `remove: true`".to_owned());
    }
    let gone = names.iter().filter(|name| remove_from(root, keys, name));
    Ok(gone.map(|name| Touched::below(keys, name, Change::Gone)).collect())
}

fn remove_from(root: &mut Node<'static>, parent: &Keys, key: &str) -> bool {
    match get_mut(root, parent) {
        Some(Node::Map(_, _, entries)) => {
            let before = entries.len();
            entries.retain(|(name, _)| name != key);
            entries.len() < before
        }
        Some(Node::List(_, items)) => {
            let at = index(items, key);
            at.map(|at| items.remove(at)).is_some()
        }
        _ => false,
    }
}
