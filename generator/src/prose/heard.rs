//! Descriptions that were read before. Vendors repeat them: most rows of a vendor tell of the same few parameters.

use std::sync::Mutex;

use tablature_ir::Type;

use super::facts::{Facts, Side, Text};
use crate::hash::HashMap;

/// How long a description may be that is kept, and how many are.
const LONGEST: usize = 256;
const MOST: usize = 10_000;

/// A field that has such a description: its name, type and side, and what was found. In most nothing is.
#[derive(Debug)]
struct Described {
    name: Box<str>,
    ty: Type,
    side: Side,
    facts: Option<Box<Facts>>,
}

/// The descriptions, each with the fields that have it.
#[derive(Debug, Default)]
pub(super) struct Heard(Mutex<HashMap<Box<str>, Vec<Described>>>);

impl Heard {
    /// What was found in a text before.
    pub(super) fn again(&self, text: &Text<'_>) -> Option<Facts> {
        let heard = self.0.lock().ok()?;
        let mut fields = heard.get(text.description)?.iter();
        let is =
            |field: &&Described| *field.name == *text.name && field.ty == *text.ty && field.side == text.side;
        let facts = &fields.find(is)?.facts;
        Some(facts.as_deref().cloned().unwrap_or_default())
    }

    /// Lets go of all of it.
    pub(super) fn forget(&self) {
        if let Ok(mut heard) = self.0.lock() {
            *heard = HashMap::default();
        }
    }

    /// Keeps what was found in a text.
    pub(super) fn keep(&self, text: &Text<'_>, facts: &Facts) {
        if text.description.len() > LONGEST {
            return;
        }
        let Ok(mut heard) = self.0.lock() else { return };
        if heard.len() < MOST || heard.contains_key(text.description) {
            let fields = heard.entry(text.description.into()).or_insert_with(|| Vec::with_capacity(1));
            if fields.len() < MOST.isqrt() {
                let facts = (*facts != Facts::default()).then(|| Box::new(facts.clone()));
                fields.push(Described {
                    name: text.name.into(),
                    ty: text.ty.clone(),
                    side: text.side,
                    facts,
                });
            }
        }
    }
}
