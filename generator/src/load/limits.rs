//! How large a page and its tables may be. Nobody writes more for readers, and the generated code would be as large.
//! What is over a limit is reported where it stands; the rest is read.

use std::sync::Arc;

use super::{
    document::Block,
    span::Span,
    table::{Row, Table},
};
use crate::diagnostic::{self, Diagnostic, Id};

/// A page of more bytes is not read.
pub const MAX_BYTES: u64 = 16 << 20;

/// How many columns a table may have.
const MAX_COLUMNS: usize = 100;

/// How many rows the tables of a page may have together.
const MAX_ROWS: usize = 20_000;

/// That a page is too large to be read.
pub(super) fn too_large(file: Arc<str>, bytes: usize) -> Diagnostic {
    let (has, limit) = (bytes.div_ceil(1 << 20), MAX_BYTES >> 20);
    Diagnostic::new(
        Id::PageNotRead,
        format!("this page is not read: it has {has} MB, and a page has {limit} at most"),
    )
    .at(diagnostic::Span { file, range: 0..0 })
    .hint("split the page, or take it out of the folder of pages")
}

/// Cuts off the rows and columns that are over a limit.
pub(super) fn cut(blocks: &mut [Block], file: &Arc<str>) -> Vec<Diagnostic> {
    let mut cut = Cut { rows: MAX_ROWS, wide: Vec::new(), long: Vec::new() };
    cut.blocks(blocks);
    let told = |spans: Vec<Span>, what: &str| {
        let (first, others) = spans.split_first()?;
        let at = |span: &Span| diagnostic::Span { file: Arc::clone(file), range: span.range() };
        let found =
            Diagnostic::new(Id::TooLarge, what.to_owned()).at(at(first)).hint("split the table or the page");
        Some(others.iter().fold(found, |found, span| found.with(at(span), "and here")))
    };
    let wide = format!("a row has more than {MAX_COLUMNS} cells; what is behind them is not read");
    let long =
        format!("the tables of this page have more than {MAX_ROWS} rows; the rows from here on are not read");
    [told(cut.wide, &wide), told(cut.long, &long)].into_iter().flatten().collect()
}

struct Cut {
    /// How many rows the page may still have.
    rows: usize,
    /// The tables that are too wide, each by its first such row.
    wide: Vec<Span>,
    /// For each table that is too long, the first row that is cut off.
    long: Vec<Span>,
}

impl Cut {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks)),
                Block::Quote(quote) => self.blocks(&mut quote.blocks),
                Block::Table(table) => self.table(table),
                Block::Heading(_) | Block::Paragraph(_) | Block::Code(_) | Block::Rule(_) => {}
            }
        }
    }

    fn table(&mut self, table: &mut Table) {
        self.long.extend(table.rows.get(self.rows).map(|row| row.span));
        table.rows.truncate(self.rows);
        self.rows -= table.rows.len();
        let is_wide = |row: &Row| row.cells.len() > MAX_COLUMNS;
        let mut wide = None;
        for row in table.head.iter_mut().chain(&mut table.rows) {
            if is_wide(row) {
                wide = wide.or(Some(row.span));
                row.cells.truncate(MAX_COLUMNS);
            }
            for cell in row.cells.iter_mut().filter(|cell| !cell.blocks.is_empty()) {
                self.blocks(&mut cell.blocks);
            }
        }
        self.wide.extend(wide);
    }
}
