//! Requests go to another address.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-changed",
    docs: "The host that requests go to, or how it is put together from the region, is another one.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "endpoint: https://a",
        new: "endpoint: https://b",
        expect: Some([Breaking, Level::None, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    (pair.old.endpoint != pair.new.endpoint).then(|| {
        Hit::new(&pair.old.endpoint, &pair.new.endpoint)
            .wire(Breaking, "An old client sends its requests to the old address.")
    })
}
