//! The docs no longer advise against a field.

use super::{advice, prelude::*};

pub(super) static RULE: Rule = Rule {
    id: "no-longer-deprecated",
    docs: "The docs advised against the field and no longer do.",
    mirror: Mirror::Of("became-deprecated"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string, deprecated: use Y}",
        new: "{type: string}",
        request: Some([Safe, Safe, Safe]),
        response: Some([Safe, Safe, Safe]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let before = old.deprecated.as_ref()?;
    if new.deprecated.is_some() {
        return None;
    }
    Some(
        Hit::new(advice(before), "")
            .wire(Safe, "It still works.")
            .source(Safe, "Using it no longer gives a warning.")
            .docs("The docs no longer advise against it."),
    )
}
