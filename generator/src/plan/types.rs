//! Object types: the named ones, and the fields that every object has.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::{self as ir, Body, Fields, Service, TypeName, WireName};

use super::{
    docs,
    fields::Owner,
    model::{Field, Struct, Type, TypePath},
    name::{Ident, snake},
    names::Names,
    scope::{Case, Claim, resolve},
};
use crate::diagnostic::{Diagnostic, Id};

/// Names that the setter of a field cannot have: the struct's own functions, and method names that clippy expects of a
/// trait.
pub(super) const SETTERS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "neg",
    "new",
    "next",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// Names that a field cannot have, because every object has them already.
const FIELDS: &[&str] = &["extra"];

/// The named types of a service, sorted by path.
pub(super) fn structs(
    service: &Service,
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Struct> {
    let requested = requested(service);
    let mut structs: Vec<Struct> = service
        .types
        .iter()
        .filter_map(|(wire, def)| {
            let (path, module) = names.types.get(wire)?.clone();
            let fields = fields(&Owner::Type(wire), &def.fields, names, diagnostics);
            Some(Struct {
                // Callers build shared types themselves, whichever operation takes them.
                in_request: path.operation.is_none() || requested.contains(wire),
                path,
                module,
                wire: wire.to_string(),
                docs: docs::paragraphs(&def.description),
                deprecated: def.deprecated.as_ref().map(|why| docs::plain(&why.note())),
                fields: box_recursion(wire, def, fields, service),
            })
        })
        .collect();
    structs.sort_by(|a, b| a.path.cmp(&b.path));
    structs
}

/// The fields of an object, each with a name of its own.
pub(super) fn fields<'a>(
    owner: &Owner<'a>,
    fields: &'a Fields,
    names: &Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Field> {
    // No response has what only requests set.
    let told = |(_, field): &(&WireName, &ir::Field)| {
        !matches!(owner, Owner::Response(..)) || field.access != Some(ir::Access::WriteOnly)
    };
    let claims: Vec<Claim<'_>> = fields
        .iter()
        .filter(told)
        .map(|(wire, _)| Claim { wire, wish: snake(wire), qualifier: None })
        .collect();
    let idents = resolve(&names.owner(owner), &claims, Case::Snake, (FIELDS, "field"), diagnostics);
    let mut planned: Vec<Field> = idents
        .into_iter()
        .zip(fields.iter().filter(told))
        .map(|(name, (wire, field))| one(name, owner, wire, field, names, diagnostics))
        .collect();
    // A field that is called so keeps the name.
    let setters: Vec<Ident> = planned.iter().map(|field| field.setter.clone()).collect();
    for field in &mut planned {
        field.null.take_if(|name| setters.contains(name));
    }
    planned
}

fn one<'a>(
    name: Ident,
    owner: &Owner<'a>,
    wire: &'a WireName,
    field: &'a ir::Field,
    names: &Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Field {
    let mut paragraphs = docs::paragraphs(&field.description);
    paragraphs.extend(docs::facts(field));
    Field {
        setter: setter(&name),
        null: (field.nullable && field.access != Some(ir::Access::ReadOnly)).then(|| null(&name)),
        name,
        wire: wire.to_string(),
        ty: rust_type(owner, wire, field, names, diagnostics),
        format: field.format,
        boxed: false,
        header: false,
        docs: paragraphs,
        deprecated: field.deprecated.as_ref().map(|why| docs::plain(&why.note())),
        sensitive: field.sensitive,
        required: field.required == Some(true),
        access: field.access,
        omit_empty: field.omit_empty,
    }
}

fn setter(name: &Ident) -> Ident {
    if SETTERS.contains(&name.bare()) { Ident::new(&format!("with_{}", name.bare())) } else { name.clone() }
}

/// The setter that sends `null` for a field of this name.
pub(super) fn null(name: &Ident) -> Ident {
    Ident::new(&format!("{}_null", name.bare()))
}

/// The Rust type of a field.
pub(super) fn rust_type<'a>(
    owner: &Owner<'a>,
    wire: &'a WireName,
    field: &ir::Field,
    names: &Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Type {
    let enumeration = names.enums.get(&(owner.clone(), wire));
    let ty = convert(&field.ty, enumeration, names, diagnostics);
    if field.format == Some(ir::Format::Uint64) { unsigned(ty) } else { ty }
}

/// The type with its integers unsigned.
fn unsigned(ty: Type) -> Type {
    match ty {
        Type::Integer => Type::Unsigned,
        Type::List(inner) => Type::List(Box::new(unsigned(*inner))),
        Type::Map(inner) => Type::Map(Box::new(unsigned(*inner))),
        other => other,
    }
}

/// A type of the IR as a Rust type; the innermost scalar becomes an enum where the field has one.
pub(super) fn convert(
    ty: &ir::Type,
    enumeration: Option<&TypePath>,
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Type {
    match (ty, enumeration) {
        (ir::Type::String | ir::Type::Integer, Some(name)) => Type::Enum(name.clone()),
        (ir::Type::String, None) => Type::String,
        (ir::Type::Integer, None) => Type::Integer,
        (ir::Type::Number, _) => Type::Number,
        (ir::Type::Boolean, _) => Type::Boolean,
        (ir::Type::Any, _) => Type::Any,
        (ir::Type::List(inner), _) => Type::List(Box::new(convert(inner, enumeration, names, diagnostics))),
        (ir::Type::Map(inner), _) => Type::Map(Box::new(convert(inner, enumeration, names, diagnostics))),
        (ir::Type::Named(name), _) => {
            let Some((path, _)) = names.types.get(name) else {
                let message = format!("nobody defines the type `{name}`");
                diagnostics.push(Diagnostic::new(Id::DanglingType, message));
                return Type::Any;
            };
            Type::Struct(path.clone())
        }
    }
}

/// The types that some request contains.
fn requested(service: &Service) -> BTreeSet<&TypeName> {
    let mut open: Vec<&TypeName> = Vec::new();
    for operation in service.operations.values() {
        let parts = operation.parameters().filter_map(|(.., field)| field.composite.as_ref());
        let fields = operation
            .parameters()
            .map(|(.., field)| field)
            .chain(parts.flat_map(|composite| composite.parts.values()));
        open.extend(fields.filter_map(|field| field.ty.named()));
        match &operation.body {
            Some(Body::Fields(fields)) => open.extend(fields.values().filter_map(|field| field.ty.named())),
            Some(body) => open.extend(body.types().iter().filter_map(ir::Type::named)),
            None => {}
        }
    }
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if seen.insert(name)
            && let Some(def) = service.types.get(name)
        {
            open.extend(def.fields.values().filter_map(|field| field.ty.named()));
        }
    }
    seen
}

/// Boxes the fields through which a type contains itself without a list or a map between.
fn box_recursion(
    wire: &TypeName,
    def: &ir::TypeDef,
    mut fields: Vec<Field>,
    service: &Service,
) -> Vec<Field> {
    for (field, ir) in fields.iter_mut().zip(def.fields.values()) {
        if let ir::Type::Named(inner) = &ir.ty {
            field.boxed = reaches(inner, wire, service);
        }
    }
    fields
}

fn reaches(from: &TypeName, to: &TypeName, service: &Service) -> bool {
    let mut open = vec![from];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            let fields = service.types.get(name).into_iter().flat_map(|def| def.fields.values());
            open.extend(fields.filter_map(|field| match &field.ty {
                ir::Type::Named(inner) => Some(inner),
                _ => None,
            }));
        }
    }
    false
}

/// Structs by path.
pub(super) type Structs<'s> = BTreeMap<&'s TypePath, &'s Struct>;
