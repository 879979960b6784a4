//! An operation that is described on another page.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-moved",
    docs: "The operation is described on another page.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "page: a.md",
        new: "page: b.md",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    (old.page != new.page).then(|| Hit::new(&old.page, &new.page).docs("It is described on another page."))
}
