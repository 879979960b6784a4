//! A service that is no longer there.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-removed",
    docs: "A service that is no longer documented, with all its operations.",
    mirror: Mirror::Of("service-added"),
    check: Check::Engine,
    cases: &[],
};
