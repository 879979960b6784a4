//! The names of the types of one operation. They depend on that operation alone, so that no other page renames them.
//!
//! A type has the name that its page gives it. Where the page gives two types one name, that of a response keeps it;
//! that of a request becomes an `Input`, and one within another type has that type's name in front.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    draft::{Draft, DraftFields, LocalBody},
    ids::{TypeId, Types},
    ty::Type,
};

/// A type of an operation: all local types of one name and one shape.
pub(super) struct Named {
    /// Its name among the types of the operation.
    pub(super) name: String,
    /// The local types that it is.
    pub(super) members: Vec<TypeId>,
    /// The local type that has the name which the page gives this one too.
    pub(super) instead_of: Option<TypeId>,
}

/// The types of an operation that are not shared.
pub(super) fn names(operation: &Draft, shared: &BTreeMap<TypeId, String>) -> Vec<Named> {
    let types = &operation.types;
    let held = held(operation);
    let mut groups: BTreeMap<String, Vec<(String, Vec<TypeId>)>> = BTreeMap::new();
    let own = types.iter().filter(|(index, local)| !local.name.is_empty() && !shared.contains_key(index));
    for (index, local) in own {
        let shape = shape(types, index, &mut Vec::new());
        let group = groups.entry(type_name(&local.name)).or_default();
        match group.iter_mut().find(|(known, _)| *known == shape) {
            Some((_, members)) => members.push(index),
            None => group.push((shape, vec![index])),
        }
    }
    let mut used: BTreeSet<String> = groups.keys().cloned().collect();
    let mut named = Vec::new();
    for (name, mut group) in groups {
        let rank =
            |members: &[TypeId]| members.iter().map(|id| held.get(id).map_or(Side::None, |it| it.side)).min();
        group.sort_by_key(|(_, members)| rank(members));
        let first = group.first().and_then(|(_, members)| members.first()).copied();
        for (place, (_, members)) in group.into_iter().enumerate() {
            let other = (place > 0).then(|| another(&name, &members, &held, types, &used));
            used.extend(other.clone());
            let instead_of = first.filter(|_| other.is_some());
            named.push(Named { name: other.unwrap_or_else(|| name.clone()), members, instead_of });
        }
    }
    named
}

/// A free name for a type whose own name is taken.
fn another(name: &str, members: &[TypeId], held: &HeldBy, types: &Types, used: &BTreeSet<String>) -> String {
    let first = members.first().and_then(|id| held.get(id));
    let input = first.filter(|held| held.side == Side::Request).map(|_| input_of(name));
    let holder = first.and_then(|held| types.get(held.by?)).map(|holder| type_name(&holder.name));
    let within = holder.map(|holder| format!("{holder}{}", capital(name)));
    let counted = (2..).map(|count| format!("{name}{count}"));
    let free = |name: &String| !used.contains(name);
    input.into_iter().chain(within).chain(counted).find(free).unwrap_or_else(|| name.to_owned())
}

/// The name of what is sent, written as the name of what comes back: `PortInput`, `port_input`.
fn input_of(name: &str) -> String {
    let snake = name.starts_with(|first: char| first.is_ascii_lowercase());
    format!("{name}{}", if snake { "_input" } else { "Input" })
}

type HeldBy = BTreeMap<TypeId, Held>;

/// What leads to a local type.
#[derive(Clone, Copy)]
struct Held {
    side: Side,
    /// The type that a field of that type is in.
    by: Option<TypeId>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Response,
    Request,
    None,
}

/// What leads to each local type first: responses count before requests.
fn held(operation: &Draft) -> HeldBy {
    let mut held = HeldBy::new();
    for response in operation.responses.values() {
        mark(&operation.types, &response.headers, (Side::Response, None), &mut held);
        body(&operation.types, response.body.as_ref(), Side::Response, &mut held);
    }
    let Draft { path, query, header, form, parts, .. } = operation;
    for fields in [path, query, header, form].into_iter().chain(parts.values()) {
        mark(&operation.types, fields, (Side::Request, None), &mut held);
    }
    body(&operation.types, operation.body.as_ref(), Side::Request, &mut held);
    held
}

fn body(types: &Types, body: Option<&LocalBody>, side: Side, held: &mut HeldBy) {
    match body {
        Some(LocalBody::Fields(fields)) => mark(types, fields, (side, None), held),
        Some(LocalBody::Type(ty, _)) => one(types, ty, (side, None), held),
        None => {}
    }
}

fn mark(types: &Types, fields: &DraftFields, by: (Side, Option<TypeId>), held: &mut HeldBy) {
    for field in fields.values() {
        one(types, &field.ty, by, held);
    }
}

fn one(types: &Types, ty: &Type, (side, by): (Side, Option<TypeId>), held: &mut HeldBy) {
    let Some(index) = ty.local() else { return };
    if held.contains_key(&index) {
        return;
    }
    held.insert(index, Held { side, by });
    if let Some(local) = types.get(index) {
        mark(types, &local.fields, (side, Some(index)), held);
    }
}

/// The shape of a type, as text: names, types and requiredness of its fields, including those of types within it.
pub(super) fn shape(types: &Types, index: TypeId, around: &mut Vec<TypeId>) -> String {
    use std::fmt::Write;
    if let Some(up) = around.iter().rev().position(|outer| *outer == index) {
        return format!("^{up}");
    }
    let Some(local) = types.get(index) else { return String::new() };
    around.push(index);
    let mut text = format!("{}{{", local.name);
    for (name, field) in &local.fields {
        let required = match field.ir.required {
            None => "",
            Some(true) => "!",
            Some(false) => "?",
        };
        // Writing to a string cannot fail.
        let _ = match field.ty.local() {
            Some(inner) => {
                write!(text, "{name}{required}:{}{},", lists(&field.ty), shape(types, inner, around))
            }
            None => write!(text, "{name}{required}:{},", field.ty.outline()),
        };
    }
    around.pop();
    text.push('}');
    text
}

/// The lists and maps around a type.
fn lists(ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("[{}", lists(inner)),
        Type::Map(inner) => format!("<{}", lists(inner)),
        _ => String::new(),
    }
}

/// A name as a type expression can hold it.
pub(super) fn type_name(name: &str) -> String {
    let clean: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let clean = clean.trim_matches('_');
    if clean.is_empty() || clean.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Type{clean}")
    } else {
        clean.to_owned()
    }
}

pub(super) fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
