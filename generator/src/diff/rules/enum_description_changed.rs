//! The words on values that the docs define once.

use tablature_ir::EnumDef;

use super::extensions;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "enum-description-changed",
    docs: "What the page says about an enum changed: its words, or a key that begins with `x-`. Its values are \
           compared at the fields that refer to it.",
    mirror: Mirror::Itself,
    check: Check::Enum(check),
    cases: &[
        Case::Service {
            old: "enums: {A: {doc: a, enum: [a]}}",
            new: "enums: {A: {doc: b, enum: [a]}}",
            expect: Some([Level::None, Level::None, Safe]),
        },
        Case::Service {
            old: "enums: {A: {enum: [a]}}",
            new: "enums: {A: {x-note: n, enum: [a]}}",
            expect: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(old: &EnumDef, new: &EnumDef) -> Option<Hit> {
    if old.description != new.description || old.origin != new.origin {
        return Some(Hit::new(&old.description, &new.description).docs("The words changed."));
    }
    let (old, new) = extensions(&old.extensions, &new.extensions)?;
    Some(Hit::new(old, new).docs("What people noted for tools of their own changed."))
}
