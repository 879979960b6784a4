//! Pipe tables.

use std::ops::Range;

use super::inline::{Inlines, inline};
use crate::load::{
    builder::Builder,
    html::grid,
    source::Source,
    table::{Cell, Row, Spread, Syntax, Table},
};

/// A pipe table under construction.
#[derive(Debug)]
pub(super) struct Pipe {
    rows: Vec<Row>,
    cells: Vec<Cell>,
    row: Range<usize>,
    /// The source of the last cell, and of the one before it.
    last: Range<usize>,
    before: Range<usize>,
    /// Where the last cells of the rows so far stand.
    lasts: Vec<Range<usize>>,
    width: usize,
}

impl Pipe {
    /// A table of this many columns.
    pub(super) fn new(width: usize) -> Self {
        Pipe {
            rows: Vec::new(),
            cells: Vec::new(),
            row: 0..0,
            last: 0..0,
            before: 0..0,
            lasts: Vec::new(),
            width,
        }
    }

    /// A row begins.
    pub(super) fn row(&mut self, source: Source<'_>, range: Range<usize>) {
        self.row = trim(source.text, range);
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
        self.cells.push(Cell { span, content, blocks: Vec::new(), anchors, spread });
        self.before = std::mem::replace(&mut self.last, range);
    }

    /// A row ends. What is too much in it belongs to the last column, or to the one before it where the row ends
    /// with what other rows have in the last: a `|` that nobody escaped.
    pub(super) fn end_row(&mut self, source: Source<'_>, builder: &mut Builder) {
        let rest = source.text.get(self.last.end..self.row.end).unwrap_or_default();
        if rest.bytes().any(|byte| byte != b'|' && !byte.is_ascii_whitespace())
            && self.cells.len() >= self.width
        {
            let mut range = self.last.start..content_end(source.text, self.last.start..self.row.end);
            let surplus = source.text.get(range.clone()).and_then(|text| text.rfind('|'));
            let end = surplus.map(|at| trim(source.text, range.start + at + 1..range.end));
            if let Some(end) = end.filter(|end| self.has_last(source, end)) {
                let before = trim(source.text, self.before.start..end.start);
                let before = before.start..content_end(source.text, before);
                replace(self.cells.iter_mut().nth_back(1), source, before, builder);
                range = end;
            }
            replace(self.cells.last_mut(), source, range, builder);
        } else if !self.last.is_empty() {
            self.lasts.push(self.last.clone());
        }
        let cells = std::mem::take(&mut self.cells);
        self.rows.push(Row { span: source.span(self.row.clone()), anchors: Vec::new(), cells });
    }

    /// Whether an earlier row ends with the same words, in a column that has another one before it.
    fn has_last(&self, source: Source<'_>, range: &Range<usize>) -> bool {
        let text = |range: &Range<usize>| source.text.get(range.clone());
        self.width > 2 && self.lasts.iter().any(|last| text(last) == text(range))
    }

    /// The table ends.
    pub(super) fn finish(self, source: Source<'_>, range: Range<usize>) -> Table {
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
        Table {
            span: source.span(trim(source.text, range)),
            anchors: Vec::new(),
            syntax: Syntax::Pipe,
            caption: None,
            head: rows,
            head_is_marked,
            rows: body,
        }
    }
}

/// Gives a cell the content of another range.
fn replace(cell: Option<&mut Cell>, source: Source<'_>, range: Range<usize>, builder: &mut Builder) {
    let Some(cell) = cell else { return };
    let anchors = inline(source, range.clone(), builder);
    cell.span = source.span(range);
    cell.content = builder.finish(cell.span);
    cell.anchors = anchors;
}

/// Where the content of a range of cells ends: before the last `|` of the row and any empty cell.
fn content_end(text: &str, range: Range<usize>) -> usize {
    let mut content = text.get(range.clone()).unwrap_or_default();
    loop {
        content = content.trim_ascii_end();
        match content.strip_suffix('|') {
            Some(shorter) if !shorter.ends_with('\\') => content = shorter,
            _ => return range.start + content.len(),
        }
    }
}

/// A range without white space at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(range.clone()) else { return range };
    let start = range.start + slice.len() - slice.trim_ascii_start().len();
    let end = range.start + slice.trim_ascii_end().len();
    start.min(end)..end
}
