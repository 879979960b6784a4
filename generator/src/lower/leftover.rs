//! Objects without fields and tables without an object that belong together: by their names, or because they are
//! the only ones.

use super::{
    book::key,
    draft::{Draft, DraftField, DraftFields, LocalBody},
    examples,
    fields::{Builder, Firm},
    ids::{TableAt, Types},
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    extract::is_identifier,
    raw::{self, Label, Role},
};

/// Words that say that something is a container or a description of something, not of what.
const GENERIC: [&str; 17] = [
    "list", "set", "array", "info", "item", "data", "node", "model", "object", "detail", "result",
    "response", "struct", "entry", "record", "map", "of",
];

/// The side that the remaining tables may belong to.
#[derive(Clone, Copy)]
enum Side {
    Request,
    /// The response of this place; the first is that of success.
    Response(usize),
}

/// A field that a table may belong to.
struct Open {
    /// The names that lead to it.
    path: Vec<String>,
    /// Whether its type is a word for text: then only a table of its very name may belong to it.
    text: bool,
}

/// Pairs them, on each side of the operation, until nothing more is certain.
pub(super) fn leftover(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let responses = (0..draft.responses.len()).map(Side::Response);
    for side in std::iter::once(Side::Request).chain(responses) {
        while let Some((path, table)) = next_pair(draft, page, side) {
            if !pair(draft, page, diagnostics, (side, &path), table) {
                break;
            }
        }
    }
}

/// The next field and table that belong together.
fn next_pair(draft: &Draft, page: &Page<'_>, side: Side) -> Option<(Vec<String>, usize)> {
    let unused = unused(draft, page, side);
    if unused.is_empty() {
        return None;
    }
    let mut open = Vec::new();
    match body_of(draft, side) {
        Some(LocalBody::Fields(fields)) => open_fields(&draft.types, fields, &mut Vec::new(), &mut open),
        Some(LocalBody::Type(ty, _)) if *ty.innermost() == Type::Any => {
            open.push(Open { path: Vec::new(), text: false });
        }
        Some(LocalBody::Type(ty, _)) => open_within(&draft.types, ty, &mut Vec::new(), &mut open),
        None => {}
    }
    let name = |open: &Open| open.path.last().cloned().unwrap_or_default();
    let pair = |open: &Open, table| Some((open.path.clone(), table));
    for (table, label) in unused.iter().filter(|(_, label)| is_identifier(label)) {
        let is_within = page.entry.raw.tables.get(*table).is_some_and(|table| table.within.is_some());
        // A table in the cell of a text never makes an object of it.
        let may = |open: &&Open| !(open.text && is_within);
        if let Some(own) = open.iter().filter(may).find(|open| key(&name(open)) == key(label)) {
            return pair(own, *table);
        }
    }
    open.retain(|open| !open.text);
    for (table, label) in unused.iter().filter(|(_, label)| is_identifier(label)) {
        let mut alike = open.iter().filter(|open| is_alike(&name(open), label));
        if let (Some(only), None) = (alike.next(), alike.next()) {
            return pair(only, *table);
        }
    }
    let ((first, label), only) = (unused.first()?, open.first()?);
    if open.len() > 1 {
        return None;
    }
    // Words say little, but a name that has nothing of the field's is of something else, unless the field's
    // says nothing either.
    let fits = if is_identifier(label) { words(&name(only)).is_empty() } else { unused.len() == 1 };
    if fits { pair(only, *first) } else { None }
}

/// The tables of this side that no field refers to, and their names.
fn unused(draft: &Draft, page: &Page<'_>, side: Side) -> Vec<(usize, String)> {
    let is_here = |table: &raw::Table| match side {
        Side::Request => table.role == Role::Request,
        Side::Response(0) => table.role == Role::Response && examples::succeeds(table.status),
        Side::Response(at) => {
            let status = draft.responses.get_index(at).map(|(status, _)| status);
            table.role == Role::Response && status == Some(&page.status_name(table.status))
        }
    };
    let named = |(index, table): (usize, &raw::Table)| match &table.label {
        Label::Named(line)
            if is_here(table) && !draft.seen.used.contains(&TableAt { page: page.id, table: index }) =>
        {
            Some((index, line.text.clone()))
        }
        _ => None,
    };
    page.entry.raw.tables.iter().enumerate().filter_map(named).collect()
}

