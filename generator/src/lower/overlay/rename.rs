//! Renames a place, with every reference to it.

use tablature_ir::Address;

use super::{
    compare::scalar,
    path::{Keys, get, get_mut, index},
    references,
    state::{State, Wrong},
};
use crate::spec::yaml::{Keys as Of, Node};

/// Renames the last of the keys and gives the keys that lead there now; none when it is called that already.
pub(super) fn rename(
    state: &mut State,
    keys: &Keys,
    name: &str,
) -> Result<Result<Option<Keys>, String>, Wrong> {
    let Some((old, parent)) = keys.split_last() else { return Ok(Ok(None)) };
    let is_there = match get(&state.tree, parent) {
        Some(Node::Map(_, Of::Names, entries)) => entries.iter().any(|(key, _)| key == name),
        Some(Node::List(_, items)) if items.iter().all(|item| scalar(item).is_some()) => {
            items.iter().any(|item| scalar(item) == Some(name))
        }
        _ => return Ok(Err(format!("`{old}` is a word of the format, not a name that the docs give"))),
    };
    if old == name {
        return Ok(Ok(None));
    }
    if is_there {
        return Ok(Err(format!("`{name}` is there already")));
    }
    let address = Address::from_keys(keys);
    let types = match &address {
        Some(Address::Operation(id)) => references::types_of(state.typed()?, id, name),
        _ => Vec::new(),
    };
    match address {
        Some(address) => state.change(|service| references::rename(service, &address, name))?,
        None => match get_mut(state.patch(), parent) {
            Some(Node::Map(_, _, entries)) => {
                for (key, _) in entries.iter_mut().filter(|(key, _)| key == old) {
                    *key = name.to_owned().into();
                }
            }
            Some(Node::List(_, items)) => {
                if let Some(item) = index(items, old).and_then(|at| items.get_mut(at)) {
                    *item = Node::Text(name.to_owned().into());
                }
            }
            _ => {}
        },
    }
    state.follow(keys, name);
    for (old, new) in types {
        state.follow(&vec!["types".to_owned(), old.0], &new);
    }
    Ok(Ok(Some(parent.iter().cloned().chain([name.to_owned()]).collect())))
}
