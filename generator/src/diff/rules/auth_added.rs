//! One more way to authenticate.

use super::prelude::*;
use super::schemes;

pub(super) static RULE: Rule = Rule {
    id: "auth-added",
    docs: "The service accepts a way to authenticate that it did not accept before.",
    mirror: Mirror::Of("auth-removed"),
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [{name: a, credentials: {k: secret}, put: {header: {X-A: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-A: s}}]}]",
        new: "auth: [{name: a, credentials: {k: secret}, put: {header: {X-A: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-A: s}}]}, {name: b, credentials: {k: secret}, put: {header: {X-B: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-B: s}}]}]",
        expect: Some([Safe, Safe, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let added = schemes(&pair.new.auth, &pair.old.auth);
    (!added.is_empty()).then(|| {
        Hit::new("", added)
            .wire(Safe, "The old ways still work.")
            .source(Safe, "Clients can be built with another kind of credentials.")
    })
}
