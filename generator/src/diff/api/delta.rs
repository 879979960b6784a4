//! What differs between the APIs of two versions of a crate.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Item, Kind, path};
use crate::diff::{Bump, Level};

/// How an item moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// It is new.
    Added(Kind),
    /// It is gone.
    Removed,
    /// It has another signature: before and now.
    Changed(String, String),
    /// It takes what it took before, and more: before and now.
    Widened(String, String),
}

impl Move {
    /// What it does to code that uses the crate.
    pub(crate) fn level(&self) -> Level {
        match self {
            Move::Added(kind) if kind.breaks_when_added() => Level::Breaking,
            Move::Added(_) | Move::Widened(..) => Level::Safe,
            Move::Removed | Move::Changed(..) => Level::Breaking,
        }
    }

    /// In a sentence.
    pub(crate) fn sentence(&self, key: &str) -> String {
        let path = path(key);
        let argument = key.split_once('@').map_or("", |(_, argument)| argument);
        let what = if argument.is_empty() {
            format!("`{path}`")
        } else {
            format!("The argument {argument} of `{path}`")
        };
        match self {
            Move::Added(_) => format!("{what} is new."),
            Move::Removed => format!("{what} is gone."),
            Move::Widened(old, new) => format!("{what} took `{old}` and takes `{new}`, which it becomes."),
            Move::Changed(old, new) => format!("{what} was `{old}` and is `{new}`."),
        }
    }
}

/// The items that moved, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delta {
    pub(crate) moves: BTreeMap<String, Move>,
    /// The container of each key.
    pub(crate) containers: BTreeMap<String, String>,
    /// The keys of enums and their variants, on both sides.
    pub(crate) enums: BTreeSet<String>,
}

impl Delta {
    /// What semver asks for.
    pub(crate) fn bump(&self) -> Bump {
        match self.moves.values().map(Move::level).max() {
            None => Bump::Patch,
            Some(Level::Breaking | Level::Unknown | Level::Risky) => Bump::Major,
            Some(Level::Safe | Level::None) => Bump::Minor,
        }
    }
}

/// Compares two APIs.
pub(crate) fn delta(old: &Api, new: &Api) -> Delta {
    let mut delta = Delta::default();
    let items = || old.items.iter().chain(&new.items);
    let is_enum = |item: &Item| item.kind == Kind::Variant || item.signature.starts_with("enum");
    delta.enums = items().filter(|(_, item)| is_enum(item)).map(|(key, _)| key.clone()).collect();
    let mut note = |key: &str, container: &str, moved: Move| {
        delta.moves.insert(key.to_owned(), moved);
        delta.containers.insert(key.to_owned(), container.to_owned());
    };
    for (key, item) in &old.items {
        match new.items.get(key) {
            None => note(key, &item.container, Move::Removed),
            Some(other) if widens(item, other, new) => {
                note(key, &item.container, Move::Widened(item.signature.clone(), other.signature.clone()));
            }
            Some(other) if other.signature != item.signature => {
                note(key, &item.container, Move::Changed(item.signature.clone(), other.signature.clone()));
            }
            Some(_) => {}
        }
    }
    for (key, item) in new.items.iter().filter(|(key, _)| !old.items.contains_key(*key)) {
        // The arguments of a method that is new itself break nobody.
        let whole = key.split_once('@').map(|(method, _)| method);
        let fresh = whole.is_some_and(|method| !old.items.contains_key(method));
        let parent = key.rsplit_once("::").map_or("", |(parent, _)| parent);
        let fresh = fresh || (item.kind == Kind::Required && !old.items.contains_key(parent));
        note(key, &item.container, Move::Added(if fresh { Kind::Function } else { item.kind }));
    }
    delta
}

/// Whether an integer became an enum of integers where callers give it: the method takes integers all the same.
fn widens(old: &Item, new: &Item, api: &Api) -> bool {
    let lib = api.package.replace('-', "_");
    let bare = |item: &Item| {
        let text = item.signature.strip_prefix("fn(").and_then(|rest| rest.strip_suffix(')'));
        text.unwrap_or(&item.signature).to_owned()
    };
    let (before, now) = (bare(old), bare(new));
    let name = now.strip_prefix("impl Into<").and_then(|rest| rest.strip_suffix('>'));
    let is_integer = |name: &str| {
        api.items.get(&format!("{lib}::{name}")).is_some_and(|item| item.signature == "enum of integers")
    };
    before == "i64" && name.is_some_and(is_integer)
}
