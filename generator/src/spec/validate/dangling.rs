//! Names of parameters and keys lead to something: roles of pagination, parts that are given together.

use tablature_ir::{
    Address, Body, Field, Fields, Group, Next, Operation, Pagination, Service, Total, Type, WireName,
};

use super::Finding;
use crate::diagnostic::{Diagnostic, Id, closest};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for (id, operation) in &service.operations {
        let mut report = |message: String, close: Option<&str>| {
            let mut diagnostic = Diagnostic::new(Id::DanglingName, format!("`{id}`: {message}"));
            diagnostic.hint = close.map(|close| format!("did you mean `{close}`?"));
            findings.push(Finding {
                fact: Address::Operation(id.clone()),
                operation: Some(id.clone()),
                diagnostic,
            });
        };
        together(operation, &mut report);
        groups(service, operation, &mut report);
        auth(service, operation, &mut report);
        if let Some(pagination) = &operation.pagination {
            self::pagination(service, operation, pagination, &mut report);
        }
    }
}

fn together(operation: &Operation, report: &mut impl FnMut(String, Option<&str>)) {
    for (_, parameter, field) in operation.parameters() {
        let Some(composite) = &field.composite else { continue };
        for name in composite.together.iter().flatten() {
            if !composite.parts.contains_key(name) {
                let close = closest(name, composite.parts.keys().map(WireName::as_str));
                report(format!("`together` names `{name}`, which is no part of `{parameter}`"), close);
            }
        }
    }
}

fn groups(service: &Service, operation: &Operation, report: &mut impl FnMut(String, Option<&str>)) {
    let known = request_names(service, operation, None);
    for name in operation.groups.iter().flat_map(Group::names) {
        if !known.contains(&name.as_str()) {
            let close = closest(name, known.iter().copied());
            report(format!("`groups` names the parameter `{name}`, which is not there"), close);
        }
    }
}

fn auth(service: &Service, operation: &Operation, report: &mut impl FnMut(String, Option<&str>)) {
    let known = || service.auth.iter().map(|recipe| recipe.name.as_str());
    for name in operation.auth.iter().flatten().flatten() {
        if !known().any(|known| known == name) {
            let close = closest(name, known());
            report(format!("`auth` names `{name}`, which is no way of the service to authenticate"), close);
        }
    }
}

fn pagination(
    service: &Service,
    operation: &Operation,
    pagination: &Pagination,
    report: &mut impl FnMut(String, Option<&str>),
) {
    // `items` is looked at by the plan, which follows it anyway.
    let parameters: Vec<&WireName> = match pagination {
        Pagination::Offset { offset, limit, items: _, total: _, within: _ } => vec![offset, limit],
        Pagination::Page { page, size, first: _, items: _, total: _, within: _ } => vec![page, size],
        Pagination::Marker { marker, limit, items: _, next: _, within: _ } => {
            std::iter::once(marker).chain(limit).collect()
        }
        Pagination::Link { next: _, limit, items: _ } => limit.iter().collect(),
    };
    let known = request_names(service, operation, pagination.within());
    for name in parameters {
        if !known.contains(&name.as_str()) {
            let close = closest(name, known.iter().copied());
            report(format!("pagination names the parameter `{name}`, which is not there"), close);
        }
    }
    let Some((_, response)) = operation.success() else {
        report("pagination without a response of success".to_owned(), None);
        return;
    };
    match pagination.total() {
        Some(Total::ContentRange(header))
            if !response.headers.keys().any(|name| name.eq_ignore_ascii_case(header)) =>
        {
            report(format!("pagination names the response header `{header}`, which is not there"), None);
        }
        Some(Total::Body(path)) => key(service, response.body.as_ref(), path, report),
        Some(Total::ContentRange(_)) | None => {}
    }
    // A header of paging need not be among those of the page: guides tell of it once.
    if let Some(Next::Body(path)) = pagination.next() {
        // `items[].id` is a key of the last item, wherever the items are.
        let items = pagination.items();
        match path.strip_prefix("items[].") {
            Some(of_item) => {
                key(service, response.body.as_ref(), &format!("{items}[].{of_item}"), report);
            }
            None => key(service, response.body.as_ref(), path, report),
        }
    }
}

/// The names of everything that a request may carry in query, form, headers and body, or of the parts of one, or of the
/// members of an object of the body.
fn request_names<'a>(
    service: &'a Service,
    operation: &'a Operation,
    within: Option<&WireName>,
) -> Vec<&'a str> {
    let body = operation.body.as_ref().and_then(Body::fields);
    if let Some(within) = within {
        let parameter = operation.parameters().find(|(_, name, _)| *name == within);
        let parts = parameter.and_then(|(_, _, field)| field.composite.as_ref()).map(|parts| &parts.parts);
        let object = || below(service, &body?.get(within)?.ty);
        return parts.or_else(object).into_iter().flat_map(Fields::keys).map(WireName::as_str).collect();
    }
    let body = body.into_iter().flat_map(Fields::keys);
    operation.parameters().map(|(_, name, _)| name).chain(body).map(WireName::as_str).collect()
}

/// Follows a path of keys through the response.
fn key(service: &Service, body: Option<&Body>, path: &str, report: &mut impl FnMut(String, Option<&str>)) {
    let mut fields = match body {
        Some(Body::Fields(fields)) => Some(fields),
        Some(Body::Type(ty)) => below(service, ty),
        Some(Body::OneOf(_)) | None => None,
    };
    for key in path.split('.').map(|key| key.trim_end_matches("[]")).filter(|key| !key.is_empty()) {
        let field: Option<&Field> = fields.and_then(|fields| fields.get(key));
        match (field, fields) {
            (Some(field), _) => fields = below(service, &field.ty),
            (None, Some(known)) => {
                let close = closest(key, known.keys().map(WireName::as_str));
                report(format!("pagination names `{path}`, but the response has no `{key}` there"), close);
                return;
            }
            // The docs do not say what is in there (`any`), or the type is missing, which is another finding.
            (None, None) => return,
        }
    }
}

fn below<'a>(service: &'a Service, ty: &Type) -> Option<&'a Fields> {
    Some(&service.types.get(ty.named()?)?.fields)
}
