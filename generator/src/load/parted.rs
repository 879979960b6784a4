//! A table that was split: an HTML table without a header directly after another table whose columns hold the same.

use std::mem::take;

use super::{
    document::Block,
    span::Span,
    table::{Syntax, Table},
};

/// Longer texts are no words that a column repeats.
const MAX_WORD: usize = 40;

/// Puts such tables together, and remembers where the rest of each stood.
pub(super) fn join(blocks: &mut Vec<Block>, joined: &mut Vec<Span>) {
    let mut whole = Vec::new();
    for at in 0..blocks.len() {
        match blocks.get_mut(at) {
            Some(Block::List(list)) => {
                list.items.iter_mut().for_each(|item| join(&mut item.blocks, joined));
            }
            Some(Block::Quote(quote)) => join(&mut quote.blocks, joined),
            Some(Block::Table(table)) if is_headless(table) => whole.push(at),
            _ => {}
        }
    }
    // From the end, so that what goes on goes on again.
    for at in whole.into_iter().rev().filter(|at| *at > 0) {
        let Some([Block::Table(first), Block::Table(rest)]) = blocks.get_mut(at - 1..=at) else { continue };
        if goes_on(first, rest) {
            let rows = take(&mut rest.head).into_iter().chain(take(&mut rest.rows));
            first.rows.extend(rows);
            first.span.end = first.span.end.max(rest.span.end);
            joined.push(rest.span);
            blocks.remove(at);
        }
    }
}

fn is_headless(table: &Table) -> bool {
    table.syntax == Syntax::Html
        && !table.head_is_marked
        && table.caption.is_none()
        && table.anchors.is_empty()
}

/// Whether `rest` continues `first`: its first row holds, after the column of names, a word that `first` has in the
/// same column. A row of headings for a new table holds none.
fn goes_on(first: &Table, rest: &Table) -> bool {
    let width = first.width();
    let (Some(head), Some(row)) = (first.head.last(), rest.head.first()) else { return false };
    if width < 2 || rest.width() != width || head.cells == row.cells {
        return false;
    }
    (1..width).any(|column| {
        let word = row.cells.get(column).map(|cell| cell.content.joined()).unwrap_or_default();
        let held = |row: &super::Row| row.cells.get(column).is_some_and(|cell| cell.content.joined() == word);
        !word.is_empty() && word.len() <= MAX_WORD && first.rows.iter().any(held)
    })
}
