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
    // Where the folder of the service was renamed, that is a finding on the service.
    let file = |page: &'_ str| page.rsplit('/').next().unwrap_or_default().to_owned();
    if pair.services.0.service != pair.services.1.service && file(&old.page) == file(&new.page) {
        return None;
    }
    (old.page != new.page).then(|| Hit::new(&old.page, &new.page).docs("It is described on another page."))
}
