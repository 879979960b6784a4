//! What nothing read of the pages of a side: the tables and columns that the reader reported, with their cells.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diagnostic::{Diagnostic, Id, Severity},
    diff::{Unread, UnreadCell},
    load::{self, Document, Row, Table},
};

/// The tables and columns of the pages whose bytes are given. Only pages of which something was reported are read
/// again.
pub(super) fn of<'p>(
    diagnostics: &[Diagnostic],
    bytes: impl Fn(&str) -> Option<&'p Arc<[u8]>>,
) -> Vec<Unread> {
    let mut pages: BTreeMap<&Arc<str>, Vec<(bool, usize)>> = BTreeMap::new();
    for found in diagnostics {
        let is_column = match found.id {
            Id::UnknownColumn => true,
            Id::UnknownTable | Id::UnusedTable => false,
            _ => continue,
        };
        if let Some(span) = &found.span {
            pages.entry(&span.file).or_default().push((is_column, span.range.start));
        }
    }
    let mut unread = Vec::new();
    for (page, places) in pages {
        let document = bytes(page).and_then(|bytes| load::page(page.clone(), bytes).ok());
        let Some(document) = document else { continue };
        unread.extend(places.iter().filter_map(|(is_column, at)| one(&document, *is_column, *at)));
    }
    unread
}

/// The pages that look like an operation and gave none, though no rule says that they have none.
pub(super) fn silent(diagnostics: &[Diagnostic]) -> BTreeSet<Arc<str>> {
    let found = diagnostics.iter().filter(|found| found.id == Id::PageWithoutOperation);
    let told = found.filter(|found| found.severity >= Severity::Warning);
    told.filter_map(|found| Some(found.span.as_ref()?.file.clone())).collect()
}

/// The table or column that stands at a byte of the page.
fn one(document: &Document, is_column: bool, at: usize) -> Option<Unread> {
    let table = document.tables().find(|table| table.span.range().contains(&at))?;
    let line = |offset: usize| u32::try_from(document.line(offset)).unwrap_or(u32::MAX);
    let text = |row: &Row, column: usize| {
        row.cells.get(column).map_or_else(String::new, |cell| cell.content.joined().trim().to_owned())
    };
    let column = if is_column { Some(column(table, at)?) } else { None };
    let cell = |row: &Row| {
        let start = column.and_then(|column| row.cells.get(column)).map(|cell| cell.span.range().start);
        let said = match column {
            Some(column) => text(row, column),
            None => (1..row.cells.len()).map(|column| text(row, column)).collect::<Vec<_>>().join(" | "),
        };
        let row_line = line(row.span.range().start);
        UnreadCell { name: text(row, 0), text: said, lines: (row_line, start.map_or(row_line, line)) }
    };
    Some(Unread {
        page: document.file.clone(),
        column: column.and_then(|column| Some(text(table.head.first()?, column))),
        line: line(at),
        cells: table.rows.iter().map(cell).collect(),
    })
}

/// The column whose heading stands at a byte of the page.
fn column(table: &Table, at: usize) -> Option<usize> {
    let row = table.head.iter().find(|row| row.span.range().contains(&at))?;
    row.cells.iter().position(|cell| {
        let range = cell.span.range();
        range.start <= at && at <= range.end
    })
}
