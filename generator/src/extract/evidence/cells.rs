//! Finds the requests in tables, and tells tables of requests from tables of fields.

use super::{
    columns,
    lines::{CELLS, LISTED, Line, OWN, SENTENCE},
    page::Item,
    path, slashless,
    target::{self, Target},
    texts,
    waiting::Waiting,
};
use crate::{
    dialect::{Column, Dialect, normal},
    load::{Cell, Row, Syntax, Table},
};

/// The requests in the cells of a table: method and path in two cells, in one, or one a row.
pub(super) fn cells(item: &Item<'_>, index: usize, dialect: &Dialect, lines: &mut Vec<Line>) {
    let Some(table) = item.table().filter(|table| table.syntax != Syntax::List) else { return };
    if table.head.is_empty() {
        // A list of terms is text.
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            texts::text(&cell.content, index, cell.span, dialect, &mut Waiting::default(), lines);
        }
        return;
    }
    let rows: Vec<_> = table.head.iter().chain(&table.rows).collect();
    let heads = columns::heads(table);
    let heads: Vec<Option<Column>> = heads.iter().map(|head| columns::by_word(head, dialect)).collect();
    let mut found: Vec<Line> = Vec::new();
    // A table that turns its columns and rows round: "Method | GET", "URL | /x".
    let mut turned = Waiting::default();
    for row in &rows {
        let texts: Vec<String> = row
            .cells
            .iter()
            .map(|cell| path::unpatterned(cell.content.joined().trim()).into_owned())
            .collect();
        let method = texts.iter().find_map(|text| target::method(text)).or_else(|| {
            // `POST + JSON`
            let at = heads.iter().position(|head| *head == Some(Column::Method))?;
            target::method(texts.get(at)?.split_once(" + ")?.0)
        });
        let word = |text: &String| columns::by_word(&normal(text), dialect);
        if let ([label, value, ..], true) = (texts.as_slice(), row.cells.len() <= 3) {
            let whole = |target: &Target| target.range.len() + 2 >= value.len();
            match word(label) {
                Some(Column::Method) => turned.method = target::method(value).map(|it| (it, index)),
                Some(Column::Uri) => {
                    turned.path = target::addresses(value).into_iter().find(whole).map(|it| (it, index));
                }
                _ => {}
            }
            let mut pair = Vec::new();
            turned.pair(index, item.span, &mut pair);
            found.extend(pair.into_iter().map(|line| Line { strength: CELLS, ..line }));
        }
        let mut here: Vec<Target> = Vec::new();
        for (column, (text, cell)) in texts.iter().zip(&row.cells).enumerate() {
            let in_link = !cell.content.links.is_empty();
            for target in target::with_method(text) {
                let whole = target.range.len() + 4 >= text.len();
                found.push(Line {
                    target,
                    item: index,
                    span: row.span,
                    strength: if whole && !in_link { CELLS } else { SENTENCE },
                });
            }
            if let Some(method) = method {
                // Optional parameters may follow in brackets: `/apis[?page_no, page_size]`.
                let text = text.split("[?").next().unwrap_or_default();
                let whole = target::addresses(text).into_iter().filter(|it| it.range.len() + 4 >= text.len());
                let mut whole: Vec<Target> = whole.take(1).collect();
                if whole.is_empty() && heads.get(column) == Some(&Some(Column::Uri)) {
                    whole.extend(slashless::bare(text));
                }
                here.extend(whole.into_iter().map(|it| Target { method: Some(method), ..it }));
            }
        }
        found.extend(here.into_iter().take(1).map(|target| Line {
            target,
            item: index,
            span: row.span,
            strength: CELLS,
        }));
    }
    if found.is_empty() {
        let stated = by_values(table);
        found.extend(stated.map(|target| Line { target, item: index, span: item.span, strength: OWN }));
    }
    // A list of what there is points to where each is described.
    let many = found.len() > 2;
    for line in &mut found {
        if many {
            line.strength = line.strength.min(LISTED);
        }
    }
    lines.extend(found);
}

/// The request of a table of two columns with unknown words, if one value is a method and one an address.
fn by_values(table: &Table) -> Option<Target> {
    let rows = || table.head.iter().chain(&table.rows);
    if rows().any(|row| row.cells.len() != 2) {
        return None;
    }
    let values = || rows().filter_map(|row| row.cells.get(1)).map(|cell| cell.content.joined());
    let mut methods = values()
        .filter(|value| value.bytes().all(|byte| byte.is_ascii_uppercase()))
        .filter_map(|value| target::method(&value));
    let mut addresses = values().filter_map(|value| {
        let found = target::addresses(&value).into_iter().next();
        found.filter(|target| target.range.len() + 2 >= value.trim().len())
    });
    match (methods.next(), methods.next(), addresses.next(), addresses.next()) {
        (method, None, Some(target), None) if method.is_some() => Some(Target { method, ..target }),
        _ => None,
    }
}

/// Whether rows of a table give the address and the method of a request: "Method | GET". None of its rows are fields.
pub(super) fn states_request(table: &Table, dialect: &Dialect) -> bool {
    let rows = || table.head.iter().chain(&table.rows).filter(|row| row.cells.len() == 2);
    let has = |wanted: Column| {
        let is = |cell: &Cell| columns::by_word(&normal(&cell.content.joined()), dialect) == Some(wanted);
        rows().any(|row| row.cells.first().is_some_and(is))
    };
    has(Column::Method) && has(Column::Uri) || by_values(table).is_some()
}

/// Whether most rows of a table hold a request each: it lists them, whatever its other columns say.
pub(super) fn has_requests(table: &Table) -> bool {
    let has =
        |row: &&Row| row.cells.iter().any(|cell| !target::with_method(&cell.content.joined()).is_empty());
    let sample = || table.rows.iter().take(8);
    sample().count() > 0 && sample().filter(has).count() * 2 > sample().count()
}

/// The words of the header of a table that lists requests; nothing of it is a field.
pub(super) fn lists_requests(heads: &[String], dialect: &Dialect) -> bool {
    let is = |column| heads.iter().any(|head| dialect.columns.get(head) == Some(&column));
    is(Column::Method) && is(Column::Uri)
}
