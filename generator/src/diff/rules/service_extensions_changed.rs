//! A key that begins with `x-` changed on a service.

use super::extensions;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-extensions-changed",
    docs: "A key that begins with `x-` came, went or changed on a service. No client knows such keys.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "x-team: {name: a}",
        new: "x-team: {name: b}",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let (old, new) = extensions(&pair.old.extensions, &pair.new.extensions)?;
    Some(Hit::new(old, new).docs("What people noted for tools of their own changed."))
}
