//! The rows of the tables of a page, as the reader of pages sees them.

use std::sync::Arc;

use crate::{
    diff::Rows,
    load::{self, Span},
};

/// The rows of a page, by their lines.
pub(super) fn of(page: &Arc<str>, bytes: &[u8]) -> Rows {
    let Ok(document) = load::page(Arc::clone(page), bytes) else { return Rows::default() };
    let line = |offset: usize| u32::try_from(document.line(offset)).unwrap_or(u32::MAX);
    let lines = |span: Span| {
        let range = span.range();
        line(range.start)..=line(range.end.saturating_sub(1).max(range.start))
    };
    let mut found = Rows::default();
    for table in document.tables() {
        found.tables.push(lines(table.span));
        found.rows.extend(table.head.iter().chain(&table.rows).map(|row| lines(row.span)));
    }
    found
}
