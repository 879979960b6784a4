//! A column that is no longer read.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "column-unread",
    docs: "The heading of a column became one that the dialect does not know, so what the column says is no longer \
           read: types and requiredness fall back. The docs may say what they said before; the crate changes all \
           the same. Add the heading to the dialect.",
    mirror: Mirror::Of("column-read"),
    check: Check::Engine,
    cases: &[],
};
