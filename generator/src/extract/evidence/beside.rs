//! What a list of operations says in the row of each beside its address: bodies as JSON, and the names of parameters.

use std::collections::HashMap;

use tablature_ir::Location;

use super::{
    assemble::Taken,
    columns,
    lines::Line,
    names,
    operations::{self, Operation},
    page::{Item, Page},
    rows, samples,
};
use crate::{
    dialect::{Part, Said},
    extract::example,
    load::{Cell, Inline, Row, Table},
    raw::{self, Example, Label, Role},
};

/// The rows that list each operation, with their tables.
pub(super) type Listed<'d> = HashMap<String, Vec<(&'d Table, &'d Row)>>;

/// The rows of tables among the requests of a page.
pub(super) fn listed<'d>(page: &Page<'d>, lines: &[Line]) -> Listed<'d> {
    let mut listed = Listed::default();
    for line in lines {
        let Some(table) = page.items.get(line.item).and_then(Item::table) else { continue };
        let at = table.rows.partition_point(|row| row.span.start < line.span.start);
        if let Some(row) = table.rows.get(at).filter(|row| row.span == line.span) {
            listed.entry(operations::key(line)).or_default().push((table, row));
        }
    }
    listed
}

impl<'d> Taken<'_, 'd> {
    /// Adds what the rows that list an operation say of its bodies and parameters.
    pub(super) fn beside(&self, operation: &Operation, page: &mut raw::Page) {
        let listed = self.listed.get(&operations::key(&operation.line));
        for (table, row) in listed.into_iter().flatten() {
            for (cell, head) in row.cells.iter().zip(columns::heads(table)) {
                let said = self.dialect.words.read(&head);
                if said.has(Part::Error) {
                    continue;
                }
                page.examples.extend(self.body(cell, &said));
                page.tables.extend(self.parameters(cell, &said, operation));
            }
        }
    }

    /// The body in a cell below a heading for one of the sides.
    fn body(&self, cell: &Cell, said: &Said) -> Option<Example> {
        let is_body = said.location() == Some(Location::Body) || said.has(Part::Fields);
        let role = samples::side(said).or(is_body.then_some(Role::RequestExample))?;
        let text = cell.content.joined();
        (text.starts_with(['{', '[']) && example::body(&text).is_some()).then(|| Example {
            role,
            status: None,
            text: text.into(),
            span: cell.span,
            start: cell.span.start as usize,
            line: self.line(cell.span.start),
        })
    }

    /// The parameters that a cell below a heading for them names, and nothing else: "page, limit (number)".
    fn parameters(&self, cell: &'d Cell, said: &Said, operation: &Operation) -> Option<raw::Table> {
        let place = said.location();
        let is_asked = said.has(Part::Fields) || said.has(Part::Request) || place.is_some();
        if !said.rest.is_empty() || said.has(Part::Response) || !is_asked || place == Some(Location::Path) {
            return None;
        }
        let placeholders = operations::placeholders(&operation.line.target.path);
        let mut rows = Vec::new();
        for name in parts(&cell.content) {
            let text = name.joined();
            let read = names::clean(&text).filter(|read| names::is_name(&read.key))?;
            let behind = text.split_once(&read.key).map_or("", |(_, behind)| behind).trim_start();
            let is_plain = read.key.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
            if !is_plain || !(behind.is_empty() || behind.starts_with(['(', '[', ':', '*', '=', '?', '`'])) {
                return None;
            }
            let is_none = |word: &String| word.eq_ignore_ascii_case(&read.key);
            if self.dialect.source.prose.defaults.none.iter().any(is_none) || placeholders.contains(&read.key)
            {
                continue;
            }
            let mut row =
                raw::Row { span: cell.span, line: self.line(cell.span.start), ..raw::Row::default() };
            row.name = name;
            rows::tidy(&mut row, &read, &placeholders, self.dialect);
            rows.push(row);
        }
        (!rows.is_empty()).then(|| raw::Table {
            role: Role::Request,
            location: place,
            label: Label::Root,
            by_evidence: true,
            rows,
            span: cell.span,
            line: self.line(cell.span.start),
            index: usize::MAX,
            ..raw::Table::default()
        })
    }
}

/// The parts of a text between commas and the like; what stands in brackets is one part.
fn parts(content: &Inline) -> Vec<Inline> {
    let mut depth = 0;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, c) in content.text.char_indices().chain([(content.text.len(), ',')]) {
        depth += i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
        if depth > 0 || !matches!(c, ',' | ';' | '\n' | '\u{3001}' | '\u{ff0c}') {
            continue;
        }
        let part = content.text.get(start..at).unwrap_or_default();
        let blank = part.len() - part.trim_start().len();
        if !part.trim().is_empty() {
            parts.push(content.slice(start + blank..start + part.trim_end().len()));
        }
        start = at + c.len_utf8();
    }
    parts
}
