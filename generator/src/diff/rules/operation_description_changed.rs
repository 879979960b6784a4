//! The description of an operation changed.

use tablature_ir::Operation;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-description-changed",
    docs: "What the page says the operation is for changed.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation { old: "doc: a", new: "doc: b", expect: Some([Level::None, Level::None, Safe]) },
        Case::Operation {
            old: "deprecated: a",
            new: "deprecated: b",
            expect: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    // A description that only repeats the title counts as none; a change of the title is a finding of its own.
    let repeats =
        |it: &Operation, other: &Operation| it.description.is_empty() && it.title == other.description;
    if old.description != new.description && !repeats(old, new) && !repeats(new, old) {
        return Some(Hit::new(&old.description, &new.description).docs("The words changed."));
    }
    let (before, now) = (old.deprecated.as_ref()?, new.deprecated.as_ref()?);
    (before != now)
        .then(|| Hit::new(before.note(), now.note()).docs("The words that advise against it changed."))
}
