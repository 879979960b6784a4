//! An operation that is no longer there.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-removed",
    docs: "An operation that is no longer documented. If the docs had advised against it before, callers \
           had a warning; it still breaks them.",
    mirror: Mirror::Of("operation-added"),
    check: Check::LoneOperation(check),
    cases: &[Case::Service {
        old: "operations: {Op: {page: p.md, method: GET, uri: /}}",
        new: "operations: {}",
        expect: Some([Breaking, Breaking, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (Some((_, old)), None) = (pair.old, pair.new) else { return None };
    Some(
        Hit::new(format!("{} {}", old.method, old.uri), "")
            .wire(
                Breaking,
                if old.deprecated.is_some() {
                    "Calls of it fail; the docs had advised against it."
                } else {
                    "Calls of it fail, as far as the docs tell."
                },
            )
            .source(Breaking, "Its method is gone."),
    )
}
