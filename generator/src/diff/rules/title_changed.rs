//! The title of an operation changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "title-changed",
    docs: "The heading of the page changed.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "title: a",
        new: "title: b",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    (old.title != new.title).then(|| Hit::new(&old.title, &new.title).docs("The heading changed."))
}
