//! Rows of a pipe table with more or fewer cells than the table has columns, because of a `|` that was not escaped or a
//! cell that is missing. The other rows decide which column each cell belongs to, by what they hold: type words, yes
//! and no, and whatever else a column repeats.

use std::{collections::HashMap, ops::Range};

use super::{pipe::trim, shape::pipes};

/// The cells of a row as written; empty ones at its end count up to the width of the table. A `|` that a row begins with is
/// the frame, unless the table has none (`framed`) and a cell is missing: then the first one is empty.
pub(super) fn split(text: &str, row: Range<usize>, width: usize, framed: bool) -> Vec<Range<usize>> {
    let row = trim(text, row);
    let slice = text.get(row.clone()).unwrap_or_default();
    let mut start = row.start + usize::from(slice.starts_with('|'));
    let mut cells = Vec::new();
    for pipe in pipes(slice).map(|at| row.start + at).chain([row.end]) {
        if pipe >= start {
            cells.push(trim(text, start..pipe));
            start = pipe + 1;
        }
    }
    // After the `|` that closes the row stands nothing.
    let mut is_closed = slice.ends_with('|') && !slice.ends_with("\\|");
    while (is_closed || cells.len() > width) && cells.last().is_some_and(Range::is_empty) {
        cells.pop();
        is_closed = false;
    }
    if !framed && cells.len() < width && slice.starts_with('|') {
        cells.insert(0, row.start..row.start);
    }
    cells
}

