//! An operation that several pages describe.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-twin",
    docs: "Another page describes the same operation, or no longer does. It is a copy: the operation is read \
           from another page than before, and the page that was read before is still there.",
    mirror: Mirror::Itself,
    check: Check::Engine,
    cases: &[],
};
