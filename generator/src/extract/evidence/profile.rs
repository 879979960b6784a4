//! What the cells of a column look like.

use std::collections::BTreeSet;

use super::columns::{is_name_cell, is_place, says_required};
use crate::{
    dialect::Dialect,
    load::{Row, Spread},
};

/// What the cells of a column look like, in shares of those that are not empty.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Profile {
    pub(super) filled: f32,
    pub(super) names: f32,
    /// Names of the kind that programs have, in no other letters than these.
    pub(super) keys: f32,
    pub(super) distinct: f32,
    pub(super) types: f32,
    pub(super) required: f32,
    pub(super) places: f32,
    /// Letters in a cell, on average.
    pub(super) length: f32,
}

impl Profile {
    /// Looks at a column. `is_type` says whether a cell holds a word for a type.
    pub(super) fn of(
        rows: &[&Row],
        index: usize,
        is_type: fn(&str, &Dialect) -> bool,
        dialect: &Dialect,
    ) -> Self {
        let mut it = Profile::default();
        let mut seen = BTreeSet::new();
        let mut count = 0.0_f32;
        for cell in rows.iter().filter_map(|row| row.cells.get(index)) {
            let text = cell.content.joined();
            let text = text.trim();
            if text.is_empty() || cell.spread == Spread::Missing {
                continue;
            }
            count += 1.0;
            let is_name = is_name_cell(cell);
            it.names += f32::from(u8::from(is_name));
            it.keys += f32::from(u8::from(is_name && text.is_ascii()));
            it.types += f32::from(u8::from(is_type(text, dialect)));
            it.required += f32::from(u8::from(says_required(text, dialect).is_some()));
            it.places += f32::from(u8::from(text.len() < 24 && is_place(text, dialect)));
            it.length += f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX));
            seen.insert(text.to_owned());
        }
        if count > 0.0 {
            for share in
                [&mut it.names, &mut it.keys, &mut it.types, &mut it.required, &mut it.places, &mut it.length]
            {
                *share /= count;
            }
            it.distinct = f32::from(u16::try_from(seen.len()).unwrap_or(u16::MAX)) / count;
            it.filled = count / f32::from(u16::try_from(rows.len().max(1)).unwrap_or(u16::MAX));
        }
        it
    }
}
