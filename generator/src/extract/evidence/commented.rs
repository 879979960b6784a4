//! Data whose members have a comment each that says what they are: it is read as a table of fields.

use std::collections::HashSet;

use serde_json::Value;
use tablature_ir::Location;

use super::{
    assemble::Taken,
    columns, listed, rows,
    samples::{self, Sample, succeeds},
    side::Scene,
};
use crate::{
    dialect::Dialect,
    extract::example::Places,
    load::{Code, Inline},
    raw::{self, Label, Role, Row, Segment},
};

/// So many examples of a side are looked at.
const MAX_SHOWN: usize = 16;

impl Taken<'_, '_> {
    /// The tables that commented examples are, for sides that no table tells of.
    pub(super) fn commented(&self, scene: &Scene<'_, '_>, page: &mut raw::Page) {
        let sides = [(Role::Request, Role::RequestExample), (Role::Response, Role::ResponseExample)];
        for (role, of) in sides {
            let told = page.told.iter().any(|told| told.role == role);
            if told || page.tables.iter().any(|table| table.role == role) {
                continue;
            }
            let shown = || scene.samples.iter().filter(|sample| sample.role == of && succeeds(sample.status));
            // Where others show more than it, it tells of a part.
            let is_whole = |own: &&Sample<'_>| shown().all(|other| other.is_within(own));
            let read = shown().take(MAX_SHOWN).filter(is_whole).find_map(|sample| self.in_comments(sample));
            if let Some(table) = read {
                let location = (role == Role::Request).then_some(Location::Body);
                page.tables.push(raw::Table { role, location, ..table });
            }
        }
    }

    /// An example as a table, if at least one of its members has a comment.
    fn in_comments(&self, sample: &Sample<'_>) -> Option<raw::Table> {
        let has = ["//", "#", "/*"].iter().any(|sign| sample.code.text.contains(sign));
        let table = has.then(|| self.of_data(sample.code)).flatten()?;
        let is_told = |row: &Row| !row.description.is_empty() || !row.required.is_empty();
        table.rows.iter().any(is_told).then_some(table)
    }

    /// An object as a table of its members.
    pub(super) fn of_data(&self, code: &Code) -> Option<raw::Table> {
        let body = crate::extract::example::body(&code.text).filter(|body| body.value.is_object())?;
        let mut rows: Vec<Row> = Vec::new();
        let mut known: HashSet<Vec<Segment>> = HashSet::new();
        for place in Places::of(&code.text, body.range.start).iter() {
            let value = body.value.pointer(&place.pointer)?;
            // `<Integer, how many>` says in place of a value what a comment would.
            if value.as_str().is_some_and(|text| text.starts_with('<')) {
                return None;
            }
            // The first element of a list is as the others are.
            let Some(path) = path(&body.value, &place.pointer) else { continue };
            // Numbers are the keys of a map.
            if path.last()?.key.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            if !known.insert(path.clone()) {
                continue;
            }
            let name = rows::said(&code.slice(place.key.clone()), &path.last()?.key);
            let mut row = Row { span: name.span, line: self.line(name.span.start), ..Row::default() };
            if let Some(comment) = comment(code, place.key.start, &place.value) {
                row.description = comment;
            }
            row.name = name;
            row.needed = rows::described(&row.description, self.dialect);
            listed::about(&mut row, self.dialect);
            if row.ty.is_empty() {
                row.ty = rows::said(&row.name, &kind(value, self.dialect));
            }
            row.path = Some(path);
            rows.push(row);
        }
        (!rows.is_empty()).then(|| raw::Table {
            label: Label::Root,
            by_evidence: true,
            columns: raw::Columns { ty: true, description: true, ..raw::Columns::default() },
            rows,
            span: code.span,
            line: self.line(code.span.start),
            index: usize::MAX,
            ..raw::Table::default()
        })
    }
}

/// The keys that lead to a member, with the lists between them. `None` for the elements of a list, and for what is in
/// further ones.
fn path(whole: &Value, pointer: &str) -> Option<Vec<Segment>> {
    let mut path: Vec<Segment> = Vec::new();
    let mut here = whole;
    let mut is_element = false;
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        is_element = here.is_array();
        if is_element {
            if key != "0" {
                return None;
            }
            here = here.get(0)?;
            continue;
        }
        here = here.get(&key)?;
        path.push(Segment { lists: lists(here), key, ..Segment::default() });
    }
    (!is_element).then_some(path)
}

/// How many lists are around what a value holds.
fn lists(value: &Value) -> usize {
    match value.as_array() {
        Some(items) => 1 + items.first().map_or(0, lists),
        None => 0,
    }
}

/// The word for the kind of a value. A text may be a word for a type, as in outlines.
fn kind(value: &Value, dialect: &Dialect) -> String {
    match value {
        Value::Array(items) => items.first().map_or_else(String::new, |item| kind(item, dialect)),
        Value::Object(_) => "object".to_owned(),
        // `"open" | "done"` are values.
        Value::String(text) if !text.contains('"') && columns::is_only_type(text, dialect) => text.clone(),
        scalar => samples::kind(scalar).unwrap_or_default().to_owned(),
    }
}

/// The comment behind a member on its line, or that of the line above.
fn comment(code: &Code, key: usize, value: &std::ops::Range<usize>) -> Option<Inline> {
    let text = &*code.text;
    let line_of = |at: usize| text.get(at..).map(|rest| at..at + rest.find('\n').unwrap_or(rest.len()));
    let opens = text.get(value.clone()).is_some_and(|value| value.contains('\n'));
    let behind = line_of(if opens { value.start + 1 } else { value.end })?;
    let above = text.get(..key)?.rfind('\n').map_or(0..0, |end| {
        let start = text.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        start..end
    });
    let read = |line: std::ops::Range<usize>| {
        let own = text.get(line.clone())?;
        let rest = own.trim_start_matches([' ', '\t', ',', '"', '\'', '[', '{']);
        let inner = ["//", "#", "/*"].iter().find_map(|sign| rest.strip_prefix(sign))?;
        let inner = inner.trim_start_matches(['/', '*', '#', ' ']);
        let start = line.end - inner.len();
        let inner = inner.trim_end_matches(['*', '/', ' ', '\r', ',']);
        (!inner.is_empty()).then(|| code.slice(start..start + inner.len()))
    };
    read(behind).or_else(|| read(above))
}
