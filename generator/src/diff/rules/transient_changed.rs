//! Other error codes are worth another try.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "transient-changed",
    docs: "The list of error codes after which the same request may succeed a little later changed. A client \
           sends requests again after those that it knows.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "transient: [a]",
        new: "transient: [a, b]",
        expect: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let text = |codes: &[String]| codes.join(", ");
    (pair.old.transient != pair.new.transient).then(|| {
        Hit::new(text(&pair.old.transient), text(&pair.new.transient))
            .wire(Safe, "An old client reports errors that a new one waits out, or the other way round.")
    })
}
