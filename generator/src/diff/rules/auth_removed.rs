//! A way to authenticate that is gone.

use super::prelude::*;
use super::schemes;

pub(super) static RULE: Rule = Rule {
    id: "auth-removed",
    docs: "The service no longer accepts a way to authenticate.",
    mirror: Mirror::Of("auth-added"),
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [{name: a, credentials: {k: secret}, put: {header: {X-A: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-A: s}}]}, {name: b, credentials: {k: secret}, put: {header: {X-B: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-B: s}}]}]",
        new: "auth: [{name: b, credentials: {k: secret}, put: {header: {X-B: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-B: s}}]}]",
        expect: Some([Breaking, Safe, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let gone = schemes(&pair.old.auth, &pair.new.auth);
    (!gone.is_empty()).then(|| {
        Hit::new(gone, "")
            .wire(Breaking, "An old client that authenticates in this way is refused.")
            .source(Safe, "Credentials of this kind are refused when a request is signed.")
    })
}