/// What the columns of a table hold.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    /// How often a text stands in a column of the rows that fit.
    held: HashMap<(usize, &'a str), usize>,
    /// The same for the other rows, whose cells are counted from both ends.
    ragged: HashMap<(usize, &'a str), usize>,
    /// How long the texts of each column are together.
    lengths: Vec<usize>,
}

impl<'a> Columns<'a> {
    /// Counts the rows.
    pub(super) fn new(text: &'a str, rows: &[Vec<Range<usize>>], width: usize) -> Self {
        let (held, ragged) = (HashMap::new(), HashMap::new());
        let mut columns = Columns { held, ragged, lengths: vec![0; width] };
        for row in rows {
            let counts = if row.len() == width { &mut columns.held } else { &mut columns.ragged };
            for (index, cell) in row.iter().enumerate().filter(|(_, cell)| !is_half_code(text, cell)) {
                for column in places(index, row.len(), width) {
                    *counts.entry((column, word(text, cell))).or_default() += 1;
                }
                if row.len() <= width
                    && let Some(length) = columns.lengths.get_mut(index)
                {
                    *length += cell.len();
                }
            }
        }
        columns
    }

    /// For each column the cells of a row that make it up.
    pub(super) fn align(&self, text: &str, row: &[Range<usize>]) -> Vec<Range<usize>> {
        let width = self.lengths.len();
        let start = match row.len().checked_sub(width) {
            Some(surplus) => self.shared(text, row, surplus),
            None => self.gap(text, row, width - row.len()),
        };
        let surplus = row.len().saturating_sub(width);
        let gap = width.saturating_sub(row.len());
        let column = |column: usize| match column {
            _ if surplus > 0 && column == start => column..column + surplus + 1,
            _ if surplus > 0 && column > start => column + surplus..column + surplus + 1,
            _ if gap > 0 && (start..start + gap).contains(&column) => 0..0,
            _ if gap > 0 && column >= start => column - gap..column - gap + 1,
            _ => column..column + 1,
        };
        (0..width).map(column).collect()
    }

    /// The column that holds several cells of a row with `surplus` cells too many.
    fn shared(&self, text: &str, row: &[Range<usize>], surplus: usize) -> usize {
        let last = self.lengths.len().saturating_sub(1);
        let score = |start: usize| {
            let column_of = |index: usize| index.saturating_sub(surplus).max(index.min(start));
            let fits = |index: usize| self.fits(column_of(index), index, text, row);
            let mut shared = start..row.len().min(start + surplus + 1);
            // Some of the joined cells are known in this column and others are not: joined, they would be a value that
            // no other row has.
            let mixed = shared.clone().any(|index| fits(index) > 0) && shared.any(|index| fits(index) == 0);
            // A `|` between backticks stands in the cell that has both.
            let joined = row.get(start..row.len().min(start + surplus + 1)).unwrap_or_default();
            let is_code = joined.iter().any(|cell| is_half_code(text, cell))
                && joined.iter().filter(|cell| is_half_code(text, cell)).count() % 2 == 0;
            let points: usize = (0..row.len()).map(fits).sum();
            (points + 4 * usize::from(is_code)).saturating_sub(usize::from(mixed))
        };
        // Of equals, the column of the longest texts has one more `|`.
        let length = |start: usize| self.lengths.get(start).copied().unwrap_or_default();
        (0..=last).max_by_key(|start| (score(*start), length(*start), *start)).unwrap_or(last)
    }

    /// The first column of those that a row with so few cells leaves out. One without its first cell names nothing.
    fn gap(&self, text: &str, row: &[Range<usize>], gap: usize) -> usize {
        let score = |start: usize| -> usize {
            let column_of = |index: usize| if index >= start { index + gap } else { index };
            (0..row.len()).map(|index| self.fits(column_of(index), index, text, row)).sum()
        };
        // On a tie, the last cells are missing, else those of the columns with the shortest texts.
        let length =
            |start: usize| self.lengths.get(start..start + gap).unwrap_or_default().iter().sum::<usize>();
        let tie = |start: usize| (start == row.len(), usize::MAX - length(start));
        let starts = 1.min(row.len())..=row.len();
        starts.max_by_key(|start| (score(*start), tie(*start), *start)).unwrap_or(row.len())
    }

    /// How well a cell of a row fits a column: points for the same words in that column of other rows.
    fn fits(&self, column: usize, index: usize, text: &str, row: &[Range<usize>]) -> usize {
        let width = self.lengths.len();
        let Some(cell) = row.get(index) else { return 0 };
        let key = (column, word(text, cell));
        let own = usize::from(row.len() != width && places(index, row.len(), width).any(|own| own == column));
        let holds =
            |counts: &HashMap<(usize, &str), usize>, own| counts.get(&key).is_some_and(|count| *count > own);
        match key.1 {
            "" => 0,
            _ if holds(&self.held, 0) => 4,
            _ if holds(&self.ragged, own) => 2,
            _ => 0,
        }
    }
}

/// The columns in which a cell of a row with `cells` cells is counted.
fn places(index: usize, cells: usize, width: usize) -> impl Iterator<Item = usize> {
    let left = (index < width).then_some(index);
    let right = (index + width).checked_sub(cells).filter(|right| *right < width && Some(*right) != left);
    left.into_iter().chain(right)
}

/// Whether a cell has only one of a pair of backticks.
fn is_half_code(text: &str, cell: &Range<usize>) -> bool {
    text.get(cell.clone()).is_some_and(|cell| cell.matches('`').count() % 2 == 1)
}

/// A cell without the signs around its words.
fn word<'a>(text: &'a str, cell: &Range<usize>) -> &'a str {
    let cell = text.get(cell.clone()).unwrap_or_default();
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row at the end of a table, aligned, each column by its text.
    #[track_caller]
    fn check(width: usize, table: &str, expected: &str) {
        let mut at = 0;
        let rows: Vec<_> = table
            .split_inclusive('\n')
            .map(|line| {
                at += line.len();
                split(table, at - line.len()..at, width, true)
            })
            .collect();
        let row = rows.last().expect("a row");
        let columns = Columns::new(table, &rows, width).align(table, row);
        let text = |cells: &Range<usize>| {
            row[cells.clone()].iter().map(|cell| &table[cell.clone()]).collect::<Vec<_>>().join("|")
        };
        assert_eq!(columns.iter().map(text).collect::<Vec<_>>().join(" / "), expected);
    }

    #[test]
    fn surplus_goes_where_the_others_fit() {
        let rows = "|a|string|what it is|Yes|\n|b|int|and another|No|\n";
        check(4, &format!("{rows}|c|string|on|off|Yes|"), "c / string / on|off / Yes");
        check(4, &format!("{rows}|c|string|int|which|No|"), "c / string|int / which / No");
        check(4, &format!("{rows}|c|string|which|No|once it was|"), "c / string / which / No|once it was");
        check(4, &format!("{rows}|c|d|int|which|No|"), "c|d / int / which / No");
        check(4, &format!("{rows}|d|string|e|f|No|\n|c|string|`e|f`|Yes|"), "c / string / `e|f` / Yes");
        check(4, &format!("{rows}|`c|d`|x|y|z|"), "`c|d` / x / y / z");
        // Half of a code is no word of any column.
        check(4, &format!("{rows}|d|string|`e|f`|Yes|\n|c|string|e|f|No|"), "c / string / e|f / No");
    }

    #[test]
    fn what_is_missing_is_missing_where_nothing_fits() {
        let rows = "|a|string|what it is|Yes|\n|b|int|and another|No|\n";
        check(4, &format!("{rows}|c|string|which|"), "c / string / which / ");
        check(4, &format!("{rows}|c|which|Yes|"), "c /  / which / Yes");
        check(4, &format!("{rows}|c|"), "c /  /  / ");
    }
}
