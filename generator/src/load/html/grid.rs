//! Cells that take more than one column or row → one cell per column in every row.

use crate::load::{
    span::Span,
    table::{Cell, Row, Spread},
};

/// A row as it is written.
pub(in crate::load) struct Raw {
    pub(in crate::load) row: Row,
    /// Columns and rows of each cell.
    pub(in crate::load) sizes: Vec<(usize, usize)>,
    /// Whether all cells are header cells.
    pub(in crate::load) is_header: bool,
}

/// Wider tables are cut off in width: `colspan="1000"` is a mistake, and a thousand copies help nobody.
const MAX_WIDTH: usize = 256;

/// More copies than this are not made in one table.
const MAX_COPIES: usize = 100_000;

/// A cell that reaches down into later rows.
struct Hanging {
    cell: Cell,
    rows: usize,
}

/// Lays out the rows of head and body. A cell does not reach from `<thead>` into what follows; from a header row
/// without `<thead>` it may (`joined`).
pub(in crate::load) fn resolve(mut head: Vec<Raw>, body: Vec<Raw>, joined: bool) -> (Vec<Row>, Vec<Row>) {
    let mut copies = 0;
    let (mut head, mut body) = if joined {
        let count = head.len();
        head.extend(body);
        let mut rows = lay(head, &mut copies);
        let body = rows.split_off(count);
        (rows, body)
    } else {
        (lay(head, &mut copies), lay(body, &mut copies))
    };
    let width = head.iter().chain(&body).map(|row| row.cells.len()).max().unwrap_or_default();
    for row in head.iter_mut().chain(&mut body) {
        fill(row, width);
    }
    (head, body)
}

/// Gives a row empty cells up to the width.
pub(in crate::load) fn fill(row: &mut Row, width: usize) {
    let end = row.span.end;
    let span = Span { start: end, end };
    row.cells.resize_with(row.cells.len().max(width), || Cell {
        span,
        spread: Spread::Missing,
        ..Cell::default()
    });
}

fn lay(rows: Vec<Raw>, copies: &mut usize) -> Vec<Row> {
    let mut hanging: Vec<Option<Hanging>> = Vec::new();
    rows.into_iter().map(|raw| lay_row(raw, &mut hanging, copies)).collect()
}

fn lay_row(raw: Raw, hanging: &mut Vec<Option<Hanging>>, copies: &mut usize) -> Row {
    let Raw { row, sizes, .. } = raw;
    let plain = hanging.iter().all(Option::is_none) && sizes.iter().all(|size| *size == (1, 1));
    if plain {
        return row;
    }
    let mut cells = Vec::with_capacity(row.cells.len());
    for (cell, (columns, rows)) in row.cells.into_iter().zip(sizes) {
        hang(&mut cells, hanging, copies);
        for column in 0..columns.min(MAX_WIDTH.saturating_sub(cells.len())).max(1) {
            let spread = if column == 0 { Spread::Own } else { Spread::Left };
            if column > 0 {
                *copies += 1;
                if *copies > MAX_COPIES {
                    break;
                }
            }
            let cell = Cell { spread, ..cell.clone() };
            if rows > 1 {
                hanging.resize_with(hanging.len().max(cells.len() + 1), || None);
                if let Some(slot) = hanging.get_mut(cells.len()) {
                    *slot = Some(Hanging { cell: cell.clone(), rows: rows - 1 });
                }
            }
            cells.push(cell);
        }
    }
    hang(&mut cells, hanging, copies);
    let mut row = Row { cells, ..row };
    // The row may end before a column that a cell from above takes.
    while hanging.iter().skip(row.cells.len()).any(Option::is_some) {
        let width = row.cells.len() + 1;
        fill(&mut row, width);
        hang(&mut row.cells, hanging, copies);
    }
    row
}

/// Puts the cells from above that stand next.
fn hang(cells: &mut Vec<Cell>, hanging: &mut [Option<Hanging>], copies: &mut usize) {
    while let Some(slot @ Some(_)) = hanging.get_mut(cells.len()) {
        let Some(above) = slot else { break };
        *copies += 1;
        if *copies > MAX_COPIES {
            *slot = None;
            break;
        }
        cells.push(Cell { spread: Spread::Above, ..above.cell.clone() });
        above.rows -= 1;
        if above.rows == 0 {
            *slot = None;
        }
    }
}
