//! An operation with another HTTP method.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "method-changed",
    docs: "An operation has another HTTP method.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "method: GET",
        new: "method: POST",
        expect: Some([Breaking, Level::None, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    (old.method != new.method)
        .then(|| Hit::new(old.method, new.method).wire(Breaking, "An old client sends the old method."))
}