fn body_of(draft: &Draft, side: Side) -> Option<&LocalBody> {
    match side {
        Side::Request => draft.body.as_ref(),
        Side::Response(at) => draft.responses.get_index(at)?.1.body.as_ref(),
    }
}

/// The fields that are objects, or lists, of which nothing more is known, and those that are text.
fn open_fields(types: &Types, fields: &DraftFields, around: &mut Vec<String>, open: &mut Vec<Open>) {
    for (name, field) in fields {
        around.push(name.to_string());
        let text = field.ty == Type::String;
        if text || is_open(field) {
            open.push(Open { path: around.clone(), text });
        } else {
            open_within(types, &field.ty, around, open);
        }
        around.pop();
    }
}

fn open_within(types: &Types, ty: &Type, around: &mut Vec<String>, open: &mut Vec<Open>) {
    // A type may be within itself.
    if around.len() > 12 {
        return;
    }
    if let Some(local) = ty.local().and_then(|index| types.get(index)) {
        open_fields(types, &local.fields, around, open);
    }
}

/// Gives a field its table. Returns whether that was possible.
fn pair(
    draft: &mut Draft,
    page: &Page<'_>,
    diagnostics: &mut Diagnostics,
    (side, path): (Side, &[String]),
    table: usize,
) -> bool {
    let name = path.last().map_or("item", String::as_str).to_owned();
    let named = Builder::new(draft, page, diagnostics).named(TableAt { page: page.id, table }, &name);
    let body = match side {
        Side::Request => draft.body.as_mut(),
        Side::Response(at) => {
            let response = draft.responses.get_index_mut(at);
            response.and_then(|(_, response)| response.body.as_mut())
        }
    };
    let (fields, mut rest) = match (body, path) {
        (Some(LocalBody::Type(ty, _)), []) => {
            *ty.innermost_mut() = named;
            return true;
        }
        (Some(LocalBody::Type(ty, _)), path) => {
            let local = ty.local().and_then(|index| draft.types.get_mut(index));
            let Some(local) = local else { return false };
            (&mut local.fields, path)
        }
        (Some(LocalBody::Fields(fields)), path) => (fields, path),
        (None, _) => return false,
    };
    let Some((first, below)) = rest.split_first() else { return false };
    let Some(mut field) = fields.get_mut(first.as_str()) else { return false };
    rest = below;
    while let Some((next, below)) = rest.split_first() {
        let local = field.ty.local().and_then(|index| draft.types.get_mut(index));
        let Some(inner) = local.and_then(|local| local.fields.get_mut(next.as_str())) else {
            return false;
        };
        (field, rest) = (inner, below);
    }
    *field.ty.innermost_mut() = named;
    // Whether it is one or a list of them, an example may still say.
    if field.firm == Firm::Yes {
        field.firm = Firm::Object;
    }
    true
}

/// Whether a field and a table are named after the same thing.
fn is_alike(name: &str, label: &str) -> bool {
    // A path names one field only.
    if label.contains('.') {
        return false;
    }
    let (name, label) = (words(name), words(label));
    let within = |a: &[String], b: &[String]| {
        !a.is_empty() && a.iter().all(|word| b.iter().any(|other| other.starts_with(word.as_str())))
    };
    within(&name, &label) || within(&label, &name)
}

/// The words of a name that say what it is about, in the singular.
fn words(name: &str) -> Vec<String> {
    let stems = crate::words::stems(name).into_iter();
    stems.filter(|word| word.len() > 1 && !GENERIC.contains(&word.as_str())).collect()
}

/// Whether a field is an object, or a list of what is not said.
fn is_open(field: &DraftField) -> bool {
    let untyped = *field.ty.innermost() == Type::Any;
    let list = matches!(field.ty, Type::List(_));
    untyped
        && (field.firm == Firm::Object || list && field.firm == Firm::No)
        && !matches!(field.ty, Type::Map(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_thing_are_alike() {
        assert!(is_alike("TopicList", "TopicInfo"));
        assert!(is_alike("TaskSet", "UGAATask"));
        assert!(is_alike("route_tables", "RouteTableInfo"));
        assert!(!is_alike("DataSet", "MetricPeriod"));
        assert!(!is_alike("sni_container_refs", "insert_headers"));
        assert!(words("DataSet").is_empty());
    }
}
