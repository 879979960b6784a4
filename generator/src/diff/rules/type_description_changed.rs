//! The words on a named type changed, or the order of its rows.

use tablature_ir::TypeDef;

use super::prelude::*;
use super::{extensions, reordered};

pub(super) static RULE: Rule = Rule {
    id: "type-description-changed",
    docs: "What the page says about a named type changed: its words, whether it advises against it, a key that \
           begins with `x-`, or the order of its fields.",
    mirror: Mirror::Itself,
    check: Check::Type(check),
    cases: &[
        Case::Service {
            old: "types: {T: {doc: a, fields: {}}}",
            new: "types: {T: {doc: b, fields: {}}}",
            expect: Some([Level::None, Level::None, Safe]),
        },
        Case::Service {
            old: "types: {T: {fields: {}}}",
            new: "types: {T: {x-note: n, fields: {}}}",
            expect: Some([Level::None, Level::None, Safe]),
        },
        Case::Service {
            old: "types: {T: {fields: {A: {type: string}, B: {type: string}}}}",
            new: "types: {T: {fields: {B: {type: string}, A: {type: string}}}}",
            expect: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(old: &TypeDef, new: &TypeDef) -> Option<Hit> {
    let words = |it: &TypeDef| match &it.deprecated {
        Some(deprecated) => format!("{} ({})", it.description, deprecated.note()),
        None => it.description.clone(),
    };
    if words(old) != words(new) || old.origin != new.origin {
        return Some(Hit::new(words(old), words(new)).docs("The words changed."));
    }
    if let Some((old, new)) = extensions(&old.extensions, &new.extensions) {
        return Some(Hit::new(old, new).docs("What people noted for tools of their own changed."));
    }
    let (old, new) = reordered(&old.fields, &new.fields)?;
    Some(Hit::new(old, new).docs("The rows stand in another order."))
}
