//! Requests in tables whose method no client sends: each is told, since nothing else speaks of it.

use super::{columns, target};
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    dialect::{Column, Dialect},
    load::{Document, Row},
};

/// Reports the rows of tables of requests that have a word in capitals in the place of a method.
#[must_use]
pub fn strange(document: &Document, dialect: &Dialect) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for table in document.tables() {
        let heads = columns::heads(table);
        let at = |column| heads.iter().position(|head| columns::by_word(head, dialect) == Some(column));
        let (Some(method), Some(uri)) = (at(Column::Method), at(Column::Uri)) else { continue };
        found.extend(table.rows.iter().filter_map(|row| told(row, method, uri, document)));
    }
    found
}

fn told(row: &Row, method: usize, uri: usize, document: &Document) -> Option<Diagnostic> {
    let text = |at: usize| row.cells.get(at).map(|cell| cell.content.joined());
    let (word, path) = (text(method)?, text(uri)?);
    let word = word.trim();
    let shouted = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if !shouted || target::method(word).is_some() || target::addresses(path.trim()).is_empty() {
        return None;
    }
    let at = Span { file: document.file.clone(), range: row.span.range() };
    let message =
        format!("`{word}` is no method of HTTP that a client is made for: `{}` is left out", path.trim());
    let hint = "where the service takes the request by another method as well, say that on the page";
    Some(Diagnostic::new(Id::UnknownMethod, message).at(at).hint(hint))
}
