//! Enums, made from the documented values of fields. An enum has the name by which the docs define it, else it is named
//! after its field. Fields of one operation that have the same name and the same values share an enum; where their
//! values differ, each enum is named after its owner, too.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use tablature_ir::{EnumDef, Field, Fields, Type, TypeName, WireName};

use super::{
    docs,
    fields::Owner,
    model::{Enum, TypePath, Variant},
    name::{Ident, camel, qualified, variant},
    names::{Names, free_module, free_type},
    scope::{Case, Claim, resolve},
};
use crate::diagnostic::{Diagnostic, Id};

/// The variant of every enum that takes all other values.
const UNKNOWN: &[&str] = &["Unknown"];

/// A field that has an enum.
struct Use<'a> {
    owner: Owner<'a>,
    wire: &'a WireName,
    field: &'a Field,
}

/// What makes two enums the same: whether their values are integers, and the set of these values.
type Key<'a> = (bool, BTreeSet<&'a str>);

/// The fields of one module that want an enum of the same name, grouped by what makes two enums the same.
type Wanting<'a> = BTreeMap<Key<'a>, Vec<Use<'a>>>;

/// Plans the enums and records in `names` which field has which.
pub(super) fn plan<'a>(
    groups: &[(Owner<'a>, &'a Fields)],
    defined: &IndexMap<TypeName, EnumDef>,
    names: &mut Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Enum> {
    let mut modules: BTreeMap<Option<Ident>, BTreeMap<Ident, Wanting<'a>>> = BTreeMap::new();
    for (owner, fields) in groups {
        for (wire, field) in *fields {
            let Some(integer) = eligible(field) else { continue };
            let module = names.module(owner).cloned().filter(|_| field.values.name.is_none());
            let base = match (&field.values.name, &module) {
                // What the docs define once is one enum for all that refer to it.
                (Some(name), _) => camel(name),
                (None, Some(_)) => camel(wire),
                // A shared enum is qualified by its owner, so that no other shared type can change its name.
                (None, None) => qualified(&names.owner(owner), camel(wire).bare()),
            };
            let key = (integer, field.values.keys().map(String::as_str).collect());
            let uses = modules.entry(module).or_default().entry(base).or_default().entry(key).or_default();
            uses.push(Use { owner: owner.clone(), wire, field });
        }
    }
    let used: BTreeMap<Option<Ident>, BTreeSet<Ident>> =
        names.used().into_iter().map(|(module, used)| (module.cloned(), used)).collect();
    let mut enums = Vec::new();
    let mut files: BTreeSet<Ident> = names
        .types
        .values()
        .filter(|(path, _)| path.operation.is_none())
        .map(|(_, file)| file.clone())
        .collect();
    for (module, by_name) in modules {
        let mut used = used.get(&module).cloned().unwrap_or_default();
        for (base, clusters) in by_name {
            if clusters.len() > 1 {
                diagnostics.push(differing(&base, clusters.values()));
            }
            let plain = clusters.len() == 1;
            for uses in clusters.into_values() {
                let mut own: BTreeMap<Ident, Vec<Use<'a>>> = BTreeMap::new();
                for one in uses {
                    let wish =
                        if plain { base.clone() } else { qualified(&names.owner(&one.owner), base.bare()) };
                    own.entry(wish).or_default().push(one);
                }
                for (wish, uses) in own {
                    let name = free_type(wish, &used);
                    used.insert(name.clone());
                    let file =
                        if module.is_none() { free_module(&name, "type", &mut files) } else { name.clone() };
                    let path = TypePath { operation: module.clone(), name };
                    let Some(first) = uses.first() else { continue };
                    enums.push(one(path.clone(), file, first, defined, diagnostics));
                    names.enums.extend(uses.into_iter().map(|one| ((one.owner, one.wire), path.clone())));
                }
            }
        }
    }
    enums.sort_by(|a, b| a.path.cmp(&b.path));
    enums
}

/// Whether a field gets an enum: `Some(true)` for one of integers, `Some(false)` for one of texts. A text whose only
/// values are `true` and `false` stays a text.
fn eligible(field: &Field) -> Option<bool> {
    let values = || field.values.keys();
    if field.values.is_empty() || field.composite.is_some() {
        return None;
    }
    match field.ty.innermost() {
        Type::String => (!values().all(|value| matches!(value.to_lowercase().as_str(), "true" | "false")))
            .then_some(false),
        Type::Integer => {
            values().all(|value| value.parse::<i64>().is_ok_and(|n| n.to_string() == *value)).then_some(true)
        }
        Type::Number | Type::Boolean | Type::Any | Type::Named(_) | Type::List(_) | Type::Map(_) => None,
    }
}

fn one(
    path: TypePath,
    module: Ident,
    first: &Use<'_>,
    defined: &IndexMap<TypeName, EnumDef>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Enum {
    let values = &first.field.values;
    let claims: Vec<Claim<'_>> =
        values.keys().map(|value| Claim { wire: value, wish: variant(value), qualifier: None }).collect();
    let idents = resolve(path.name.as_str(), &claims, Case::Camel, (UNKNOWN, "value"), diagnostics);
    let variants = idents
        .into_iter()
        .zip(values.iter())
        .map(|(name, (value, label))| Variant { name, value: value.clone(), docs: docs::paragraphs(label) })
        .collect();
    let name = values.name.as_ref();
    let mut docs = name
        .and_then(|name| defined.get(name))
        .map_or_else(Vec::new, |def| docs::paragraphs(&def.description));
    let of = docs::code(name.map_or(first.wire.as_str(), TypeName::as_str));
    docs.push(format!("Values of {of}. Others are kept as they come."));
    Enum { path, module, integer: first.field.ty.innermost() == &Type::Integer, docs, variants }
}

fn differing<'a, 'u: 'a>(base: &Ident, clusters: impl Iterator<Item = &'a Vec<Use<'u>>>) -> Diagnostic {
    let owners: Vec<String> = clusters
        .map(|uses| {
            let first = uses.first().map_or_else(String::new, |one| spell(&one.owner));
            if uses.len() > 1 { format!("{first} and {} more", uses.len() - 1) } else { first }
        })
        .collect();
    Diagnostic::new(
        Id::EnumsDiffer,
        format!(
            "the documented values of `{base}` differ: {}; their enums are called after their owners",
            owners.join("; ")
        ),
    )
}

fn spell(owner: &Owner<'_>) -> String {
    match owner {
        Owner::Type(name) => format!("type `{name}`"),
        Owner::Request(id, _) | Owner::Parts(id, ..) => format!("request of `{id}`"),
        Owner::Response(id, _) => format!("response of `{id}`"),
    }
}
