//! What refers to a name by that name: type expressions, values of fields, pagination, the path, parts given together.

use std::hash::Hash;

use indexmap::IndexMap;
use tablature_ir::{
    Address, Body, Fields, Group, Location, Next, Operation, OperationId, Pagination, Service, Status, Total,
    Type, TypeName, WireName,
};

/// Gives the fact at an address a new name in every reference to it.
pub(super) fn rename(service: &mut Service, address: &Address, new: &str) {
    match address {
        Address::Operation(id) => {
            rekey(&mut service.operations, id, new);
            for (old, new) in types_of(service, id, new) {
                rename_type(service, &old, &new);
            }
        }
        Address::Type(old) => rename_type(service, old, new),
        Address::Field(owner, old) => {
            let ids: Vec<OperationId> = service.operations.keys().cloned().collect();
            for id in &ids {
                paths(service, id, &Renamed { holder: Holder::Type(owner), old, new });
                if let Some(operation) = service.operations.get_mut(id)
                    && let Some(within) = paged_within(operation, owner)
                {
                    roles(operation, Some(&within), old, new);
                }
            }
            if let Some(def) = service.types.get_mut(owner) {
                rekey(&mut def.fields, old, new);
            }
        }
        Address::Parameter(id, location, old) => {
            let Some(operation) = service.operations.get_mut(id) else { return };
            if *location == Location::Path {
                operation.uri = operation.uri.replace(&format!("{{{old}}}"), &format!("{{{new}}}"));
            }
            roles(operation, None, old, new);
            for name in operation.groups.iter_mut().flat_map(Group::names_mut).filter(|name| *name == old) {
                *name = new.into();
            }
            if let Some(fields) = operation.fields_mut(*location) {
                rekey(fields, old, new);
            }
        }
        Address::Part(id, location, whole, old) => {
            let Some(operation) = service.operations.get_mut(id) else { return };
            roles(operation, Some(whole), old, new);
            let whole = operation.fields_mut(*location).and_then(|fields| fields.get_mut(whole));
            if let Some(composite) = whole.and_then(|field| field.composite.as_mut()) {
                for name in composite.together.iter_mut().flatten().filter(|name| *name == old) {
                    *name = new.into();
                }
                rekey(&mut composite.parts, old, new);
            }
        }
        Address::Response(id, status, location, old) => response(service, (id, status, *location), old, new),
        Address::Enum(old) => {
            rekey(&mut service.enums, old, new);
            service.each_field_mut(|field| {
                if field.values.name.as_ref() == Some(old) {
                    field.values.name = Some(new.into());
                }
            });
        }
        Address::Endpoint(_) | Address::Body(..) => {}
    }
}

/// The types that are named after an operation, each with its new name once the operation is called `new`.
pub(super) fn types_of(service: &Service, id: &OperationId, new: &str) -> Vec<(TypeName, TypeName)> {
    let of = service.types.keys().filter(|name| name.split().0 == Some(id.as_str()));
    of.map(|name| (name.clone(), TypeName::of(&new.into(), name.split().1))).collect()
}

fn rename_type(service: &mut Service, old: &TypeName, new: &str) {
    rekey(&mut service.types, old, new);
    service.each_type_mut(|ty| {
        if ty.named() == Some(old) {
            *ty.innermost_mut() = Type::Named(new.into());
        }
    });
}

fn response(service: &mut Service, at: (&OperationId, &Status, Location), old: &WireName, new: &str) {
    let (id, status, location) = at;
    if location != Location::Header {
        paths(service, id, &Renamed { holder: Holder::Response(status), old, new });
    }
    let Some(operation) = service.operations.get_mut(id) else { return };
    if location == Location::Header
        && let Some(Total::ContentRange(header)) =
            operation.pagination.as_mut().and_then(Pagination::total_mut)
        && header.eq_ignore_ascii_case(old)
    {
        *header = new.into();
    }
    let Some(response) = operation.responses.get_mut(status) else { return };
    let fields = match location {
        Location::Header => Some(&mut response.headers),
        _ => response.body.as_mut().and_then(Body::fields_mut),
    };
    if let Some(fields) = fields {
        rekey(fields, old, new);
    }
}

/// Renames a key of a map; it keeps its position.
fn rekey<K: Clone + Eq + Hash + for<'a> From<&'a str>, V>(map: &mut IndexMap<K, V>, old: &K, new: &str) {
    let renamed = |(key, value)| (if key == *old { K::from(new) } else { key }, value);
    *map = std::mem::take(map).into_iter().map(renamed).collect();
}

