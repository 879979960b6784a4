//! Where parameters go, and their types where no table gives them.

use tablature_ir::{Location, Origin, Protocol, WireName};

use super::{
    book::key,
    composite,
    draft::{Draft, DraftField, DraftFields, LocalBody},
    fields::Firm,
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::normal,
    raw::{self, Role},
    words,
};

/// Where a row of a table of the request goes.
pub(super) fn location(
    draft: &Draft,
    page: &Page<'_>,
    table: &raw::Table,
    name: &str,
    field: &DraftField,
) -> Location {
    let template = &page.template;
    let in_path = template.placeholders.iter().any(|placeholder| placeholder == name);
    let in_query = template.query.iter().any(|query| {
        query.name == name
            || query
                .composite
                .as_ref()
                .is_some_and(|composite| composite.parts.iter().any(|part| part == name))
    });
    if matches!(page.dialect.source.service.protocol, Protocol::Rpc(_)) {
        return Location::Form;
    }
    let stated = field.at.and_then(|at| page.book.row(at)).and_then(|row| row.location);
    match stated.or(table.location) {
        Some(Location::Path) if in_path => return Location::Path,
        Some(Location::Path) if in_query || page.without_body() => return Location::Query,
        Some(Location::Path) if table.role == Role::Uri => return Location::Query,
        // A label may be wrong of what an example shows in the body.
        Some(Location::Query) if table.role == Role::Request && !in_query && page.in_body(table) => {
            return Location::Body;
        }
        // The words are those of the pages around it; a request of this method has no body.
        Some(Location::Body) if page.bodiless() || page.in_url(table) => return Location::Query,
        Some(location) => return location,
        None => {}
    }
    if in_path && (table.role != Role::Request || !draft.path.contains_key(name)) {
        return Location::Path;
    }
    let headed = page.dialect.names.header.as_ref().is_some_and(|header| header.is_match(name));
    if headed && field.ty.is_scalar() {
        return Location::Header;
    }
    if in_query || table.role == Role::Uri || page.without_body() {
        return Location::Query;
    }
    Location::Body
}

/// Puts a parameter where it goes.
pub(super) fn parameter(
    draft: &mut Draft,
    page: &Page<'_>,
    location: Location,
    name: WireName,
    mut field: DraftField,
) {
    if location != Location::Body && field.ty == Type::Any && field.firm == Firm::No {
        // What stands in a path, query or header is text until more is known. Counts are numbers.
        let number = page.dialect.counts(&name) || is_within_bounds(page, &name, &field);
        field.ty = if number { Type::Integer } else { Type::String };
    }
    // Only scalars can be spelled there, so the elements of a list are text as well.
    let spelled = matches!(location, Location::Path | Location::Query | Location::Header);
    if spelled && matches!(&field.ty, Type::List(of) if **of == Type::Any) && field.firm == Firm::No {
        let number = is_within_bounds(page, &name, &field);
        field.ty = Type::list(if number { Type::Integer } else { Type::String });
    }
    if location == Location::Path && field.ty == Type::Any {
        field.ty = Type::String;
    }
    if location == Location::Path {
        field.ir.required = Some(true);
    }
    let fields = match draft.at(location) {
        Some(fields) => fields,
        None => match draft.body.get_or_insert_with(|| LocalBody::Fields(DraftFields::default())) {
            LocalBody::Fields(fields) => fields,
            LocalBody::Type(..) => return,
        },
    };
    fields.entry(name).or_insert(field);
}

/// A parameter whose type is not stated filters by the field of the response that has its name.
pub(super) fn filters(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    if !page.without_body() {
        return;
    }
    let mut query = std::mem::take(&mut draft.query);
    for (name, field) in query.iter_mut().filter(|(_, field)| field.firm == Firm::No) {
        if *field.ty.innermost() == Type::String
            && let Some(ty) = answered(draft, name)
        {
            *field.ty.innermost_mut() = ty;
        }
    }
    draft.query = query;
}

/// The scalar type that every field of this name in the response of success has.
fn answered(draft: &Draft, name: &WireName) -> Option<Type> {
    let success = draft.responses.values().next()?;
    let body = match &success.body {
        Some(LocalBody::Fields(fields)) => Some(fields),
        Some(LocalBody::Type(..)) | None => None,
    };
    let types = draft.types.iter().map(|(_, local)| &local.fields);
    let mut found = types.chain(body).filter_map(|fields| fields.get(name));
    let first = found.next()?;
    let agree = first.ty.is_scalar() && first.firm == Firm::Yes && found.all(|other| other.ty == first.ty);
    agree.then(|| first.ty.clone())
}

/// Whether the description of a parameter without a type gives the bounds of a number.
fn is_within_bounds(page: &Page<'_>, name: &str, field: &DraftField) -> bool {
    let Some(row) = field.at.and_then(|at| page.book.row(at)) else { return false };
    let side = crate::prose::Side::Request;
    let text = crate::prose::Text {
        description: &row.description.text,
        name,
        ty: &tablature_ir::Type::Integer,
        side,
    };
    let range = crate::prose::facts(&text, &page.dialect.prose).range;
    range.is_some_and(|range| range.value.min.is_some() && range.value.max.is_some())
}

