//! An operation that is no longer there.

use super::prelude::*;
use super::{call, same_call};

pub(super) static RULE: Rule = Rule {
    id: "operation-removed",
    docs: "An operation that is no longer documented. If the docs had advised against it before, callers \
           had a warning; it still breaks them.",
    mirror: Mirror::Of("operation-added"),
    check: Check::LoneOperation(check),
    cases: &[
        Case::Service {
            old: "operations: {Op: {page: p.md, method: GET, uri: /}}",
            new: "operations: {}",
            expect: Some([Breaking, Breaking, Level::None]),
        },
        // Another page has the same call.
        Case::Service {
            old: "{protocol: rest, operations: {a: {page: p.md, method: GET, uri: '/v/{x}'}, b: {page: q.md, method: GET, uri: '/v/{y}'}}}",
            new: "{protocol: rest, operations: {b: {page: q.md, method: GET, uri: '/v/{y}'}}}",
            expect: Some([Safe, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (Some((_, old)), None) = (pair.old, pair.new) else { return None };
    let hit = Hit::new(call(old), "").source(Breaking, "Its method is gone.");
    Some(match same_call(pair.services.1, old) {
        Some(id) => hit.wire(Safe, format!("The same method and path are still documented, as `{id}`.")),
        None if old.deprecated.is_some() => {
            hit.wire(Breaking, "Calls of it fail; the docs had advised against it.")
        }
        None => hit.wire(Breaking, "Calls of it fail, as far as the docs tell."),
    })
}
