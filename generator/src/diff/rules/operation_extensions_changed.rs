//! A key that begins with `x-` changed on an operation.

use super::extensions;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-extensions-changed",
    docs: "A key that begins with `x-` came, went or changed on an operation or one of its responses. No client knows such keys.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation { old: "", new: "x-owner: a", expect: Some([Level::None, Level::None, Safe]) },
        Case::Operation {
            old: "responses: {'200': {x-size: 1}}",
            new: "responses: {'200': {x-size: 2}}",
            expect: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let of_response = || {
        new.responses
            .iter()
            .find_map(|(status, now)| extensions(&old.responses.get(status)?.extensions, &now.extensions))
    };
    let (old, new) = extensions(&old.extensions, &new.extensions).or_else(of_response)?;
    Some(Hit::new(old, new).docs("What people noted for tools of their own changed."))
}
