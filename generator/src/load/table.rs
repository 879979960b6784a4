//! Tables, pipe tables and HTML tables alike: a grid, row spans and column spans resolved.

use super::{
    document::{Anchor, Block},
    few::Few,
    inline::Inline,
    span::Span,
};

/// A table. Every row, of the head too, has one cell per column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Where it stands.
    pub span: Span,
    /// The anchors just before it and on its tag.
    pub anchors: Vec<Anchor>,
    /// How it is written.
    pub syntax: Syntax,
    /// An HTML `<caption>`; other captions are blocks before the table.
    pub caption: Option<Inline>,
    /// The header rows: those of `<thead>`, or those with nothing but `<th>`; else the first row.
    pub head: Vec<Row>,
    /// Whether the page marks the header as one; if not, `head` is just the first row.
    pub head_is_marked: bool,
    /// The other rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.head.iter().chain(&self.rows).map(|row| row.cells.len()).max().unwrap_or_default()
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `| a | b |`
    Pipe,
    /// `<table>`
    Html,
    /// A list whose items begin with terms.
    List,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub span: Span,
    /// The anchors on its tag.
    pub anchors: Few<Anchor>,
    /// One per column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands.
    pub span: Span,
    /// All its text, that of lists in it too, a line each.
    pub content: Inline,
    /// Tables and code blocks in the cell; their text is not part of `content`.
    pub blocks: Few<Block>,
    /// The anchors inside.
    pub anchors: Few<Anchor>,
    /// Whether it is a copy of a cell that spans columns or rows, or stands in for a missing one.
    pub spread: Spread,
}

/// Where the content of a cell comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spread {
    /// The cell is its own.
    #[default]
    Own,
    /// A copy of the cell to the left, which has a `colspan`.
    Left,
    /// A copy of the cell above, which has a `rowspan`.
    Above,
    /// The row ended before this column.
    Missing,
}