/// Corrects names of placeholders. A table of the path may spell a placeholder differently from the URI. A row that the
/// URI lacks is the placeholder without a row, if they differ only in case or joining signs, or if the row is required,
/// both are the only ones left, and they are alike.
fn misnamed(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let template = &page.template;
    let mut missing: Vec<String> = template.placeholders.clone();
    missing.retain(|name| !draft.path.contains_key(name.as_str()));
    if missing.is_empty() {
        return;
    }
    let table = |field: &DraftField| field.at.and_then(|at| page.book.table(at.table()));
    let in_query = |name: &WireName| template.query.iter().any(|query| query.name == name.as_str());
    let body = match &draft.body {
        Some(LocalBody::Fields(fields)) => Some(fields),
        Some(LocalBody::Type(..)) | None => None,
    };
    let mut strange: Vec<(WireName, bool)> = Vec::new();
    let mut pairs: Vec<(WireName, String)> = Vec::new();
    let placed =
        |name: &WireName| template.placeholders.iter().any(|placeholder| placeholder == name.as_str());
    let in_path = draft.path.iter().filter(|(name, _)| !placed(name));
    for (name, field) in in_path.chain(&draft.query).chain(body.into_iter().flatten()) {
        let Some(table) = table(field).filter(|_| !in_query(name)) else { continue };
        let of_path = table.role == Role::Uri || table.location == Some(Location::Path);
        // Beside a table of the path a body may well have a field of such a name.
        let is_body = body.is_some_and(|body| body.contains_key(name));
        // A row with exactly that name that is said to go elsewhere is a field of its own.
        let may = |placeholder: &str| of_path || placeholder != name.as_str();
        let spelled = |placeholder: &String| key(placeholder) == key(name) && may(placeholder);
        let at = missing.iter().position(spelled).filter(|_| !is_body || !page.tells_path());
        if let Some(at) = at {
            pairs.push((name.clone(), missing.remove(at)));
        } else if of_path && !is_body && field.ir.required == Some(true) {
            strange.push((name.clone(), table.location == Some(Location::Path)));
        }
    }
    if let ([(name, of_path)], [placeholder]) = (&*strange, &*missing)
        && (*of_path || words::are_alike(placeholder, name))
    {
        pairs.push((name.clone(), placeholder.clone()));
    }
    for (name, placeholder) in pairs {
        let of_body = || match &mut draft.body {
            Some(LocalBody::Fields(fields)) => fields.shift_remove(&name),
            Some(LocalBody::Type(..)) | None => None,
        };
        let of_query = draft.query.shift_remove(&name);
        let of_url = of_query.or_else(|| draft.path.shift_remove(&name));
        let Some(field) = of_url.or_else(of_body) else { continue };
        if *placeholder != *name {
            told_misnamed(page, diagnostics, &name, &placeholder, &field);
        }
        parameter(draft, page, Location::Path, WireName(placeholder), field);
    }
}

fn told_misnamed(
    page: &Page<'_>,
    diagnostics: &mut Diagnostics,
    name: &str,
    placeholder: &str,
    field: &DraftField,
) {
    let Some(row) = field.at.and_then(|at| page.book.row(at)) else { return };
    let Some(entry) = field.at.and_then(|at| page.book.entry(at.page)) else { return };
    let message = format!("`{name}` is called `{{{placeholder}}}` in the address");
    let found = Diagnostic::new(Id::MisnamedPlaceholder, message).at(entry.place(row.name.span));
    diagnostics.push(found.hint("the name in the address counts; spell both alike"));
}

/// What only the template says.
pub(super) fn template(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    misnamed(draft, page, diagnostics);
    let template = page.template.clone();
    for name in template.placeholders {
        if !draft.path.contains_key(name.as_str()) {
            let mut field = DraftField::new(Type::String, Origin::Uri);
            field.ir.required = Some(true);
            draft.path.insert(WireName(name), field);
        }
    }
    for query in template.query {
        if let Some(composite) = query.composite {
            composite::composite(draft, page, &query.name, &composite);
        } else if !draft.query.contains_key(query.name.as_str()) {
            let counts = page.dialect.counts(&query.name);
            let ty = if counts { Type::Integer } else { Type::String };
            let mut field = DraftField::new(ty, Origin::Uri);
            field.ir.required = query.optional.then_some(false);
            field.ir.values.extend(query.choices.into_iter().map(|choice| (choice, String::new())));
            // A number where callers count is an example: `?limit=10`, and so is what may be left out. The name of a type
            // stands for what callers give: `?from=DATE`.
            let is_example = |fixed: &str| counts && fixed.bytes().all(|byte| byte.is_ascii_digit());
            let is_type = |fixed: &str| page.dialect.types.contains_key(&*normal(fixed));
            let fixed = query.fixed.filter(|fixed| !query.optional && !is_example(fixed) && !is_type(fixed));
            if let Some(fixed) = fixed {
                field.ir.required = Some(true);
                field.ir.values.insert(fixed, String::new());
            }
            draft.query.insert(WireName(query.name), field);
        }
    }
}
