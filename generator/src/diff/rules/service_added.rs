//! A service that was not there before.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-added",
    docs: "A service that was not there before, with all its operations.",
    mirror: Mirror::Of("service-removed"),
    check: Check::Engine,
    cases: &[],
};
