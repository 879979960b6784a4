//! Pipe tables as lines of a text, and numbers by a seed.

use std::ops::Range;

/// A generator of numbers that are the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        // Knuth's MMIX constants; the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap() % bound.max(1)
    }
}

/// A sound pipe table: two rows at least, all with as many cells as its header.
#[derive(Debug)]
pub(crate) struct Table {
    /// The line of the header, from 0.
    pub(crate) head: usize,
    /// The lines of its rows.
    pub(crate) rows: Range<usize>,
    pub(crate) width: usize,
}

/// The sound tables of a text that stand at the margin, outside of code.
pub(crate) fn tables(text: &str) -> Vec<Table> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut in_code = false;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            in_code = !in_code;
        }
        let width = cells(line).len();
        let is_head = !in_code && line.starts_with('|') && at < lines.len() && is_dashes(lines[at]);
        if !is_head || cells(lines[at]).len() != width || width < 3 {
            continue;
        }
        let first = at + 1;
        let end = (first..lines.len()).find(|row| !lines[*row].starts_with('|')).unwrap_or(lines.len());
        let is_alone = lines.get(end).is_none_or(|line| line.trim().is_empty());
        if end - first >= 2 && is_alone && lines[first..end].iter().all(|row| cells(row).len() == width) {
            found.push(Table { head: at - 1, rows: first..end, width });
        }
        at = end.max(at);
    }
    found
}

fn is_dashes(line: &str) -> bool {
    line.starts_with('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The cells of a row.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut before = ' ';
    for c in line.chars() {
        match cells.last_mut() {
            Some(cell) if c != '|' || before == '\\' => cell.push(c),
            _ => cells.push(String::new()),
        }
        before = c;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// A row of these cells.
pub(crate) fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}
