//! Requests are made for the account instead of a project, or the other way round.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "global-changed",
    docs: "Whether requests are made for the whole account or for a project changed: a client names the one or \
           the other in a header of every request.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service { old: "", new: "global: true", expect: Some([Risky, Level::None, Level::None]) }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    (pair.old.global != pair.new.global).then(|| {
        Hit::new(pair.old.global.to_string(), pair.new.global.to_string()).wire(
            Risky,
            "An old client names the project where the service wants the account, or the other way round.",
        )
    })
}
