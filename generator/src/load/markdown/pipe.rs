//! Pipe tables.

use std::ops::Range;

use super::{
    align,
    inline::{Inlines, inline},
};
use crate::load::{
    builder::Builder,
    few::Few,
    html::grid,
    source::Source,
    span::Span,
    table::{Cell, Row, Spread, Syntax, Table},
};

/// A pipe table under construction.
#[derive(Debug)]
pub(super) struct Pipe {
    rows: Vec<Row>,
    cells: Vec<Cell>,
    row: Range<usize>,
    /// The rows so far in the source.
    ranges: Vec<Range<usize>>,
    /// Where the last cell of the row ends.
    end: usize,
    /// The rows that have more or fewer cells than columns.
    ragged: Vec<usize>,
    width: usize,
}

impl Pipe {
    /// A table of this many columns.
    pub(super) fn new(width: usize) -> Self {
        Pipe {
            rows: Vec::new(),
            cells: Vec::new(),
            row: 0..0,
            ranges: Vec::new(),
            end: 0,
            ragged: Vec::new(),
            width,
        }
    }

    /// A row begins.
    pub(super) fn row(&mut self, source: Source<'_>, range: Range<usize>) {
        self.row = trim(source.text, range);
        self.end = self.row.start;
        self.cells = Vec::with_capacity(self.width);
    }

    /// A cell ends; its content is in the builder.
    pub(super) fn cell(
        &mut self,
        source: Source<'_>,
        range: Range<usize>,
        builder: &mut Builder,
        inlines: &mut Inlines,
    ) {
        let missing = range.is_empty() && range.start >= self.row.end;
        let range = if missing { self.row.end..self.row.end } else { trim(source.text, range) };
        let span = source.span(range.clone());
        let content = builder.finish(span);
        let anchors = std::mem::take(&mut inlines.anchors);
        let spread = if missing { Spread::Missing } else { Spread::Own };
        inlines.reset();
        self.cells.push(Cell { span, content, blocks: Few::default(), anchors: anchors.into(), spread });
        self.end = range.end;
    }

    /// A row ends.
    pub(super) fn end_row(&mut self, source: Source<'_>) {
        let rest = source.text.get(self.end..self.row.end).unwrap_or_default();
        let has_more = rest.bytes().any(|byte| byte != b'|' && !byte.is_ascii_whitespace());
        let has_less = self.cells.last().is_some_and(|cell| cell.spread == Spread::Missing);
        if !self.rows.is_empty() && (has_more || has_less) {
            self.ragged.push(self.rows.len());
        }
        let cells = std::mem::take(&mut self.cells);
        self.ranges.push(self.row.clone());
        self.rows.push(Row { span: source.span(self.row.clone()), anchors: Few::default(), cells });
    }

    /// Ends the table. Also returns the spans in the file of rows with more or fewer cells than columns.
    pub(super) fn finish(
        mut self,
        source: Source<'_>,
        range: Range<usize>,
        builder: &mut Builder,
    ) -> (Table, Vec<Span>) {
        self.align(source, builder);
        let ragged = self.ragged.iter().filter_map(|row| self.rows.get(*row)).map(|row| row.span).collect();
        let mut rows = self.rows;
        // Some tools write a header of empty cells, because Markdown demands one.
        let is_empty = |row: &Row| row.cells.iter().all(|cell| cell.content.is_empty());
        let head_is_marked = !(rows.len() > 1 && rows.first().is_some_and(is_empty));
        if !head_is_marked {
            rows.remove(0);
        }
        let mut body = rows.split_off(rows.len().min(1));
        for row in rows.iter_mut().chain(&mut body) {
            grid::fill(row, self.width);
        }
        let table = Table {
            span: source.span(trim(source.text, range)),
            anchors: Vec::new(),
            syntax: Syntax::Pipe,
            caption: None,
            head: rows,
            head_is_marked,
            rows: body,
        };
        (table, ragged)
    }

    /// Gives each column of a row that does not fit the cells that are its own.
    fn align(&mut self, source: Source<'_>, builder: &mut Builder) {
        if self.ragged.is_empty() {
            return;
        }
        let head = self.ranges.first().and_then(|head| source.text.get(head.clone()));
        let framed = head.is_none_or(|head| head.starts_with('|'));
        let split = |row: &Range<usize>| align::split(source.text, row.clone(), self.width, framed);
        let rows: Vec<_> = self.ranges.iter().skip(1).map(split).collect();
        let columns = align::Columns::new(source.text, &rows, self.width);
        for index in &self.ragged {
            let (Some(parts), Some(row)) = (rows.get(index - 1), self.rows.get_mut(*index)) else { continue };
            let end = row.span.end;
            grid::fill(row, self.width);
            for (cell, own) in row.cells.iter_mut().zip(columns.align(source.text, parts)) {
                match parts.get(own).and_then(|own| Some(own.first()?.start..own.last()?.end)) {
                    Some(range) if source.span(range.clone()) != cell.span => {
                        replace(cell, source, range, builder);
                    }
                    Some(_) => {}
                    None => {
                        *cell = Cell {
                            span: Span { start: end, end },
                            spread: Spread::Missing,
                            ..Cell::default()
                        }
                    }
                }
            }
        }
    }
}

/// Replaces the content of a cell by that of another range.
fn replace(cell: &mut Cell, source: Source<'_>, range: Range<usize>, builder: &mut Builder) {
    let anchors = inline(source, range.clone(), builder);
    let span = source.span(range);
    *cell = Cell { span, content: builder.finish(span), anchors: anchors.into(), ..Cell::default() };
}

/// A range without white space at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(range.clone()) else { return range };
    let start = range.start + slice.len() - slice.trim_ascii_start().len();
    let end = range.start + slice.trim_ascii_end().len();
    start.min(end)..end
}
