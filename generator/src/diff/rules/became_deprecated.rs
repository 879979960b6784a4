//! The docs now advise against a field, or do so in other words.

use super::{advice, prelude::*};

pub(super) static RULE: Rule = Rule {
    id: "became-deprecated",
    docs: "The docs advise against the field and did not before, or do so in other words.",
    mirror: Mirror::Of("no-longer-deprecated"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string}",
        new: "{type: string, deprecated: use Y}",
        request: Some([Safe, Safe, Safe]),
        response: Some([Safe, Safe, Safe]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let now = new.deprecated.as_ref()?;
    if old.deprecated.is_some() {
        return None;
    }
    Some(
        Hit::new("", advice(now))
            .wire(Safe, "It still works.")
            .source(Safe, "Using it gives a warning.")
            .docs("The docs advise against it."),
    )
}
