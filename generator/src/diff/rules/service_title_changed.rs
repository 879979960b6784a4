//! The title of a service changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-title-changed",
    docs: "The service's name for people changed.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "title: a",
        new: "title: b",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    (pair.old.title != pair.new.title)
        .then(|| Hit::new(&pair.old.title, &pair.new.title).docs("The name for people changed."))
}
