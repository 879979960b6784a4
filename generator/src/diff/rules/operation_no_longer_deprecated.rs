//! The docs no longer advise against an operation.

use super::{advice, prelude::*};

pub(super) static RULE: Rule = Rule {
    id: "operation-no-longer-deprecated",
    docs: "The docs advised against the operation and no longer do.",
    mirror: Mirror::Of("operation-deprecated"),
    check: Check::Operation(check),
    cases: &[Case::Operation { old: "deprecated: use B", new: "", expect: Some([Safe, Safe, Safe]) }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if new.deprecated.is_some() {
        return None;
    }
    Some(
        Hit::new(advice(old.deprecated.as_ref()?), "")
            .wire(Safe, "It still works.")
            .source(Safe, "Calling it no longer gives a warning.")
            .docs("The docs no longer advise against it."),
    )
}
