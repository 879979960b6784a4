//! The public API of a generated crate, as far as semver for Rust looks at it, taken from the plan.
//!
//! An API is a list of items: methods, arguments, setters, structs, fields, enums, variants, constants. Each
//! has a path that a caller can search for, a signature, and the facts of the IR that it was made from. So a
//! change of the docs is tied to what it does to the crate, and what nothing in the docs explains is seen.

mod collect;
mod delta;
mod source;
mod verdict;
mod witness;

pub(crate) use collect::collect;
pub(crate) use delta::{Delta, Move, delta};
pub(crate) use source::{moves, signatures};
pub(crate) use verdict::judge;
use witness::witnesses;

use std::collections::{BTreeMap, HashMap};

use tablature_ir::Address;

/// The public API of a crate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    /// The package.
    pub(crate) package: String,
    /// The items by key: a path, and behind `@` what has no path of its own (an argument).
    pub(crate) items: BTreeMap<String, Item>,
    /// The keys of the arguments of each method that takes them one by one, in their order.
    arguments: HashMap<String, Vec<String>>,
    facts: HashMap<Address, Vec<String>>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// What code that uses the item depends on.
    pub(crate) signature: String,
    /// The operation or type that it belongs to: `Client::get_a` or `types::A`.
    pub(crate) container: String,
}

/// What an item is. It decides whether code can break when one is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A method, setter or constant.
    Function,
    /// An argument of a method: its absence and its presence both matter.
    Argument,
    /// A type.
    Type,
    /// A field of a struct that is not exhaustive.
    Field,
    /// A field of the struct of required arguments, which callers write out in full.
    Required,
    /// A variant of an enum that is not exhaustive.
    Variant,
}

impl Kind {
    /// Whether old code fails when such an item is added.
    pub(crate) fn breaks_when_added(self) -> bool {
        match self {
            Kind::Argument | Kind::Required => true,
            Kind::Function | Kind::Type | Kind::Field | Kind::Variant => false,
        }
    }
}

impl Api {
    /// The keys of the items that were made from a fact.
    pub(crate) fn of(&self, fact: &Address) -> &[String] {
        self.facts.get(fact).map_or(&[], Vec::as_slice)
    }

    /// The positional argument of a key, if it is one.
    fn argument<'a>(&'a self, key: &'a str) -> Option<Argument<'a>> {
        let (method, _) = key.split_once('@')?;
        let at = self.arguments.get(method)?.iter().position(|it| it == key)?;
        Some(Argument { key, method, at, ty: &self.items.get(key)?.signature })
    }

    /// The types of the positional arguments of a method.
    fn takes(&self, method: &str) -> Vec<&str> {
        let keys = self.arguments.get(method).map(Vec::as_slice).unwrap_or_default();
        keys.iter().filter_map(|key| Some(&*self.items.get(key)?.signature)).collect()
    }
}

/// A positional argument.
struct Argument<'a> {
    key: &'a str,
    method: &'a str,
    /// From 0.
    at: usize,
    ty: &'a str,
}

/// The path of a key: `a::Client::b` of `a::Client::b@Name`.
pub(crate) fn path(key: &str) -> &str {
    key.split('@').next().unwrap_or(key)
}
