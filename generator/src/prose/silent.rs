//! Texts in which nothing was found. Vendors repeat them: most rows of a vendor tell of the same few parameters.

use std::sync::Mutex;

use tablature_ir::Type;

use super::facts::{Side, Text};
use crate::hash::HashMap;

/// How long a description may be that is kept, and how many are.
const LONGEST: usize = 256;
const MOST: usize = 10_000;

/// A field that has such a text: its name, type and side.
type Described = (Box<str>, Type, Side);

/// The texts, each with the fields that have it.
#[derive(Debug, Default)]
pub(super) struct Silent(Mutex<HashMap<Box<str>, Vec<Described>>>);

impl Silent {
    /// Whether nothing was found in a text before.
    pub(super) fn knows(&self, text: &Text<'_>) -> bool {
        let known = self.0.lock();
        let fields = known.as_ref().ok().and_then(|known| known.get(text.description));
        fields.is_some_and(|fields| {
            fields.iter().any(|(name, ty, side)| **name == *text.name && ty == text.ty && *side == text.side)
        })
    }

    /// Keeps a text in which nothing was found.
    pub(super) fn keep(&self, text: &Text<'_>) {
        if text.description.len() > LONGEST {
            return;
        }
        let Ok(mut known) = self.0.lock() else { return };
        if known.len() < MOST || known.contains_key(text.description) {
            let fields = known.entry(text.description.into()).or_insert_with(|| Vec::with_capacity(1));
            if fields.len() < MOST.isqrt() {
                fields.push((text.name.into(), text.ty.clone(), text.side));
            }
        }
    }
}
