//! A table that holds a whole operation: lines of a label and a value, and below them parts that begin with a header of
//! their own. Each line becomes a text, and each part a table.

use std::mem::take;

use super::{
    document::{Block, Paragraph},
    inline::Inline,
    table::{Row, Spread, Table},
};

/// Takes such tables apart.
pub(super) fn split(blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at < blocks.len() {
        let parts = match blocks.get_mut(at) {
            Some(Block::List(list)) => {
                list.items.iter_mut().for_each(|item| split(&mut item.blocks));
                None
            }
            Some(Block::Quote(quote)) => {
                split(&mut quote.blocks);
                None
            }
            Some(Block::Table(table)) => parts(table),
            _ => None,
        };
        let count = parts.as_ref().map_or(1, Vec::len);
        if let Some(parts) = parts {
            blocks.splice(at..=at, parts);
        }
        at += count;
    }
}

/// The parts of a table of which two rows or more at its beginning are a label and a value over all other columns, and
/// some below them are not.
fn parts(table: &mut Table) -> Option<Vec<Block>> {
    let rows = || table.head.iter().chain(&table.rows);
    let leading = rows().take_while(|row| is_pair(row)).count();
    if table.width() < 3 || leading < 2 || rows().all(is_pair) {
        return None;
    }
    let anchors = take(&mut table.anchors);
    let mut parts: Vec<Block> = Vec::new();
    let mut head: Option<Row> = None;
    for row in take(&mut table.head).into_iter().chain(take(&mut table.rows)) {
        if is_pair(&row) {
            head = None;
            parts.push(Block::Paragraph(pair(&row)));
            continue;
        }
        // The label of a part stands beside its header, which all parts share.
        let begins = head.as_ref().is_none_or(|head| is_like(&row, head));
        match parts.last_mut() {
            Some(Block::Table(last)) if !begins => {
                last.span.end = last.span.end.max(row.span.end);
                last.rows.push(row);
            }
            _ => {
                let mut own = row.clone();
                // What stands beside the header is about the part, and not about the column below it.
                let label = own.cells.first_mut().map(|label| take(&mut label.content)).unwrap_or_default();
                parts.push(Block::Paragraph(captioned(label)));
                parts.push(Block::Table(Table {
                    span: row.span,
                    anchors: Vec::new(),
                    syntax: table.syntax,
                    caption: None,
                    head: vec![own],
                    head_is_marked: true,
                    rows: Vec::new(),
                }));
                head = Some(row);
            }
        }
    }
    if let Some(Block::Paragraph(first)) = parts.first_mut() {
        first.anchors = anchors;
    }
    Some(parts)
}

/// Whether a row is a label, and a value that spans all other columns.
fn is_pair(row: &Row) -> bool {
    let [label, value, rest @ ..] = row.cells.as_slice() else { return false };
    let is_free = |cell: &super::Cell| matches!(cell.spread, Spread::Left | Spread::Missing);
    let plain = [label, value].iter().all(|cell| cell.spread == Spread::Own && cell.blocks.is_empty());
    plain && !label.content.is_empty() && !rest.is_empty() && rest.iter().all(is_free)
}

/// Whether a row is the header of another part: it is the same but for its first cell.
fn is_like(row: &Row, head: &Row) -> bool {
    let texts = |row: &Row| -> Vec<String> {
        row.cells.iter().skip(1).map(|cell| cell.content.text.to_string()).collect()
    };
    row.cells.len() > 2 && texts(row) == texts(head)
}

/// A label over the table of a part.
fn captioned(mut label: Inline) -> Paragraph {
    if !label.text.trim_end().ends_with([':', '\u{ff1a}']) {
        label.append(":", Inline { span: label.span, ..Inline::default() });
    }
    Paragraph::new(label.span, label, Vec::new())
}

/// The text of a label and its value: `URL: /boats`.
fn pair(row: &Row) -> Paragraph {
    let mut cells = row.cells.iter();
    let mut text = cells.next().map(|cell| cell.content.clone()).unwrap_or_default();
    let value = cells.next().map(|cell| cell.content.clone()).unwrap_or_default();
    let has_colon = text.text.trim_end().ends_with([':', '\u{ff1a}']);
    text.append(if has_colon { " " } else { ": " }, value);
    Paragraph::new(row.span, text, Vec::new())
}

#[cfg(test)]
mod tests {
    use crate::load::{Block, page};

    #[test]
    fn a_table_of_an_operation_is_taken_apart() {
        let text = "<table>\
            <tr><td>URL:</td><td colspan=\"3\">/boats</td></tr>\
            <tr><td>Method</td><td colspan=\"3\">GET</td></tr>\
            <tr><td>Request</td><td>Name</td><td>Type</td><td>Text</td></tr>\
            <tr><td>The sail</td><td>sail</td><td>string</td><td>its colour</td></tr>\
            <tr><td>Response</td><td>Name</td><td>Type</td><td>Text</td></tr>\
            <tr><td>The id</td><td>id</td><td>int</td><td></td></tr>\
            </table>";
        let document = page("a.html".into(), text.as_bytes()).expect("UTF-8");
        let parts: Vec<String> = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => text.content.text.to_string(),
                Block::Table(table) => format!("{} rows", table.rows.len()),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(parts, ["URL: /boats", "Method: GET", "Request:", "1 rows", "Response:", "1 rows"]);
    }
}
