//! An operation that was not there before.

use super::prelude::*;
use super::{call, same_call};

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
        Hit::new("", call(new))
            .wire(
                Safe,
                match same_call(pair.services.0, new) {
                    Some(id) => format!("Old clients call the same method and path as `{id}`."),
                    None => "Old clients do not call it.".to_owned(),
                },
            )
            .source(Safe, "A method is new."),
    )
}
