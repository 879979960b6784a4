//! How an operation is called page by page, and whether it may be sent twice.

use tablature_ir::{
    Body, Field, Fields, Method, Operation, Pagination, Protocol, Retry, Service, Total, Type, WireName,
};

use crate::dialect::{Dialect, Paging};

/// Finds the pagination of an operation: the first way of the dialect whose parameters it has.
pub(super) fn pagination(operation: &Operation, service: &Service, dialect: &Dialect) -> Option<Pagination> {
    let (_, response) = operation.success()?;
    let items = items(response.body.as_ref()?, service)?;
    dialect.source.pagination.iter().find_map(|way| one(way, operation, response, &items, service))
}

fn one(
    way: &Paging,
    operation: &Operation,
    response: &tablature_ir::Response,
    items: &str,
    service: &Service,
) -> Option<Pagination> {
    let total = || {
        let body = response.body.as_ref();
        let in_body =
            way.total.iter().find(|path| body.is_some_and(|body| field(body, path, service).is_some()));
        let header = way.total_header.as_ref().filter(|name| response.headers.contains_key(name.as_str()));
        in_body.map(|path| Total::Body(path.clone())).or_else(|| header.cloned().map(Total::ContentRange))
    };
    let items = items.to_owned();
    if let (Some(offset), Some(limit)) = (&way.offset, &way.limit) {
        let within = parameter(operation, offset)?;
        if parameter(operation, limit)? != within {
            return None;
        }
        return Some(Pagination::Offset {
            offset: offset.clone(),
            limit: limit.clone(),
            items,
            total: total(),
            within,
        });
    }
    if let (Some(page), Some(size)) = (&way.page, &way.size) {
        (parameter(operation, page)?.is_none() && parameter(operation, size)?.is_none()).then_some(())?;
        return Some(Pagination::Page {
            page: page.clone(),
            size: size.clone(),
            first: way.first,
            items,
            total: total(),
        });
    }
    let marker = way.marker.as_ref()?;
    parameter(operation, marker)?.is_none().then_some(())?;
    let limit = way.limit.clone().filter(|limit| parameter(operation, limit).is_some());
    let body = response.body.as_ref()?;
    let next = way.next.iter().find_map(|path| match path.strip_prefix("items[].") {
        Some(key) => element(body, &items, service)?.contains_key(key).then(|| path.clone()),
        None => field(body, path, service).map(|_| path.clone()),
    })?;
    Some(Pagination::Marker { marker: marker.clone(), limit, items, next })
}

/// Whether the operation has the parameter: by itself, or as a part of a composite one.
#[expect(clippy::option_option, reason = "whether it is there, and within what")]
fn parameter(operation: &Operation, name: &WireName) -> Option<Option<WireName>> {
    if operation.query.contains_key(name) || operation.form.contains_key(name) {
        return Some(None);
    }
    let composed = operation.query.iter().find(|(_, field)| {
        field.composite.as_ref().is_some_and(|composite| composite.parts.contains_key(name))
    });
    composed.map(|(within, _)| Some(within.clone()))
}

/// The one list of the response: of objects where there is one, else of anything. A list that is named after another
/// one, as `volumes_links` is after `volumes`, says something of it.
fn items(body: &Body, service: &Service) -> Option<String> {
    let fields = match body {
        Body::Type(Type::List(_)) => return Some(String::new()),
        Body::Type(ty) => members(ty, service)?,
        Body::Fields(fields) => fields,
    };
    let lists = |objects: bool| {
        let names = fields.iter().filter(|(_, field)| match &field.ty {
            Type::List(inner) => !objects || matches!(**inner, Type::Named(_)),
            _ => false,
        });
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        let is_of_another = |name: &str| {
            names.iter().any(|other| name.strip_prefix(other).is_some_and(|rest| rest.starts_with('_')))
        };
        let mut lists = names.iter().filter(|name| !is_of_another(name));
        let first = lists.next().map(|name| (*name).to_owned());
        first.filter(|_| lists.next().is_none())
    };
    lists(true).or_else(|| lists(false))
}

fn members<'s>(ty: &Type, service: &'s Service) -> Option<&'s Fields> {
    Some(&service.types.get(ty.named()?)?.fields)
}

/// The field at a path of keys.
fn field<'s>(body: &'s Body, path: &str, service: &'s Service) -> Option<&'s Field> {
    let mut fields = match body {
        Body::Fields(fields) => fields,
        Body::Type(Type::List(_) | Type::Map(_)) => return None,
        Body::Type(ty) => members(ty, service)?,
    };
    let mut found = None;
    for key in path.split('.') {
        let field = fields.get(key)?;
        found = Some(field);
        match members(&field.ty, service) {
            Some(members) => fields = members,
            None => return found.filter(|_| path.ends_with(key)),
        }
    }
    found
}

/// The fields of the items.
fn element<'s>(body: &'s Body, items: &str, service: &'s Service) -> Option<&'s Fields> {
    if items.is_empty() {
        let Body::Type(ty) = body else { return None };
        return members(ty, service);
    }
    members(&field(body, items, service)?.ty, service)
}

/// Whether a request may be sent twice: by its method, or by its name where the method does not tell.
pub(super) fn retry(id: &str, method: Method, dialect: &Dialect) -> Retry {
    let service = &dialect.source.service;
    if matches!(service.protocol, Protocol::Rpc(_)) {
        let begins = |beginnings: &[String]| {
            beginnings.iter().any(|beginning| {
                id.strip_prefix(beginning.as_str())
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
            })
        };
        if begins(&service.retry.safe) {
            return Retry::Safe;
        }
        return if begins(&service.retry.idempotent) { Retry::Idempotent } else { Retry::Unsafe };
    }
    method.retry()
}
