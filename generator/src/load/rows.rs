//! What is reported of the rows of a page: one diagnostic per kind, with all its places.

use std::sync::Arc;

use super::{document::Block, markdown::Page, span::Span};
use crate::diagnostic::{self, Diagnostic, Id};

/// Reports the rows that were mended or not read, and names with letters that only look like others.
pub(super) fn report(page: &Page, file: &Arc<str>) -> Vec<Diagnostic> {
    let at = |span: &Span| diagnostic::Span { file: Arc::clone(file), range: span.range() };
    let all = |id, one: &str, many: &str, hint: &str, spans: &[Span]| {
        let (first, others) = spans.split_first()?;
        let message =
            if others.is_empty() { one.to_owned() } else { many.replace("{}", &spans.len().to_string()) };
        let found = Diagnostic::new(id, message).at(at(first)).hint(hint);
        Some(others.iter().fold(found, |found, span| found.with(at(span), "and here")))
    };
    let joined = all(
        Id::JoinedRow,
        "a row that is broken over lines was read as one",
        "{} rows that are broken over lines were read as one each",
        "write a row on one line, with `<br />` for a line break, and no blank line between rows",
        &page.joined,
    );
    let ragged = all(
        Id::RaggedRow,
        "this row has not as many cells as the table has columns; what its cells hold decided where they belong",
        "{} rows have not as many cells as their table has columns; what their cells hold decided where they belong",
        "write `\\|` for a `|` within a cell, and a `|` for each cell that is empty",
        &page.ragged,
    );
    let unread = all(
        Id::UnreadRow,
        "this looks like a row of a table and stands in none",
        "{} lines look like rows of a table and stand in none",
        "put the row under its table, with as many cells as that has columns",
        &page.unread,
    );
    let wide = wide_names(&page.blocks);
    let wide = all(
        Id::WideName,
        "this name has letters that only look like those of ASCII",
        "{} names have letters that only look like those of ASCII",
        "write the name as it is to be sent",
        &wide,
    );
    [joined, ragged, unread, wide].into_iter().flatten().collect()
}

/// The names in first columns that have full-width letters or digits among those of ASCII.
fn wide_names(blocks: &[Block]) -> Vec<Span> {
    let mut names = Vec::new();
    let mut stack: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = stack.pop() {
        match block {
            Block::List(list) => {
                stack.extend(list.items.iter().rev().flat_map(|item| item.blocks.iter().rev()));
            }
            Block::Quote(quote) => stack.extend(quote.blocks.iter().rev()),
            Block::Table(table) => {
                let first = table.rows.iter().filter_map(|row| row.cells.first());
                names.extend(first.filter(|cell| is_name(&cell.content.text)).map(|cell| cell.span));
            }
            Block::Heading(_) | Block::Paragraph(_) | Block::Code(_) | Block::Rule(_) => {}
        }
    }
    names
}

fn is_name(text: &str) -> bool {
    !text.is_ascii()
        && text.contains(is_wide)
        && text.contains(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| is_wide(c) || c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']'))
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}
