//! JSON of which nothing is known: of type `any`, and members that no page told of.

use super::{Slot, Value, View};
use crate::Arg;

/// Any JSON value.
pub type Json = serde_json::Value;

impl Value for Json {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }

    fn clear(&mut self) {
        *self = Json::Null;
    }

    fn into_arg(self) -> Arg {
        Arg::Json(self)
    }
}

/// The members of an object that its type has no field for, or whose value the field could not take: kept as
/// they came, and written again when the object is serialised.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<serde_json::Map<String, Json>>>);

impl Extra {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|map| map.is_empty())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |map| map.len())
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name)
    }

    /// Adds a member, or replaces it.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        self.0.get_or_insert_default().insert(name.into(), value.into());
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.remove(name)
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().flat_map(|map| map.iter()).map(|(name, value)| (name.as_str(), value))
    }
}

impl std::fmt::Debug for Extra {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
