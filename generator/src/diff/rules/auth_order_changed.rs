//! Another way to authenticate is the usual one.

use tablature_ir::Recipe;

use super::prelude::*;
use super::schemes;

pub(super) static RULE: Rule = Rule {
    id: "auth-order-changed",
    docs: "The same ways to authenticate in another order; the first is the usual one.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [{name: a, credentials: {k: secret}, put: {header: {X-A: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-A: s}}]}, {name: b, credentials: {k: secret}, put: {header: {X-B: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-B: s}}]}]",
        new: "auth: [{name: b, credentials: {k: secret}, put: {header: {X-B: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-B: s}}]}, {name: a, credentials: {k: secret}, put: {header: {X-A: '{k}'}}, vectors: [{credentials: {k: s}, method: GET, url: 'https://x/', gives: {X-A: s}}]}]",
        expect: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let kept = |a: &[Recipe], b: &[Recipe]| a.iter().filter(|it| b.contains(it)).cloned().collect::<Vec<_>>();
    let (before, now) = (kept(&pair.old.auth, &pair.new.auth), kept(&pair.new.auth, &pair.old.auth));
    (before != now)
        .then(|| Hit::new(schemes(&before, &[]), schemes(&now, &[])).wire(Safe, "Each way still works."))
}
