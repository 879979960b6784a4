//! Where the facts of an IR stand in the pages. Kept beside the IR, never in it.

use std::{ops::Range, sync::Arc};

use tablature_ir::Address;

use crate::{diagnostic::Span, hash::HashMap};

/// A place in a page: the name of a field in its table, the heading of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The page, relative to the folder of the vendor's pages.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The bytes of the file that say it.
    pub range: Range<usize>,
}

impl Place {
    /// The place as a diagnostic names it.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { file: Arc::clone(&self.file), range: self.range.clone() }
    }
}

/// The places of the facts of one service. A type that several pages define alike has several.
#[derive(Clone, Debug, Default)]
pub struct Places(HashMap<Address, Vec<Place>>);

impl Places {
    /// Notes a place of a fact.
    pub fn add(&mut self, address: Address, place: Place) {
        // Most facts have one place, and a vector would begin with room for four.
        let places = self.0.entry(address).or_insert_with(|| Vec::with_capacity(1));
        if !places.contains(&place) {
            places.push(place);
        }
    }

    /// All places of a fact.
    #[must_use]
    pub fn all(&self, address: &Address) -> &[Place] {
        self.0.get(address).map_or(&[], Vec::as_slice)
    }

    /// The places of all facts, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.0.values().flatten()
    }

    /// The facts, each with all its places, in no order.
    #[cfg(feature = "cli")]
    pub fn entries(&self) -> impl Iterator<Item = (&Address, &[Place])> {
        self.0.iter().map(|(address, places)| (address, places.as_slice()))
    }

    /// The place of a fact on this page, else its first.
    #[must_use]
    pub fn on(&self, address: &Address, page: &str) -> Option<&Place> {
        let places = self.all(address);
        places.iter().find(|place| &*place.file == page).or_else(|| places.first())
    }

    /// Gives the facts at these keys and below them another last key, as an overlay renames it.
    pub fn rename(&mut self, keys: &[String], name: &str) {
        let renamed = |old: &Address| {
            let mut new = old.keys();
            let last = keys.len().checked_sub(1)?;
            let leads = new.len() >= keys.len() && new.iter().zip(keys).all(|(a, b)| a == b);
            *new.get_mut(last).filter(|_| leads)? = name;
            Some((old.clone(), Address::from_keys(&new)?))
        };
        let moved: Vec<_> = self.0.keys().filter_map(renamed).collect();
        // Take all out before any is put back: two facts may swap their names.
        let taken: Vec<_> =
            moved.into_iter().filter_map(|(old, new)| Some((new, self.0.remove(&old)?))).collect();
        for (address, places) in taken {
            for place in places {
                self.add(address.clone(), place);
            }
        }
    }
}