/// The object of the body with the parameters of paging, where it is of this type.
fn paged_within(operation: &Operation, owner: &TypeName) -> Option<WireName> {
    let within = operation.pagination.as_ref()?.within()?;
    let field = operation.body.as_ref()?.fields()?.get(within)?;
    (field.ty.named() == Some(owner)).then(|| within.clone())
}

/// The roles that name a parameter, or a part of the composite parameter `within`, or a member of that object.
fn roles(operation: &mut Operation, within: Option<&WireName>, old: &WireName, new: &str) {
    let Some(pagination) = &mut operation.pagination else { return };
    let (holder, names): (Option<&mut WireName>, Vec<&mut WireName>) = match pagination {
        Pagination::Offset { offset, limit, items: _, total: _, within } => {
            (within.as_mut(), vec![offset, limit])
        }
        Pagination::Page { page, size, first: _, items: _, total: _, within } => {
            (within.as_mut(), vec![page, size])
        }
        Pagination::Marker { marker, limit, items: _, next: _, within } => {
            (within.as_mut(), std::iter::once(marker).chain(limit).collect())
        }
        Pagination::Link { next: _, limit, items: _ } => (None, limit.iter_mut().collect()),
    };
    match (holder, within) {
        (Some(holder), None) => {
            if holder == old {
                *holder = new.into();
            }
            return;
        }
        (Some(holder), Some(within)) if holder == within => {}
        (None, None) => {}
        (Some(_) | None, Some(_)) => return,
    }
    for name in names.into_iter().filter(|name| *name == old) {
        *name = new.into();
    }
}

/// Fields that a path of pagination leads through.
#[derive(Clone, Copy, PartialEq)]
enum Holder<'a> {
    /// The body of the response with this status.
    Response(&'a Status),
    /// The fields of a type.
    Type(&'a TypeName),
}

struct Renamed<'a> {
    holder: Holder<'a>,
    old: &'a WireName,
    new: &'a str,
}

/// The paths of pagination that lead through what is being renamed.
fn paths(service: &mut Service, id: &OperationId, renamed: &Renamed<'_>) {
    let Some(operation) = service.operations.get(id) else { return };
    let Some(mut pagination) = operation.pagination.clone() else { return };
    let body = body(operation);
    let follow = |path: &str, from| renamed_path(service, operation, from, path, renamed);
    let (new_items, item) = follow(pagination.items(), body);
    *pagination.items_mut() = new_items;
    if let Some(Next::Body(next)) = pagination.next_mut() {
        // A key of the last item, wherever the items are.
        *next = match next.strip_prefix("items[].") {
            Some(of_item) => format!("items[].{}", follow(of_item, item).0),
            None => follow(next, body).0,
        };
    }
    if let Some(Total::Body(path)) = pagination.total_mut() {
        *path = follow(path, body).0;
    }
    if let Some(operation) = service.operations.get_mut(id) {
        operation.pagination = Some(pagination);
    }
}

/// The path with the new name, and the fields that stand where it ends.
fn renamed_path<'a>(
    service: &'a Service,
    operation: &'a Operation,
    from: Option<Holder<'a>>,
    path: &str,
    renamed: &Renamed<'_>,
) -> (String, Option<Holder<'a>>) {
    let mut at = from;
    let mut out = Vec::new();
    for segment in path.split('.') {
        let key = segment.trim_end_matches("[]");
        let marks = segment.get(key.len()..).unwrap_or_default();
        let is_renamed = *key == **renamed.old && at == Some(renamed.holder);
        out.push(format!("{}{marks}", if is_renamed { renamed.new } else { key }));
        if !key.is_empty() {
            let fields = at.and_then(|at| fields(service, operation, at));
            at = fields.and_then(|fields| fields.get(key)?.ty.named()).map(Holder::Type);
        }
    }
    (out.join("."), at)
}

fn fields<'a>(service: &'a Service, operation: &'a Operation, holder: Holder<'_>) -> Option<&'a Fields> {
    match holder {
        Holder::Response(status) => operation.responses.get(status)?.body.as_ref()?.fields(),
        Holder::Type(name) => Some(&service.types.get(name)?.fields),
    }
}

/// Where a path of pagination begins.
fn body(operation: &Operation) -> Option<Holder<'_>> {
    let (status, response) = operation.success()?;
    match response.body.as_ref()? {
        Body::Fields(_) => Some(Holder::Response(status)),
        Body::Type(ty) => ty.named().map(Holder::Type),
        Body::OneOf(_) => None,
    }
}
