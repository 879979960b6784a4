//! A way to authenticate less.

use super::prelude::*;
use super::schemes;

pub(super) static RULE: Rule = Rule {
    id: "auth-removed",
    docs: "The service no longer accepts a way to authenticate.",
    mirror: Mirror::Of("auth-added"),
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [param-sha1, sdk-hmac-sha256]",
        new: "auth: [sdk-hmac-sha256]",
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
