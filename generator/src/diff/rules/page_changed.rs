//! Text of a page changed that no other rule speaks of.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "page-changed",
    docs: "Lines of a page differ and no other finding has its place on them: text around the tables, or \
           something that nothing reads. Nothing is dropped silently.",
    mirror: Mirror::Itself,
    check: Check::Engine,
    cases: &[],
};
