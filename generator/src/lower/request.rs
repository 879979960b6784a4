//! The tables of the request → parameters and body.

use tablature_ir::{Location, WireName};

use super::{
    book::key,
    draft::{Draft, DraftFields, LocalBody, Spot},
    fields::{Builder, Built},
    ids::TableAt,
    page::Page,
    parameters::{location, parameter},
    ty::Type,
    uri, variants,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    raw::{self, Role},
};

/// Reads all tables of the request.
pub(super) fn request(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    // The fields of the body that each table has.
    let mut cases = Vec::new();
    let roots = std::mem::take(&mut draft.roots.request);
    for at in &roots {
        cases.extend(table(draft, page, diagnostics, *at));
    }
    optional(draft, &cases);
    variants::optional(draft, page, &roots);
}

/// Reads one, and returns the fields of the body that it has.
fn table(
    draft: &mut Draft,
    page: &Page<'_>,
    diagnostics: &mut Diagnostics,
    at: TableAt,
) -> Option<Vec<WireName>> {
    let keep = |_: &raw::Row, name: &str| !page.dialect.supplies(name);
    let built = Builder::new(draft, page, diagnostics).table(at, &keep);
    let table = page.book.table(at)?;
    let ty = match built {
        Built::Object(fields) => {
            let sent = parameters(draft, page, at, fields);
            if at.page == page.id {
                body_of_get(page, diagnostics, table);
            }
            return Some(sent);
        }
        Built::Beside(fields, ty) => {
            let sent = parameters(draft, page, at, fields);
            if draft.body.is_some() || page.bodiless() {
                return Some(sent);
            }
            ty
        }
        Built::Elements(ty) => elements(ty),
        Built::Whole(ty) if page.shows_array(Role::RequestExample) => elements(ty),
        Built::Whole(ty) => ty,
        Built::Map(ty) => Type::map(ty),
    };
    draft.body = Some(LocalBody::Type(ty, Some(Spot { page: at.page, line: table.line, span: table.span })));
    None
}

/// Puts fields where they go, and returns those of the body.
fn parameters(draft: &mut Draft, page: &Page<'_>, at: TableAt, fields: DraftFields) -> Vec<WireName> {
    let mut sent = Vec::new();
    let Some(table) = page.book.table(at) else { return sent };
    for (name, field) in fields {
        if of_another(page, at, table, &name) {
            continue;
        }
        let location = location(draft, page, table, &name, &field);
        if location == Location::Body {
            sent.push(name.clone());
        }
        parameter(draft, page, location, name, field);
    }
    sent
}

/// Whether a parameter of the path is one of another request of the page only.
fn of_another(page: &Page<'_>, at: TableAt, table: &raw::Table, name: &str) -> bool {
    // The address may spell it differently.
    let has = |template: &uri::Template| template.placeholders.iter().any(|own| key(own) == key(name));
    let entry = page.book.entry(at.page).unwrap_or(page.entry);
    let others = || entry.raw.requests.iter().map(|request| uri::parse(&request.target));
    let in_path = table.location == Some(Location::Path) || table.location.is_none();
    in_path
        && (at.page != page.id || entry.raw.requests.len() > 1)
        && !has(&page.template)
        && others().any(|template| has(&template))
}

/// Several tables of one body are alternatives: a field that one of them lacks is optional.
fn optional(draft: &mut Draft, cases: &[Vec<WireName>]) {
    let cases: Vec<_> = cases.iter().filter(|case| !case.is_empty()).collect();
    let Some(LocalBody::Fields(fields)) = &mut draft.body else { return };
    let everywhere = |name: &WireName| cases.iter().all(|case| case.contains(name));
    // Tables that have nothing in common are parts of one.
    if cases.iter().enumerate().any(|(index, case)| {
        cases.iter().skip(index + 1).any(|other| other.iter().any(|name| case.contains(name)))
    }) {
        for (_, field) in fields.iter_mut().filter(|(name, _)| !everywhere(name)) {
            field.ir.required = field.ir.required.map(|_| false);
        }
    }
}

/// Reports a table of the body where there can be none.
fn body_of_get(page: &Page<'_>, diagnostics: &mut Diagnostics, table: &raw::Table) {
    if table.location == Some(Location::Body) && page.bodiless() {
        let found = Diagnostic::new(Id::BodyOfGet, format!("a {} has no body", page.method()))
            .at(page.entry.place(table.span))
            .hint("the fields are taken for parameters of the query; say otherwise in an overlay");
        diagnostics.push(found);
    }
}

/// The list of which a row describes the elements; some pages give the type of the list itself.
pub(super) fn elements(ty: Type) -> Type {
    if matches!(ty, Type::List(_)) { ty } else { Type::list(ty) }
}
