//! Text of a page changed that no other rule speaks of.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "page-changed",
    docs: "Lines of a page differ and no other finding has its place on them: text around the tables, or \
           something that nothing reads. Nothing is dropped silently. Rows of a page that looks like an operation, and \
           from which none is read, are unknown to callers.",
    mirror: Mirror::Itself,
    check: Check::Engine,
    cases: &[],
};
