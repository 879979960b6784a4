//! Maps: objects with free keys.

use std::collections::BTreeMap;

use super::{Entries, Slot, Value, View};

/// A map from text to values, sorted by key.
pub type Map<T> = BTreeMap<String, T>;

impl<T: Value + Default> Value for Map<T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}

impl<T: Value + Default> Entries for Map<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visitor: &mut dyn FnMut(&str, &dyn Value)) {
        for (key, value) in self {
            visitor(key, value);
        }
    }

    fn entry(&mut self, key: &str) -> &mut dyn Value {
        BTreeMap::entry(self, key.to_owned()).or_default()
    }

    fn remove(&mut self, key: &str) {
        BTreeMap::remove(self, key);
    }
}
