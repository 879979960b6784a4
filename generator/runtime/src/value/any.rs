//! JSON of unknown content: values of type `any`, and members that no page documents.

use super::debug::{REDACTED, Shown, hides};
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

/// The members of an object that its type has no field for, or whose value the field could not take. They are kept as
/// they came, and written again when the object is serialised. An element of a list that did not fit is kept as
/// `Name[2]`, an entry of a map as `Name.key`.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Members>>);

#[derive(Clone, Default)]
struct Members {
    map: serde_json::Map<String, Json>,
    /// The names that the containing object never prints.
    secrets: &'static [&'static str],
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Extra {
    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|members| members.map.is_empty())
    }

    /// The number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.map.len())
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.map.get(name)
    }

    /// Adds a member, or replaces it.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        self.0.get_or_insert_default().map.insert(name.into(), value.into());
    }

    /// Removes a member and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.map.remove(name)
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().flat_map(|members| members.map.iter()).map(|(name, value)| (name.as_str(), value))
    }

    /// Removes what was kept of a member: its value, or elements of it.
    pub(super) fn forget(&mut self, name: &str) {
        if let Some(members) = &mut self.0 {
            let part = |key: &str| {
                key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
            };
            members.map.retain(|key, _| !part(key));
        }
    }

    /// Sets the names whose values must not be printed.
    pub(super) fn hide(&mut self, secrets: &'static [&'static str]) {
        if let Some(members) = &mut self.0 {
            members.secrets = secrets;
        }
    }
}

/// Hides what the containing object hides, and what sounds like a secret.
impl std::fmt::Debug for Extra {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let secrets = self.0.as_ref().map_or(&[][..], |members| members.secrets);
        let mut out = f.debug_map();
        for (name, json) in self.iter() {
            if hides(secrets, name) {
                out.entry(&name, &format_args!("{REDACTED}"));
            } else {
                out.entry(&name, &Shown(json));
            }
        }
        out.finish()
    }
}
