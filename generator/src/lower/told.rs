//! Bodies that only a sentence describes: "Returns an array of [boat](#boat) objects".

use tablature_ir::{Method, Status};

use super::{
    draft::{Draft, LocalBody, LocalResponse, Spot},
    fields::{Builder, Built},
    ids::{RowAt, TableAt},
    page::Page,
    request::elements,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    raw::{Label, Role, Told},
};

/// Gives request and response the body that a sentence links to, where no table gives one. The first link that leads to a
/// definition counts.
pub(super) fn told(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    for role in [Role::Request, Role::Response] {
        if !lacks_body(draft, page, role) {
            continue;
        }
        let found = page.entry.raw.told.iter().filter(|told| told.role == role);
        let mut found = found.filter_map(|told| Some((told, definition(draft, page, told)?)));
        let Some((told, table)) = found.next() else { continue };
        let line = u32::try_from(page.entry.document.line(told.span.start as usize)).unwrap_or(u32::MAX);
        let at = Spot { page: page.id, line, span: told.span };
        let body = body(Builder::new(draft, page, diagnostics), told, table, at);
        give(draft, page, role, body);
    }
}

/// Whether a side has no body yet and may have one.
fn lacks_body(draft: &Draft, page: &Page<'_>, role: Role) -> bool {
    if role == Role::Request {
        let others = [&draft.form, &draft.query];
        return draft.body.is_none()
            && !page.bodiless()
            && others.iter().all(|parameters| parameters.is_empty());
    }
    let fits = |(status, response): (&Status, &LocalResponse)| response.body.is_none() && status.has_body();
    page.method() != Method::Head && draft.responses.first().is_none_or(fits)
}

/// The table that a sentence leads to, if it is one of a definition.
fn definition(draft: &mut Draft, page: &Page<'_>, told: &Told) -> Option<TableAt> {
    let at = RowAt { page: page.id, table: 0, row: 0 };
    let mut unused = Diagnostics::new();
    let builder = Builder::new(draft, page, &mut unused);
    let found = builder.target(page.id, &told.target).or_else(|| builder.defined_by(page.id, &told.target));
    // A link to a page whose name the definition has.
    let named = || builder.defined(at, &told.name).filter(|_| !told.target.contains('#'));
    let found = found.or_else(named)?;
    let table = page.book.table(found)?;
    let defines = matches!(table.label, Label::Named(_)) && table.role != Role::Request;
    (defines && !draft.seen.roots.contains(&found)).then_some(found)
}

fn body(mut builder: Builder<'_>, told: &Told, table: TableAt, at: Spot) -> LocalBody {
    if told.list {
        let ty = builder.named(table, &told.name);
        return LocalBody::Type(Type::list(ty), Some(at));
    }
    match builder.table(table, &|_, _| true) {
        Built::Object(fields) | Built::Beside(fields, _) => LocalBody::Fields(fields),
        Built::Elements(ty) => LocalBody::Type(elements(ty), Some(at)),
        Built::Whole(ty) => LocalBody::Type(ty, Some(at)),
        Built::Map(ty) => LocalBody::Type(Type::map(ty), Some(at)),
    }
}

fn give(draft: &mut Draft, page: &Page<'_>, role: Role, body: LocalBody) {
    if role == Role::Request {
        draft.body = Some(body);
        return;
    }
    if draft.responses.is_empty() {
        draft.responses.insert(page.status_name(None), LocalResponse::default());
    }
    if let Some(response) = draft.responses.values_mut().next() {
        response.body = Some(body);
    }
}
