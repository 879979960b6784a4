//! Positional arguments in another order.

use tablature_ir::{Operation, Service, Type};

use super::keys;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "argument-order-changed",
    docs: "Up to two required arguments are positional. When both stay and change places, code that passes \
           them still compiles if they have one type, and passes the wrong one.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: "query: {A: {type: string, required: true}, B: {type: string, required: true}}",
            new: "query: {B: {type: string, required: true}, A: {type: string, required: true}}",
            expect: Some([Level::None, Breaking, Level::None]),
        },
        Case::Operation {
            old: "query: {A: {type: string, required: true}, B: {type: integer, required: true}}",
            new: "query: {B: {type: integer, required: true}, A: {type: string, required: true}}",
            expect: Some([Level::None, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let (before, now) = (arguments(pair.services.0, old), arguments(pair.services.1, new));
    let ([a, b], [c, d]) = (&*before, &*now) else { return None };
    if (a.0, b.0) != (d.0, c.0) || a.0 == b.0 {
        return None;
    }
    let hit = Hit::new(format!("{}, {}", a.0, b.0), format!("{}, {}", c.0, d.0));
    Some(if a.1 == b.1 {
        hit.source(
            Breaking,
            "The two have one type: old code compiles and passes each in the place of the other.",
        )
    } else {
        hit.source(Breaking, "Old code passes each in the place of the other.")
    })
}

/// The required arguments in the order of the method: path parameters first.
fn arguments<'a>(service: &Service, operation: &'a Operation) -> Vec<(&'a str, &'a Type)> {
    operation
        .parameters()
        .map(|(_, name, field)| (name, field))
        .chain(keys(operation.body.as_ref()))
        .filter(|(name, field)| field.required == Some(true) && !service.context.contains_key(*name))
        .map(|(name, field)| (name.as_str(), &field.ty))
        .collect()
}
