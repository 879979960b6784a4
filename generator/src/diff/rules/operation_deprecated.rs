//! The docs advise against an operation now.

use super::{advice, prelude::*};

pub(super) static RULE: Rule = Rule {
    id: "operation-deprecated",
    docs: "The docs advise against the operation, and did not before.",
    mirror: Mirror::Of("operation-no-longer-deprecated"),
    check: Check::Operation(check),
    cases: &[Case::Operation { old: "", new: "deprecated: use B", expect: Some([Safe, Safe, Safe]) }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.deprecated.is_some() {
        return None;
    }
    Some(
        Hit::new("", advice(new.deprecated.as_ref()?))
            .wire(Safe, "It still works.")
            .source(Safe, "Calling it gives a warning.")
            .docs("The docs advise against it."),
    )
}
