//! Which lines of a page stand in tables, and which of them are one row. The reader of pages finds them, only for
//! pages that somebody asks about.

use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    sync::{Arc, OnceLock},
};

/// The tables of a page, by their lines from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The first and the last line of each table.
    pub tables: Vec<RangeInclusive<u32>>,
    /// The first and the last line of each row, in page order.
    pub rows: Vec<RangeInclusive<u32>>,
}

impl Rows {
    /// The lines of the row that a line is of; the line alone where it is of none.
    pub(crate) fn around(&self, line: u32) -> RangeInclusive<u32> {
        let row = self.rows.iter().rev().find(|row| row.contains(&line));
        row.cloned().unwrap_or(line..=line)
    }

    /// Whether a line belongs to a table. One that begins with a bar is a row even where the reader has no table for it.
    pub(crate) fn hold(&self, line: u32, text: &str) -> bool {
        text.trim_start().starts_with('|') || self.tables.iter().any(|table| table.contains(&line))
    }
}

/// Finds the rows of a page.
pub type Find = fn(&Arc<str>, &[u8]) -> Rows;

/// The rows of pages, each page's found when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct RowsOf {
    find: Option<Find>,
    found: BTreeMap<Arc<str>, OnceLock<Rows>>,
}

impl RowsOf {
    /// The rows of these pages, which `find` finds.
    pub fn new<'p>(pages: impl IntoIterator<Item = &'p Arc<str>>, find: Find) -> Self {
        let found = pages.into_iter().map(|page| (Arc::clone(page), OnceLock::new())).collect();
        RowsOf { find: Some(find), found }
    }

    pub(crate) fn page(&self, page: &str, bytes: Option<&[u8]>) -> &Rows {
        static NONE: Rows = Rows { tables: Vec::new(), rows: Vec::new() };
        let (Some(find), Some((page, found)), Some(bytes)) =
            (self.find, self.found.get_key_value(page), bytes)
        else {
            return &NONE;
        };
        found.get_or_init(|| find(page, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_of_the_row_around_it() {
        let rows = Rows { tables: vec![2..=6], rows: vec![2..=4, 5..=6] };
        assert_eq!((rows.around(3), rows.around(6), rows.around(9)), (2..=4, 5..=6, 9..=9));
        assert!(rows.hold(6, "</td>") && !rows.hold(7, "text") && rows.hold(9, "  | a | b |"));
    }
}
