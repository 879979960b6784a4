//! Where things stand in an operation that answers with a list: its parameters, the items, and what is beside them.

use tablature_ir::{Body, Field, Fields, Operation, Service, Type, WireName};

/// The parameter, where the operation has it: by itself, as a part of a composite one, or as a member of an object in the
/// body. Of several objects that have such a member, none is the one.
pub(super) fn parameter<'o>(
    operation: &'o Operation,
    name: &WireName,
    service: &'o Service,
) -> Option<(Option<WireName>, &'o Field)> {
    let body = operation.body.as_ref().and_then(Body::fields);
    let in_body = || body?.get(name);
    let alone = operation.query.get(name).or_else(|| operation.form.get(name)).or_else(in_body);
    if let Some(field) = alone {
        return Some((None, field));
    }
    let part = operation.query.iter().find_map(|(within, field)| {
        let part = field.composite.as_ref()?.parts.get(name)?;
        Some((Some(within.clone()), part))
    });
    part.or_else(|| {
        let mut objects = body?.iter().filter_map(|(within, field)| {
            Some((Some(within.clone()), members(&field.ty, service)?.get(name)?))
        });
        objects.next().filter(|_| objects.next().is_none())
    })
}

/// How many lists the response holds side by side.
pub(super) fn lists(body: &Body, service: &Service) -> usize {
    let fields = match body {
        Body::Type(ty) => members(ty, service),
        Body::OneOf(_) => None,
        Body::Fields(fields) => Some(fields),
    };
    let is_list = |field: &&Field| matches!(field.ty, Type::List(_));
    fields.map_or(0, |fields| fields.values().filter(is_list).count())
}

/// The path of the one list in the response: of objects if there is one, else of anything. A list named after another
/// one, like `volumes_links` after `volumes`, only says something about that one.
pub(super) fn items(body: &Body, service: &Service) -> Option<String> {
    let fields = match body {
        Body::Type(Type::List(_)) => return Some(String::new()),
        Body::Type(ty) => members(ty, service)?,
        Body::OneOf(_) => return None,
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
    lists(true).or_else(|| lists(false)).or_else(|| within(fields, service))
}

/// The one list in an object of the response that has none itself.
fn within(fields: &Fields, service: &Service) -> Option<String> {
    if fields.values().any(|field| matches!(field.ty, Type::List(_))) {
        return None;
    }
    let mut found = fields.iter().filter_map(|(name, field)| {
        let lists =
            members(&field.ty, service)?.iter().filter(|(_, field)| matches!(field.ty, Type::List(_)));
        Some(lists.map(move |(list, _)| format!("{name}.{list}")))
    });
    let mut lists = found.by_ref().flatten();
    lists.next().filter(|_| lists.next().is_none())
}

pub(super) fn members<'s>(ty: &Type, service: &'s Service) -> Option<&'s Fields> {
    Some(&service.types.get(ty.named()?)?.fields)
}

/// The field at a path of keys.
pub(super) fn field_at<'s>(body: &'s Body, path: &str, service: &'s Service) -> Option<&'s Field> {
    let mut fields = match body {
        Body::Fields(fields) => fields,
        Body::Type(Type::List(_) | Type::Map(_)) | Body::OneOf(_) => return None,
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
pub(super) fn element<'s>(body: &'s Body, items: &str, service: &'s Service) -> Option<&'s Fields> {
    if items.is_empty() {
        let Body::Type(ty) = body else { return None };
        return members(ty, service);
    }
    members(&field_at(body, items, service)?.ty, service)
}
