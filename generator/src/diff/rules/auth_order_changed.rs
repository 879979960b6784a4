//! Another way to authenticate is the usual one.

use tablature_ir::Auth;

use super::prelude::*;
use super::schemes;

pub(super) static RULE: Rule = Rule {
    id: "auth-order-changed",
    docs: "The same ways to authenticate in another order; the first is the usual one.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [param-sha1, sdk-hmac-sha256]",
        new: "auth: [sdk-hmac-sha256, param-sha1]",
        expect: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let kept = |a: &[Auth], b: &[Auth]| a.iter().filter(|it| b.contains(it)).cloned().collect::<Vec<_>>();
    let (before, now) = (kept(&pair.old.auth, &pair.new.auth), kept(&pair.new.auth, &pair.old.auth));
    (before != now)
        .then(|| Hit::new(schemes(&before, &[]), schemes(&now, &[])).wire(Safe, "Each way still works."))
}
