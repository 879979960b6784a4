//! A column that is read now.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "column-read",
    docs: "The heading of a column that nothing read became one that the dialect knows. The docs may say what they \
           said before; the crate changes all the same.",
    mirror: Mirror::Of("column-unread"),
    check: Check::Engine,
    cases: &[],
};
