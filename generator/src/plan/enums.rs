//! Enums: from the documented values of fields. Fields of one name with the same values share one; where the
//! values differ, the enum is called after its owner too, and only one that most of the fields have keeps the
//! plain name.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::{Field, Fields, Type, WireName};

use super::{
    docs,
    fields::Owner,
    model::{Enum, Variant},
    name::{Ident, camel, qualified, variant},
    names::{Names, free_module, free_type},
    scope::{Case, Claim, resolve},
};
use crate::diagnostic::{Diagnostic, Id};

/// The catch-all of every enum.
const UNKNOWN: &[&str] = &["Unknown"];

/// A field that has an enum.
struct Use<'a> {
    owner: Owner<'a>,
    wire: &'a WireName,
    field: &'a Field,
}

/// What makes two enums the same: integers or texts, and the values whatever their order.
type Key<'a> = (bool, BTreeSet<&'a str>);

/// Plans the enums and notes in `names` which field has which.
pub(super) fn plan<'a>(
    groups: &[(Owner<'a>, &'a Fields)],
    names: &mut Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Enum> {
    let mut by_name: BTreeMap<Ident, BTreeMap<Key<'a>, Vec<Use<'a>>>> = BTreeMap::new();
    for (owner, fields) in groups {
        for (wire, field) in *fields {
            if let Some(integer) = eligible(field) {
                let key = (integer, field.values.keys().map(String::as_str).collect());
                let uses = by_name.entry(camel(wire)).or_default().entry(key).or_default();
                uses.push(Use { owner: owner.clone(), wire, field });
            }
        }
    }
    let mut used: BTreeSet<Ident> = names.types.values().map(|(name, _)| name.clone()).collect();
    let mut modules: BTreeSet<Ident> = names.types.values().map(|(_, module)| module.clone()).collect();
    let mut enums = Vec::new();
    for (base, clusters) in by_name {
        let total: usize = clusters.values().map(Vec::len).sum();
        if clusters.len() > 1 {
            diagnostics.push(differing(&base, clusters.values()));
        }
        for uses in clusters.into_values() {
            let plain = uses.len() * 2 > total;
            let mut own: BTreeMap<Ident, Vec<Use<'a>>> = BTreeMap::new();
            for one in uses {
                let wish =
                    if plain { base.clone() } else { qualified(&names.owner(&one.owner), &base.to_string()) };
                own.entry(wish).or_default().push(one);
            }
            for (wish, uses) in own {
                let name = free_type(wish, &used);
                used.insert(name.clone());
                let module = free_module(&name, "type", &mut modules);
                let Some(first) = uses.first() else { continue };
                enums.push(one(name.clone(), module, first, diagnostics));
                names.enums.extend(uses.into_iter().map(|one| ((one.owner, one.wire), name.clone())));
            }
        }
    }
    enums.sort_by(|a, b| a.module.cmp(&b.module));
    enums
}

/// Whether a field gets an enum, and whether of integers. A text that is `true` or `false` stays a text.
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

fn one(name: Ident, module: Ident, first: &Use<'_>, diagnostics: &mut Vec<Diagnostic>) -> Enum {
    let values = &first.field.values;
    let claims: Vec<Claim<'_>> =
        values.keys().map(|value| Claim { wire: value, wish: variant(value), qualifier: None }).collect();
    let idents = resolve(name.as_str(), &claims, Case::Camel, (UNKNOWN, "value"), diagnostics);
    let variants = idents
        .into_iter()
        .zip(values)
        .map(|(name, (value, label))| Variant { name, value: value.clone(), docs: docs::paragraphs(label) })
        .collect();
    let docs = vec![format!("Values of {}. Others are kept as they come.", docs::code(first.wire))];
    Enum { name, module, integer: first.field.ty.innermost() == &Type::Integer, docs, variants }
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
