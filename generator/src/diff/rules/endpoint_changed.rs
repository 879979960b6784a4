//! Requests go to another address.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-changed",
    docs: "Requests go to another host, or the host is put together from the region in another way.",
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
