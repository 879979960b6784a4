//! The responses of an operation, by status.

use tablature_ir::{Location, Status};

use super::{
    draft::{Draft, LocalBody, LocalResponse, LocalType, Spot},
    examples,
    fields::{Builder, Built, ELEMENT},
    page::Page,
    request::elements,
    roots::Root,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    raw::{self, Role},
};

/// Reads the tables of the responses.
pub(super) fn responses(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let dialect = page.dialect;
    for root in &std::mem::take(&mut draft.roots.responses) {
        let Some(table) = page.book.table(root.at) else { continue };
        let name = page.status_name(root.status);
        let success = examples::succeeds(root.status);
        let keep = |row: &raw::Row, name: &str| {
            !(dialect.is_envelope(name)
                || success && dialect.error_fields.iter().any(|regex| regex.is_match(&row.description.text)))
        };
        let mut built = Builder::new(draft, page, diagnostics).table(root.at, &keep);
        if success && page.shows_array(Role::ResponseExample) {
            built = match built {
                Built::Whole(ty) => Built::Whole(elements(ty)),
                other => other,
            };
        }
        let response = draft.responses.entry(name.clone()).or_default();
        if table.location == Some(Location::Header) {
            if let Built::Object(fields) | Built::Beside(fields, _) = built {
                response.headers.extend(fields);
            }
            continue;
        }
        if success {
            error_fields(draft, page, diagnostics, root, table);
        }
        let Some(response) = draft.responses.get_mut(&name) else { continue };
        add_body(response, built, Spot { page: root.at.page, line: table.line, span: table.span });
    }
    bare_arrays(draft, page);
    for (status, description) in &page.entry.raw.statuses {
        let name = Status(status.to_string());
        if let Some(response) = draft.responses.get_mut(&name) {
            response.description.clone_from(description);
        } else if (200..300).contains(status) && draft.responses.is_empty() {
            let response = LocalResponse { description: description.clone(), ..LocalResponse::default() };
            draft.responses.insert(name, response);
        }
    }
    success_first(draft, page);
}

/// Puts the response of success first. A page that only describes errors leaves its type open.
fn success_first(draft: &mut Draft, page: &Page<'_>) {
    let name = page.status_name(None);
    let responses = &mut draft.responses;
    match responses.keys().position(Status::is_success) {
        Some(at) => responses.move_index(at, 0),
        None => {
            responses.shift_insert(0, name, LocalResponse::default());
        }
    }
}

/// Rows that only errors have belong to the response of any other status.
fn error_fields(
    draft: &mut Draft,
    page: &Page<'_>,
    diagnostics: &mut Diagnostics,
    root: &Root,
    table: &raw::Table,
) {
    let regexes = &page.dialect.error_fields;
    let of_error = |row: &raw::Row| regexes.iter().any(|regex| regex.is_match(&row.description.text));
    if !table.rows.iter().any(of_error) {
        return;
    }
    let built = Builder::new(draft, page, diagnostics).table(root.at, &|row, _| of_error(row));
    let response = draft.responses.entry(page.status_name(Some(0))).or_default();
    add_body(response, built, Spot { page: root.at.page, line: table.line, span: table.span });
}

/// A body whose example is an array of what the table describes is that array.
fn bare_arrays(draft: &mut Draft, page: &Page<'_>) {
    for example in &page.examples {
        let Some(items) = example.value.as_array() else { continue };
        let body = match example.role {
            Role::ResponseExample if examples::succeeds(example.status) => {
                draft.responses.values_mut().next().map(|response| &mut response.body)
            }
            Role::RequestExample => Some(&mut draft.body),
            _ => None,
        };
        let Some(body) = body else { continue };
        let Some(LocalBody::Fields(fields)) = body else { continue };
        let keys: Vec<&String> =
            items.iter().filter_map(|item| item.as_object()).flat_map(serde_json::Map::keys).collect();
        let known = keys.iter().filter(|key| fields.contains_key(key.as_str())).count();
        if keys.is_empty() || known * 2 < keys.len() {
            continue;
        }
        let line = fields.values().find_map(|field| field.at).and_then(|at| {
            let table = page.book.table(at.table())?;
            Some(Spot { page: at.page, line: table.line, span: table.span })
        });
        let index = draft.types.push(LocalType {
            name: ELEMENT.to_owned(),
            fields: std::mem::take(fields),
            at: line,
            table: None,
            named: None,
        });
        *body = Some(LocalBody::Type(Type::list(Type::Local(index)), line));
    }
}

fn add_body(response: &mut LocalResponse, built: Built, at: Spot) {
    match built {
        Built::Object(fields) | Built::Beside(fields, _) => match &mut response.body {
            Some(LocalBody::Fields(known)) => {
                for (name, field) in fields {
                    known.entry(name).or_insert(field);
                }
            }
            Some(LocalBody::Type(..)) => {}
            None => response.body = Some(LocalBody::Fields(fields)),
        },
        Built::Elements(ty) => response.body = Some(LocalBody::Type(elements(ty), Some(at))),
        Built::Whole(ty) => response.body = Some(LocalBody::Type(ty, Some(at))),
        Built::Map(ty) => response.body = Some(LocalBody::Type(Type::map(ty), Some(at))),
    }
}
