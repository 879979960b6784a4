//! An operation that was not there before.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-added",
    docs: "An operation that was not there before.",
    mirror: Mirror::Of("operation-removed"),
    check: Check::LoneOperation(check),
    cases: &[Case::Service {
        old: "operations: {}",
        new: "operations: {Op: {page: p.md, method: GET, uri: /}}",
        expect: Some([Safe, Safe, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (None, Some((_, new))) = (pair.old, pair.new) else { return None };
    Some(
        Hit::new("", format!("{} {}", new.method, new.uri))
            .wire(Safe, "Old clients do not call it.")
            .source(Safe, "A method is new."),
    )
}
